"""Mistakes in what another payer decided."""

import msgspec

from cleanclaim.x12 import Row
from tests.simulator.planted.planting import Catalogue, Writer, put, where, without

mistake = Catalogue()
_replace = msgspec.structs.replace


@mistake("second payer by claim", "277CA A8:672")
def paid_amount_and_patients_share_change_places(writer: Writer) -> None:
    """AMT D is what is left to the patient, AMT EAF what was paid."""
    other = {"D": "EAF", "EAF": "D"}

    def exchanged(rows: list[Row]) -> list[Row]:
        return [put(row, other[row[1]], at=1) if row[0] == "AMT" and row[1] in other else row for row in rows]

    writer.feeds("in_order", exchanged)


@mistake("second payer by claim", "277CA A8:672")
def paid_amount_is_what_was_written_off(writer: Writer) -> None:
    """AMT D is the contractual adjustment."""
    writer.alters("AMT", "D", change=lambda row: put(row, "84", at=2))


@mistake("second payer by claim", "277CA A6:286")
def paid_amount_is_left_out(writer: Writer) -> None:
    """No AMT D in loop 2320."""
    writer.loses("AMT", "D")


@mistake("second payer by line", "277CA A8:672")
def paid_amount_differs_from_the_lines(writer: Writer) -> None:
    """AMT D is what was allowed, while the lines say what was paid."""
    writer.alters("AMT", "D", change=lambda row: put(row, "161", at=2))


@mistake("second payer by claim", "999 CAS01")
def group_and_reason_of_an_adjustment_change_places(writer: Writer) -> None:
    """CAS is 45, CO, 84."""
    writer.spoils("adjustment_rows", where("CAS", lambda row: put(row, row[2], row[1], at=1)))


@mistake("second payer by claim", "277CA A8:672")
def adjustments_have_the_sign_of_a_payment(writer: Writer) -> None:
    """CAS amounts are negative."""
    writer.spoils("adjustment_rows", where("CAS", lambda row: put(row, f"-{row[3]}", at=3)))


@mistake("second payer by line", "277CA A8:672")
def adjustments_of_the_patient_s_share_are_left_out(writer: Writer) -> None:
    """Only CO is written: the line no longer balances."""
    writer.spoils("adjustment_rows", without("CAS", "PR"))


@mistake("second payer by line", "277CA A7:479")
def line_decision_is_the_billed_payer_s_own(writer: Writer) -> None:
    """SVD01 is the id of the payer that the claim is sent to."""
    writer.spoils("_adjudication_rows", where("SVD", lambda row: put(row, "DEMOSUM", at=1)))


@mistake("second payer by line", "999 DTP")
def line_decision_has_no_date(writer: Writer) -> None:
    """DTP 573 is missing, both in the line and in loop 2330B."""
    writer.spoils("_adjudication_rows", without("DTP", "573"))


@mistake("second payer by claim", "277CA A6:516:PR")
def claim_decision_has_no_date(writer: Writer) -> None:
    """DTP 573 is missing in loop 2330B."""
    writer.spoils("day_row", without("DTP", "573"))


@mistake("second payer by line", "999 SVD05")
def other_payer_s_decision_has_no_units(writer: Writer) -> None:
    """SVD05 is empty."""
    writer.spoils("_adjudication_rows", where("SVD", lambda row: put(row, "", at=5)))


@mistake("second payer by line", "999 OI03")
def other_insurance_has_no_release(writer: Writer) -> None:
    """OI03 and OI06 are empty."""
    writer.spoils("_other_payer_rows", where("OI", lambda row: put(row, "", "", "", "X", at=3)))


@mistake("second payer by line", "999 NM1")
def other_subscriber_is_left_out(writer: Writer) -> None:
    """Loop 2330A is not written."""

    def nobody(rows: list[Row], *_: object) -> list[Row]:
        start = next(n for n, row in enumerate(rows) if row[:2] == ("NM1", "IL"))
        end = next(n for n, row in enumerate(rows) if row[:2] == ("NM1", "PR"))
        return [*rows[:start], *rows[end:]]

    writer.spoils("_other_payer_rows", nobody)


@mistake("second payer by claim", "277CA A8:516:PR")
def decision_was_taken_before_the_service(writer: Writer) -> None:
    """DTP 573 is the day on which the coverage began."""
    writer.spoils("day_row", where("DTP", lambda row: put(row, "20250101", at=3) if row[1] == "573" else row))


@mistake("second payer by claim", "277CA A7:516")
def decision_will_be_taken_next_year(writer: Writer) -> None:
    """DTP 573 is the day on which the check may be cashed at the latest."""
    writer.spoils("day_row", where("DTP", lambda row: put(row, "20260608", at=3) if row[1] == "573" else row))


@mistake("second payer by line", "277CA A8:742")
def both_payers_are_the_second(writer: Writer) -> None:
    """SBR01 of loop 2320 is the billed coverage's."""
    writer.spoils("_coverage_row", lambda row, *_: put(row, "S", at=1))


@mistake("second payer by line", "277CA A6:286")
def other_payer_is_left_out(writer: Writer) -> None:
    """Loop 2320 is not written, the lines' decisions are."""
    writer.spoils("_other_payer_rows", lambda *_: [])


@mistake("second payer by claim", "277CA A6:286")
def other_payer_and_its_decision_are_left_out(writer: Writer) -> None:
    """A claim to the second payer that says nothing of the first."""
    writer.spoils("_other_payer_rows", lambda *_: [])


@mistake("second payer by claim", "277CA A8:479")
def other_payer_has_the_billed_one_s_id(writer: Writer) -> None:
    """NM109 of loop 2330B is our payer's."""

    def own(rows: list[Row], *_: object) -> list[Row]:
        return [put(row, "DEMOSUM", at=9) if row[:2] == ("NM1", "PR") else row for row in rows]

    writer.spoils("_other_payer_rows", own)


@mistake("second payer by claim", "277CA A8:742")
def billed_payer_is_called_the_first(writer: Writer) -> None:
    """SBR01 is a constant: P, for both payers."""
    writer.spoils("_coverage_row", lambda row, *_: put(row, "P", at=1))
