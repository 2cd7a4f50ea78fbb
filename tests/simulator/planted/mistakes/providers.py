"""Mistakes in providers: roles, numbers, addresses, taxonomies."""

import msgspec

from cleanclaim.claim import Address
from tests.simulator.planted.planting import Catalogue, RowsChange, Writer, put, where, without

mistake = Catalogue()
_replace = msgspec.structs.replace


def _of_billing(change: RowsChange) -> RowsChange:
    """Return a change of the rows of the billing provider."""
    return lambda rows, role, *_: change(rows) if role.code == "85" else rows


@mistake("visit", "277CA A7:562:85")
def tax_id_stands_for_the_npi(writer: Writer) -> None:
    """NM109 of the billing provider is the EIN, with the qualifier XX."""
    writer.spoils("provider_rows", _of_billing(where("NM1", lambda row: put(row, "061234567", at=9))))


@mistake("visit", "999 NM108")
def npi_has_the_qualifier_of_a_tax_id(writer: Writer) -> None:
    """NM108 is 24, as before the NPI."""
    writer.spoils("name_row", lambda row, *_: put(row, "24", at=8) if "XX" in row else row)


@mistake("visit", "277CA A7:562:85")
def npi_has_the_last_digits_exchanged(writer: Writer) -> None:
    """A slice that turns the last two digits round."""
    writer.spoils(
        "name_row",
        lambda row, *_: put(row, row[9][:8] + row[9][9] + row[9][8], at=9) if "XX" in row else row,
    )


@mistake("visit", "999 REF")
def employer_number_is_left_out(writer: Writer) -> None:
    """REF EI is written only for numbers of kind SY."""
    writer.spoils("provider_rows", without("REF", "EI"))


@mistake("visit", "277CA A7:128:85")
def employer_number_keeps_its_hyphen(writer: Writer) -> None:
    """06-1234567."""
    writer.spoils("provider_rows", where("REF", lambda row: put(row, row[2][:2] + "-" + row[2][2:], at=2)))


@mistake("visit", "277CA A7:128:85")
def employer_number_loses_its_leading_zero(writer: Writer) -> None:
    """``int()`` on the way: 61234567."""
    writer.spoils("provider_rows", where("REF", lambda row: put(row, str(int(row[2])), at=2)))


@mistake("visit", "999 REF01")
def employer_number_is_called_a_social_security_number_with_the_old_code(writer: Writer) -> None:
    """REF01 is TJ."""
    writer.spoils("provider_rows", where("REF", lambda row: put(row, "TJ", at=1)))


@mistake("visit", "277CA A7:500:85")
def zip_code_of_the_practice_is_cut_to_five_digits(writer: Writer) -> None:
    """The guide wants nine for the billing provider."""
    writer.spoils("provider_rows", where("N4", lambda row: put(row, row[3][:5], at=3)))


@mistake("visit", "277CA A7:500:85")
def zip_code_of_the_practice_keeps_its_hyphen(writer: Writer) -> None:
    """43215-0012."""
    writer.spoils("provider_rows", where("N4", lambda row: put(row, f"{row[3][:5]}-{row[3][5:]}", at=3)))


@mistake("visit", "999 N3")
def street_of_the_practice_is_left_out(writer: Writer) -> None:
    """N3 is missing."""
    writer.spoils("provider_rows", without("N3"))


@mistake("visit", "277CA submitter A7:127:41")
def telephone_of_the_submitter_keeps_its_punctuation(writer: Writer) -> None:
    """(614) 555-0100."""
    writer.spoils("contact_rows", where("PER", lambda row: put(row, "(614) 555-0100", at=4)))


@mistake("visit", "999 N402")
def state_is_written_in_full(writer: Writer) -> None:
    """N402 of the practice is not the code."""
    writer.spoils("provider_rows", where("N4", lambda row: put(row, "Ohio", at=2)))


@mistake("visit", "999 N402")
def city_and_state_change_places(writer: Writer) -> None:
    """N401 and N402 of every address."""
    writer.spoils("address_rows", where("N4", lambda row: put(row, row[2], row[1], at=1)))


@mistake("lockbox", "277CA A7:503:85")
def lockbox_stands_as_the_practice_s_address(writer: Writer) -> None:
    """Billing and pay-to address change places: a post office box as the billing address."""
    pay_to = Address("PO Box 77", "", "Columbus", "OH", "432160077")
    office = Address("12 Cedar Lane", "", "Columbus", "OH", "432150012")

    def exchanged(address: Address | None) -> Address | None:
        return {pay_to: office, office: pay_to}.get(address, address) if address else None

    writer.feeds("address_rows", exchanged)


@mistake("visit", "999 NM101")
def billing_provider_is_coded_as_rendering(writer: Writer) -> None:
    """NM101 of loop 2010AA is 82."""
    writer.spoils("provider_rows", _of_billing(where("NM1", lambda row: put(row, "82", at=1))))


@mistake("visit", "999 PRV01")
def taxonomies_have_each_other_s_role(writer: Writer) -> None:
    """PRV01 is PE for the billing provider and BI for the rendering one."""
    writer.spoils("taxonomy_row", where("PRV", lambda row: put(row, "PE" if row[1] == "BI" else "BI", at=1)))


@mistake("visit", "999 PRV02")
def taxonomy_has_the_qualifier_of_4010(writer: Writer) -> None:
    """PRV02 is ZZ."""
    writer.spoils("taxonomy_row", where("PRV", lambda row: put(row, "ZZ", at=2)))


@mistake("visit", "277CA A7:145:85")
def taxonomy_is_the_name_of_the_specialty(writer: Writer) -> None:
    """PRV03 is a word for people."""
    writer.spoils("taxonomy_row", where("PRV", lambda row: put(row, "Family Medicine", at=3)))


@mistake("visit", "999 NM1")
def referring_provider_is_coded_as_ordering(writer: Writer) -> None:
    """NM101 of loop 2310A is DK, which belongs to lines."""
    writer.spoils("name_row", lambda row, code, *_: put(row, "DK", at=1) if code == "DN" else row)


@mistake("visit", "277CA A6:562:82")
def rendering_provider_has_no_npi(writer: Writer) -> None:
    """NM108 and NM109 are left out for people."""
    writer.spoils("name_row", lambda row, code, *_: row[:8] if code == "82" else row)


@mistake("visit", "999 PRV")
def taxonomy_comes_before_the_rendering_provider_s_name(writer: Writer) -> None:
    """PRV precedes NM1*82, as it does in the billing provider's level."""
    writer.spoils(
        "provider_rows",
        lambda rows, role, *_: sorted(rows, key=lambda row: row[0] != "PRV") if role.code == "82" else rows,
    )


@mistake("visit", "999 REF")
def employer_number_is_written_twice(writer: Writer) -> None:
    """Once as tax id and once as reference."""
    writer.spoils(
        "provider_rows",
        lambda rows, *_: [row for row in rows for _ in range(2 if row[:2] == ("REF", "EI") else 1)],
    )


@mistake("visit", "277CA A6:562:DN")
def referring_provider_has_no_npi(writer: Writer) -> None:
    """NM108 and NM109 are left out."""
    writer.spoils("name_row", lambda row, code, *_: row[:8] if code == "DN" else row)


@mistake("inpatient", "277CA A6:125:77")
def hospital_is_left_out(writer: Writer) -> None:
    """Loop 2310C is not written: place of service 21, but where?"""
    writer.spoils("provider_rows", lambda rows, role, *_: [] if role.code == "77" else rows)
