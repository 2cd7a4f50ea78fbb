"""A person lets a version of a claim go in spite of a finding, and says why."""

from datetime import datetime
from uuid import UUID

from cleanclaim.edits import Severity
from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import FindingOverride
from cleanclaim.web.claims.selectors import latest_findings, unanswered_findings
from cleanclaim.web.claims.services.move_claim import locked_claim
from cleanclaim.web.claims.services.release_claim import list_release_with_override
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow import ClaimState

LEAST_WORDS = 2
MOST = 400


def override_finding(
    *, claim_id: UUID | str, finding_id: UUID | str, reason: str, actor: Actor, at: datetime
) -> FindingOverride:
    """Keep the override with the claim's current version.

    Only a held claim's findings of severity ``deny`` are overridden: what the payer's gate would
    reject comes back whatever a person says. Raises ``InvalidValue`` for such a finding, for one that
    is not of the claim's last check, and for a reason of less than two words; ``StateError`` when the
    claim is not held.
    """
    claim = locked_claim(claim_id)
    where = f"claim {claim.patient_control_number}"
    if claim.state != ClaimState.HELD:
        raise StateError("nothing holds the claim, so there is nothing to override.", where=where)
    finding = latest_findings(claim).filter(pk=finding_id).first()
    if finding is None:
        raise InvalidValue(
            "that finding is not of the claim's last check.", where=where, fix="Look at the claim again."
        )
    if finding.severity != str(Severity.DENY):
        told = (
            "the payer's gate rejects such a claim before anybody reads it"
            if finding.severity == str(Severity.REJECT)
            else "it does not hold the claim"
        )
        raise InvalidValue(f"{finding.edit} cannot be overridden: {told}.", where=where, fix=finding.fix)
    said = " ".join(reason.split())
    if len(said.split()) < LEAST_WORDS or len(said) > MOST or not said.isprintable():
        raise InvalidValue(
            f"an override needs a reason that an auditor can follow: 2 words to {MOST} characters.",
            where="Reason",
            fix="Say what the record shows, or what the payer agreed to.",
        )
    version = claim.version()
    if version.overrides.filter(edit=finding.edit, path=finding.path).exists():
        raise InvalidValue("that finding is overridden already.", where=where)
    made = FindingOverride.objects.create(
        version=version,
        edit=finding.edit,
        path=finding.path,
        message=finding.message,
        reason=said,
        made_by=actor.name[:80],
        made_by_user=actor.user_id,
        made_at=at,
    )
    record(
        actor=actor,
        action="finding.overridden",
        subject=claim,
        at=at,
        details={"edit": finding.edit, "version": version.number},
    )
    key = f"held:{claim.patient_control_number}:{version.number}:{finding.edit}:{finding.path}"
    WorkItem.objects.filter(key=key, closed_at=None).update(
        closed_at=at, outcome=f"overridden by {actor.name}"[:200]
    )
    if not unanswered_findings(claim):
        list_release_with_override(claim, at)
    return made
