"""Mistakes that a writer of claims can make, planted one by one: each is rejected with its reason.

The base claims are accepted (first test). A mistake changes one thing, counts recomputed, and
the 277CA must name it by category and status code at the level where it belongs.
"""

from collections.abc import Callable

import msgspec
import pytest

from cleanclaim.simulator import Answers, Memory, built_in_payer
from cleanclaim.x12 import Row, composite, read_transactions
from tests.simulator.scenario import BILLING, NOW, Bill, Line, edited, file_of, put, rows_of, sent, statuses
from tests.simulator.test_adjudication import SECOND, prior

Change = Callable[[list[Row]], list[Row]]

BASE = Bill(lines=(Line(), Line("85025", "30.00", pointers=("1", "2"))), diagnoses=("E119", "I10"))
CHILD = msgspec.structs.replace(BASE, dependent=True)


def answered(rows: list[Row], **payer: object) -> Answers:
    """Answer a file of these rows with a fresh memory."""
    return built_in_payer().answer(file_of(rows), now=NOW, memory=Memory())


def claim_statuses(answers: Answers) -> list[tuple[str, ...]]:
    """Return the status of each STC at patient level."""
    data = next(file.content for file in answers.files if file.name.startswith("277ca"))
    return statuses(data)


def receiver_statuses(answers: Answers) -> list[tuple[str, ...]]:
    """Return the status of each STC at the information receiver level."""
    found = []
    data = next(file.content for file in answers.files if file.name.startswith("277ca"))
    for transaction in read_transactions(data):
        level = ""
        for segment in transaction.segments:
            level = segment.get(3) if segment.id == "HL" else level
            if segment.id == "STC" and level == "21":
                found.append(segment.components(1))
    return found


def setting(find: tuple[str, ...], position: int, value: str) -> Change:
    return lambda rows: edited(rows, find, put(position, value))


def without(*find: str) -> Change:
    return lambda rows: edited(rows, find, lambda row: None)


def after(find: tuple[str, ...], *more: Row) -> Change:
    def change(rows: list[Row]) -> list[Row]:
        result: list[Row] = []
        for row in rows:
            result.append(row)
            if row[: len(find)] == find:
                result += more
        return result

    return change


def insured_born(rows: list[Row], born: str) -> list[Row]:
    """Give the subscriber of a dependent a birth date."""
    return after(
        ("NM1", "IL"), ("N3", "9 ELM STREET"), ("N4", "HARTFORD", "CT", "06105"), ("DMG", "D8", born, "F")
    )(rows)


BY_CLAIM = msgspec.structs.replace(SECOND, lines=(Line(),), others=prior("72", (("CAS", "CO", "45", "78"),)))
CERTIFIED = msgspec.structs.replace(
    BASE,
    lines=(
        Line("85025", "30.00", modifiers=("QW",), more=(("REF", "X4", "07D1234567"),)),
        Line("J1885", units="1.5"),
    ),
)
"""A certificate at the line, and a drug that is measured, not counted."""


@pytest.mark.parametrize(
    "bill", [BASE, CHILD, SECOND, BY_CLAIM, CERTIFIED, msgspec.structs.replace(BASE, payer="medicare")]
)
def test_the_claims_without_a_mistake_are_accepted(bill: Bill) -> None:
    answers = answered(rows_of([bill]))
    assert claim_statuses(answers) == [("A2", "20", "PR")]
    assert any(file.name.startswith("835") for file in answers.files)


SELF = ("NM1", "IL")
MISTAKES: list[tuple[str, Bill, Change, tuple[str, ...]]] = [
    ("total is not the sum", BASE, setting(("CLM",), 2, "181"), ("A8", "400")),
    ("total is zero", Bill(lines=(Line(charge="0"),)), lambda rows: rows, ("A7", "402")),
    ("total has fractions of a cent", BASE, setting(("CLM",), 2, "180.001"), ("A7", "697")),
    ("line charge is negative", BASE, setting(("SV1",), 2, "-5"), ("A7", "402")),
    ("units are zero", BASE, setting(("SV1",), 4, "0"), ("A7", "476")),
    ("units are missing", BASE, setting(("SV1",), 4, ""), ("A7", "476")),
    ("minutes for a visit", BASE, setting(("SV1",), 3, "MJ"), ("A8", "659")),
    ("pointer to no diagnosis", BASE, setting(("SV1",), 7, composite("1", "3")), ("A7", "477")),
    ("pointer zero", BASE, setting(("SV1",), 7, "0"), ("A7", "477")),
    ("pointer twice", BASE, setting(("SV1",), 7, composite("1", "1")), ("A8", "477")),
    ("no pointer", BASE, setting(("SV1",), 7, ""), ("A6", "477")),
    ("no date of service", BASE, without("DTP", "472"), ("A6", "187")),
    ("impossible date of service", BASE, setting(("DTP", "472"), 3, "20251131"), ("A7", "187")),
    ("date of service tomorrow", BASE, setting(("DTP", "472"), 3, "20251202"), ("A7", "510")),
    ("service after the file was made", BASE, setting(("BHT",), 4, "20251001"), ("A8", "187")),
    ("procedure code without a digit", BASE, setting(("SV1",), 1, composite("HC", "9921")), ("A7", "454")),
    ("wrong procedure qualifier", BASE, setting(("SV1",), 1, composite("ZZ", "99213")), ("A7", "745")),
    (
        "modifier of three characters",
        BASE,
        setting(("SV1",), 1, composite("HC", "99213", "259")),
        ("A7", "453"),
    ),
    ("lines numbered from zero", BASE, setting(("LX", "1"), 1, "0"), ("A7", "247")),
    ("line control number twice", BASE, setting(("REF", "6R"), 2, "SAME"), ("A8", "584")),
    ("place that does not exist", BASE, setting(("CLM",), 5, composite("29", "B", "1")), ("A7", "249")),
    (
        "facility qualifier of an institution",
        BASE,
        setting(("CLM",), 5, composite("11", "A", "1")),
        ("A7", "567"),
    ),
    (
        "hospital without admission date",
        msgspec.structs.replace(BASE, place="21"),
        lambda r: r,
        ("A6", "189"),
    ),
    ("no diagnosis", BASE, without("HI"), ("A6", "254")),
    (
        "first diagnosis is not the principal one",
        BASE,
        setting(("HI",), 1, composite("ABF", "E119")),
        ("A7", "254"),
    ),
    ("two principal diagnoses", BASE, setting(("HI",), 2, composite("ABK", "I10")), ("A7", "255")),
    ("ICD-9 qualifier", BASE, setting(("HI",), 1, composite("BK", "25000")), ("A7", "254")),
    ("diagnosis twice", BASE, setting(("HI",), 2, composite("ABF", "E119")), ("A8", "255")),
    ("diagnosis with its dot", BASE, setting(("HI",), 1, composite("ABK", "E11.9")), ("A7", "254")),
    ("accident without a date", BASE, setting(("CLM",), 11, "OA"), ("A6", "727")),
    (
        "car accident without its state",
        BASE,
        lambda rows: after(("CLM",), ("DTP", "439", "D8", "20251101"))(setting(("CLM",), 11, "AA")(rows)),
        ("A6", "750"),
    ),
    ("onset after the service", BASE, after(("CLM",), ("DTP", "431", "D8", "20251110")), ("A8", "397")),
    ("no assignment", BASE, setting(("CLM",), 7, ""), ("A6", "589")),
    (
        "billing NPI with a wrong check digit",
        BASE,
        setting(("NM1", "85"), 9, BILLING[:-1] + ("0" if BILLING[-1] != "0" else "1")),
        ("A7", "562", "85"),
    ),
    ("rendering NPI too short", BASE, setting(("NM1", "82"), 9, "120000002"), ("A7", "562", "82")),
    ("NPI under a tax qualifier", BASE, setting(("NM1", "82"), 8, "24"), ("A7", "745", "82")),
    ("no taxpayer number", BASE, without("REF", "EI"), ("A6", "128", "85")),
    ("taxpayer number of eight digits", BASE, setting(("REF", "EI"), 2, "98765432"), ("A7", "128", "85")),
    (
        "billing provider in a post box",
        BASE,
        setting(("N3", "12 WILLOW LANE"), 1, "PO BOX 12"),
        ("A7", "503", "85"),
    ),
    (
        "billing ZIP of five digits",
        BASE,
        setting(("N4", "HARTFORD", "CT", "061031234"), 3, "06103"),
        ("A7", "500", "85"),
    ),
    ("taxonomy without its X", BASE, setting(("PRV", "BI"), 3, "207Q000000"), ("A7", "145", "85")),
    ("taxonomy under an old qualifier", BASE, setting(("PRV", "PE"), 2, "ZZ"), ("A7", "745", "82")),
    ("provider who is not enrolled", BASE, setting(("NM1", "85"), 9, "1999999992"), ("A3", "26", "85")),
    ("self without demographics", BASE, without("DMG"), ("A6", "158", "IL")),
    ("self without an address", BASE, without("N3", "9 ELM STREET"), ("A6", "503", "IL")),
    ("self without a city", BASE, without("N4", "HARTFORD", "CT", "06105"), ("A6", "502", "IL")),
    ("sex that is no code", BASE, setting(("DMG",), 3, "X"), ("A7", "157", "IL")),
    ("born after the service", BASE, setting(("DMG",), 2, "20251115"), ("A8", "158", "IL")),
    ("SBR02 left out for self", BASE, setting(("SBR",), 2, ""), ("A8", "156")),
    ("self with a dependent below", CHILD, setting(("SBR",), 2, "18"), ("A8", "156")),
    ("dependent without relationship", CHILD, without("PAT"), ("A7", "156")),
    ("dependent who is self", CHILD, setting(("PAT",), 1, "18"), ("A7", "156")),
    ("dependent without a birth date", CHILD, without("DMG"), ("A6", "158", "QC")),
    ("member id with a typing error", BASE, setting(SELF, 9, "NWG000010018"), ("A3", "33")),
    ("no member id", BASE, setting(SELF, 9, ""), ("A6", "164", "IL")),
    ("payer that is not here", BASE, setting(("NM1", "PR"), 9, "60054"), ("A3", "116")),
    ("another payer's member", BASE, setting(("NM1", "PR"), 9, "DEMOSUM"), ("A3", "33")),
    ("filing indicator of Medicare", BASE, setting(("SBR",), 9, "MB"), ("A7", "480", "PR")),
    (
        "dependent at Medicare",
        msgspec.structs.replace(CHILD, payer="medicare"),
        lambda r: r,
        ("A7", "156", "IL"),
    ),
    (
        "replacement without the payer's number",
        msgspec.structs.replace(BASE, frequency="7"),
        lambda r: r,
        ("A6", "464"),
    ),
    (
        "void of what is not there",
        msgspec.structs.replace(BASE, frequency="8", references=(("REF", "F8", "NOSUCH"),)),
        lambda r: r,
        ("A3", "35"),
    ),
    (
        "new claim that names an original",
        msgspec.structs.replace(BASE, references=(("REF", "F8", "NOSUCH"),)),
        lambda r: r,
        ("A8", "464"),
    ),
    (
        "replacement at a payer that takes none",
        msgspec.structs.replace(BASE, payer="medicare", frequency="7", references=(("REF", "F8", "X"),)),
        lambda r: r,
        ("A3", "535"),
    ),
    (
        "NDC of ten digits",
        BASE,
        after(("REF", "6R", "CLAIM1L1"), ("LIN", "", "N4", "0006498010"), ("CTP", "", "", "", "1", "ML")),
        ("A7", "218"),
    ),
    (
        "second payer without the first",
        msgspec.structs.replace(SECOND, others=()),
        lambda r: r,
        ("A6", "286"),
    ),
    ("first payer without what it paid", SECOND, without("AMT", "D"), ("A6", "286")),
    ("line decision that does not balance", SECOND, setting(("CAS", "CO"), 3, "59"), ("A8", "672")),
    ("AMT*D that is not the lines' sum", SECOND, setting(("AMT", "D"), 2, "71"), ("A8", "672")),
    (
        "claim decision that does not balance",
        msgspec.structs.replace(SECOND, lines=(Line(),), others=prior("72", (("CAS", "CO", "45", "60"),))),
        lambda r: r,
        ("A8", "672"),
    ),
    ("decision of a payer that is not there", SECOND, setting(("SVD",), 1, "OTHER"), ("A7", "479")),
    ("decision without a date", SECOND, without("DTP", "573"), ("A6", "516", "PR")),
    ("two first payers", SECOND, setting(("SBR", "S"), 1, "P"), ("A8", "742")),
    ("decided procedure left out", SECOND, setting(("SVD",), 3, ""), ("A7", "710")),
    ("other coverage without relationship", SECOND, setting(("SBR", "P"), 2, ""), ("A6", "171")),
    (
        "Medicare second without a reason",
        msgspec.structs.replace(SECOND, payer="medicare"),
        lambda r: r,
        ("A6", "578"),
    ),
    (
        "facility with a ZIP of five digits",
        BASE,
        after(
            ("PRV", "PE"),
            ("NM1", "77", "2", "INVENTED CLINIC", "", "", "", "", "XX", BILLING),
            ("N3", "1 SIDE STREET"),
            ("N4", "HARTFORD", "CT", "06103"),
        ),
        ("A7", "500", "77"),
    ),
    ("other coverage without consents", SECOND, without("OI"), ("A6", "171")),
    ("taxpayer number with its hyphen", BASE, setting(("REF", "EI"), 2, "98-7654321"), ("A7", "128", "85")),
    (
        "patient paid more than the charge",
        BASE,
        after(("CLM",), ("AMT", "F5", "180.01")),
        ("A8", "183", "QC"),
    ),
    (
        "modifier after an empty place",
        BASE,
        setting(("SV1",), 1, composite("HC", "99213", "", "25")),
        ("A7", "453"),
    ),
    ("one and a half visits", BASE, setting(("SV1",), 4, "1.5"), ("A7", "476")),
    (
        "waived test without a certificate",
        BASE,
        setting(("SV1",), 1, composite("HC", "85025", "QW")),
        ("A6", "544"),
    ),
    (
        "hospital that is not named",
        msgspec.structs.replace(BASE, place="21"),
        after(("CLM",), ("DTP", "435", "D8", "20251101")),
        ("A6", "125", "77"),
    ),
    (
        "dependent who is the subscriber again",
        CHILD,
        lambda rows: edited(insured_born(rows, "20150704"), ("NM1", "QC"), put(4, "AVERY")),
        ("A8", "156"),
    ),
    (
        "child who is older than a subscriber under age",
        CHILD,
        lambda rows: insured_born(rows, "20160101"),
        ("A8", "158", "QC"),
    ),
    (
        "claim decision without a date",
        BY_CLAIM,
        without("DTP", "573"),
        ("A6", "516", "PR"),
    ),
    (
        "claim decision before the service",
        BY_CLAIM,
        setting(("DTP", "573"), 3, "20251102"),
        ("A8", "516", "PR"),
    ),
    ("line decision before the service", SECOND, setting(("DTP", "573"), 3, "20251102"), ("A8", "516", "PR")),
    ("claim decision in the future", BY_CLAIM, setting(("DTP", "573"), 3, "20251202"), ("A7", "516", "PR")),
]


@pytest.mark.parametrize(
    ("bill", "change", "status"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES]
)
def test_a_planted_mistake_is_caught(bill: Bill, change: Change, status: tuple[str, ...]) -> None:
    answers = answered(change(rows_of([bill])))
    names = [file.name for file in answers.files]
    assert not any(name.startswith("835") for name in names)
    assert answers.refused
    if "277ca.x12" in names:
        assert status in claim_statuses(answers)
    else:
        assert names == ["999.x12"]  # the guide itself forbids it
        assert any("rejected (999)" in sentence for sentence in answers.said)


WHOLE: list[tuple[str, Change]] = [
    ("level numbers with a gap", lambda rows: edited(rows, ("HL", "2"), put(1, "3"))),
    ("subscriber under nobody", lambda rows: edited(rows, ("HL", "2"), put(2, "9"))),
    ("child flag without a child", lambda rows: edited(rows, ("HL", "2"), put(4, "1"))),
    ("provider that says it has no child", lambda rows: edited(rows, ("HL", "1"), put(4, "0"))),
    ("level without a claim", lambda rows: rows[: next(i for i, row in enumerate(rows) if row[0] == "CLM")]),
    ("wrong purpose", lambda rows: edited(rows, ("BHT",), put(1, "0022"))),
    ("submitter without contact", lambda rows: edited(rows, ("PER",), lambda row: None)),
    ("submitter without identifier", lambda rows: edited(rows, ("NM1", "41"), put(9, ""))),
    ("encounters instead of claims", lambda rows: edited(rows, ("BHT",), put(6, "RP"))),
    ("receiver that is somebody else", lambda rows: edited(rows, ("NM1", "40"), put(9, "SUBMIT1"))),
    ("telephone with punctuation", lambda rows: edited(rows, ("PER",), put(4, "800-555-0190"))),
    ("name filled with blanks", lambda rows: edited(rows, ("NM1", "IL"), put(3, "TESTER    "))),
]


@pytest.mark.parametrize("change", [w[1] for w in WHOLE], ids=[w[0] for w in WHOLE])
def test_a_mistake_in_the_frame_rejects_the_whole_transaction(change: Change) -> None:
    answers = answered(change(rows_of([BASE])))
    names = [file.name for file in answers.files]
    assert not any(name.startswith("835") for name in names)
    assert answers.refused
    if "277ca.x12" in names:
        assert all(category in ("A6", "A7", "A8") for category, *_ in receiver_statuses(answers))


def test_two_claims_with_one_control_number_in_a_file() -> None:
    other = msgspec.structs.replace(BASE, lines=(Line("99214", "200.00"),))
    answers = answered(rows_of([BASE, other]))
    assert claim_statuses(answers) == [("A2", "20", "PR"), ("A8", "478")]


def test_a_claim_that_was_accepted_before_is_rejected_as_a_duplicate() -> None:
    payer, memory = built_in_payer(), Memory()
    memory.apply(payer.answer(sent(BASE), now=NOW, memory=memory).changes)
    again = payer.answer(sent(BASE, control_number=2), now=NOW, memory=memory)
    assert claim_statuses(again) == [("A3", "54")]


def test_a_void_of_somebody_elses_claim_is_rejected() -> None:
    payer, memory = built_in_payer(), Memory()
    memory.apply(payer.answer(sent(BASE), now=NOW, memory=memory).changes)
    (number,) = memory.claims
    void = msgspec.structs.replace(BASE, frequency="8", references=(("REF", "F8", number),), plan="bronze")
    answers = payer.answer(sent(void, control_number=2), now=NOW, memory=memory)
    assert claim_statuses(answers) == [("A3", "35")]
    assert list(memory.claims) == [number]


TWIN = (("NM1", "QC"), put(4, "MORGAN"))
PARENT = msgspec.structs.replace(BASE, number="PARENT", lines=(Line("99214", "200.00"),))


@pytest.mark.parametrize("frequency", ["7", "8"])
@pytest.mark.parametrize(
    ("original", "change"),
    [
        (PARENT, None),
        (CHILD, TWIN),
        (CHILD, (("DMG",), put(2, "20150705"))),
        (BASE, None),
    ],
    ids=["parent's", "twin's", "sibling's", "subscriber's for the dependent"],
)
def test_a_claim_of_another_patient_with_the_same_member_id_is_not_touched(
    original: Bill, change: tuple[tuple[str, ...], Callable[[Row], Row]] | None, frequency: str
) -> None:
    payer, memory = built_in_payer(), Memory()
    memory.apply(payer.answer(sent(original), now=NOW, memory=memory).changes)
    (number,) = memory.claims
    wrong = msgspec.structs.replace(CHILD, frequency=frequency, references=(("REF", "F8", number),))
    rows = rows_of([wrong])
    data = file_of(edited(rows, *change) if change else rows, control_number=2)
    answers = payer.answer(data, now=NOW, memory=memory)
    assert claim_statuses(answers) == [("A3", "35")]
    assert [file.name for file in answers.files] == ["999.x12", "277ca.x12"]
    assert answers.changes.steps == ()


@pytest.mark.parametrize(
    ("bill", "change"),
    [
        (CHILD, (("NM1", "QC"), put(4, "robin"))),
        (BASE, (SELF, put(4, "AVERIE"))),
        (BASE, (("DMG",), put(2, "19600228"))),
    ],
    ids=["other letters", "subscriber's name corrected", "subscriber's birth date corrected"],
)
def test_the_same_patient_written_differently_may_be_replaced(
    bill: Bill, change: tuple[tuple[str, ...], Callable[[Row], Row]]
) -> None:
    payer, memory = built_in_payer(), Memory()
    memory.apply(payer.answer(sent(bill), now=NOW, memory=memory).changes)
    (number,) = memory.claims
    right = msgspec.structs.replace(bill, frequency="7", references=(("REF", "F8", number),))
    answers = payer.answer(
        file_of(edited(rows_of([right]), *change), control_number=2), now=NOW, memory=memory
    )
    assert claim_statuses(answers) == [("A2", "20", "PR")]


def test_a_subscribers_claim_is_not_replaced_under_another_name_and_birth_date() -> None:
    payer, memory = built_in_payer(), Memory()
    memory.apply(payer.answer(sent(BASE), now=NOW, memory=memory).changes)
    (number,) = memory.claims
    wrong = msgspec.structs.replace(BASE, frequency="7", references=(("REF", "F8", number),))
    rows = edited(edited(rows_of([wrong]), SELF, put(4, "KIM")), ("DMG",), put(2, "19981111"))
    answers = payer.answer(file_of(rows, control_number=2), now=NOW, memory=memory)
    assert claim_statuses(answers) == [("A3", "35")]


@pytest.mark.parametrize(("code", "expected"), [("E1199", ("A7", "254")), ("E119", ("A2", "20", "PR"))])
def test_a_diagnosis_is_checked_where_a_code_look_up_is_handed_in(
    code: str, expected: tuple[str, ...]
) -> None:
    payer = built_in_payer()
    payer.diagnosis = lambda found, on: {"E119": True, "E1199": False}.get(found)
    bill = Bill(diagnoses=(code,))
    assert claim_statuses(payer.answer(sent(bill), now=NOW, memory=Memory())) == [expected]


def test_one_bad_claim_does_not_hold_up_the_others() -> None:
    bad = msgspec.structs.replace(BASE, number="BAD", total="1.00")
    answers = answered(rows_of([BASE, bad, Bill("GOOD", "medicare")]))
    assert sorted(claim_statuses(answers)) == [("A2", "20", "PR"), ("A2", "20", "PR"), ("A8", "400")]
    assert sum(file.name.startswith("835") for file in answers.files) == 2


DISPENSABLE = {("PRV", "BI"), ("PRV", "PE"), ("REF", "6R")}
"""What the guide lets a sender leave out of these claims."""


@pytest.mark.parametrize("bill", [BASE, CHILD, SECOND], ids=["self", "dependent", "second payer"])
def test_no_segment_can_be_lost_unnoticed(bill: Bill) -> None:
    rows = rows_of([bill])
    unnoticed = {
        row[:2] for index, row in enumerate(rows) if not answered(rows[:index] + rows[index + 1 :]).refused
    }
    assert unnoticed <= DISPENSABLE


@pytest.mark.parametrize("bill", [BASE, CHILD, SECOND], ids=["self", "dependent", "second payer"])
def test_no_segment_can_come_twice_unnoticed(bill: Bill) -> None:
    rows = rows_of([bill])
    unnoticed = {
        row[:2] for index, row in enumerate(rows) if not answered([*rows[:index], row, *rows[index:]]).refused
    }
    assert unnoticed <= {("PER", "IC")}  # the submitter may name two contacts
