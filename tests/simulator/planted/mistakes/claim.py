"""Mistakes in the claim: amounts, codes of CLM, originals, references, dates."""

from collections.abc import Callable
from decimal import Decimal

import msgspec

from cleanclaim.x12 import Row, composite
from tests.simulator.planted.planting import Catalogue, Writer, put
from tests.simulator.planted.sendings import CEDAR

mistake = Catalogue()
_replace = msgspec.structs.replace


@mistake("visit", "277CA A8:400")
def total_is_the_first_lines_charge(writer: Writer) -> None:
    """CLM02 was computed before the other lines were there."""
    writer.spoils("_claim_row", lambda row, claim, _: put(row, str(claim.lines[0].charge), at=2))


@mistake("visit", "277CA A8:400")
def last_line_is_left_out(writer: Writer) -> None:
    """``lines[:-1]``: the total counts a line that is not there."""
    writer.feeds(
        "_claim_rows", lambda claim: _replace(claim, total_charge=claim.charge, lines=claim.lines[:-1])
    )


@mistake("visit", "277CA A8:400")
def cents_are_lost(writer: Writer) -> None:
    """Amounts go through ``int``: every one is whole dollars, and they no longer add up."""
    writer.feeds("number_text", int)
    writer.feeds("optional_number", lambda value: None if value is None else Decimal(int(value)))


@mistake("two practices", "999 CLM02")
def round_amounts_are_written_with_an_exponent(writer: Writer) -> None:
    """``str(amount.normalize())``: 2E+2."""
    writer.sets("number_text", lambda value, _: str(Decimal(value).normalize()))


@mistake("visit", "999 CLM02")
def amounts_have_a_currency_sign(writer: Writer) -> None:
    """CLM02 is formatted for people."""
    writer.spoils("_claim_row", lambda row, *_: put(row, f"${row[2]}", at=2))


@mistake("cents that no float holds", "277CA A7:178")
def total_is_a_sum_of_floats(writer: Writer) -> None:
    """CLM02 is 0.30000000000000004."""
    writer.spoils(
        "_claim_row",
        lambda row, claim, _: put(row, str(sum(float(line.charge or 0) for line in claim.lines)), at=2),
    )


def _facility(*components: str) -> Callable[..., Row]:
    return lambda row, *_: put(row, composite(*components), at=5)


@mistake("visit", "999 CLM05-2")
def frequency_and_qualifier_change_places(writer: Writer) -> None:
    """CLM05 is 11:1:B."""
    writer.spoils("_claim_row", _facility("11", "1", "B"))


@mistake("visit", "999 CLM05-2")
def place_of_service_has_the_qualifier_of_a_bill_type(writer: Writer) -> None:
    """CLM05-2 is A, as in institutional claims."""
    writer.spoils("_claim_row", _facility("11", "A", "1"))


@mistake("telehealth", "277CA A7:249")
def place_of_service_loses_its_leading_zero(writer: Writer) -> None:
    """02 becomes 2."""
    writer.spoils("_claim_row", _facility("2", "B", "1"))


@mistake("visit", "999 CLM06")
def signature_and_assignment_change_places(writer: Writer) -> None:
    """CLM06 is A and CLM07 Y."""
    writer.spoils("_claim_row", lambda row, *_: put(row, row[7], row[6], at=6))


@mistake("visit", "999 CLM05")
def flags_of_the_claim_begin_an_element_late(writer: Writer) -> None:
    """One empty element too many before CLM05."""
    writer.spoils("_claim_row", lambda row, *_: (*row[:4], "", *row[4:]))


@mistake("visit", "999 CLM01")
def claim_has_no_number(writer: Writer) -> None:
    """CLM01 is empty."""
    writer.spoils("_claim_row", lambda row, *_: put(row, "", at=1))


@mistake("two practices", "277CA A8:478")
def every_claim_has_the_first_one_s_number(writer: Writer) -> None:
    """CLM01 is taken from outside of the loop."""
    writer.spoils("_claim_row", lambda row, *_: put(row, "E1004", at=1))


@mistake("visit", "999 LX")
def claim_has_no_lines(writer: Writer) -> None:
    """The lines are consumed before they are written."""
    writer.sets("line_rows", lambda *_: [])


@mistake("two practices", "277CA submitter A6:481")
def last_claim_is_left_out(writer: Writer) -> None:
    """The levels of the last claim are there, the claim is not."""
    writer.spoils("_claim_rows", lambda rows, claim, _: [] if claim.billing_provider != CEDAR else rows)


@mistake("paid at the desk", "277CA A8:183:QC")
def amount_paid_by_the_patient_is_in_cents(writer: Writer) -> None:
    """AMT F5 is a hundred times what was paid, and more than the charge."""
    writer.alters("AMT", "F5", change=lambda row: put(row, f"{row[2]}00", at=2))


@mistake("visit", "999 CLM05-3")
def frequency_is_padded(writer: Writer) -> None:
    """CLM05-3 is 01."""
    writer.spoils("_claim_row", _facility("11", "B", "01"))


# --- Replacements -------------------------------------------------------------------------------


@mistake("replacement", "277CA A6:464")
def replacement_does_not_name_the_original(writer: Writer) -> None:
    """REF F8 is left out."""
    writer.loses("REF", "F8")


@mistake("replacement", "277CA A3:464")
def replacement_names_our_own_number(writer: Writer) -> None:
    """REF F8 is the patient control number."""
    writer.alters("REF", "F8", change=lambda row: put(row, "E1004", at=2))


@mistake("replacement", "277CA A6:464")
def replacement_names_the_original_with_another_qualifier(writer: Writer) -> None:
    """REF D9, the clearinghouse's number, instead of F8."""
    writer.alters("REF", "F8", change=lambda row: put(row, "D9", at=1))


@mistake("replacement", "277CA A3:464")
def replacement_names_the_claim_of_somebody_else(writer: Writer) -> None:
    """The number of the claim that follows in the payer's answer: another member, another practice."""
    writer.alters("REF", "F8", change=lambda row: put(row, writer.known_numbers[1], at=2))


@mistake("replacement in a family", "277CA A3:35")
def replacement_names_the_mother_s_claim(writer: Writer) -> None:
    """The number of the next claim again: the same member id, another patient."""
    writer.alters("REF", "F8", change=lambda row: put(row, writer.known_numbers[1], at=2))


@mistake("replacement", "277CA A8:464")
def replacement_is_sent_as_an_original(writer: Writer) -> None:
    """CLM05-3 is 1 always; REF F8 is there."""
    writer.spoils("_claim_row", _facility("11", "B", "1"))


@mistake("replacement", "835 CO-18")
def replacement_is_sent_as_a_plain_second_original(writer: Writer) -> None:
    """CLM05-3 is 1 always, and REF F8 is left out."""
    writer.spoils("_claim_row", _facility("11", "B", "1"))
    writer.loses("REF", "F8")


# --- References, accidents, stays ---------------------------------------------------------------


@mistake("waived test", "277CA A6:544")
def laboratory_certificate_is_left_out(writer: Writer) -> None:
    """REF X4 is missing, though a line has the modifier QW."""
    writer.loses("REF", "X4")


@mistake("authorized scan", "835 CO-197")
def authorization_is_sent_as_a_referral(writer: Writer) -> None:
    """REF 9F instead of G1."""
    writer.alters("REF", "G1", change=lambda row: put(row, "9F", at=1))


@mistake("car accident", "277CA A6:727")
def date_of_the_accident_is_left_out(writer: Writer) -> None:
    """DTP 439 is missing."""
    writer.loses("DTP", "439")


@mistake("car accident", "277CA A8:397")
def accident_follows_the_visit(writer: Writer) -> None:
    """The date of the accident is taken from the day of entry."""
    writer.alters("DTP", "439", change=lambda row: put(row, "20251214", at=3))


@mistake("car accident", "999 CLM11-2")
def state_of_the_accident_stands_in_the_second_cause(writer: Writer) -> None:
    """CLM11 is AA:OH, not AA:::OH."""
    writer.spoils("_claim_row", lambda row, *_: put(row, composite("AA", "OH"), at=11))


@mistake("car accident", "277CA A6:750")
def state_of_the_accident_is_left_out(writer: Writer) -> None:
    """CLM11 is AA only."""
    writer.spoils("_claim_row", lambda row, *_: put(row, "AA", at=11))


@mistake("inpatient", "277CA A6:189")
def admission_is_left_out(writer: Writer) -> None:
    """DTP 435 is missing in place of service 21."""
    writer.loses("DTP", "435")


@mistake("inpatient", "277CA A6:189")
def admission_has_the_qualifier_of_a_discharge(writer: Writer) -> None:
    """DTP 096 instead of 435."""
    writer.alters("DTP", "435", change=lambda row: put(row, "096", at=1))


@mistake("visit", "999 CLM09")
def release_of_information_is_the_patient_s_answer(writer: Writer) -> None:
    """CLM09 is N."""
    writer.spoils("_claim_row", lambda row, *_: put(row, "N", at=9))


@mistake("visit", "277CA A8:397")
def onset_follows_the_visit(writer: Writer) -> None:
    """DTP 431 is the day on which the claim is written."""
    writer.spoils("_date_rows", lambda rows, *_: [("DTP", "431", "D8", "20251214"), *rows])


@mistake("visit", "999 REF")
def medical_record_number_is_written_twice(writer: Writer) -> None:
    """REF EA once of its own and once among the other references."""
    writer.feeds(
        "in_order", lambda rows: [row for row in rows for _ in range(2 if row[:2] == ("REF", "EA") else 1)]
    )


@mistake("visit", "999 REF")
def diagnoses_come_before_the_references(writer: Writer) -> None:
    """The order of segments is that of an older table."""
    older = ("CLM", "DTP", "HI", "REF")

    def sorted_by_it(rows: list[Row], *_: object) -> list[Row]:
        if rows[0][0] != "CLM":
            return rows
        return sorted(rows, key=lambda row: older.index(row[0]) if row[0] in older else len(older))

    writer.spoils("in_order", sorted_by_it)
