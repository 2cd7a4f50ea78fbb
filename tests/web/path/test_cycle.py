"""One claim's way from the note to posted money, as rows that a biller would look at."""

from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cleanclaim.primitives import AccessDenied, InvalidValue, StateError
from cleanclaim.web.accounting.models import JournalEntry, Posting
from cleanclaim.web.accounting.selectors import trial_balance
from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.audit.record import MACHINE_SUBMITTER, Actor
from cleanclaim.web.claims.models import Claim, ClaimEvent, ReceivedFile, Submission, SubmittedClaim
from cleanclaim.web.claims.selectors import claim_numbered
from cleanclaim.web.claims.services.release_claim import release_claim
from cleanclaim.web.demo.practice import DemoEncounter
from cleanclaim.web.encounters.models import CodeAssignment, Document, Encounter
from cleanclaim.web.encounters.services.accept_codes import accept_codes
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow import PERSON, ClaimState, EncounterState

from .conftest import FRONT_DESK, Run

BILLER = Actor(kind=PERSON, name="biller")


def events(claim: Claim) -> list[str]:
    """The claim's timeline."""
    return list(claim.events.order_by("position").values_list("event", flat=True))


def test_a_note_becomes_posted_money_with_every_step_on_the_timeline(run: Run, clinic: Organization) -> None:
    """Cystitis, office visit and urinalysis, a Medicaid-like payer that takes a copay of 3.00."""
    run("E1009")
    with tenant(clinic.pk):
        claim = claim_numbered("E1009")
        assert events(claim) == [
            "built",
            "scrubbed_clean",
            "released",
            "queued",
            "sent",
            "file_accepted",
            "claim_accepted",
            "paid",
        ]
        assert claim.state == ClaimState.PAID
        balances = trial_balance()
        assert sum(balances.values()) == 0
        assert balances["revenue"] == Decimal("-165.00")
        remittance = Remittance.objects.get()
        assert balances["cash_clearing"] == remittance.payment > 0
        assert balances["receivable_patient"] == Decimal("3.00")
        assert balances.get("receivable_payer", 0) == 0
        assert balances.get("unapplied", 0) == 0


def test_accepted_codes_keep_their_words_in_the_note(run: Run, clinic: Organization) -> None:
    run("E1009", until="scrubbed")
    with tenant(clinic.pk):
        code = CodeAssignment.objects.get(encounter__number="E1009", decision="accepted", sequence=1)
        assert code.code == "N3000"
        note = Document.objects.get(encounter__number="E1009").text()
        span = code.evidence[0]
        assert note[span["start"] : span["end"]] == span["text"]
        assert "cystitis" in span["text"].casefold()
        assert code.decided_by == "demo coder"


def test_notes_are_stored_encrypted(run: Run, clinic: Organization) -> None:
    run("E1009", until="coded")
    with tenant(clinic.pk):
        sealed = bytes(Document.objects.get().sealed_text)
    assert b"cystitis" not in sealed
    assert b"dysuria" not in sealed


def test_a_note_that_supports_no_diagnosis_waits_for_the_provider(
    clinic: Organization, mailbox: Path, now: datetime, encounters: dict[str, DemoEncounter], run: Run
) -> None:
    with tenant(clinic.pk):
        receive_encounter(
            encounter=encounters["E1009"].encounter,
            note="Patient seen and examined.",
            actor=FRONT_DESK,
            at=now,
        )
    run()
    with tenant(clinic.pk):
        assert Encounter.objects.get().state == EncounterState.QUERIED
        assert not Claim.objects.exists()
        assert WorkItem.objects.get(closed_at=None).kind == "query"


def test_nothing_is_sent_before_a_person_releases_it(run: Run, clinic: Organization, mailbox: Path) -> None:
    run("E1009", until="scrubbed")
    with tenant(clinic.pk):
        assert claim_numbered("E1009").state == ClaimState.CLEAN
        assert not Submission.objects.exists()
        assert not JournalEntry.objects.exists()
    assert not mailbox.exists()


def test_a_machine_cannot_release_a_claim(run: Run, clinic: Organization, now: datetime) -> None:
    run("E1009", until="scrubbed")
    with tenant(clinic.pk), pytest.raises(StateError, match="It takes a person"):
        release_claim(claim_id=claim_numbered("E1009").pk, actor=MACHINE_SUBMITTER, at=now)
    with tenant(clinic.pk):
        assert claim_numbered("E1009").state == ClaimState.CLEAN
        assert not JournalEntry.objects.exists()


def test_running_the_whole_cycle_again_changes_nothing(run: Run, clinic: Organization) -> None:
    def everything() -> dict[str, int]:
        models = (Claim, ClaimEvent, Submission, SubmittedClaim, ReceivedFile, Remittance)
        more = (JournalEntry, Posting, WorkItem, CodeAssignment, AuditEvent)
        with tenant(clinic.pk):
            return {model.__name__: model.objects.count() for model in (*models, *more)}

    run("E1001", "E1009")
    before = everything()
    assert before["JournalEntry"] > 0
    run("E1001", "E1009")
    assert everything() == before


def test_a_member_the_payer_does_not_know_is_a_rejection_not_a_denial(run: Run, clinic: Organization) -> None:
    run("E1008")
    with tenant(clinic.pk):
        claim = claim_numbered("E1008")
        assert claim.state == ClaimState.REJECTED
        item = WorkItem.objects.get(claim=claim, closed_at=None)
        assert item.kind == "rejection"
        assert not Remittance.objects.exists()
        assert trial_balance() == {"receivable_payer": Decimal("150.00"), "revenue": Decimal("-150.00")}


def test_a_denied_line_stays_owed_and_becomes_a_work_item(run: Run, clinic: Organization) -> None:
    """97035 is not covered by the Medicare-like payer: denied, never written off."""
    run("E1010")
    with tenant(clinic.pk):
        claim = claim_numbered("E1010")
        assert claim.state == ClaimState.DENIED
        item = WorkItem.objects.get(claim=claim, kind="denial")
        assert item.amount == Decimal("35.00")
        assert trial_balance()["receivable_payer"] == Decimal("35.00")
        assert not Posting.objects.filter(account="write_off").exists()


def test_an_835_that_comes_again_under_another_name_posts_nothing(
    run: Run, clinic: Organization, mailbox: Path
) -> None:
    run("E1009")
    with tenant(clinic.pk):
        before = list(Posting.objects.order_by("id").values_list("account", "claim", "debit", "credit"))
        content = ReceivedFile.objects.get(kind="835").content()
    again = content.rstrip() + b"\n\n"  # the same interchange, other bytes
    (mailbox / "outbox" / "again.835").write_bytes(again)
    run()
    with tenant(clinic.pk):
        assert Counter(Remittance.objects.values_list("state", flat=True)) == {"posted": 1, "repeated": 1}
        assert (
            list(Posting.objects.order_by("id").values_list("account", "claim", "debit", "credit")) == before
        )


def test_a_file_that_cannot_be_read_is_kept_and_listed(run: Run, clinic: Organization, mailbox: Path) -> None:
    run("E1009")
    (mailbox / "outbox" / "broken.835").write_bytes(b"ISA*00*broken")
    run()
    with tenant(clinic.pk):
        kept = ReceivedFile.objects.get(file_name="broken.835")
        assert kept.content() == b"ISA*00*broken"
        item = WorkItem.objects.get(kind="file")
        assert "broken.835" in item.reason
    run()  # and not asked about a second time
    with tenant(clinic.pk):
        assert WorkItem.objects.filter(kind="file").count() == 1


def test_another_organization_sees_nothing_of_it(
    run: Run, clinic: Organization, other_organization: Organization
) -> None:
    run("E1009")
    with tenant(other_organization.pk):
        assert not Claim.objects.exists()
        assert not Patient.objects.exists()
        assert trial_balance() == {}
        with pytest.raises(InvalidValue, match="there is no claim E1009"):
            claim_numbered("E1009")
    with pytest.raises(AccessDenied), tenant(clinic.pk), tenant(other_organization.pk):
        pass


def test_a_code_not_valid_on_the_day_is_refused_and_nothing_is_saved(
    run: Run, clinic: Organization, now: datetime
) -> None:
    run("E1009", until="coded")
    with tenant(clinic.pk):
        encounter = Encounter.objects.get(number="E1009")
    for codes, reason in (
        (["N30.00", "Q99.99"], "is not a code"),
        (["N30"], "is a category"),
        (["N30.00", "N30.00"], "named twice"),
        ([], "no code was accepted"),
    ):
        with pytest.raises(InvalidValue, match=reason), tenant(clinic.pk):
            accept_codes(encounter_id=encounter.pk, codes=codes, actor=BILLER, at=now)
    with tenant(clinic.pk):
        assert Encounter.objects.get(number="E1009").state == EncounterState.CODED
        assert not CodeAssignment.objects.exclude(decision="proposed").exists()


def test_the_same_encounter_number_with_another_content_is_refused(
    run: Run, clinic: Organization, now: datetime, encounters: dict[str, DemoEncounter]
) -> None:
    run("E1009", until="coded")
    row = encounters["E1009"]
    with pytest.raises(InvalidValue, match="taken by another encounter"), tenant(clinic.pk):
        receive_encounter(encounter=row.encounter, note="Another note.", actor=FRONT_DESK, at=now)
    with tenant(clinic.pk):
        assert Encounter.objects.count() == 1
        assert Document.objects.count() == 1


def test_an_encounter_of_a_practice_that_is_not_ours_is_refused(
    clinic: Organization, now: datetime, encounters: dict[str, DemoEncounter]
) -> None:
    row = encounters["E1009"]
    foreign = msgspec.structs.replace(row.encounter.billing_provider, npi="1234567893")
    other = msgspec.structs.replace(row.encounter, billing_provider=foreign)
    with pytest.raises(InvalidValue, match="no practice here bills with NPI 1234567893"), tenant(clinic.pk):
        receive_encounter(encounter=other, note=row.note, actor=FRONT_DESK, at=now)
    with tenant(clinic.pk):
        assert not Encounter.objects.exists()
        assert not Patient.objects.exists()


def test_every_change_of_a_patient_is_in_the_history(
    run: Run, clinic: Organization, now: datetime, encounters: dict[str, DemoEncounter]
) -> None:
    from cleanclaim.web.patients.models import PatientEvent  # type: ignore[attr-defined]

    run("E1009", until="coded")
    with tenant(clinic.pk):
        patient = Patient.objects.get()
        patient.last_name = "Reyes-Lund"
        patient.save()
        names = PatientEvent.objects.order_by("pgh_id").values_list("last_name", flat=True)
        assert list(names) == ["Reyes", "Reyes-Lund"]


def test_audit_and_work_items_name_no_patient(run: Run, clinic: Organization) -> None:
    run("E1008", "E1009", "E1010")
    with tenant(clinic.pk):
        people = [(p.last_name, p.first_name, str(p.birth_date)) for p in Patient.objects.all()]
        members = ["RB0", "NWB0", "1EG0"]
        audited = " ".join(f"{e.actor} {e.action} {e.details}" for e in AuditEvent.objects.all())
        listed = " ".join(item.reason for item in WorkItem.objects.all())
        timelines = " ".join(e.detail for e in ClaimEvent.objects.all())
    assert "claim.released" in audited
    for word in (*(w for person in people for w in person), *members):
        assert word not in audited
        assert word not in listed
        assert word not in timelines
