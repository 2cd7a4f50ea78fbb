"""Searches stay quick under row-level security: their plans are pinned, as the serving role."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.web.accounting.models import JournalEntry, Posting
from cleanclaim.web.accounting.selectors import postings_of_claim
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.organizations.services import create_organization
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.patients.selectors import find_patients
from cleanclaim.web.tenancy import tenant
from cleanclaim.workflow import ClaimState

from ..explain import analyze, assert_uses_index
from .conftest import FRONT_DESK, make_practice

ROWS = 3000
NOW = datetime(2025, 12, 15, tzinfo=UTC)


def name(number: int) -> str:
    """An invented last name that no two numbers share."""
    return f"{chr(97 + number % 26)}{chr(97 + number // 26 % 26)}name{number}"


@pytest.fixture(scope="module")
def filled(database: Path) -> Organization:
    """A tenant with enough rows that an index is worth it."""
    clinic = create_organization(name="Full Clinic", actor=FRONT_DESK, at=NOW)
    with tenant(clinic.pk):
        own = {"organization_id": clinic.pk}
        practice = make_practice(NOW)
        patients = [
            Patient(
                **own,
                number=f"P{n}",
                last_name=name(n).title(),
                last_name_key=name(n),
                birth_date=date(1950, 1, 1) + timedelta(days=n),
            )
            for n in range(ROWS)
        ]
        Patient.objects.bulk_create(patients)
        encounters = [
            Encounter(
                **own,
                practice=practice,
                patient=patient,
                number=patient.number,
                date_of_service=date(2025, 1, 1) + timedelta(days=n % 340),
                setting="office",
                state="claimed",
                document="{}",
            )
            for n, patient in enumerate(patients)
        ]
        Encounter.objects.bulk_create(encounters)
        Claim.objects.bulk_create(
            Claim(
                **own,
                practice=practice,
                encounter=encounter,
                patient=encounter.patient,
                patient_control_number=encounter.number,
                payer_id="PAYER",
                date_of_service=encounter.date_of_service,
                charge=Decimal("100.00"),
                state=ClaimState.HELD if n % 100 == 0 else ClaimState.PAID,
            )
            for n, encounter in enumerate(encounters)
        )
        entries = [
            JournalEntry(**own, key=f"k{n}", on=date(2025, 12, 1), memo="test", booked_at=NOW)
            for n in range(ROWS)
        ]
        JournalEntry.objects.bulk_create(entries)
        Posting.objects.bulk_create(
            Posting(
                **own,
                entry=entry,
                position=position,
                account=account,
                claim=f"P{n}",
                debit=Decimal(1 - side),
                credit=Decimal(side),
            )
            for n, entry in enumerate(entries)
            for position, (account, side) in enumerate((("receivable_payer", 0), ("revenue", 1)), start=1)
        )
    analyze("patients_patient", "claims_claim", "accounting_posting", "accounting_journalentry")
    return clinic


def test_patients_are_found_by_the_beginning_of_the_name_through_the_index(filled: Organization) -> None:
    with tenant(filled.pk):
        assert_uses_index(find_patients(last_name="bana"), "patient_by_name", "last_name_key")
        both = find_patients(last_name="bana", birth_date=date(1951, 1, 1))
        assert_uses_index(both, "patient_by_name", "last_name_key")


def test_a_search_with_like_would_lose_the_index(filled: Organization) -> None:
    """Why names are searched by range: this is what must not be written."""
    with tenant(filled.pk), pytest.raises(AssertionError, match="patient_by_name"):
        assert_uses_index(
            Patient.objects.filter(last_name_key__startswith="bana"), "patient_by_name", "last_name_key"
        )


def test_the_work_list_finds_claims_by_state_through_the_index(filled: Organization) -> None:
    with tenant(filled.pk):
        held = Claim.objects.filter(state=ClaimState.HELD).order_by("date_of_service")
        assert_uses_index(held, "claim_by_state", "state")


def test_a_claims_postings_are_found_through_the_index(filled: Organization) -> None:
    with tenant(filled.pk):
        assert_uses_index(postings_of_claim("P77"), "posting_by_claim", "claim")


def test_the_search_finds_whom_it_should(filled: Organization) -> None:
    with tenant(filled.pk):
        wanted = {name(n) for n in range(ROWS) if name(n).startswith("ba")}
        assert wanted
        assert {row.last_name_key for row in find_patients(last_name="BA")} == wanted
        assert not find_patients(last_name="zzz").exists()
