"""Write released claims into one 837 file in the outbox: rows and file in one transaction."""

import hashlib
import re
from datetime import datetime

from cleanclaim.claim import Contact, Payer
from cleanclaim.exchange import Submission as Envelope, write_837
from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import MACHINE_SUBMITTER, record
from cleanclaim.web.claims.models import Claim, ControlNumber, Submission, SubmittedClaim
from cleanclaim.web.claims.services.move_claim import move_claim
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.vault import seal
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import open_item
from cleanclaim.workflow import ClaimState

MAX_CLAIMS = 5000
"""Claims in one ST–SE: the limit that the 837's guide recommends (005010X222A1, 1.3.2; unverified)."""


def prepare_submission(*, payer_id: str, at: datetime) -> Submission | None:
    """Write the released claims of a payer, those of one type, into one file; nothing when there is none.

    Claims of another type (professional, institutional, dental) go into the next run's file.

    The interchange control number comes from a counter that is locked until commit, so two
    workers cannot use one number, and a number is used up only together with its file.
    """
    counter, _ = ControlNumber.objects.select_for_update().get_or_create()
    claims = list(
        Claim.objects.select_for_update()
        .filter(state=ClaimState.RELEASED, payer_id=payer_id)
        .order_by("patient_control_number")[:MAX_CLAIMS]
    )
    claims = [claim for claim in claims if claim.claim_type == claims[0].claim_type]
    organization = Organization.objects.get()
    receiver = claims[0].value().coverage.payer if claims else Payer(payer_id=payer_id)
    envelope = _envelope(organization, receiver, counter.last + 1, at)
    claims = [claim for claim in claims if _can_be_written(claim, envelope, at)]
    if not claims:
        return None
    counter.last += 1
    counter.save(update_fields=["last"])
    content = write_837([claim.value() for claim in claims], submission=envelope)
    submission = Submission.objects.create(
        receiver=payer_id,
        control_number=counter.last,
        file_name=f"{_plain(organization.submitter_id)}-{_plain(payer_id)}-{counter.last:09d}.837",
        sealed_content=seal(content),
        sha256=hashlib.sha256(content).hexdigest(),
        prepared_at=at,
    )
    for claim in claims:
        SubmittedClaim.objects.create(submission=submission, version=claim.version())
        detail = f"in {submission.file_name}"
        move_claim(claim=claim, event="queued", actor=MACHINE_SUBMITTER, at=at, detail=detail)
    record(
        actor=MACHINE_SUBMITTER,
        action="submission.prepared",
        subject=submission,
        at=at,
    )
    return submission


def _can_be_written(claim: Claim, envelope: Envelope, at: datetime) -> bool:
    """Hold a claim that the 837 cannot carry, so that it does not block the others."""
    try:
        write_837([claim.value()], submission=envelope)
    except InvalidValue as error:
        move_claim(claim=claim, event="cannot_be_written", actor=MACHINE_SUBMITTER, at=at)
        open_item(
            key=f"held:{claim.patient_control_number}:{claim.current_version}:837",
            kind=WorkItem.Kind.HELD,
            reason=f"The 837 cannot carry the claim: {error}",
            amount=claim.charge,
            claim=claim,
            at=at,
        )
        return False
    return True


def _plain(identifier: str) -> str:
    """Return an identifier as a part of a file name: letters and digits only."""
    return re.sub(r"[^A-Za-z0-9]", "_", identifier)


def _envelope(organization: Organization, receiver: Payer, control_number: int, at: datetime) -> Envelope:
    return Envelope(
        submitter_name=organization.name,
        submitter_id=organization.submitter_id,
        contact=Contact(name="EDI OFFICE", numbers=(("TE", organization.phone),)),
        receiver_name=receiver.name or receiver.payer_id,
        receiver_id=receiver.payer_id,
        control_number=control_number,
        at=at,
        usage=organization.usage_indicator,
    )
