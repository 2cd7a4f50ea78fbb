"""Files go out once: names and numbers are fixed in the outbox, the other side is looked at first."""

from datetime import datetime
from pathlib import Path

import pytest
from django.db import IntegrityError

from cleanclaim.exchange.transport import DirectoryTransport
from cleanclaim.primitives import StateError
from cleanclaim.web.claims.models import Claim, Submission, SubmittedClaim
from cleanclaim.web.claims.selectors import claim_numbered
from cleanclaim.web.claims.services.deliver_submission import deliver_submission
from cleanclaim.web.cycle import STEP
from cleanclaim.web.demo.people import biller_releases
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.steps import run_step_to_end
from cleanclaim.web.tenancy import tenant
from cleanclaim.workflow import ClaimState, SubmissionState

from .conftest import Run, quiet


def prepared(run: Run, clinic: Organization, now: datetime) -> Submission:
    """A submission in the outbox, not yet handed over."""
    run("E1009", until="scrubbed")
    biller_releases(clinic.pk, at=now)
    run_step_to_end(clinic.pk, STEP["prepare_submission"], at=now, progress=quiet)
    with tenant(clinic.pk):
        return Submission.objects.get(state=SubmissionState.PREPARED)


def test_a_delivery_that_was_not_recorded_is_recorded_not_repeated(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    """Killed between the hand-over and the commit: the file is there, the outbox does not know."""
    submission = prepared(run, clinic, now)
    transport = DirectoryTransport(mailbox)
    with tenant(clinic.pk):
        transport.deliver(submission.file_name, submission.content())
    [delivered] = (mailbox / "inbox").iterdir()
    written = delivered.stat().st_mtime_ns, delivered.stat().st_ino
    with tenant(clinic.pk):
        deliver_submission(submission_id=submission.pk, transport=transport, at=now)
        assert Submission.objects.get().state == SubmissionState.DELIVERED
        assert claim_numbered("E1009").state == ClaimState.SENT
    [still] = (mailbox / "inbox").iterdir()
    assert (still.stat().st_mtime_ns, still.stat().st_ino) == written


def test_a_file_that_the_payer_has_already_taken_is_not_written_again(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    from cleanclaim.simulator import run_mailbox

    submission = prepared(run, clinic, now)
    transport = DirectoryTransport(mailbox)
    with tenant(clinic.pk):
        transport.deliver(submission.file_name, submission.content())
    run_mailbox(mailbox, now=now, seed=1)
    with tenant(clinic.pk):
        deliver_submission(submission_id=submission.pk, transport=transport, at=now)
    assert not list((mailbox / "inbox").iterdir())
    with tenant(clinic.pk):
        assert Submission.objects.get().state == SubmissionState.DELIVERED


def test_another_file_under_the_same_name_is_refused(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    submission = prepared(run, clinic, now)
    (mailbox / "inbox").mkdir(parents=True)
    (mailbox / "inbox" / submission.file_name).write_bytes(b"something else")
    with pytest.raises(StateError, match="another file named"), tenant(clinic.pk):
        deliver_submission(submission_id=submission.pk, transport=DirectoryTransport(mailbox), at=now)
    with tenant(clinic.pk):
        assert Submission.objects.get().state == SubmissionState.PREPARED
    assert (mailbox / "inbox" / submission.file_name).read_bytes() == b"something else"


def test_the_database_refuses_a_claim_version_in_two_files(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    submission = prepared(run, clinic, now)
    with tenant(clinic.pk):
        version = SubmittedClaim.objects.get().version
    with pytest.raises(IntegrityError), tenant(clinic.pk):
        SubmittedClaim.objects.create(submission=submission, version=version)


def test_control_numbers_follow_each_other_and_name_the_file(
    run: Run, clinic: Organization, mailbox: Path
) -> None:
    run("E1009", until="sent")
    run("E1006", until="sent")
    with tenant(clinic.pk):
        found = list(Submission.objects.order_by("control_number").values_list("control_number", "file_name"))
    assert found == [
        (1, f"{clinic.submitter_id}-DEMOMCD-000000001.837"),
        (2, f"{clinic.submitter_id}-DEMOMCD-000000002.837"),
    ]


def test_one_claim_that_cannot_be_written_does_not_block_the_others(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    import msgspec

    from cleanclaim.web.audit.record import MACHINE_BUILDER
    from cleanclaim.web.claims.services.build_claim import add_version

    run("E1006", "E1009", until="scrubbed")
    with tenant(clinic.pk):
        claim = claim_numbered("E1006")
        patient = msgspec.structs.replace(claim.value().patient, sex="\x07")
        broken = msgspec.structs.replace(claim.value(), patient=patient)
        add_version(claim=claim, value=broken, reason="broken by a test", actor=MACHINE_BUILDER, at=now)
    run(until="sent")
    with tenant(clinic.pk):
        states = dict(Claim.objects.values_list("patient_control_number", "state"))
    assert states == {"E1006": ClaimState.HELD, "E1009": ClaimState.SENT}
