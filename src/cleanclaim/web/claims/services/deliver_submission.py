"""Hand a prepared file to the payer's mailbox: looked for there first, so never handed over twice."""

from datetime import datetime
from uuid import UUID

from cleanclaim.exchange.transport import Transport
from cleanclaim.web.audit.record import MACHINE_SUBMITTER, record
from cleanclaim.web.claims.models import Submission
from cleanclaim.web.claims.selectors import claims_of
from cleanclaim.web.claims.services.move_claim import move_claim
from cleanclaim.workflow import SUBMISSION, SubmissionState


def deliver_submission(*, submission_id: UUID | str, transport: Transport, at: datetime) -> None:
    """Deliver a file and move its claims to sent.

    The file's name is fixed in the outbox. When the process dies between the hand-over and the
    commit, the next run finds the file on the other side and only records the delivery.
    """
    submission = Submission.objects.select_for_update().get(pk=submission_id)
    if submission.state != SubmissionState.PREPARED:
        return
    transport.deliver(submission.file_name, submission.content())
    submission.state = SUBMISSION.after(submission.state, "delivered", MACHINE_SUBMITTER.kind)
    submission.delivered_at = at
    submission.save(update_fields=["state", "delivered_at"])
    for claim in claims_of(submission):
        move_claim(claim=claim, event="sent", actor=MACHINE_SUBMITTER, at=at, detail=submission.file_name)
    record(
        actor=MACHINE_SUBMITTER,
        action="submission.delivered",
        subject=submission,
        at=at,
    )
