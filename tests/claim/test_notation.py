"""The readable claim notation, clause by clause."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.claim import Claim, decode_claim, encode_claim
from cleanclaim.claim.notation import CLAUSES, claim_from
from cleanclaim.claim.paths import value_at, with_text_at, without
from cleanclaim.claim.specimens import professional_specimen
from cleanclaim.primitives import NPI, DateRange, InvalidValue

PAGE = Path(__file__).resolve().parents[2] / "docs" / "edits" / "notation.md"


def documented() -> list[tuple[str, str]]:
    rows = re.findall(r"^\| `(\w+)` \|.*\| `(.+)` \|$", PAGE.read_text(), re.MULTILINE)
    return [(clause, example.replace("\\|", "|")) for clause, example in rows]


def test_empty_notation_is_a_complete_professional_claim() -> None:
    noted = claim_from("")
    assert noted.claim == professional_specimen()
    assert noted.received == date(2025, 11, 21)
    assert NPI.parse(noted.claim.billing_provider.npi)
    assert noted.claim.charge == noted.claim.charge_of_lines == Decimal("125.00")


def test_every_clause_is_documented_with_an_example() -> None:
    assert [clause for clause, _ in documented()] == ["type", *CLAUSES]


@pytest.mark.parametrize(("clause", "example"), documented())
def test_the_documented_example_changes_the_specimen(clause: str, example: str) -> None:
    noted = claim_from(example)
    assert noted != claim_from("")
    assert re.search(rf"\b{clause}\b", example)


@pytest.mark.parametrize(("clause", "example"), documented())
def test_every_noted_claim_reads_back_from_its_document(clause: str, example: str) -> None:
    claim = claim_from(example).claim
    assert decode_claim(encode_claim(claim)) == claim


def test_an_unknown_clause_is_refused_with_the_list_of_clauses() -> None:
    with pytest.raises(InvalidValue, match=r"'payor' is not a clause") as caught:
        claim_from("payor medicare")
    assert "payer, dos, received" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("payer aetna", "'aetna' is not known"),
        ("dos 2025-13-01", "'2025-13-01' is not a date"),
        ("lines 99213 twice", "'twice' says nothing"),
        ("lines 99213 pos", "ends too early"),
        ("dx E11.9 as main", "'main' is not known"),
        ("dx ?", "is not a diagnosis"),
        ("type pharmacy", "'pharmacy' is not known"),
        ("bill 131", "for institutional claims"),
        ("type institutional; bill 1", "is not a type of bill"),
        ("admitted 2025-11-17", "for institutional claims"),
        ("type institutional; procedures", "ends too early"),
        ("type institutional; values 80 much", "is not an amount"),
        ("missing 1", "for dental claims"),
        ("type dental; orthodontics long", "is not a number of months"),
        ("patient cousin", "'cousin' says nothing"),
        ("set billing_provider.fax 1", "Provider has no field 'fax'"),
        ("set billing_provider.npi", "does not say to what"),
        ("set lines[3].charge 1", "only 1 before"),
        ("set total_charge many", "does not fit"),
        ("set total_charge NaN", "is not a number"),
        ("set Lines[0] x", "is not the path of a field"),
        ("set patient_control_number.x 1", "no parts"),
        ("without diagnoses[4]", "there is nothing at"),
        ("without lines[0].dates.start", "cannot be left out alone"),
        ("total lots", "is not an amount"),
        ("lines 99213 @one", "is not a number"),
    ],
)
def test_a_clause_that_cannot_be_read_says_what_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(InvalidValue, match=re.escape(complaint)):
        claim_from(text)


def test_payer_kind_sets_the_filing_indicator_and_the_context() -> None:
    noted = claim_from("payer medicare")
    assert noted.claim.coverage.filing_indicator == "MB"
    assert noted.payer_kind == "medicare"
    assert claim_from("type institutional; payer medicare").claim.coverage.filing_indicator == "MA"


def test_days_of_service_reach_every_line_and_the_statement() -> None:
    claim = claim_from(
        "type institutional; lines 99213 rev 0510 | 36415 rev 0300; dos 2026-01-05..2026-01-06"
    ).claim
    days = DateRange(date(2026, 1, 5), date(2026, 1, 6))
    assert {line.dates for line in claim.lines} == {days}
    assert claim.institutional is not None
    assert claim.institutional.statement == days


def test_lines_carry_modifiers_units_charge_pointers_place_and_days() -> None:
    claim = claim_from(
        "dx I10, E11.9; lines 20610-59-RT x2 $180.00 @2,1 pos 22 on 2025-11-17 | 36415 $5"
    ).claim
    first, second = claim.lines
    assert (first.code, first.modifiers, first.units) == ("20610", ("59", "RT"), Decimal(2))
    assert (first.charge, first.pointers, first.place_of_service) == (Decimal("180.00"), (2, 1), "22")
    assert first.dates == DateRange(date(2025, 11, 17), date(2025, 11, 17))
    assert second.pointers == (1,)
    assert claim.total_charge == Decimal("185.00")


def test_the_total_as_sent_stays_when_it_is_given() -> None:
    assert claim_from("total 130; lines 99213 $125").claim.total_charge == Decimal("130.00")
    assert claim_from("without total_charge").claim.total_charge is None


def test_diagnoses_have_roles_and_present_on_admission() -> None:
    claim = claim_from(
        "type institutional; dx I10 as admitting, S52.501A:Y, W19.XXXA:N as external_cause"
    ).claim
    assert [(dx.code, dx.role, dx.poa) for dx in claim.diagnoses] == [
        ("I10", "admitting", ""),
        ("S52501A", "principal", "Y"),
        ("W19XXXA", "external_cause", "N"),
    ]


def test_a_child_has_a_parent_as_subscriber() -> None:
    claim = claim_from("patient child born 2019-04-02 sex M").claim
    assert claim.coverage.relationship == "19"
    assert claim.subscriber.name.first == "Edmund"
    assert (claim.patient.birth_date, claim.patient.sex) == (date(2019, 4, 2), "M")


def test_a_secondary_claim_carries_a_balanced_prior_payment() -> None:
    claim = claim_from("payer medicare; secondary to commercial paid 80 type 12").claim
    assert [coverage.sequence for coverage in claim.coverages] == ["P", "S"]
    assert claim.billed_coverage == 1
    assert claim.coverage.insurance_type == "12"
    prior = claim.coverages[0].prior_payment
    assert prior is not None
    assert prior.paid is not None
    assert prior.paid + sum(adjustment.amount for adjustment in prior.adjustments) == claim.charge


def test_a_payer_after_all_others_is_not_billed_yet() -> None:
    claim = claim_from("then medicaid").claim
    assert [coverage.sequence for coverage in claim.coverages] == ["P", "S"]
    assert claim.billed_coverage == 0


def test_an_auto_accident_has_its_state_and_day() -> None:
    accident = claim_from("accident auto state IL on 2025-11-02").claim.accident
    assert accident is not None
    assert (accident.causes, accident.state, accident.on) == (("AA",), "IL", date(2025, 11, 2))


def test_a_dental_line_has_its_tooth_and_surfaces() -> None:
    line = claim_from("type dental; lines D2150 $210 tooth 3/MO").claim.lines[0]
    assert line.dental is not None
    assert (line.dental.teeth[0].number, line.dental.teeth[0].surfaces) == ("3", ("M", "O"))


def test_fields_are_set_and_dropped_by_path() -> None:
    claim = claim_from(
        "set rendering.npi 1; without lines[0].dates; set facility.npi 2; set diagnoses[1].code Z00"
    ).claim
    assert claim.rendering is not None
    assert claim.facility is not None
    assert (claim.rendering.npi, claim.facility.npi, claim.diagnoses[1].code) == ("1", "2", "Z00")
    assert claim.lines[0].dates is None
    assert claim_from("without lines[0]").claim.lines == ()


def test_value_at_a_path_is_what_was_set_there() -> None:
    claim = with_text_at(Claim(), "lines[0].charge", "12.50")
    assert value_at(claim, "lines[0].charge") == Decimal("12.50")
    assert value_at(claim, "lines[7].charge") is None
    assert value_at(claim, "rendering.npi") is None
    assert value_at(without(claim, "lines[0].charge"), "lines[0].charge") is None
