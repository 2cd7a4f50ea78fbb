"""Let a TA1, 999 or 277CA move the submission it answers and the claims in it."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from cleanclaim.exchange import (
    Acknowledgement,
    ClaimAcknowledgement,
    ClaimAnswer,
    FunctionalAcknowledgement,
    InterchangeAcknowledgement,
    Status,
    Verdict,
)
from cleanclaim.exchange.answers_in_words import (
    note_in_words,
    status_codes,
    status_in_words,
)
from cleanclaim.web.audit.record import MACHINE_RECEIVER, record
from cleanclaim.web.claims.models import Claim, ReceivedFile, Submission, SubmittedClaim
from cleanclaim.web.claims.selectors import claims_of, last_submission_of
from cleanclaim.web.claims.services.move_claim import move_claim
from cleanclaim.web.denials.rejected import Fault, faults_in_file, path_of_status
from cleanclaim.web.denials.services.note_rejection import note_rejection
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import open_item
from cleanclaim.workflow import CLAIM, SUBMISSION

TAKEN = (Verdict.ACCEPTED, Verdict.ACCEPTED_WITH_ERRORS)


def apply_acknowledgement(*, acknowledgement: Acknowledgement, file: ReceivedFile, at: datetime) -> None:
    """Apply one acknowledgement; what it says of nothing of ours is listed for a person."""
    match acknowledgement:
        case InterchangeAcknowledgement():
            reason = f"TA1: {note_in_words(acknowledgement.note_code)}"
            submission = _submission(acknowledgement, acknowledgement.interchange_control_number)
            if acknowledgement.verdict not in TAKEN:
                _refuse(submission, reason, file, at, kind="TA1")
        case FunctionalAcknowledgement():
            submission = _submission(acknowledgement, acknowledgement.group_control_number)
            _apply_functional(acknowledgement, submission, file, at)
        case ClaimAcknowledgement():
            _apply_claims(acknowledgement, file, at)


def _submission(acknowledgement: Acknowledgement, control_number: str) -> Submission | None:
    """Return the submission that is answered: our file of that number to whoever answers."""
    if not control_number.strip().isdigit():
        return None
    receiver = acknowledgement.origin.sender_id.strip()
    rows = Submission.objects.select_for_update().filter(control_number=int(control_number))
    return rows.filter(receiver=receiver).first()


def _apply_functional(
    answer: FunctionalAcknowledgement, submission: Submission | None, file: ReceivedFile, at: datetime
) -> None:
    if answer.verdict is Verdict.REJECTED:
        errors = [error for transaction in answer.transactions for error in transaction.errors]
        places = ", ".join(
            f"{error.segment} {error.element} code {error.code}".strip() for error in errors[:5]
        )
        faults = faults_in_file(submission.content(), errors) if submission is not None else {}
        _refuse(
            submission,
            f"999 rejected{': ' + places if places else ''}",
            file,
            at,
            kind="999",
            faults=faults,
        )
    elif submission is None:
        _list_stray(f"The 999 in {file.file_name} answers no file of ours.", file, at)
    elif answer.verdict is Verdict.PARTLY_ACCEPTED:
        open_item(
            key=f"file:{submission.file_name}:partly",
            kind=WorkItem.Kind.FILE,
            reason=f"The 999 takes only a part of {submission.file_name}; see which claims the 277CA lists.",
            at=at,
        )
    else:
        _move_submission(submission, "accepted", at)
        _move_all(submission, "file_accepted", f"999 in {file.file_name}", at)


def _refuse(
    submission: Submission | None,
    reason: str,
    file: ReceivedFile,
    at: datetime,
    *,
    kind: str,
    faults: Mapping[str, Sequence[Fault]] = MappingProxyType({}),
) -> None:
    if submission is None:
        _list_stray(f"{file.file_name} refuses a file that is not one of ours ({reason}).", file, at)
        return
    open_item(
        key=f"file:{submission.file_name}:refused",
        kind=WorkItem.Kind.FILE,
        reason=f"The payer refused {submission.file_name} ({reason}). Correct its claims and release them.",
        at=at,
    )
    for claim in claims_of(submission):
        mine = faults.get(claim.patient_control_number, ())
        said = f"Its file {submission.file_name} was refused ({reason})."
        if mine:
            said += (
                f" In this claim: {'; '.join(fault.words for fault in mine[:3])}. Correct it and release it."
            )
        elif faults:
            said += " The answer names other claims, not this one: send it again."
        else:
            said += " Correct it and release it."
        note_rejection(
            claim=claim,
            kind=kind,
            codes=[fault.codes for fault in mine],
            words=said,
            path=next((fault.path for fault in mine if fault.path), ""),
            is_ours=bool(mine),
            file=file,
            at=at,
        )
        open_item(
            key=f"rejection:{claim.patient_control_number}:{claim.current_version}",
            kind=WorkItem.Kind.REJECTION,
            reason=said,
            amount=claim.charge,
            claim=claim,
            at=at,
        )
    _move_submission(submission, "refused", at)
    _move_all(submission, "file_rejected", reason, at)
    _move_all(submission, "claim_rejected", reason, at)


def _apply_claims(answer: ClaimAcknowledgement, file: ReceivedFile, at: datetime) -> None:
    for batch in answer.batches:
        if batch.verdict is Verdict.REJECTED and not answer.claims:
            words = "; ".join(status_in_words(status) for status in batch.statuses)
            _refuse(
                _submission(answer, batch.trace[:9]),
                f"277CA for the batch: {words}",
                file,
                at,
                kind="277CA",
            )
    answered = _submissions_answered(answer)
    numbers = [claim.patient_control_number for claim in answer.claims]
    ours = Claim.objects.select_for_update().filter(patient_control_number__in=numbers).order_by("pk")
    known = {claim.patient_control_number: claim for claim in ours}
    for claim_answer in answer.claims:
        claim = known.get(claim_answer.patient_control_number)
        if claim is None:
            _list_stray(f"The 277CA in {file.file_name} answers a claim that is not ours.", file, at)
        elif _is_about_current_version(claim, answered):
            _apply_claim(claim_answer, claim, file, at)


def _submissions_answered(answer: ClaimAcknowledgement) -> set[Submission]:
    """Return our files that a 277CA names: its submitter-level trace is the BHT03 that we sent."""
    traces = [batch.trace[:9] for batch in answer.batches if batch.level == "submitter"]
    return {found for trace in traces if (found := _submission(answer, trace)) is not None}


def _is_about_current_version(claim: Claim, answered: set[Submission]) -> bool:
    """Return whether an answer is about the version that is on its way now.

    A payer that names none of our files is believed only while the claim went out once.
    """
    last = last_submission_of(claim)
    if last is None:
        return False
    if answered:
        return last in answered
    return SubmittedClaim.objects.filter(version__claim=claim).count() == 1


def _apply_claim(answer: ClaimAnswer, claim: Claim, file: ReceivedFile, at: datetime) -> None:
    taken = answer.verdict in TAKEN
    event = "claim_accepted" if taken else "claim_rejected"
    if not CLAIM.allows(claim.state, event, MACHINE_RECEIVER.kind):
        return  # answered before: the first answer stands on the timeline
    statuses = _statuses(answer)
    codes = ", ".join(dict.fromkeys(status_codes(status) for status in statuses)) or "no status given"
    if taken and answer.payer_claim_control_number:
        claim.payer_claim_control_number = answer.payer_claim_control_number[:50]
        claim.save(update_fields=["payer_claim_control_number"])
    move_claim(claim=claim, event=event, actor=MACHINE_RECEIVER, at=at, detail=f"277CA {codes}")
    if not taken:
        said = f"The payer rejected the claim: {_words(statuses)} Correct it and release it."
        note_rejection(
            claim=claim,
            kind="277CA",
            codes=[status_codes(status) for status in statuses],
            words=said,
            path=_field_of(answer, claim),
            is_ours=True,
            file=file,
            at=at,
        )
        open_item(
            key=f"rejection:{claim.patient_control_number}:{claim.current_version}",
            kind=WorkItem.Kind.REJECTION,
            reason=said,
            amount=claim.charge,
            claim=claim,
            at=at,
        )


def _field_of(answer: ClaimAnswer, claim: Claim) -> str:
    """Return the field that a rejection is about; what is said of a line counts first."""
    numbers = [line.control_number for line in claim.value().lines]
    for line in answer.lines:
        if line.verdict in TAKEN:
            continue
        number = numbers.index(line.control_number) + 1 if line.control_number in numbers else None
        if found := path_of_status(line.statuses, billed=claim.billed_coverage, line=number):
            return found
    return path_of_status(answer.statuses, billed=claim.billed_coverage)


def _statuses(answer: ClaimAnswer) -> list[Status]:
    return [*answer.statuses, *(status for line in answer.lines for status in line.statuses)]


def _words(statuses: list[Status]) -> str:
    said = "; ".join(dict.fromkeys(status_in_words(status) for status in statuses))
    return f"{said or 'no status given'}."


def _list_stray(reason: str, file: ReceivedFile, at: datetime) -> None:
    mark = hashlib.sha256(reason.encode()).hexdigest()[:12]
    open_item(key=f"file:{file.sha256}:{mark}", kind=WorkItem.Kind.FILE, reason=reason, at=at)


def _move_submission(submission: Submission, event: str, at: datetime) -> None:
    if not SUBMISSION.allows(submission.state, event, MACHINE_RECEIVER.kind):
        return
    submission.state = SUBMISSION.after(submission.state, event, MACHINE_RECEIVER.kind)
    submission.save(update_fields=["state"])
    record(actor=MACHINE_RECEIVER, action=f"submission.{event}", subject=submission, at=at)


def _move_all(submission: Submission, event: str, detail: str, at: datetime) -> None:
    for claim in claims_of(submission):
        if CLAIM.allows(claim.state, event, MACHINE_RECEIVER.kind):
            move_claim(claim=claim, event=event, actor=MACHINE_RECEIVER, at=at, detail=detail)
