"""What the screen of a denial shows, gathered for templates."""

from datetime import date
from typing import Any

import msgspec

from cleanclaim.edits import Finding as EngineFinding, Severity
from cleanclaim.parameters import Deadline, NotKnown
from cleanclaim.remittance import plain_reason
from cleanclaim.web.access import Access
from cleanclaim.web.claims.models import Finding
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.services.send_again import NEW, REPLACEMENT, VOID, WORDS
from cleanclaim.web.denials.words import ACTIONS, EVENTS, LIMITS, STATES
from cleanclaim.web.denials.working import Worked, work_up_row
from cleanclaim.web.encounters.models import CodeAssignment
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.selectors import payers_billed
from cleanclaim.workflow.denials import (
    FINISHED,
    TO_WORK,
    WITH_PAYER,
    Action,
    Step,
    could_have_caught,
    refused_by,
)

LETTERS = {
    Action.APPEAL: "appeal",
    Action.REOPEN: "reopening",
    Action.SEND_RECORDS: "records",
    Action.DISPUTE: "dispute",
}
"""Steps that a letter can take."""
_AGAIN = {REPLACEMENT: "denials.replace", NEW: "denials.new_claim", VOID: "denials.void"}
_SEVERITIES = {str(severity): severity for severity in Severity}


class ShownStep(msgspec.Struct, frozen=True):
    """A step of the playbook: allowed or forbidden, why, until when and on whose authority."""

    action: str
    word: str
    why: str
    allowed: bool
    because: tuple[str, ...]
    due: date | None
    not_known: str
    derivation: tuple[str, ...]
    sources: tuple[str, ...]
    letter: str


def shown_steps(worked: Worked) -> list[ShownStep]:
    """Return the steps as they are shown, forbidden ones with their reason."""
    reasons = {rail.id: rail.because for rail in worked.case.guardrails}
    return [_shown(step, reasons) for step in worked.case.steps]


def _shown(step: Step, reasons: dict[str, str]) -> ShownStep:
    until = step.deadline
    known = until if isinstance(until, Deadline) else None
    return ShownStep(
        action=step.action.value,
        word=ACTIONS[step.action],
        why=step.why,
        allowed=step.allowed,
        because=tuple(
            reasons.get(key) or f"{LIMITS.get(key, key.replace('-', ' '))}.".capitalize()
            for key in step.forbidden_by
        ),
        due=known.last_day if known else None,
        not_known=until.reason if isinstance(until, NotKnown) else "",
        derivation=known.steps if known else (),
        sources=tuple(str(source) for source in known.sources) if known else (),
        letter=LETTERS.get(step.action, ""),
    )


def case_screen(access: Access, row: DenialCase) -> dict[str, Any]:
    """Return everything that the screen of one denial shows."""
    worked = work_up_row(row, access.at.date())
    may_work = access.may(Permission.WORK_DENIALS, row.practice_id)
    number = row.claim.payer_claim_control_number
    again = [
        (code, _AGAIN[code], WORDS[code], refused_by(worked.case, worked.facts, code, payers_number=number))
        for code in (REPLACEMENT, NEW, VOID)
    ]
    ours = row.state in TO_WORK
    return {
        "case": row,
        "claim": row.claim,
        "patient": row.claim.patient,
        "worked": worked,
        "facts": worked.facts,
        "state": STATES[row.state],
        "payer": payers_billed().get(row.payer_id, row.payer_id),
        "said": _said(row),
        "means": worked.case.rule.replace("-", " "),
        "guardrails": worked.case.guardrails,
        "steps": shown_steps(worked),
        "next_step": ACTIONS.get(row.next_action, row.next_action),
        "again": again,
        "may_work": may_work,
        "may_change_claim": may_work and access.may(Permission.CHANGE_CLAIMS, row.practice_id),
        "may_post": may_work and access.may(Permission.POST_MONEY, row.practice_id),
        "may_see_notes": access.may(Permission.SEE_NOTES, row.practice_id),
        "is_ours": ours,
        "is_waiting": row.state in WITH_PAYER,
        "is_finished": row.state in FINISHED,
        "evidence": evidence_of(row) if access.may(Permission.SEE_NOTES, row.practice_id) else [],
        "caught": _could_have_caught(row),
        "events": [
            {"row": event, "what": EVENTS.get(event.event, event.event.replace("_", " "))}
            for event in row.events.order_by("-position")
        ],
        "letters": list(row.letters.order_by("-made_at", "pk")),
        "siblings": list(
            DenialCase.objects.filter(claim=row.claim).exclude(pk=row.pk).order_by("billed_line", "position")
        ),
        "today": access.at.date(),
    }


def _said(row: DenialCase) -> list[tuple[str, str]]:
    """Return the payer's codes with our short words for each."""
    found = row.found()
    words = plain_reason(found.adjustment.carc) or "a reason not listed here: look the code up"
    return [(row.code, words), *((remark, "remark of the payer; look it up") for remark in found.remarks)]


def evidence_of(row: DenialCase) -> list[dict[str, str]]:
    """Return the words of the record on which the claim's codes rest."""
    if row.claim.encounter_id is None:
        return []
    rows = CodeAssignment.objects.filter(
        encounter=row.claim.encounter_id, decision=CodeAssignment.Decision.ACCEPTED
    ).order_by("sequence")
    return [{"code": each.code, "text": span["text"]} for each in rows for span in each.evidence[:3]]


def _could_have_caught(row: DenialCase) -> list[Any]:
    scrub = row.version.scrubs.order_by("-at").first()
    findings = [
        EngineFinding(
            claim_id="",
            line=each.line,
            edit=each.edit,
            name=each.name,
            family=each.family,
            severity=_SEVERITIES[each.severity],
            path=each.path,
            codes=(),
            message=each.message,
            fix=each.fix,
            sources=(),
            release=each.release,
        )
        for each in (Finding.objects.filter(scrub=scrub) if scrub else ())
    ]
    found = row.found()
    return list(
        could_have_caught(found.adjustment.carc, found.remarks, findings=findings, line=row.billed_line)[:6]
    )
