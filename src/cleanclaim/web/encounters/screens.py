"""What the coder's screen shows, gathered for templates."""

from collections.abc import Sequence
from typing import Any

import msgspec

from cleanclaim.claim import AcceptedCode, build_claim
from cleanclaim.codesets import Known, NotCovered
from cleanclaim.edits import Finding, Rules, Severity, scrub
from cleanclaim.primitives import InvalidValue, dotted
from cleanclaim.web.access import Access
from cleanclaim.web.encounters.models import CodeAssignment, Document, Encounter, ProviderQuery
from cleanclaim.web.encounters.note import changes_between, pieces_of
from cleanclaim.web.encounters.selectors import current_codes
from cleanclaim.web.encounters.services.decide_code import OPEN, accepted_in_sequence
from cleanclaim.web.engine import parameters, reference_store
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.workflow import EncounterState

REASONS = (
    "Not supported by the note",
    "Ruled out or only suspected",
    "History, not a present condition",
    "Another person’s condition",
    "Part of another diagnosis",
    "A more specific code applies",
    "Not addressed at this visit",
)
"""Why codes are rejected most; a person may write another."""


class Told(msgspec.Struct, frozen=True):
    """A state of an encounter as a person reads it."""

    word: str
    tone: str
    glyph: str


STATES = {
    EncounterState.ARRIVED: Told("Being read", "blue", "under_way"),
    EncounterState.CODED: Told("To code", "amber", "look"),
    EncounterState.QUERIED: Told("Asks the provider", "amber", "waits"),
    EncounterState.ACCEPTED: Told("Accepted", "blue", "under_way"),
    EncounterState.CLAIMED: Told("Claim built", "green", "done"),
}


class ShownCode(msgspec.Struct, frozen=True):
    """A code as the list shows it; ``percent`` is the machine's confidence."""

    row: CodeAssignment
    code: str
    title: str
    percent: int | None
    is_first: bool
    is_last: bool


def coding_screen(access: Access, encounter: Encounter, *, version: int | None = None) -> dict[str, Any]:
    """Return everything that the coder's view of an encounter shows."""
    documents = list(encounter.documents.order_by("-version"))
    shown = next((each for each in documents if each.version == version), documents[0])
    context = {
        **codes_panel(access, encounter),
        "documents": documents,
        "shown": shown,
        "pieces": pieces_of(shown.text(), encounter.codes.filter(source=shown)),
        "changed": _changed(documents, shown),
        "value": encounter.value(),
    }
    return {**context, **queries_panel(access, encounter)}


def codes_panel(access: Access, encounter: Encounter) -> dict[str, Any]:
    """Return the codes, what the edits say of the claim that they would make, and what may be done."""
    rows = list(current_codes(encounter).filter(system="ICD10CM"))
    accepted = accepted_in_sequence(encounter)
    order = {row.pk: place for place, row in enumerate(accepted)}
    others = [row for row in rows if row.pk not in order]
    others.sort(
        key=lambda row: (row.decision == CodeAssignment.Decision.REJECTED, not row.selected, row.rank)
    )
    findings, problem = _draft_findings(encounter, accepted)
    may_code = access.may(Permission.CODE, encounter.practice_id) and encounter.state in OPEN
    return {
        "encounter": encounter,
        "patient": encounter.patient,
        "state": STATES[EncounterState(encounter.state)],
        "accepted": [_shown(row, encounter, order[row.pk], len(accepted)) for row in accepted],
        "others": [_shown(row, encounter, -1, 0) for row in others],
        "undecided": sum(row.decision == CodeAssignment.Decision.PROPOSED and row.selected for row in others),
        "findings": findings,
        "problem": problem,
        "reasons": REASONS,
        "may_code": may_code,
        "may_see_claims": access.may(Permission.SEE_CLAIMS, encounter.practice_id),
        "is_open": encounter.state in OPEN,
        "claim": encounter.claims.order_by("billed_coverage").first(),
        "waits_for_claim": encounter.state == EncounterState.ACCEPTED,
    }


def queries_panel(access: Access, encounter: Encounter) -> dict[str, Any]:
    """Return the questions to the provider, those that are waiting first."""
    rows = list(encounter.queries.select_related("source").order_by("-source__version", "position"))
    open_states = (ProviderQuery.State.DRAFT, ProviderQuery.State.SENT)
    rows.sort(key=lambda row: row.state not in open_states)
    return {
        "queries": rows,
        "may_ask": access.may(Permission.CODE, encounter.practice_id) and encounter.state in OPEN,
    }


def found_codes(words: str, encounter: Encounter) -> dict[str, Any]:
    """Return what a search for a code finds in the code set of the encounter's day."""
    answer = reference_store().search_icd10cm(words, encounter.date_of_service, limit=15)
    if isinstance(answer, NotCovered):
        return {"hits": [], "not_checked": answer.reason}
    return {
        "hits": [
            {"code": dotted(hit.code), "title": hit.title, "billable": hit.billable} for hit in answer.value
        ],
        "release": answer.release.label,
    }


def _shown(row: CodeAssignment, encounter: Encounter, place: int, count: int) -> ShownCode:
    answer = reference_store().icd10cm(row.code, encounter.date_of_service)
    return ShownCode(
        row=row,
        code=dotted(row.code),
        title=answer.value.title if isinstance(answer, Known) else "not checked: no code set for that day",
        percent=None if row.confidence is None else round(row.confidence * 100),
        is_first=place == 0,
        is_last=place == count - 1,
    )


def _draft_findings(
    encounter: Encounter, accepted: Sequence[CodeAssignment]
) -> tuple[list[Finding], InvalidValue | None]:
    """Scrub the claim that the accepted codes would make; nothing is stored."""
    if not accepted:
        return [], None
    try:
        claim = build_claim(encounter.value(), tuple(AcceptedCode(row.code) for row in accepted))
    except InvalidValue as error:
        return [], error
    rules = Rules(store=reference_store(), parameters=parameters(), received=None)
    worth = (Severity.REJECT, Severity.DENY, Severity.REVIEW)
    return [found for found in scrub(claim, rules) if found.severity in worth], None


def _changed(documents: Sequence[Document], shown: Document) -> list[Any]:
    before = next((each for each in documents if each.version == shown.version - 1), None)
    return [] if before is None else changes_between(before.text(), shown.text())
