"""Answers to a submission: what was accepted, what was not, and which claim is meant."""

from datetime import date, datetime

import pytest

from cleanclaim.exchange import (
    ClaimAcknowledgement,
    FunctionalAcknowledgement,
    InterchangeAcknowledgement,
    Verdict,
    read_acknowledgements,
)
from cleanclaim.primitives import UnreadableFile, money
from cleanclaim.x12 import Envelope, Row, composite, write_interchange


def _file(set_id: str, version: str, functional_id: str, *rows: Row) -> bytes:
    envelope = Envelope(
        *("ZZ", "PAYER", "ZZ", "SENDER"),
        control_number=900,
        at=datetime(2025, 12, 16, 8, 0),  # noqa: DTZ001
        functional_id=functional_id,
        gs_sender="PAYER",
        gs_receiver="SENDER",
        version=version,
    )
    return write_interchange(envelope, [(set_id, rows)])


def _interchange_answer(code: str, note: str) -> InterchangeAcknowledgement:
    data = _file("TA1", "", "", ("TA1", "000000042", "251215", "0930", code, note))
    (answer,) = read_acknowledgements(data)
    assert isinstance(answer, InterchangeAcknowledgement)
    return answer


def test_a_rejected_interchange_names_the_interchange_and_the_reason() -> None:
    """A TA1 stands in the interchange without any transaction."""
    answer = _interchange_answer("R", "025")
    assert (answer.interchange_control_number, answer.verdict, answer.note_code) == (
        "000000042",
        Verdict.REJECTED,
        "025",
    )


@pytest.mark.parametrize(
    ("code", "verdict"),
    [("A", Verdict.ACCEPTED), ("E", Verdict.ACCEPTED_WITH_ERRORS), ("?", Verdict.REJECTED)],
)
def test_an_unknown_answer_counts_as_a_rejection(code: str, verdict: Verdict) -> None:
    """What we do not understand must reach a person."""
    assert _interchange_answer(code, "000").verdict is verdict


def _group_answer(*rows: Row) -> FunctionalAcknowledgement:
    (answer,) = read_acknowledgements(_file("999", "005010X231A1", "FA", *rows))
    assert isinstance(answer, FunctionalAcknowledgement)
    return answer


def test_a_partly_accepted_group_tells_which_transaction_and_which_element_failed() -> None:
    """Two transactions: the first is fine, the second has a bad NM109 and a missing segment."""
    answer = _group_answer(
        ("AK1", "HC", "42", "005010X222A1"),
        ("AK2", "837", "0001", "005010X222A1"),
        ("IK5", "A"),
        ("AK2", "837", "0002", "005010X222A1"),
        ("IK3", "NM1", "14", "2010", "8"),
        ("CTX", composite("CLM01", "PCN7")),
        ("IK4", composite("9"), "67", "7", "12345"),
        ("IK4", composite("8", "2"), "66", "1"),
        ("IK3", "HI", "30", "2300", "3"),
        ("IK5", "R", "5"),
        ("AK9", "P", "2", "2", "1"),
    )
    assert answer.group_control_number == "42"
    assert answer.verdict is Verdict.PARTLY_ACCEPTED
    assert (answer.included, answer.received, answer.accepted) == (2, 2, 1)
    good, bad = answer.transactions
    assert (good.control_number, good.verdict, good.errors) == ("0001", Verdict.ACCEPTED, ())
    assert (bad.control_number, bad.verdict, bad.error_codes) == ("0002", Verdict.REJECTED, ("5",))
    assert [(e.segment, e.segment_position, e.element, e.code, e.value) for e in bad.errors] == [
        ("NM1", 14, "9", "7", "12345"),
        ("NM1", 14, "8:2", "1", ""),
        ("HI", 30, "", "3", ""),
    ]
    assert [e.patient_control_number for e in bad.errors] == ["PCN7", "PCN7", ""]


def test_a_group_accepted_with_errors_is_not_a_rejection() -> None:
    """Nothing has to be sent again."""
    answer = _group_answer(
        ("AK1", "HC", "42"), ("AK2", "837", "0001"), ("IK5", "E", "5"), ("AK9", "E", "1", "1", "1")
    )
    assert answer.verdict is Verdict.ACCEPTED_WITH_ERRORS
    assert answer.transactions[0].verdict is Verdict.ACCEPTED_WITH_ERRORS


def _claims_answer(*rows: Row) -> ClaimAcknowledgement:
    header: tuple[Row, ...] = (
        ("BHT", "0085", "08", "X1", "20251216", "0800", "TH"),
        ("HL", "1", "", "20", "1"),
        ("NM1", "PR", "2", "EVERGREEN MUTUAL", "", "", "", "", "PI", "71000"),
        ("TRN", "1", "P1"),
        ("DTP", "050", "D8", "20251215"),
        ("DTP", "009", "D8", "20251216"),
        ("HL", "2", "1", "21", "1"),
        ("NM1", "41", "2", "LARCH BILLING SERVICE", "", "", "", "", "46", "LBS001"),
    )
    (answer,) = read_acknowledgements(_file("277", "005010X214", "HN", *header, *rows))
    assert isinstance(answer, ClaimAcknowledgement)
    return answer


def test_each_claim_of_a_batch_is_answered_under_its_patient_control_number() -> None:
    """One claim is taken with the payer's number, one is refused with its reason and its line."""
    answer = _claims_answer(
        ("TRN", "2", "0000000420001"),
        ("STC", composite("A1", "19", "PR"), "20251216", "WQ", "300"),
        ("QTY", "90", "1"),
        ("QTY", "AA", "1"),
        ("AMT", "YU", "200"),
        ("AMT", "YY", "100"),
        ("HL", "3", "2", "19", "1"),
        ("NM1", "85", "2", "HARBOR CLINIC", "", "", "", "", "XX", "1999999984"),
        ("HL", "4", "3", "PT"),
        ("NM1", "QC", "1", "ABBADI", "ADA", "", "", "", "MI", "INV1"),
        ("TRN", "2", "PCN1"),
        ("STC", composite("A2", "20", "PR"), "20251216", "WQ", "200"),
        ("REF", "1K", "ICN77"),
        ("REF", "D9", "CH5"),
        ("DTP", "472", "D8", "20251201"),
        ("HL", "5", "3", "PT"),
        ("NM1", "QC", "1", "DUFFY-LANE", "HUGO", "", "", "", "MI", "INV2"),
        ("TRN", "2", "PCN2"),
        (
            "STC",
            composite("A7", "562", "85"),
            "20251216",
            "U",
            "100",
            *[""] * 5,
            composite("A7", "33"),
            "",
            "NPI",
        ),
        ("DTP", "472", "D8", "20251201"),
        ("SVC", composite("HC", "99213"), "100"),
        ("STC", composite("A7", "454"), "", "U"),
        ("REF", "FJ", "PCN2L1"),
    )
    assert (answer.payer_name, answer.payer_id) == ("EVERGREEN MUTUAL", "71000")
    (batch,) = answer.batches
    assert (batch.level, batch.trace, batch.verdict) == ("submitter", "0000000420001", Verdict.ACCEPTED)
    assert (batch.accepted, batch.rejected) == (1, 1)
    assert (batch.accepted_amount, batch.rejected_amount) == (money(200), money(100))
    taken, refused = answer.claims
    assert (taken.patient_control_number, taken.verdict) == ("PCN1", Verdict.ACCEPTED)
    assert (taken.payer_claim_control_number, taken.clearinghouse_number) == ("ICN77", "CH5")
    assert (taken.on, taken.charge) == (date(2025, 12, 16), money(200))
    assert (refused.patient_control_number, refused.verdict) == ("PCN2", Verdict.REJECTED)
    assert [(s.category, s.code, s.entity, s.message) for s in refused.statuses] == [
        ("A7", "562", "85", "NPI"),
        ("A7", "33", "", ""),
    ]
    (line,) = refused.lines
    assert (line.control_number, line.code, line.verdict) == ("PCN2L1", "99213", Verdict.REJECTED)


def test_a_batch_refused_as_a_whole_has_no_claims_but_a_verdict() -> None:
    """The submitter's trace says which batch was lost."""
    answer = _claims_answer(
        ("TRN", "2", "0000000420001"), ("STC", composite("A8", "746", "40"), "20251216", "U", "300")
    )
    assert answer.claims == ()
    assert answer.batches[0].verdict is Verdict.REJECTED
    assert answer.batches[0].trace == "0000000420001"


def test_two_claims_of_one_patient_are_two_answers() -> None:
    """Loop 2200D repeats under one patient."""
    answer = _claims_answer(
        ("HL", "3", "2", "PT"),
        ("TRN", "2", "PCN1"),
        ("STC", composite("A2", "20"), "20251216", "WQ", "1"),
        ("TRN", "2", "PCN2"),
        ("STC", composite("A3", "21"), "20251216", "U", "2"),
    )
    assert [(c.patient_control_number, c.verdict) for c in answer.claims] == [
        ("PCN1", Verdict.ACCEPTED),
        ("PCN2", Verdict.REJECTED),
    ]


def test_a_file_that_answers_nothing_is_refused_by_what_it_holds() -> None:
    """An 837 is not an answer."""
    data = _file("837", "005010X222A1", "HC", ("BHT", "0019", "00", "1", "20251215", "0930", "CH"))
    with pytest.raises(UnreadableFile, match=r"holds no acknowledgement.*837 005010X222A1"):
        read_acknowledgements(data)
