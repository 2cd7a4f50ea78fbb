"""What nearly every claim has wakes nobody; whatever is missing or rare wakes the edits about it."""

import pytest

from cleanclaim.claim import Claim
from cleanclaim.claim.notation import claim_from
from cleanclaim.claim.paths import with_text_at
from cleanclaim.codesets import Store
from cleanclaim.edits import Rules, all_edits
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.odd import has_odd_header, is_odd_line
from cleanclaim.edits.triggers import TriggerBits, triggers_of
from cleanclaim.parameters import Parameters

DEPENDENT = "patient child born 2015-04-02 sex M"
TWO = "lines 99213 $125 @1 | 36415 $9 @1; dx I10, E11.9"
HEADERS = (
    ("", "patient_control_number", ""),
    ("", "total_charge", "null"),
    ("", "patient_paid", "200.00"),
    ("", "assignment", ""),
    ("", "assignment", "X"),
    ("", "provider_signature", "X"),
    ("", "billed_coverage", "1"),
    ("", "billing_provider.npi", ""),
    ("", "billing_provider.tax_id", ""),
    ("", "billing_provider.name.last", ""),
    ("", "billing_provider.address", "null"),
    ("", "billing_provider.address.zip_code", "62701"),
    ("", "billing_provider.address.line1", ""),
    ("", "billing_provider.address.city", ""),
    ("", "patient.birth_date", "null"),
    ("", "patient.sex", "X"),
    ("", "patient.name.last", ""),
    ("", "patient.name.first", ""),
    ("", "patient.address", "null"),
    ("", "patient.address.line1", ""),
    ("", "patient.address.city", ""),
    ("", "patient.address.zip_code", "627"),
    ("", "patient.address.zip_code", "6270A"),
    ("", "coverages[0].relationship", "99"),
    ("", "coverages[0].sequence", "X"),
    ("", "coverages[0].assignment_of_benefits", "X"),
    ("", "coverages[0].release_of_information", "X"),
    ("", "coverages[0].payer_claim_control_number", "123"),
    ("", "coverages[0].member_id", ""),
    ("", "coverages[0].payer.payer_id", ""),
    ("", "coverages[0].payer.name", ""),
    (DEPENDENT, "coverages[0].subscriber", "null"),
    (DEPENDENT, "coverages[0].subscriber.name.last", ""),
)
LINES = (
    ("", "lines[0].code", ""),
    ("", "lines[0].dates", "null"),
    ("", "lines[0].charge", "null"),
    ("", "lines[0].charge", "0.00"),
    ("", "lines[0].charge", "-5.00"),
    ("", "lines[0].units", "null"),
    ("", "lines[0].units", "-1"),
    ("", "lines[0].pointers", ""),
    ("", "lines[0].pointers", "2"),
    (TWO, "lines[0].pointers", "0"),
    (TWO, "lines[0].pointers", "1,1"),
    (TWO, "lines[0].pointers", "1,3"),
    (TWO, "lines[0].pointers", "0,1"),
    ("dx I10, E11.9, E78.5, M54.50, R05.1", "lines[0].pointers", "1,2,3,4,5"),
)


def claim_with(notation: str, path: str, text: str) -> Claim:
    return with_text_at(claim_from(notation).claim, path, text)


@pytest.fixture
def rules(store: Store, parameters: Parameters) -> Rules:
    return Rules(store, parameters)


def test_a_complete_claim_is_not_odd() -> None:
    for notation in ("", DEPENDENT, TWO, "dx I10, E11.9, E78.5, M54.50; lines 99213 $125 @1,2,3,4"):
        claim = claim_from(notation).claim
        assert not has_odd_header(claim)
        assert not any(is_odd_line(line, len(facts_of(claim).numbered)) for line in claim.lines)
        has = triggers_of(claim, facts_of(claim), with_history=False)
        assert not has & {"has odd header", "has odd line"}


@pytest.mark.parametrize(("notation", "path", "text"), HEADERS)
def test_what_a_claim_lacks_or_has_rarely_makes_it_odd(notation: str, path: str, text: str) -> None:
    claim = claim_with(notation, path, text)
    assert has_odd_header(claim)
    assert "has odd header" in triggers_of(claim, facts_of(claim), with_history=False)


@pytest.mark.parametrize(("notation", "path", "text"), LINES)
def test_what_a_line_lacks_or_has_rarely_makes_it_odd(notation: str, path: str, text: str) -> None:
    claim = claim_with(notation, path, text)
    assert is_odd_line(claim.lines[0], len(facts_of(claim).numbered))
    assert "has odd line" in triggers_of(claim, facts_of(claim), with_history=False)


def test_a_claim_without_lines_coverages_or_numbered_diagnoses_is_odd() -> None:
    assert has_odd_header(Claim())
    for name in ("lines", "coverages", "diagnoses"):
        assert has_odd_header(claim_from(f"without {name}").claim), name
    subscriber = "set coverages[0].subscriber.name.last Alder"
    assert has_odd_header(claim_from(subscriber).claim)


@pytest.mark.parametrize(("notation", "path", "text"), [*HEADERS, *LINES])
def test_no_edit_sleeps_through_what_it_would_find(rules: Rules, notation: str, path: str, text: str) -> None:
    claim = claim_with(notation, path, text)
    facts, kind = facts_of(claim), rules.payer_kind_of(claim)
    has = triggers_of(claim, facts, with_history=False)
    for edit in all_edits():
        if edit.triggers and not edit.triggers & has and edit.applies_to.judges(claim.claim_type, kind):
            assert list(edit.check(claim, rules)) == [], edit.id


def test_bits_are_those_of_all_triggers_of_a_claim() -> None:
    notations = (
        TWO,
        "payer medicare; place 23; dx M17.11; lines 20610-RT-59 $180 @1 | J1030 x1 $20 @1",
        "type institutional; payer medicare; bill 0131; lines 71260 $500 rev 0350 | 71046 $100 rev 0324",
        "type dental",
        "accident auto state IL on 2025-11-02; set clia 14D2026999; set claim_frequency_code 7",
    )
    every = sorted({trigger for edit in all_edits() for trigger in edit.triggers})
    bits = TriggerBits({trigger: 1 << at for at, trigger in enumerate(every)})
    for notation in notations * 2:
        claim = claim_from(notation).claim
        for with_history in (False, True):
            has = triggers_of(claim, facts_of(claim), with_history=with_history)
            found = bits.of(claim, facts_of(claim), with_history=with_history)
            assert found == sum(1 << at for at, trigger in enumerate(every) if trigger in has)
            assert ("has history" in has) is with_history
