"""Mistakes in subscriber, patient and payer."""

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.exchange import claim_837
from cleanclaim.x12 import Row
from tests.simulator.planted.planting import Catalogue, RowChange, Writer, put, where, without

mistake = Catalogue()
_replace = msgspec.structs.replace


@mistake("child", "277CA A8:156")
def dependents_subscriber_is_called_the_patient_himself(writer: Writer) -> None:
    """SBR02 is 18 always."""
    writer.spoils("_coverage_row", lambda row, *_: put(row, "18", at=2))


@mistake("visit", "277CA A8:156")
def patient_who_is_the_subscriber_is_not_called_so(writer: Writer) -> None:
    """SBR02 is never written."""
    writer.spoils("_coverage_row", lambda row, *_: put(row, "", at=2))


@mistake("visit", "277CA A6:286")
def only_payer_is_called_the_second(writer: Writer) -> None:
    """SBR01 is ``SEQUENCES[index + 1]``: S, and nobody was asked before."""
    writer.spoils("_coverage_row", lambda row, *_: put(row, "S", at=1))


@mistake("medicare", "277CA A7:480:PR")
def kind_of_insurance_is_commercial_always(writer: Writer) -> None:
    """SBR09 is a constant: CI, also for a payer that goes by MB."""
    writer.spoils("_coverage_row", lambda row, *_: put(row, "CI", at=9))


@mistake("visit", "277CA A3:33")
def member_id_and_group_number_change_places(writer: Writer) -> None:
    """NM109 is the group number, SBR03 the member's."""
    writer.spoils("_coverage_row", lambda row, coverage, _: put(row, coverage.member_id, at=3))
    writer.spoils("name_row", lambda row, code, *_: put(row, "NW100", at=9) if code == "IL" else row)


@mistake("visit", "277CA A3:33")
def member_id_loses_its_letters(writer: Writer) -> None:
    """Only the digits of the member id are kept."""
    writer.spoils(
        "name_row",
        lambda row, code, *_: put(row, "".join(filter(str.isdigit, row[9])), at=9) if code == "IL" else row,
    )


def _people(writer: Writer, segment: str, change: RowChange) -> None:
    writer.spoils("demographic_rows", where(segment, change))


@mistake("visit", "999 DMG02")
def birth_date_is_written_as_people_write_it(writer: Writer) -> None:
    """MMDDYYYY."""
    _people(writer, "DMG", lambda row: put(row, row[2][4:] + row[2][:4], at=2))


@mistake("visit", "277CA A7:158:IL")
def birth_date_falls_into_this_century(writer: Writer) -> None:
    """A year of two digits is completed with 20: the patient will be born in 2067."""
    _people(writer, "DMG", lambda row: put(row, "20" + row[2][2:], at=2))


@mistake("visit", "999 DMG03")
def sex_is_a_word(writer: Writer) -> None:
    """DMG03 says Female."""
    _people(writer, "DMG", lambda row: put(row, "Female", at=3))


@mistake("visit", "277CA A6:158:IL")
def subscriber_has_no_demographics(writer: Writer) -> None:
    """DMG is written for patients of level 23 only."""
    writer.spoils("demographic_rows", lambda rows, *_: [])


@mistake("child", "277CA A8:158:QC")
def subscriber_and_dependent_change_places(writer: Writer) -> None:
    """The child is the subscriber, and its mother the patient whose relationship is child."""

    def change(claim: Claim) -> Claim:
        coverage = claim.coverage
        swapped = _replace(coverage, subscriber=claim.patient)
        return _replace(claim, patient=coverage.subscriber, coverages=(swapped,))

    right = claim_837._Levels.__init__
    writer.spoils_method(
        claim_837._Levels, "__init__", lambda _, levels, claim, place: right(levels, change(claim), place)
    )


@mistake("child", "999 PAT01")
def relationship_is_told_the_other_way_round(writer: Writer) -> None:
    """PAT01 is the subscriber's relationship to the patient: 32, mother."""
    writer.spoils("condition_row", where("PAT", lambda row: put(row, "32", at=1)))


@mistake("child", "999 PAT")
def dependent_has_no_relationship(writer: Writer) -> None:
    """The PAT segment is lost."""
    writer.spoils("condition_row", without("PAT"))


@mistake("child", "999 NM109")
def dependent_gets_a_member_id(writer: Writer) -> None:
    """NM108 and NM109 of loop 2010CA, which the guide does not use."""
    writer.spoils(
        "name_row", lambda row, code, *_: put(row, "MI", "SMP000020024", at=8) if code == "QC" else row
    )


@mistake("second payer by line", "277CA A8:479")
def first_payer_is_written_where_the_billed_one_belongs(writer: Writer) -> None:
    """``claim.coverages[0].payer`` in loop 2010BB, whoever is billed."""

    def first(rows: list[Row], levels: claim_837._Levels, _: object) -> list[Row]:
        payer = levels.claim.coverages[0].payer
        return [
            (*put(row, payer.name, at=3)[:9], payer.payer_id) if row[:2] == ("NM1", "PR") else row
            for row in rows
        ]

    writer.spoils_method(claim_837._Levels, "_subscriber_rows", first)


@mistake("visit", "999 NM102")
def people_and_organizations_change_places(writer: Writer) -> None:
    """NM102 is 1 for organizations and 2 for people."""
    writer.spoils("name_row", lambda row, *_: put(row, "2" if row[2] == "1" else "1", at=2))


@mistake("visit", "999 NM102")
def payer_is_a_person(writer: Writer) -> None:
    """NM102 of the payer is 1."""
    writer.spoils("payer_rows", where("NM1", lambda row: put(row, "1", at=2)))


@mistake("visit", "277CA A6:503")
def subscriber_has_no_address(writer: Writer) -> None:
    """N3 and N4 are written for organizations only."""
    writer.spoils_method(
        claim_837._Levels,
        "_subscriber_rows",
        lambda rows, *_: [row for row in rows if row[1] != "4 Mill Street" and "43215" not in row],
    )


@mistake("child", "999 DMG02")
def dependent_has_no_birth_date(writer: Writer) -> None:
    """DMG of the patient keeps only the sex."""
    writer.spoils(
        "demographic_rows", where("DMG", lambda row: put(row, "", "", at=1) if row[3] == "M" else row)
    )


@mistake("child", "277CA A8:156")
def dependent_is_the_subscriber_once_more(writer: Writer) -> None:
    """Loop 2010CA is filled from the subscriber: a child of her own age and name."""
    writer.spoils_method(
        claim_837._Levels,
        "_patient_rows",
        lambda rows, levels, _: [
            rows[0],
            put(levels.subscriber[1][:8], "QC", at=1),
            *levels.subscriber[2:5],
        ],
    )


@mistake("medicare second", "277CA A6:578")
def reason_why_medicare_is_second_is_left_out(writer: Writer) -> None:
    """SBR05 is empty."""
    writer.spoils("_coverage_row", lambda row, *_: put(row, "", at=5))
