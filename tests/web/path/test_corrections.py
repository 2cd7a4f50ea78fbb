"""What a person does when the record or the claim was wrong: amended notes, corrected claims."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cleanclaim.claim import Diagnosis
from cleanclaim.parameters import PayerTerms, demo_member_id, payer_terms
from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.accounting.models import JournalEntry
from cleanclaim.web.accounting.selectors import trial_balance
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Finding, SubmittedClaim
from cleanclaim.web.claims.selectors import claim_numbered
from cleanclaim.web.claims.services.correct_claim import correct_claim
from cleanclaim.web.encounters.models import CodeAssignment, Encounter
from cleanclaim.web.encounters.services.amend_note import amend_note
from cleanclaim.web.engine import parameters
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow import PERSON, ClaimState, EncounterState

from .conftest import Run

BILLER = Actor(kind=PERSON, name="biller")
PROVIDER = Actor(kind=PERSON, name="provider")


def test_a_rejected_claim_is_corrected_released_and_paid(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    """The member id had a typing error; the corrected claim goes out as a second version, once."""
    run("E1008")
    terms = payer_terms(parameters(), "DEMONWH", now.date())
    assert isinstance(terms, PayerTerms)
    right = demo_member_id(terms.plans[0], 2008)
    with tenant(clinic.pk):
        claim = claim_numbered("E1008")
        assert claim.state == ClaimState.REJECTED
        value = claim.value()
        coverage = msgspec.structs.replace(value.coverage, member_id=right)
        better = msgspec.structs.replace(value, coverages=(coverage,))
        correct_claim(claim_id=claim.pk, value=better, reason="member id", actor=BILLER, at=now)
        assert not WorkItem.objects.filter(kind="rejection", closed_at=None).exists()
    run()
    with tenant(clinic.pk):
        claim = claim_numbered("E1008")
        assert claim.state in (ClaimState.PAID, ClaimState.CLOSED)
        assert claim.current_version == 2
        assert SubmittedClaim.objects.filter(version__claim=claim).count() == 2
        assert JournalEntry.objects.filter(key__startswith="charge/E1008").count() == 1
        assert sum(trial_balance().values()) == 0


def test_corrected_charges_replace_the_booked_ones_by_reversal(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    run("E1008")
    with tenant(clinic.pk):
        claim = claim_numbered("E1008")
        value = claim.value()
        line = msgspec.structs.replace(value.lines[0], charge=Decimal("165.00"))
        dearer = msgspec.structs.replace(value, lines=(line,), total_charge=Decimal("165.00"))
        correct_claim(claim_id=claim.pk, value=dearer, reason="fee", actor=BILLER, at=now)
    run(until="sent")
    with tenant(clinic.pk):
        assert trial_balance() == {"receivable_payer": Decimal("165.00"), "revenue": Decimal("-165.00")}
        keys = JournalEntry.objects.order_by("number").values_list("key", flat=True)
        assert list(keys) == ["charge/E1008", "charge/E1008/undone", "charge/E1008/version 2"]


def test_a_claim_on_its_way_cannot_be_corrected(run: Run, clinic: Organization, now: datetime) -> None:
    run("E1009", until="sent")
    with tenant(clinic.pk):
        claim = claim_numbered("E1009")
        other = msgspec.structs.replace(claim.value(), place_of_service="22")
        with pytest.raises(StateError, match="You cannot correct the claim: its file has gone to the payer"):
            correct_claim(claim_id=claim.pk, value=other, reason="place", actor=BILLER, at=now)
    with tenant(clinic.pk):
        assert claim_numbered("E1009").current_version == 1


@pytest.mark.parametrize("fault", ["nothing changed", "no reason", "another number"])
def test_an_empty_or_foreign_correction_is_refused(
    run: Run, clinic: Organization, now: datetime, fault: str
) -> None:
    run("E1009", until="scrubbed")
    with tenant(clinic.pk):
        claim = claim_numbered("E1009")
        value = claim.value()
        changed = msgspec.structs.replace(value, place_of_service="22")
        foreign = msgspec.structs.replace(value, patient_control_number="E9999")
        given = {"nothing changed": value, "no reason": changed, "another number": foreign}[fault]
        reason = "" if fault == "no reason" else "a reason"
        with pytest.raises(InvalidValue):
            correct_claim(claim_id=claim.pk, value=given, reason=reason, actor=BILLER, at=now)
    with tenant(clinic.pk):
        assert claim_numbered("E1009").current_version == 1
        assert claim_numbered("E1009").state == ClaimState.CLEAN


def test_an_answered_query_leads_to_codes_and_the_first_note_stays(
    run: Run, clinic: Organization, now: datetime
) -> None:
    run("E1004", until="coded")
    with tenant(clinic.pk):
        encounter = Encounter.objects.get(number="E1004")
        assert encounter.queries.exists()
        first = encounter.documents.get(version=1).text()
        amended = first.replace(
            "Chest pain, possible stable angina. Rule out coronary artery disease.", "Stable angina pectoris."
        )
        assert amended != first
        amend_note(encounter_id=encounter.pk, note=amended, actor=PROVIDER, at=now)
    run(until="coded")
    with tenant(clinic.pk):
        encounter = Encounter.objects.get(number="E1004")
        assert encounter.state == EncounterState.CODED
        assert encounter.documents.get(version=1).text() == first
        latest = encounter.documents.get(version=2)
        selected = CodeAssignment.objects.filter(encounter=encounter, source=latest, selected=True)
        assert any(row.code.startswith("I20") for row in selected)
        assert not WorkItem.objects.filter(encounter=encounter, kind="query", closed_at=None).exists()


def test_a_note_cannot_be_amended_once_its_codes_are_accepted(
    run: Run, clinic: Organization, now: datetime
) -> None:
    run("E1009", until="scrubbed")
    with tenant(clinic.pk):
        encounter = Encounter.objects.get(number="E1009")
    with pytest.raises(StateError, match="note_amended"), tenant(clinic.pk):
        amend_note(encounter_id=encounter.pk, note="Another note.", actor=PROVIDER, at=now)
    with tenant(clinic.pk):
        assert Encounter.objects.get(number="E1009").documents.count() == 1


def test_a_diagnosis_that_nobody_accepted_from_the_note_is_told(
    run: Run, clinic: Organization, now: datetime
) -> None:
    """The edits know what was coded for the encounter, and compare a corrected claim with it."""
    run("E1008")
    with tenant(clinic.pk):
        claim = claim_numbered("E1008")
        value = claim.value()
        more = msgspec.structs.replace(value, diagnoses=(*value.diagnoses, Diagnosis("Z7982")))
        correct_claim(claim_id=claim.pk, value=more, reason="added", actor=BILLER, at=now)
    run(until="scrubbed")
    with tenant(clinic.pk):
        found = Finding.objects.filter(scrub__version__claim=claim, edit="CPL004")
        assert [(one.scrub.version.number, one.codes) for one in found] == [(2, ["Z7982"])]
