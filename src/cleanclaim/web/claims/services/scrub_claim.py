"""Run the edits over a claim's current version and hold or clear it."""

from datetime import datetime
from uuid import UUID

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.edits import Finding as EngineFinding, Rules, Severity, scrub
from cleanclaim.exchange import in_plain_letters, refuse_inexpressible
from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import MACHINE_SCRUBBER
from cleanclaim.web.claims.context import context_of
from cleanclaim.web.claims.history import earlier_claims_of
from cleanclaim.web.claims.models import Claim as DatabaseClaim, Finding, Scrub
from cleanclaim.web.claims.rule_files import rules_in_force
from cleanclaim.web.claims.services.move_claim import locked_claim, move_claim
from cleanclaim.web.claims.services.release_claim import list_release_with_override
from cleanclaim.web.engine import parameters, reference_store
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import ClaimState

BLOCKING = (Severity.REJECT, Severity.DENY)
"""Findings of these severities hold a claim; the others are for a person to read."""

OF_ENCOUNTERS = (WorkItem.Kind.CODING, WorkItem.Kind.QUERY)
ROUTES = (*OF_ENCOUNTERS, WorkItem.Kind.HELD, WorkItem.Kind.REJECTION)
"""Work lists to which a rule may send a claim that is not with its payer yet. Another name stays among
what is held, with the name before the reason."""


BEFORE_RELEASE = (ClaimState.DRAFT, ClaimState.HELD, ClaimState.CLEAN)


def scrub_claim(*, claim_id: UUID | str, at: datetime, again: bool = False) -> None:
    """Scrub a draft as if the payer received it on the day of ``at``; others are left alone.

    ``again`` also scrubs a held or clean claim: rules or reference data may have changed. The
    organization's own rules judge with the edits; a finding that a person has overridden for this
    version is listed, but is no work any more.
    """
    claim = locked_claim(claim_id)
    if claim.state not in (BEFORE_RELEASE if again else (ClaimState.DRAFT,)):
        return
    version = claim.version()
    value = version.value()
    rules = Rules(
        store=reference_store(),
        parameters=parameters(),
        received=at.date(),
        history=earlier_claims_of(claim),
        context=context_of(claim),
        practice_rules=rules_in_force(),
    )
    findings = scrub(value, rules)
    said = {finding.path for finding in findings if finding.severity in BLOCKING}
    findings += tuple(f for f in _what_the_837_cannot_carry(value) if f.path not in said)
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
            changes=[msgspec.to_builtins(change) for change in finding.changes],
            also=list(finding.also),
            work_list=finding.work_list[:80],
            missing=finding.missing[:200],
        )
        for position, finding in enumerate(findings, start=1)
    )
    event = "scrubbed_with_findings" if blocking else "scrubbed_clean"
    detail = f"{len(findings)} findings, {len(blocking)} of them block"
    move_claim(claim=claim, event=event, actor=MACHINE_SCRUBBER, at=at, detail=detail)
    number = claim.patient_control_number
    close_items(prefix=f"held:{number}:", at=at, outcome="scrubbed again")
    overridden = set(version.overrides.values_list("edit", "path"))
    for finding in findings:
        if (finding.edit, finding.path) in overridden:
            continue
        if finding in blocking or finding.work_list:
            _list(claim, version.number, finding, at)
    if blocking and all((finding.edit, finding.path) in overridden for finding in blocking):
        list_release_with_override(claim, at)


def _list(claim: DatabaseClaim, version: int, finding: EngineFinding, at: datetime) -> None:
    """List a finding as work: on the list that a rule names, else among what is held."""
    kind = finding.work_list if finding.work_list in ROUTES else WorkItem.Kind.HELD
    named = "" if not finding.work_list or finding.work_list in ROUTES else f"[{finding.work_list}] "
    open_item(
        key=f"held:{claim.patient_control_number}:{version}:{finding.edit}:{finding.path}",
        kind=kind,
        reason=f"{named}{finding.message} {finding.fix}".strip(),
        amount=claim.charge,
        claim=claim,
        encounter=claim.encounter if kind in OF_ENCOUNTERS else None,
        at=at,
    )


def _what_the_837_cannot_carry(value: Claim) -> tuple[EngineFinding, ...]:
    """Return the writer's refusal, if any, as a finding: nothing is released that cannot be sent."""
    try:
        refuse_inexpressible(in_plain_letters(value), "claim")
    except InvalidValue as error:
        return (
            EngineFinding(
                claim_id=value.patient_control_number,
                line=None,
                edit="837",
                name="cannot-be-written",
                family="completeness",
                severity=Severity.REJECT,
                path=error.where.removeprefix("claim."),
                codes=(),
                message=error.message,
                fix=error.fix,
                sources=("docs/algorithms/claim-837p.md",),
                release="",
            ),
        )
    return ()
