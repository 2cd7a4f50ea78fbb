"""What the validator finds: one mistake, one problem, at the right level and place, with a fix."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from cleanclaim.primitives import UnreadableFile, UnsupportedVersion
from cleanclaim.x12 import CodeAnswer, Row, Severity, X12Problem, composite, validate
from tests.x12.bases import BASES
from tests.x12.edits import after
from tests.x12.samples import CLAIM, CLINIC, HEADER, PAYMENT, changed, claim_file, payment_file, without

ALL = (1, 2, 3, 4, 5)
ROWS = (*HEADER, *CLAIM)


def told(data: bytes, levels: tuple[int, ...] = ALL) -> list[tuple[int, str, str, str]]:
    return [
        (problem.level, problem.id, problem.loop, problem.element or problem.segment)
        for problem in validate(data, levels=levels)
    ]


def only(data: bytes, levels: tuple[int, ...] = ALL) -> X12Problem:
    (problem,) = validate(data, levels=levels, where="a.837")
    return problem


@pytest.mark.parametrize("data", [claim_file(), payment_file()], ids=["837P", "835"])
def test_a_right_file_has_no_problem(data: bytes) -> None:
    assert validate(data, levels=ALL) == []


def test_a_problem_tells_everything_that_a_biller_needs() -> None:
    data = claim_file(changed(ROWS, ("NM1", "82"), 8, "FI"))
    problem = only(data)
    assert problem.level == 2
    assert problem.severity is Severity.ERROR
    assert (problem.file, problem.transaction, problem.control_number) == ("a.837", "837P", "0001")
    assert (problem.loop, problem.segment, problem.element) == ("2310B", "NM1", "NM108")
    assert data[problem.byte_offset :].startswith(b"NM1*82")
    assert data.split(b"\n")[problem.segment_number - 1].startswith(b"NM1*82")
    assert problem.position == problem.segment_number - 2
    assert (problem.claim_id, problem.value, problem.allowed, problem.ack_code) == (
        "PCN1",
        "FI",
        ("XX",),
        "7",
    )
    assert "Rendering provider" in problem.message
    assert "'FI'" in problem.message
    assert problem.fix == "Use XX."


def test_redaction_leaves_values_and_claim_ids_out_of_every_field() -> None:
    rows = changed(changed(ROWS, ("NM1", "IL"), 8, "QQ"), ("CLM",), 2, "987.65")
    found = validate(claim_file(rows), levels=ALL, redact=True)
    assert {problem.id for problem in found} == {"code-not-allowed", "claim-charge-unbalanced"}
    for problem in found:
        assert not problem.claim_id
        for secret in ("QQ", "987.65", "PCN1", "150.00"):
            assert secret not in repr(problem)


def swapped(rows: tuple[Row, ...], start: Row) -> tuple[Row, ...]:
    """The rows with the first that begins with ``start`` and the one after it in each other's place."""
    at = next(n for n, row in enumerate(rows) if row[: len(start)] == start)
    return (*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :])


def doubled(rows: tuple[Row, ...], start: Row) -> tuple[Row, ...]:
    """The rows with the first that begins with ``start`` twice."""
    at = next(n for n, row in enumerate(rows) if row[: len(start)] == start)
    return (*rows[:at], rows[at], *rows[at:])


SYNTAX = [
    ("date that is none", changed(ROWS, ("DTP",), 3, "20251345"), (1, "invalid-date", "2400", "DTP03")),
    ("29 February 2025", changed(ROWS, ("DMG",), 2, "20250229"), (1, "invalid-date", "2010BA", "DMG02")),
    ("charge with a letter", changed(ROWS, ("SV1",), 4, "1x"), (1, "invalid-number", "2400", "SV104")),
    ("state of three letters", changed(ROWS, ("N4",), 2, "ILL"), (1, "value-too-long", "2010AA", "N402")),
    ("name of blanks", changed(ROWS, ("NM1", "85"), 3, "  "), (1, "blank-value", "2010AA", "NM103")),
    ("qualifier alone", changed(ROWS, ("NM1", "85"), 9, ""), (1, "syntax-note", "2010AA", "NM109")),
    ("unknown segment", (*ROWS, ("ZZZ", "1")), (1, "segment-unknown", "2400", "ZZZ")),
    ("parent level unknown", changed(ROWS, ("HL", "2"), 2, "7"), (1, "level-parent-missing", "", "HL02")),
    ("level number skipped", changed(ROWS, ("HL", "2"), 1, "3"), (1, "level-number-out-of-step", "", "HL01")),
    (
        "too many modifiers",
        changed(ROWS, ("SV1",), 1, composite("HC", "99213", "25", "59", "76", "77", "x", "", "GT")),
        (1, "too-many-components", "2400", "SV101"),
    ),
]
GUIDE = [
    ("no diagnoses", without(ROWS, ("HI",)), (2, "segment-missing", "2300", "HI")),
    ("no service date", without(ROWS, ("DTP",)), (2, "segment-missing", "2400", "DTP")),
    ("no tax id", without(ROWS, ("REF", "EI")), (2, "segment-missing", "2010AA", "REF")),
    ("no payer", without(ROWS, ("NM1", "PR")), (2, "loop-missing", "2010BB", "NM1")),
    ("no LX", without(ROWS, ("LX", "2")), (2, "loop-missing", "2400", "LX")),
    ("no first LX", without(ROWS, ("LX", "1")), (2, "loop-missing", "2400", "LX")),
    ("no subscriber level", without(ROWS, ("HL", "2")), (2, "loop-missing", "2000B", "HL")),
    (
        "no frequency",
        changed(ROWS, ("CLM",), 5, composite("11", "B")),
        (2, "element-missing", "2300", "CLM05-3"),
    ),
    ("unused element", changed(ROWS, ("CLM",), 3, "A"), (2, "element-not-used", "2300", "CLM03")),
    ("bad sex", changed(ROWS, ("DMG",), 3, "X"), (2, "code-not-allowed", "2010BA", "DMG03")),
    (
        "two sets of diagnoses",
        (*HEADER, *CLAIM[:2], CLAIM[1], *CLAIM[2:]),
        (2, "segment-too-often", "2300", "HI"),
    ),
    (
        "two rendering providers",
        (*HEADER, *CLAIM[:3], CLAIM[2], *CLAIM[3:]),
        (2, "loop-too-often", "2310B", "NM1"),
    ),
    (
        "reference after diagnoses",
        (*HEADER, *CLAIM[:2], ("REF", "D9", "1"), *CLAIM[2:]),
        (2, "segment-out-of-sequence", "2300", "REF"),
    ),
    (
        "diagnoses after the provider",
        (*HEADER, CLAIM[0], CLAIM[2], CLAIM[1], *CLAIM[3:]),
        (2, "segment-out-of-sequence", "2300", "HI"),
    ),
    (
        "provider of no known role, with address",
        (*HEADER, *CLAIM[:3], ("NM1", "Q9", "2", "X"), ("N3", "1 A"), ("N4", "B", "IL", "62701"), *CLAIM[3:]),
        (2, "segment-unexpected", "2310B", "NM1"),
    ),
    (
        "diagnosis list of no known kind",
        changed(ROWS, ("HI",), 1, composite("QQQ", "E119")),
        (2, "code-not-allowed", "2300", "HI01-1"),
    ),
    ("segment of another transaction", (*ROWS, ("TRN", "1", "2")), (2, "segment-unexpected", "2400", "TRN")),
]
RECOVERY = [
    ("no billing level", without(ROWS, ("HL", "1")), (2, "loop-missing", "2000A", "HL")),
    ("no submitter", without(ROWS, ("NM1", "41")), (2, "loop-missing", "1000A", "NM1")),
    ("no billing provider", without(ROWS, ("NM1", "85")), (2, "loop-missing", "2010AA", "NM1")),
    ("no subscriber's name", without(ROWS, ("NM1", "IL")), (2, "loop-missing", "2010BA", "NM1")),
    (
        "street before its party",
        swapped(ROWS, ("NM1", "85")),
        (2, "segment-out-of-sequence", "2010AA", "NM1"),
    ),
    ("service before its line", swapped(ROWS, ("LX", "1")), (2, "segment-out-of-sequence", "2400", "LX")),
    (
        "subscriber before its level",
        swapped(ROWS, ("HL", "2")),
        (2, "segment-out-of-sequence", "2000B", "HL"),
    ),
    (
        "receiver after the level",
        swapped(ROWS, ("NM1", "40")),
        (2, "segment-out-of-sequence", "1000B", "NM1"),
    ),
    ("payer's name twice", doubled(ROWS, ("NM1", "PR")), (2, "loop-too-often", "2010BB", "NM1")),
    ("billing provider twice", doubled(ROWS, ("NM1", "85")), (2, "loop-too-often", "2010AA", "NM1")),
    ("line number twice", doubled(ROWS, ("LX", "1")), (2, "segment-too-often", "2400", "LX")),
    (
        "ordering provider of the line sent for the claim",
        (*HEADER, *CLAIM[:3], ("NM1", "DK", "1", "DOE", "DAN"), *CLAIM[3:]),
        (2, "segment-unexpected", "2310B", "NM1"),
    ),
    ("no service", without(ROWS, ("SV1",)), (2, "segment-missing", "2400", "SV1")),
]
"""Where a loop's first segment is missing, late or doubled: one problem, not one a segment."""


MISTAKES = SYNTAX + GUIDE + RECOVERY


@pytest.mark.parametrize(("rows", "expected"), [c[1:] for c in MISTAKES], ids=[c[0] for c in MISTAKES])
def test_one_mistake_gives_one_problem(rows: tuple[Row, ...], expected: tuple[int, str, str, str]) -> None:
    assert told(claim_file(rows)) == [expected]


@pytest.mark.parametrize(
    ("rows", "expected"), [case[1:] for case in SYNTAX], ids=[case[0] for case in SYNTAX]
)
def test_levels_are_selectable(rows: tuple[Row, ...], expected: tuple[int, str, str, str]) -> None:
    assert expected in told(claim_file(rows), (1,))
    assert [level for level, *_ in told(claim_file(rows), (2, 3))] in ([], [2])


@pytest.mark.parametrize(
    ("old", "new", "expected", "code"),
    [
        (b"SE*27*", b"SE*26*", "segment-count-wrong", "4"),
        (b"SE*27*0001", b"SE*27*0002", "control-number-mismatch", "3"),
        (b"GE*1*1", b"GE*2*1", "transaction-count-wrong", "5"),
        (b"GE*1*1", b"GE*1*9", "control-number-mismatch", "4"),
        (b"IEA*1*000000001", b"IEA*1*000000009", "control-number-mismatch", "001"),
        (b"IEA*1*", b"IEA*3*", "group-count-wrong", "021"),
        (b"SE*27*0001~\n", b"", "transaction-trailer-missing", "2"),
        (b"GE*1*1~\n", b"", "group-trailer-missing", "3"),
        (b"IEA*1*000000001~\n", b"", "interchange-trailer-missing", "023"),
        (b"*P*:~", b"*X*:~", "interchange-header-wrong", "020"),
        (b"*251201*1200*^", b"*251301*1200*^", "interchange-header-wrong", "014"),
        (b"GS*HC*", b"GS*HP*", "wrong-kind-of-group", "1"),
        (b"X222A1~\nBHT", b"X222A2~\nBHT", "guide-contradicted", "I6"),
    ],
)
def test_envelope_faults_are_found_with_their_acknowledgement_code(
    old: bytes, new: bytes, expected: str, code: str
) -> None:
    data = claim_file()
    assert old in data
    problem = only(data.replace(old, new))
    assert (problem.level, problem.id, problem.ack_code) == (1, expected, code)


def test_a_file_cut_short_is_reported_as_far_as_it_goes() -> None:
    data = claim_file()
    cut = data[: data.index(b"LX*2")] + b"LX"
    found = [problem.id for problem in validate(cut)]
    assert "file-cut-short" in found
    assert "transaction-trailer-missing" in found
    assert "segment-missing" not in found


def test_what_was_tolerated_is_reported_as_a_repair() -> None:
    data = claim_file()
    messy = b"\xef\xbb\xbf" + data.replace(b"~\nN3", b"~\n\n  N3").replace(
        b"EXAMPLE CLINIC", b"EXAMPLE\n CLINIC"
    )
    found = validate(messy)
    assert {problem.id for problem in found} == {
        "byte-order-mark",
        "leading-blanks",
        "blank-line",
        "wrapped-segment",
    }
    assert {problem.severity for problem in found} == {Severity.REPAIR}


@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_a_file_wrapped_at_80_columns_is_read_although_its_isa_is_wrapped_too(line_break: str) -> None:
    text = claim_file().decode().replace("\n", "")
    wrapped = line_break.join(text[start : start + 80] for start in range(0, len(text), 80))
    (problem,) = validate(wrapped.encode(), levels=ALL)
    assert (problem.severity, problem.id) == (Severity.REPAIR, "wrapped-segment")


@pytest.mark.parametrize(
    ("version", "severity"), [("005010X298", "warning"), ("006020X314", "warning"), ("005010X999", "error")]
)
def test_a_version_without_a_guide_is_told_and_syntax_alone_is_checked(version: str, severity: str) -> None:
    """A version of 5010 that is no guide at all is an error; of others we only lack the guide."""
    data = claim_file(changed(ROWS, ("DTP",), 3, "20251345"), version=version, functional_id="HC")
    assert [(p.id, p.severity.value) for p in validate(data)] == [
        ("guide-not-known", severity),
        ("invalid-date", "error"),
    ]


def test_what_is_no_x12_and_4010_are_refused_by_name() -> None:
    with pytest.raises(UnreadableFile):
        validate(b"hello")
    with pytest.raises(UnsupportedVersion, match="004010X098A1"):
        validate(claim_file(version="004010X098A1"))


def test_a_claim_whose_lines_do_not_add_up_is_found_at_the_claim() -> None:
    problem = only(claim_file(changed(ROWS, ("CLM",), 2, "151")))
    assert (problem.level, problem.id, problem.element) == (3, "claim-charge-unbalanced", "CLM02")
    assert "151.00" in problem.message
    assert "150.00" in problem.message


OTHER_PAYER: tuple[Row, ...] = (
    ("SBR", "S", "18", "", "", "", "", "", "", "CI"),
    ("AMT", "D", "120"),
    ("OI", "", "", "Y", "", "", "Y"),
    ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "MI", "M2"),
    ("NM1", "PR", "2", "OTHER HEALTH", "", "", "", "", "PI", "P2"),
)


def secondary(paid: str, adjusted: str) -> bytes:
    decided: tuple[Row, ...] = (
        ("SVD", "P2", paid, composite("HC", "99213"), "", "1"),
        ("CAS", "PR", "1", adjusted),
        ("DTP", "573", "D8", "20251125"),
    )
    return claim_file((*HEADER, *CLAIM[:3], *OTHER_PAYER, *CLAIM[3:6], *decided, *CLAIM[6:]))


def test_a_secondary_claim_that_explains_the_other_payers_money_balances() -> None:
    assert told(secondary("70", "30")) == []


def test_another_payers_line_that_does_not_add_up_is_found() -> None:
    found = told(secondary("60", "30"))
    assert found == [(3, "line-decision-unbalanced", "2430", "SVD02")]


def test_another_payers_total_that_its_adjustments_do_not_explain_is_found() -> None:
    found = told(secondary("71", "29"))
    assert found == [(3, "other-payer-unbalanced", "2320", "AMT02")]


@pytest.mark.parametrize(
    ("start", "element", "value", "expected"),
    [
        (("CAS", "CO"), 3, "11", {"service-payment-unbalanced"}),
        (("CLP",), 4, "79", {"claim-payment-unbalanced", "payment-unbalanced"}),
        (("PLB",), 4, "11", {"payment-unbalanced"}),
        (("BPR",), 2, "71", {"payment-unbalanced"}),
    ],
)
def test_an_835_that_does_not_balance_is_found_where_it_breaks(
    start: Row, element: int, value: str, expected: set[str]
) -> None:
    found = validate(payment_file(changed(PAYMENT, start, element, value)))
    assert {problem.id for problem in found} == expected
    assert {problem.level for problem in found} == {3}


def test_amounts_that_cannot_be_read_are_reported_once_and_not_balanced() -> None:
    assert told(payment_file(changed(PAYMENT, ("CLP",), 4, "8O"))) == [(1, "invalid-number", "2100", "CLP04")]


def test_an_npi_with_a_wrong_check_digit_is_level_5() -> None:
    wrong = CLINIC[:-1] + str((int(CLINIC[-1]) + 1) % 10)
    data = claim_file(changed(ROWS, ("NM1", "85"), 9, wrong))
    assert told(data, (1, 2, 3)) == []
    assert told(data) == [(5, "invalid-npi", "2010AA", "NM109")]


def test_codes_are_asked_of_the_look_up_that_is_handed_in() -> None:
    class OnlyOffice:
        def look_up(self, kind: str, code: str, on: date | None) -> CodeAnswer:
            if kind == "pos":
                return CodeAnswer.KNOWN if code == "11" else CodeAnswer.UNKNOWN
            return CodeAnswer.NOT_LOADED

    data = claim_file(changed(ROWS, ("CLM",), 5, composite("97", "B", "1")))
    found = validate(data, levels=(5,), codes=OnlyOffice())
    assert [(p.id, p.element, p.value) for p in found] == [("code-unknown", "CLM05-1", "97")]
    assert validate(claim_file(), levels=(5,), codes=OnlyOffice()) == []


def test_a_level_that_promises_children_and_has_none_is_level_4() -> None:
    assert told(claim_file(changed(ROWS, ("HL", "2"), 4, "1"))) == [(4, "level-without-children", "", "HL04")]


def test_several_transactions_reuse_level_numbers_and_are_judged_apart() -> None:
    data = claim_file()
    body = data[data.index(b"ST*") : data.index(b"GE*")]
    second = (
        body.replace(b"0001*005", b"0002*005")
        .replace(b"*0001~\nGE", b"*0002~\nGE")
        .replace(b"SE*27*0001", b"SE*27*0002")
    )
    twice = data.replace(body, body + second).replace(b"GE*1*", b"GE*2*")
    assert validate(twice, levels=ALL) == []
    broken = twice.replace(b"LX*2", b"LX*B")
    assert [problem.control_number for problem in validate(broken)] == ["0001", "0002"]


lines = claim_file().split(b"~\n")


damages = st.tuples(st.sampled_from(["drop", "double", "swap", "cut"]), st.integers(1, len(lines) - 2))


@given(st.lists(damages, max_size=6))
def test_no_damage_to_segments_makes_the_validator_fail(damage: list[tuple[str, int]]) -> None:
    broken = list(lines)
    for kind, at in damage:
        index = min(at, len(broken) - 1)
        if kind == "drop":
            del broken[index]
        elif kind == "double":
            broken.insert(index, broken[index])
        elif kind == "swap":
            broken[index - 1], broken[index] = broken[index], broken[index - 1]
        else:
            broken[index] = broken[index][: len(broken[index]) // 2]
    data = b"~\n".join(broken)
    try:
        found = validate(data, levels=ALL)
    except UnreadableFile:
        assert not broken[0].startswith(b"ISA*") or len(broken[0]) < 105
        return
    assert all(problem.message and problem.id for problem in found)
    if data == claim_file():
        assert found == []


@pytest.mark.parametrize(("name", "service"), [("837I", "SV2"), ("837D", "SV3")])
def test_a_second_service_right_after_the_first_lacks_its_lx_and_nothing_else(
    name: str, service: str
) -> None:
    base = BASES[name]
    rows = [row for row in base.rows if row[0] != "TOO"]
    lines = [n for n, row in enumerate(rows) if row[0] == "LX"]
    assert rows[lines[1] - 1][0] == service, "the first line is its service alone"
    del rows[lines[1]]
    (problem,) = validate(base.file(rows), levels=(1, 2, 3))
    assert (problem.id, problem.loop, problem.segment) == ("loop-missing", "2400", "LX")


def test_a_service_sent_twice_word_for_word_is_one_too_many() -> None:
    base = BASES["837I"]
    service = next(row for row in base.rows if row[0] == "SV2")
    rows = after(("SV2",), service)(base.rows)
    (problem,) = validate(base.file(rows), levels=(1, 2))
    assert (problem.id, problem.loop, problem.segment) == ("segment-too-often", "2400", "SV2")


def test_a_claim_without_its_sbr_is_told_that_alone() -> None:
    (problem,) = validate(claim_file(without(ROWS, ("SBR",))), levels=ALL)
    assert (problem.id, problem.loop, problem.segment) == ("segment-missing", "2000B", "SBR")


def test_an_imbalance_of_less_than_a_cent_is_shown_as_it_is() -> None:
    problem = only(claim_file(changed(ROWS, ("SV1",), 2, "100.001")))
    assert "150.00, but its lines add up to 150.001" in problem.message
