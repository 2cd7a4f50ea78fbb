"""What goes wrong in real offices: mixed-up files, late answers, missing data, two payers."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from cleanclaim.claim import Diagnosis
from cleanclaim.exchange.transport import DirectoryTransport
from cleanclaim.parameters import PayerTerms, demo_member_id, payer_terms
from cleanclaim.primitives import StateError
from cleanclaim.web.accounting.selectors import is_settled, trial_balance
from cleanclaim.web.audit.record import MACHINE_POSTER, Actor
from cleanclaim.web.claims.models import Claim, ReceivedFile
from cleanclaim.web.claims.selectors import claim_numbered
from cleanclaim.web.claims.services.correct_claim import correct_claim
from cleanclaim.web.claims.services.recall_claim import recall_claim
from cleanclaim.web.demo.people import biller_releases, coder_accepts
from cleanclaim.web.demo.practice import DemoEncounter
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.encounters.services.accept_codes import accept_codes
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.engine import parameters
from cleanclaim.web.jobs import drain
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.steps import sweep, wake
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow import PERSON, ClaimState, EncounterState

from .conftest import FRONT_DESK, Run, quiet

BILLER = Actor(kind=PERSON, name="biller")


def member(payer_id: str, number: int, on: date) -> str:
    """A member id that the built-in payer knows."""
    terms = payer_terms(parameters(), payer_id, on)
    assert isinstance(terms, PayerTerms)
    return demo_member_id(terms.plans[0], number)


def test_another_organizations_cycle_takes_nothing_of_the_first(
    run: Run, clinic: Organization, other_organization: Organization, mailbox: Path, now: datetime
) -> None:
    run("E1009")
    sweep(other_organization.pk, at=now, progress=quiet)
    with tenant(other_organization.pk):
        assert not ReceivedFile.objects.exists()
        assert trial_balance() == {}


def test_a_late_answer_to_the_first_version_does_not_touch_the_second(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    run("E1008")
    with tenant(clinic.pk):
        claim = claim_numbered("E1008")
        value = claim.value()
        coverage = msgspec.structs.replace(value.coverage, member_id=member("DEMONWH", 2008, now.date()))
        better = msgspec.structs.replace(value, coverages=(coverage,))
        correct_claim(claim_id=claim.pk, value=better, reason="member id", actor=BILLER, at=now)
    run(until="sent")
    [first] = (mailbox / "outbox").glob("*277ca*")
    (mailbox / "outbox" / "again.x12").write_bytes(first.read_bytes().replace(b"~ST*277", b"~\nST*277"))
    sweep(clinic.pk, at=now, progress=quiet)
    with tenant(clinic.pk):
        assert claim_numbered("E1008").state == ClaimState.SENT
        assert not WorkItem.objects.filter(kind="rejection", closed_at=None).exists()
    run()
    with tenant(clinic.pk):
        assert claim_numbered("E1008").state in (ClaimState.PAID, ClaimState.CLOSED)


def test_a_file_name_that_is_used_again_is_read_again(run: Run, clinic: Organization, mailbox: Path) -> None:
    run("E1009", until="sent")
    daily = mailbox / "outbox" / "daily.x12"
    daily.parent.mkdir(parents=True, exist_ok=True)
    for content in (b"ISA*first", b"ISA*second"):
        daily.write_bytes(content)
        run(until="sent")
    with tenant(clinic.pk):
        contents = {row.content() for row in ReceivedFile.objects.all()}
    assert contents == {b"ISA*first", b"ISA*second"}


def test_the_same_content_under_a_second_name_is_no_work(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    run("E1009")
    [remit] = (mailbox / "outbox").glob("*835*")
    (mailbox / "outbox" / "copy.835").write_bytes(remit.read_bytes())
    assert sweep(clinic.pk, at=now, progress=quiet) == 1
    assert sweep(clinic.pk, at=now, progress=quiet) == 0
    with tenant(clinic.pk):
        assert Remittance.objects.count() == 1


@pytest.mark.parametrize("name", ["../x.837", "a/b.837", ".hidden", "", "x" * 200])
def test_a_name_that_leads_elsewhere_is_not_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(StateError, match="not a plain file name"):
        DirectoryTransport(tmp_path / "box").deliver(name, b"content")
    assert not list(tmp_path.rglob("*.837"))


def test_a_file_that_cannot_be_handed_over_is_listed_and_stops_nothing_else(
    run: Run, clinic: Organization, mailbox: Path
) -> None:
    """Somebody else's file of the same name lies in the mailbox; the other payer's goes out."""
    foreign = mailbox / "inbox" / f"{clinic.submitter_id}-DEMOMCD-000000001.837"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"something else")
    run("E1001", "E1009", until="sent")
    with tenant(clinic.pk):
        assert claim_numbered("E1001").state == ClaimState.SENT
        assert claim_numbered("E1009").state == ClaimState.QUEUED
        item = WorkItem.objects.get(kind="stuck", closed_at=None)
        assert foreign.name in item.reason
    foreign.unlink()
    run(until="sent")
    with tenant(clinic.pk):
        assert claim_numbered("E1009").state == ClaimState.SENT
        assert not WorkItem.objects.filter(kind="stuck", closed_at=None).exists()


def test_a_date_that_no_release_covers_waits_for_a_person_who_may_enter_codes(
    run: Run, clinic: Organization, now: datetime, encounters: dict[str, DemoEncounter]
) -> None:
    row = encounters["E1009"]
    old = msgspec.structs.replace(row.encounter, number="OLD1", date_of_service=date(2019, 3, 4))
    with tenant(clinic.pk):
        receive_encounter(encounter=old, note=row.note, actor=FRONT_DESK, at=now)
    run(until="coded")
    with tenant(clinic.pk):
        encounter = Encounter.objects.get(number="OLD1")
        assert encounter.state == EncounterState.QUERIED
        item = WorkItem.objects.get(encounter=encounter, closed_at=None)
        assert "2019-03-04" in item.reason
        accept_codes(encounter_id=encounter.pk, codes=["N30.00"], actor=BILLER, at=now, unverified=True)
    run(until="scrubbed")
    with tenant(clinic.pk):
        assert claim_numbered("OLD1").value().diagnoses[0].code == "N3000"


def test_a_claim_corrected_to_a_new_payer_goes_to_that_payer(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    run("E1009", until="scrubbed")
    with tenant(clinic.pk):
        claim = claim_numbered("E1009")
        value = claim.value()
        payer = msgspec.structs.replace(
            value.coverage.payer, payer_id="DEMOSUM", name="Summit Mutual Insurance"
        )
        coverage = msgspec.structs.replace(
            value.coverage, payer=payer, member_id=member("DEMOSUM", 77, now.date()), filing_indicator="CI"
        )
        other = msgspec.structs.replace(value, coverages=(coverage,))
        correct_claim(claim_id=claim.pk, value=other, reason="other insurance", actor=BILLER, at=now)
    run()
    with tenant(clinic.pk):
        assert claim_numbered("E1009").state in (ClaimState.PAID, ClaimState.CLOSED)
        assert Remittance.objects.get().payer_name.upper().startswith("SUMMIT")


def test_a_release_can_be_recalled_until_the_claim_is_in_a_file(
    run: Run, clinic: Organization, now: datetime
) -> None:
    run("E1009", until="scrubbed")
    biller_releases(clinic.pk, at=now)
    with tenant(clinic.pk):
        claim = claim_numbered("E1009")
        recall_claim(claim_id=claim.pk, reason="wrong day", actor=BILLER, at=now)
        assert claim_numbered("E1009").state == ClaimState.DRAFT
    run(until="sent")
    with tenant(clinic.pk), pytest.raises(StateError, match="cannot recall the claim"):
        recall_claim(claim_id=claim_numbered("E1009").pk, reason="too late", actor=BILLER, at=now)


def test_thirteen_diagnoses_are_held_before_anybody_can_release_them(
    run: Run, clinic: Organization, now: datetime
) -> None:
    run("E1009", until="scrubbed")
    codes = ["E119", "I10", "E785", "K219", "M1711", "N3000", "J449", "E039", "F411", "G43009"]
    codes += ["I4821", "J020", "M1712"]
    with tenant(clinic.pk):
        claim = claim_numbered("E1009")
        many = tuple(Diagnosis(c, role="other" if n else "principal") for n, c in enumerate(codes))
        value = msgspec.structs.replace(claim.value(), diagnoses=many)
        correct_claim(claim_id=claim.pk, value=value, reason="all of them", actor=BILLER, at=now)
    run(until="sent")
    with tenant(clinic.pk):
        assert claim_numbered("E1009").state == ClaimState.HELD
        assert trial_balance() == {}
        reasons = " ".join(
            WorkItem.objects.filter(kind="held", closed_at=None).values_list("reason", flat=True)
        )
        assert "12" in reasons


def test_the_share_that_goes_to_a_second_payer_becomes_a_claim_to_it(
    run: Run, clinic: Organization, mailbox: Path, now: datetime, encounters: dict[str, DemoEncounter]
) -> None:
    row = encounters["E1001"]
    first = row.encounter.coverages[0]
    payer = msgspec.structs.replace(first.payer, payer_id="DEMOSUM", name="Summit Mutual Insurance")
    second = msgspec.structs.replace(
        first, sequence="S", payer=payer, member_id=member("DEMOSUM", 78, now.date())
    )
    both = msgspec.structs.replace(row.encounter, number="TWO1", coverages=(first, second))
    with tenant(clinic.pk):
        receive_encounter(encounter=both, note=row.note, actor=FRONT_DESK, at=now)
    run()
    with tenant(clinic.pk):
        claim = claim_numbered("TWO1")
        assert (claim.state, claim.payer_id) == (ClaimState.DRAFT, "DEMOSUM")
        item = WorkItem.objects.get(kind="secondary", claim=claim)
        assert "DEMOSUM" in item.reason
        assert item.outcome == "claim to DEMOSUM, version 2"
        assert item.amount is not None
        assert item.amount > 0
        assert not is_settled("TWO1")
        assert trial_balance().get("receivable_patient", Decimal(0)) == 0


def test_a_remittance_that_does_not_add_up_is_held_not_posted(
    run: Run, clinic: Organization, mailbox: Path
) -> None:
    run("E1009", until="sent")
    from cleanclaim.simulator import run_mailbox

    run_mailbox(mailbox, now=datetime.fromisoformat("2025-12-15T15:00:00+00:00"), seed=1)
    [remit] = (mailbox / "outbox").glob("*835*")
    content = remit.read_bytes()
    start = content.index(b"BPR*I*") + len(b"BPR*I*")
    end = content.index(b"*", start)
    remit.write_bytes(content[:start] + b"9999" + content[end:])
    run(until="sent")
    with tenant(clinic.pk):
        assert Remittance.objects.get().state == "held"
        assert "cash_clearing" not in trial_balance()
        assert WorkItem.objects.filter(kind="transaction_out_of_balance", closed_at=None).exists()
        assert claim_numbered("E1009").state == ClaimState.ACCEPTED


def test_a_worker_finds_what_waits_by_itself_and_once(
    run: Run, clinic: Organization, now: datetime, encounters: dict[str, DemoEncounter]
) -> None:
    row = encounters["E1009"]
    with tenant(clinic.pk):
        receive_encounter(encounter=row.encounter, note=row.note, actor=FRONT_DESK, at=now)
    wake()
    wake()
    drain()
    with tenant(clinic.pk):
        assert Encounter.objects.get(number="E1009").state == EncounterState.CODED
    coder_accepts(clinic.pk, at=now)
    for _ in range(2):  # build, then scrub
        wake()
        drain()
    with tenant(clinic.pk):
        assert Claim.objects.get().state == ClaimState.CLEAN
        assert MACHINE_POSTER.name not in Claim.objects.get().events.values_list("actor_name", flat=True)


def test_an_answer_in_words_says_what_the_payer_said(run: Run, clinic: Organization, mailbox: Path) -> None:
    run("E1008")
    with tenant(clinic.pk):
        item = WorkItem.objects.get(kind="rejection", closed_at=None)
    assert "member" in item.reason.casefold()
    assert "Correct it and release it" in item.reason
