"""Cases at the borders of edits, which a sample of mutants asked for (``python -m tests.mutants``)."""

from datetime import date

import msgspec
import pytest

from cleanclaim.claim.notation import claim_from
from cleanclaim.codesets import Store
from cleanclaim.edits import Example, Rules, Severity, edit_of, scrub
from cleanclaim.edits.context import CodedDocument, Context
from cleanclaim.parameters import Parameters
from tests.edits.test_examples import test_example as holds

STAY = (
    "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19; "
    "statement 2025-11-17..2025-11-19; discharged 1130 status 01; lines none rev 0120 x2 $2000; "
)
OUTPATIENT = "type institutional; payer medicare; dos {0}; statement {0}..{0}"
SCREENED = "payer medicare; dx D12.2, Z12.11; lines 45385 $900 @1,2"
SOCIAL_WORKER = "payer medicare; lines {0} $125 @1; set rendering.taxonomy 1041C0700X"
HOSPICE = (
    "type institutional; payer medicare; bill {0}; dos 2025-11-01..2025-11-30; received 2025-12-08; "
    "admitted 2025-11-01 0900; lines {1} rev 0651 x30 unit DA $6600 on 2025-11-01; values 61 44100; "
    "occurrences 27 on 2025-11-01"
)
GROUPS = (
    "type institutional; payer medicare; bill 0211; admitted 2025-11-03 1500; dos 2025-11-03..2025-11-17; "
    "discharged 1000 status 01; lines KAQD1 rev 0022 x14 $0 on 2025-11-03 | none rev {0} x14 unit DA $5600; "
    "set lines[0].code_qualifier HP; occurrences 50 on 2025-11-08; spans 70 on 2025-10-27..2025-11-03; "
    "set lines[0].units {1}"
)
PONTIC = "type dental; lines {0} $1000 tooth 19; set lines[0].dental.prosthesis I"
PELVIC = "payer medicare; dx {0}; lines G0101 $60 @1"

BORDERS = (
    ("THR004", Example("", "lines 99213-GO $125 @1", ("lines[0].modifiers",))),
    ("THR004", Example("", "lines 99213-GN $125 @1", ("lines[0].modifiers",))),
    ("ANE003", Example("", "lines 01967-AA unit MJ x0 $400 @1", ("lines[0].units",))),
    ("ANE003", Example("", "lines 00810-AA unit MJ x1440 $400 @1")),
    ("ANE003", Example("", "lines 00810-AA unit MJ x1441 $400 @1", ("lines[0].units",))),
    ("INS021", Example("", f"{STAY}dx S72.001A, I10:Y as admitting", ("diagnoses[0].poa",))),
    ("INS021", Example("", f"{STAY}dx S72.001D, I10:Y as admitting", (), ("POA_EXEMPT",))),
    ("PRC035", Example("the screening is not what it was done for", SCREENED)),
    *(("PRC037", Example("", SOCIAL_WORKER.format(one), ("lines[0].code",))) for one in ("99202", "99350")),
    *(("PRC037", Example("", SOCIAL_WORKER.format(one))) for one in ("99366", "90832")),
    *(
        ("TEL002", Example("", f"payer commercial; place 10; lines 99213-{one} $125 @1"))
        for one in ("95", "93", "GT", "GQ", "FQ")
    ),
    *(("DEN039", Example("", PONTIC.format(one), ("dental.missing_teeth",))) for one in ("D6205", "D6253")),
    ("INS103", Example("", HOSPICE.format("0821", "none"), ("lines[0].code",))),
    ("INS103", Example("", HOSPICE.format("0821", "Q5001"))),
    ("INS107", Example("", GROUPS.format("0100", 10), ("lines[0].units",))),
    ("INS107", Example("", GROUPS.format("0219", 10), ("lines[0].units",))),
    ("INS107", Example("", GROUPS.format("0220", 10))),
    ("PRC011", Example("", "patient child born 2025-10-21 sex M; lines 99460 $200 @1")),
    ("PRC011", Example("", "patient child born 2025-10-20 sex M; lines 99460 $200 @1", ("lines[0].code",))),
    ("DEN039", Example("a pontic at the border that has its gap", "missing 19; " + PONTIC.format("D6205"))),
)
BEFORE = (
    # 24 months are between two for a woman at no risk, 12 for one at high risk.
    ("COV005", PELVIC.format("Z01.419"), "2024-09-18", ("lines[0].code",)),
    ("COV005", PELVIC.format("Z91.51"), "2024-09-18", ()),
    ("COV005", PELVIC.format("Z01.419"), "2023-12-01", ("lines[0].code",)),
    ("COV005", PELVIC.format("Z01.419"), "2023-11-30", ()),
)


def example_name(value: object) -> str | None:
    return f"{value.title}: {value.notation}" if isinstance(value, Example) else None


@pytest.mark.parametrize(("identifier", "example"), BORDERS, ids=example_name)
def test_at_the_border(store: Store, parameters: Parameters, identifier: str, example: Example) -> None:
    holds(edit_of(identifier), example, store, parameters)


@pytest.mark.parametrize("case", BEFORE, ids=str)
def test_at_the_border_of_what_came_before(
    store: Store, parameters: Parameters, case: tuple[str, str, str, tuple[str, ...]]
) -> None:
    identifier, notation, before, finds = case
    history = (f"{notation}; dos {before}; set patient_control_number BEFORE",)
    holds(edit_of(identifier), Example("", notation, finds, history=history), store, parameters)


@pytest.mark.parametrize(
    ("day", "is_told"),
    [("2025-11-13", False), ("2025-11-14", True), ("2025-11-17", True), ("2025-11-18", False)],
)
def test_outpatient_services_count_on_three_days_before_a_stay(
    store: Store, parameters: Parameters, day: str, is_told: bool
) -> None:
    stay = f"payer medicare; {STAY}dx I10:Y, I10:Y as admitting; values 80 2"
    history = (claim_from(f"{OUTPATIENT.format(day)}; set patient_control_number OUT1").claim,)
    found = edit_of("INS045").check(claim_from(stay).claim, Rules(store, parameters, history=history))
    assert bool(list(found)) is is_told


def test_one_line_that_is_late_among_others_is_named(store: Store, parameters: Parameters) -> None:
    rules = Rules(store, parameters, date(2025, 11, 21))
    two = "payer medicare; lines 99213 $125 @1 | 99212 $90 @1 on 2024-03-04"
    (late,) = edit_of("TFL001").check(claim_from(two).claim, rules)
    assert late.line == 2
    three = f"{two} | 36415 $9 @1 on 2024-03-04"
    (of_two,) = edit_of("TFL001").check(claim_from(three).claim, rules)
    assert of_two.line is None
    assert "lines 2, 3" in of_two.message
    (all_of_it,) = edit_of("TFL001").check(claim_from("payer medicare; dos 2024-03-04").claim, rules)
    assert all_of_it.line is None


@pytest.mark.parametrize("year", [9996, 9997, 9998, 9999])
def test_the_end_of_the_calendar_is_no_limit(store: Store, parameters: Parameters, year: int) -> None:
    rules = Rules(store, parameters, date(2025, 11, 21))
    claim = claim_from(f"payer medicare; dos {year}-12-31").claim
    assert list(edit_of("TFL001").check(claim, rules)) == []


def test_of_very_many_reasons_twelve_are_told_and_the_others_counted(
    empty_store: Store, parameters: Parameters
) -> None:
    days = " | ".join(f"J10{number:02} $20 @1 on 2025-10-{number:02}" for number in range(1, 15))
    claim = claim_from(f"payer medicare; lines {days}").claim
    found = scrub(claim, Rules(empty_store, parameters))
    told = next(one for one in found if one.missing == "ADD_ON" and one.severity is Severity.NOT_CHECKED)
    assert "; and" not in told.message  # without any release the reason is one
    some = " | ".join(f"J10{number:02} $20 @1" for number in range(1, 15))
    found = scrub(claim_from(f"payer medicare; lines {some}").claim, _partial(empty_store, parameters))
    told = next(one for one in found if one.missing == "ADD_ON")
    assert told.message.count("J10") == 12
    assert told.message.endswith("; and 2 more.")


def _partial(store: Store, parameters: Parameters) -> Rules:
    from cleanclaim.codesets import ADD_ON
    from cleanclaim.codesets.overlay import StoreWithRows

    return Rules(StoreWithRows(store, {ADD_ON: {}}, partial=["ADD_ON"]), parameters)


def test_a_copied_document_is_named_with_the_other_and_its_author_counts(
    store: Store, parameters: Parameters
) -> None:
    text = " ".join(f"Sentence number {word} is long enough to be told from others." for word in "abcdefgh")
    claim = claim_from("").claim

    def told(*documents: CodedDocument) -> list[str]:
        rules = Rules(store, parameters, context=Context(documents=documents))
        return [finding.message for finding in edit_of("CPL006").check(claim, rules)]

    mine = CodedDocument(claim_id=claim.patient_control_number, document="N1", author_npi="1", text=text)
    other = CodedDocument(claim_id="OTHER", document="N0", author_npi="1", text=text)
    (message,) = told(mine, other)
    assert message.endswith("of N1 stand in N0 of claim OTHER.")
    unnamed = [msgspec.structs.replace(one, document="") for one in (mine, other)]
    (message,) = told(*unnamed)
    assert message.endswith("of the document stand in a document of claim OTHER.")
    assert told(mine, msgspec.structs.replace(other, author_npi="")) != []
    assert told(mine, msgspec.structs.replace(other, author_npi="2")) == []
    assert told(mine, msgspec.structs.replace(other, claim_id=mine.claim_id)) == []


def test_a_fillings_code_says_for_which_teeth_it_is(store: Store, parameters: Parameters) -> None:
    rules = Rules(store, parameters)
    for tooth, code, kind in (("8/M", "D2391", "back"), ("14/O", "D2330", "front")):
        claim = claim_from(f"type dental; lines {code} $150 tooth {tooth}").claim
        (found,) = edit_of("DEN003").check(claim, rules)
        assert found.message == f"{code} is for {kind} teeth; {tooth.partition('/')[0]} is none."


@pytest.mark.parametrize(
    ("changed", "is_same"),
    [
        ("set billing_provider.npi 1962541233", True),  # the same person, in another group
        ("set rendering.npi 1962541233", True),  # the same group and specialty
        ("set rendering.npi 1962541233; set billing_provider.npi 1962541233", False),
        ("set rendering.npi 1962541233; set rendering.taxonomy 207RC0000X", False),
    ],
)
def test_a_service_is_repeated_by_the_same_person_or_group_and_specialty(
    store: Store, parameters: Parameters, changed: str, is_same: bool
) -> None:
    mine = "set rendering.npi 1457382914; set rendering.taxonomy 207Q00000X"
    earlier = claim_from(f"{mine}; {changed}; set patient_control_number BEFORE").claim
    found = edit_of("DUP002").check(claim_from(mine).claim, Rules(store, parameters, history=(earlier,)))
    assert bool(list(found)) is is_same
