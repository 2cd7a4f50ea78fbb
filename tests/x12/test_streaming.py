"""Reading a file one claim, claim payment or level at a time."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from cleanclaim.primitives import UnreadableFile, UnsupportedVersion
from cleanclaim.x12 import (
    ClaimLoop,
    LevelLoop,
    PaymentLoop,
    ProviderAdjustment,
    Row,
    Source,
    acknowledge,
    composite,
    read_rows,
    read_segments,
    read_transactions,
    stream,
    write_interchange,
)
from tests.x12.bases import BASES
from tests.x12.samples import CLAIM, CLINIC, DOCTOR, HEADER, NOON, claim_file, envelope, payment_file, without

ROWS = (*HEADER, *CLAIM)


def claims(data: bytes) -> list[ClaimLoop]:
    return [loop for loop in stream(data) if isinstance(loop, ClaimLoop)]


def test_a_claim_comes_with_whom_it_is_for_and_from() -> None:
    (claim,) = claims(claim_file())
    assert (claim.claim_id, claim.charge, claim.facility_code, claim.frequency) == (
        "PCN1",
        Decimal(150),
        "11",
        "1",
    )
    assert (claim.billing_provider.name, claim.billing_provider.id) == ("EXAMPLE CLINIC", CLINIC)
    assert (claim.billing_provider.street, claim.billing_provider.zip_code) == (("1 MAIN ST",), "627010001")
    subscriber = claim.subscriber
    assert (subscriber.party.name, subscriber.party.birth_date) == ("TESTER", date(1970, 1, 1))
    assert (subscriber.order, subscriber.filing, claim.relationship) == ("P", "CI", "18")
    assert (claim.payer.name, claim.patient) == ("EXAMPLE HEALTH", None)
    assert [(one.qualifier, one.code) for one in claim.diagnoses] == [("ABK", "E119"), ("ABF", "I10")]
    assert [(one.role, one.id) for one in claim.parties] == [("82", DOCTOR)]
    assert claim.transaction.day == date(2025, 12, 1)
    assert claim.transaction.interchange.sender_id == "SENDER"


def test_its_lines_have_amounts_and_days() -> None:
    (claim,) = claims(claim_file())
    first, second = claim.lines
    assert (first.number, first.procedure and first.procedure.code, first.charge) == (
        "1",
        "99213",
        Decimal(100),
    )
    assert (first.unit, first.quantity, first.pointers) == ("UN", Decimal(1), ("1",))
    assert (first.service_from, first.service_to) == (date(2025, 11, 20), date(2025, 11, 20))
    assert second.pointers == ("1", "2")


def test_a_line_whose_lx_is_missing_is_a_line_all_the_same() -> None:
    (claim,) = claims(claim_file(without(ROWS, ("LX", "2"))))
    assert [line.charge for line in claim.lines] == [Decimal(100), Decimal(50)]
    (claim,) = claims(claim_file(without(ROWS, ("LX", "1"))))
    assert [(line.number, line.charge) for line in claim.lines] == [("", Decimal(100)), ("2", Decimal(50))]


def test_a_dependent_is_the_patient_and_the_next_subscriber_is_not() -> None:
    patient: tuple[Row, ...] = (
        ("HL", "3", "2", "23", "0"),
        ("PAT", "19"),
        ("NM1", "QC", "1", "TESTER", "TIM"),
        ("N3", "2 OAK ST"),
        ("N4", "SPRINGFIELD", "IL", "627010001"),
        ("DMG", "D8", "20150101", "M"),
    )
    again = tuple(("HL", "4", "1", "22", "0") if row[0] == "HL" else row for row in HEADER[9:])
    child, parent = claims(claim_file((*HEADER, *patient, *CLAIM, *again, *CLAIM)))
    assert child.patient is not None
    assert (child.patient.first_name, child.relationship) == ("TIM", "19")
    assert (parent.patient, parent.relationship) == (None, "18")


def test_another_payer_and_its_decision_on_a_line_are_told() -> None:
    other: tuple[Row, ...] = (
        ("SBR", "S", "18", "", "", "", "", "", "", "CI"),
        ("CAS", "CO", "45", "30"),
        ("AMT", "D", "120"),
        ("NM1", "PR", "2", "OTHER HEALTH", "", "", "", "", "PI", "P2"),
    )
    decided: tuple[Row, ...] = (
        ("SVD", "P2", "70", composite("HC", "99213"), "", "1"),
        ("CAS", "PR", "1", "20", "", "2", "10"),
        ("DTP", "573", "D8", "20251125"),
    )
    (claim,) = claims(claim_file((*HEADER, *CLAIM[:3], *other, *CLAIM[3:6], *decided, *CLAIM[6:])))
    (payer,) = claim.other_payers
    assert (payer.paid, payer.parties[0].name) == (Decimal(120), "OTHER HEALTH")
    (decision,) = claim.lines[0].decisions
    assert (decision.paid, decision.decided) == (Decimal(70), date(2025, 11, 25))
    assert [(one.carc, one.amount) for one in decision.adjustments] == [
        ("1", Decimal(20)),
        ("2", Decimal(10)),
    ]


def test_a_claim_payment_comes_with_the_payment_and_its_services() -> None:
    payment, adjustment = list(stream(payment_file()))
    assert isinstance(payment, PaymentLoop)
    assert (payment.remittance.trace, payment.remittance.payer.name) == ("CHECK1", "EXAMPLE HEALTH")
    assert (payment.remittance.payee.id, payment.remittance.amount) == (CLINIC, Decimal(70))
    assert (payment.claim_id, payment.paid, payment.payer_claim_number) == ("PCN1", Decimal(80), "ICN1")
    patient = payment.party("QC")
    assert patient is not None
    assert patient.first_name == "TANYA"
    (service,) = payment.services
    assert [(one.group, one.carc, one.amount) for one in service.adjustments] == [
        ("CO", "45", Decimal(10)),
        ("PR", "3", Decimal(10)),
    ]
    assert isinstance(adjustment, ProviderAdjustment)
    assert (adjustment.reason, adjustment.reference, adjustment.amount) == ("WO", "A1", Decimal(10))


def test_an_amount_that_is_no_number_is_nothing_and_stands_in_the_rows() -> None:
    (claim,) = claims(claim_file().replace(b"CLM*PCN1*150*", b"CLM*PCN1*NaN*"))
    assert claim.charge is None
    assert claim.rows[0][2] == "NaN"


def test_other_transactions_come_level_by_level() -> None:
    body: tuple[Row, ...] = (
        ("BHT", "0022", "13", "1", "20251201", "1200"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", "EXAMPLE HEALTH", "", "", "", "", "PI", "P1"),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "1P", "2", "EXAMPLE CLINIC", "", "", "", "", "XX", CLINIC),
        ("HL", "3", "2", "22", "0"),
        ("TRN", "1", "TRACE1", "9123456789"),
        ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "MI", "M1"),
        ("DTP", "291", "D8", "20251201"),
        ("EQ", "30"),
    )
    data = write_interchange(envelope(version="005010X279A1", functional_id="HS"), [("270", body)])
    *_, level = list(stream(data))
    assert isinstance(level, LevelLoop)
    assert (level.code, level.traces, level.parties[0].name) == ("22", ("TRACE1",), "TESTER")
    assert [one.code for one in level.around] == ["20", "21"]
    assert level.dates[0].first == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("270", ["20", "21", "22"]),
        ("271", ["20", "21", "22"]),
        ("276", ["20", "21", "19", "22"]),
        ("277", ["20", "21", "19", "22"]),
        ("277CA", ["20", "21", "19", "PT"]),
        ("834", ["INS"]),
        ("820", ["ENT", "RMR", "ENT", "RMR"]),
    ],
)
def test_every_other_transaction_comes_level_by_level_and_loses_no_segment(
    name: str, codes: list[str]
) -> None:
    data = BASES[name].file()
    loops = [loop for loop in stream(data) if isinstance(loop, LevelLoop)]
    assert [loop.code for loop in loops][: len(codes)] == codes
    held = [*loops[0].transaction.rows, *(row for loop in loops for row in loop.rows)]
    (transaction,) = read_transactions(data)
    assert [tuple(row) for row in held] == [segment.row for segment in transaction.segments[:-1]]


def test_a_999_is_one_loop() -> None:
    (loop,) = stream(acknowledge(claim_file(), now=NOON, control_number=1))
    assert isinstance(loop, LevelLoop)
    assert (loop.code, loop.rows[1][0]) == ("", "AK1")


@pytest.mark.parametrize("form", ["bytes", "path", "file"])
def test_bytes_a_path_and_an_open_file_read_alike(form: str, tmp_path: Path) -> None:
    data = claim_file()
    path = tmp_path / "a.837"
    path.write_bytes(data)
    sources: dict[str, Source] = {"bytes": data, "path": path, "file": io.BytesIO(data)}
    (claim,) = stream(sources[form])
    assert isinstance(claim, ClaimLoop)
    assert data[claim.byte_offset :].startswith(b"CLM*PCN1")
    assert list(read_segments(data))[claim.segment_number - 1].id == "CLM"


def test_a_path_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="cannot be read"):
        list(stream(tmp_path / "nothing.837"))


def test_a_file_that_breaks_off_hands_out_its_whole_claims_and_is_refused_then() -> None:
    whole = claim_file((*HEADER, *CLAIM, *CLAIM))
    cut = whole[: whole.rindex(b"LX*1")]
    loops = stream(cut)
    first = next(loops)
    assert isinstance(first, ClaimLoop)
    assert len(first.lines) == 2
    with pytest.raises(UnreadableFile, match="breaks off"):
        list(loops)


def test_version_4010_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedVersion, match="004010X098A1"):
        list(stream(claim_file(version="004010X098A1")))


def test_rows_are_the_segments_without_their_places() -> None:
    data = claim_file()
    assert [tuple(row) for row in read_rows(data)] == [segment.row for segment in read_segments(data)]


SHORT = (
    "HL*1 CLM LX*1 SV1*HC SVC CAS*CO NM1 N4 SBR CLP PLB*1**WO ST*835*1 ST*837*2 SE HI* SVD DTP*472 AMT BHT "
    "BPR INS MIA MOA***MA01 ST*271*3 IEA*1*1"
)
pieces = st.lists(st.sampled_from(SHORT.split())).map(
    lambda rows: "".join(f"{row}~" for row in rows).encode()
)


@given(pieces)
def test_segments_that_are_too_short_never_make_it_fail(body: bytes) -> None:
    data = claim_file()
    try:
        loops = list(stream(data[: data.index(b"ST*")] + body))
    except UnreadableFile as error:
        if "breaks off" not in str(error):
            raise
        return
    assert len(loops) <= body.count(b"~") * 7
