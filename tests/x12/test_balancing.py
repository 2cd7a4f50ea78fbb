"""Level 3 of every transaction that has sums: right files balance, wrong sums are told at their place."""

from decimal import Decimal

import pytest

from cleanclaim.x12 import Severity, composite, validate
from tests.x12.bases import BASES
from tests.x12.edits import Edit, after, before, made, put
from tests.x12.samples import changed
from tests.x12.situation_examples import OTHER_PAYER

CASES = [
    (
        "institutional claim",
        "837I",
        (put(("CLM",), 2, "1500.01"),),
        ("claim-charge-unbalanced", "2300", "CLM02", "1500.00"),
    ),
    (
        "dental claim",
        "837D",
        (put(("SV3",), 2, "251"),),
        ("claim-charge-unbalanced", "2300", "CLM02", "401.00"),
    ),
    (
        "what another payer left",
        "837I",
        (before(("LX",), OTHER_PAYER[0], ("CAS", "PR", "1", "100"), *OTHER_PAYER[1:]),),
        ("other-payer-unbalanced", "2320", "AMT02", "1400.00"),
    ),
    (
        "line decided by another payer",
        "837D",
        (
            before(("LX",), OTHER_PAYER[0], *OTHER_PAYER[2:]),
            after(
                ("TOO",),
                ("SVD", "P2", "100", composite("AD", "D2392"), "", "1"),
                ("CAS", "PR", "1", "100"),
                ("DTP", "573", "D8", "20251125"),
            ),
        ),
        ("line-decision-unbalanced", "2430", "SVD02", "250.00"),
    ),
    (
        "service of a payment",
        "835",
        (put(("SVC",), 3, "81"),),
        ("service-payment-unbalanced", "2110", "SVC03", "80.00"),
    ),
    (
        "premium item",
        "820",
        (
            put(("RMR",), 5, "700"),
            after(("RMR",), ("DTM", "582", "", "", "", "RD8", "20251101-20251130"), ("ADX", "-99", "53")),
        ),
        ("premium-item-unbalanced", "2300B", "RMR04", "601.00"),
    ),
    (
        "premium payment",
        "820",
        (put(("BPR",), 2, "1051"),),
        ("premium-payment-unbalanced", "", "BPR02", "1050.00"),
    ),
    (
        "adjustment of an earlier premium",
        "820",
        (after(("NM1",), ("ADX", "-50", "53")),),
        ("premium-payment-unbalanced", "", "BPR02", "1000.00"),
    ),
    (
        "claims counted in an acknowledgement",
        "277CA",
        (after(("STC",), ("QTY", "90", "0"), ("AMT", "YU", "150")),),
        ("batch-count-unbalanced", "2200B", "QTY02", "1"),
    ),
    (
        "amount of an acknowledgement",
        "277CA",
        (after(("STC",), ("QTY", "90", "1"), ("AMT", "YU", "140")),),
        ("batch-amount-unbalanced", "2200B", "AMT02", "150.00"),
    ),
]


@pytest.mark.parametrize(
    ("base", "edits", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_wrong_sum_is_told_at_its_place_with_what_it_should_be(
    base: str, edits: tuple[Edit, ...], expected: tuple[str, str, str, str]
) -> None:
    data = BASES[base].file(made(BASES[base].rows, *edits))
    found = [
        (problem.id, problem.loop, problem.element, *problem.allowed)
        for problem in validate(data, levels=(3,))
    ]
    assert expected in found


@pytest.mark.parametrize("base", sorted(BASES))
def test_a_right_file_of_every_transaction_has_no_problem_at_any_level(base: str) -> None:
    assert validate(BASES[base].file(), levels=(1, 2, 3, 4, 5, 6, 7)) == []


@pytest.mark.parametrize(
    ("base", "edits"),
    [
        ("837I", (before(("LX",), OTHER_PAYER[0], ("CAS", "PR", "1", "1460"), *OTHER_PAYER[1:]),)),
        (
            "820",
            (
                put(("RMR",), 5, "700"),
                after(
                    ("RMR",), ("DTM", "582", "", "", "", "RD8", "20251101-20251130"), ("ADX", "-100", "53")
                ),
            ),
        ),
        ("277CA", (after(("STC",), ("QTY", "90", "3"), ("AMT", "YU", "999")),)),
    ],
    ids=["837I with another payer", "820 with an adjustment", "277CA that lists fewer than it counts"],
)
def test_sums_that_agree_are_not_told(base: str, edits: tuple[Edit, ...]) -> None:
    assert validate(BASES[base].file(made(BASES[base].rows, *edits)), levels=(3,)) == []


def test_a_patients_share_without_its_adjustments_is_a_warning_of_the_sums() -> None:
    base = BASES["835"]
    claim = next(row for row in base.rows if row[0] == "CLP")
    share = Decimal(claim[5])
    assert validate(base.file(), levels=(3,)) == []
    (problem,) = validate(base.file(changed(base.rows, ("CLP",), 5, str(share + 1))), levels=(3,))
    assert (problem.id, problem.severity, problem.element) == (
        "patient-share-unexplained",
        Severity.WARNING,
        "CLP05",
    )
    assert f"{share + 1:.2f}" in problem.message
    assert validate(base.file(changed(base.rows, ("CLP",), 5, "")), levels=(3,)) == []
