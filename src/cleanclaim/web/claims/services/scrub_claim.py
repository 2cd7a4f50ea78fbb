"""Run the edits over a claim's current version and hold or clear it."""

from datetime import datetime
from uuid import UUID

from cleanclaim.edits import Rules, Severity, scrub
from cleanclaim.web.audit.record import MACHINE_SCRUBBER
from cleanclaim.web.claims.models import Finding, Scrub
from cleanclaim.web.claims.services.move_claim import locked_claim, move_claim
from cleanclaim.web.engine import parameters, reference_store
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import ClaimState

BLOCKING = (Severity.REJECT, Severity.DENY)
"""Findings of these severities hold a claim; the others are for a person to read."""


def scrub_claim(*, claim_id: UUID | str, at: datetime) -> None:
    """Scrub a draft as if the payer received it on the day of ``at``; others are left alone."""
    claim = locked_claim(claim_id)
    if claim.state != ClaimState.DRAFT:
        return
    version = claim.version()
    value = version.value()
    rules = Rules(store=reference_store(), parameters=parameters(), received=at.date())
    findings = scrub(value, rules)
    blocking = [finding for finding in findings if finding.severity in BLOCKING]
    run = Scrub.objects.create(version=version, at=at, blocking=len(blocking))
    Finding.objects.bulk_create(
        Finding(
            organization_id=claim.organization_id,
            scrub=run,
            position=position,
            edit=finding.edit,
            name=finding.name,
            family=finding.family,
            severity=finding.severity,
            line=finding.line,
            path=finding.path,
            codes=list(finding.codes),
            message=finding.message,
            fix=finding.fix,
            sources=list(finding.sources),
            release=finding.release,
        )
        for position, finding in enumerate(findings, start=1)
    )
    event = "scrubbed_with_findings" if blocking else "scrubbed_clean"
    detail = f"{len(findings)} findings, {len(blocking)} of them block"
    move_claim(claim=claim, event=event, actor=MACHINE_SCRUBBER, at=at, detail=detail)
    number = claim.patient_control_number
    close_items(prefix=f"held:{number}:", at=at, outcome="scrubbed again")
    for finding in blocking:
        open_item(
            key=f"held:{number}:{version.number}:{finding.edit}:{finding.path}",
            kind=WorkItem.Kind.HELD,
            reason=f"{finding.message} {finding.fix}".strip(),
            amount=claim.charge,
            claim=claim,
            at=at,
        )
