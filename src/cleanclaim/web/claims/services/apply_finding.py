"""Make what a finding suggests: the next version of the claim, checked at once."""

from datetime import datetime
from uuid import UUID

import msgspec

from cleanclaim.claim import Claim as EngineClaim
from cleanclaim.claim.paths import with_text_at
from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim, Finding
from cleanclaim.web.claims.selectors import latest_findings
from cleanclaim.web.claims.services.correct_claim import correct_claim
from cleanclaim.web.claims.services.move_claim import locked_claim
from cleanclaim.web.claims.services.scrub_claim import scrub_claim


def apply_finding(*, claim_id: UUID | str, finding_id: UUID | str, actor: Actor, at: datetime) -> Claim:
    """Make a finding's changes as a correction, and scrub it.

    Raises ``InvalidValue`` when the finding is not of the claim's last check or suggests nothing,
    ``StateError`` when the claim cannot be corrected any more.
    """
    claim = locked_claim(claim_id)
    where = f"claim {claim.patient_control_number}"
    finding = latest_findings(claim).filter(pk=finding_id).first()
    if finding is None:
        raise InvalidValue(
            "that finding is not of the claim's last check.", where=where, fix="Look at the claim again."
        )
    if not finding.changes:
        raise InvalidValue(
            f"{finding.edit} suggests no change that a program could make.", where=where, fix=finding.fix
        )
    value = changed_by(claim.value(), finding)
    made = "; ".join(f"{change['path']} becomes {change['text']}" for change in finding.changes)
    correct_claim(
        claim_id=claim.pk, value=value, reason=f"{finding.edit} applied: {made}"[:200], actor=actor, at=at
    )
    scrub_claim(claim_id=claim.pk, at=at)
    return Claim.objects.get(pk=claim.pk)


def changed_by(value: EngineClaim, finding: Finding) -> EngineClaim:
    """Return a claim with a finding's changes; its total follows its lines, as on the screen."""
    changed = value
    for change in finding.changes:
        changed = with_text_at(changed, change["path"], change["text"])
    touched = {change["path"] for change in finding.changes}
    if (
        changed.total_charge is not None
        and "total_charge" not in touched
        and changed.charge_of_lines != value.charge_of_lines
    ):
        changed = msgspec.structs.replace(changed, total_charge=changed.charge_of_lines)
    return changed
