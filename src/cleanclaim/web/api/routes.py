"""The operations of /api/v1."""

import json
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Path, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError

from cleanclaim.claim import Encounter as EngineEncounter
from cleanclaim.primitives import decode_document
from cleanclaim.web.api import rows, schemas
from cleanclaim.web.api.door import Answer, ApiRequest, Token, door, error, unauthorized
from cleanclaim.web.claims.access import access_claim, claims_for
from cleanclaim.web.claims.models import RuleFile, RuleFileVersion
from cleanclaim.web.claims.selectors import latest_findings
from cleanclaim.web.claims.services.save_rules import save_rules
from cleanclaim.web.claims.services.scrub_claim import scrub_claim
from cleanclaim.web.encounters.access import access_encounter, encounters_for
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.access import access_remittance, remittances_for
from cleanclaim.web.worklists.access import access_work_item, work_items_for
from cleanclaim.web.worklists.services.work_items import note_item

api = NinjaAPI(
    title="cleanclaim",
    version="1",
    description="Encounters, documents, codes, claims, findings, remittances, work items and rules.",
    docs_url=None,
    auth=Token(),
    urls_namespace="api",
)

Limit = Annotated[int, Query(ge=1, le=rows.MOST)]
Key = Annotated[UUID, Path()]
_ERRORS = dict.fromkeys((401, 403, 404, 409, 422, 429), schemas.Error)


def _gives(schema: type, status: int = 200) -> dict[int, Any]:
    return {status: schema, **_ERRORS}


@api.exception_handler(AuthenticationError)
def _no_token(request: HttpRequest, problem: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    return unauthorized()


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, problem: ValidationError) -> HttpResponse:  # noqa: ARG001
    first = problem.errors[0] if problem.errors else {}
    where = ".".join(str(part) for part in first.get("loc", ()))
    return error(
        422,
        "invalid-value",
        str(first.get("msg", "the request does not have the form that it should")),
        where,
    )


@api.exception_handler(HttpError)
def _unreadable(request: HttpRequest, problem: HttpError) -> HttpResponse:  # noqa: ARG001
    return error(422, "decode", "the body is not JSON.", fix="Send a JSON object.")


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, problem: Http404) -> HttpResponse:  # noqa: ARG001
    return error(404, "not-found", "There is nothing of that id.")


@api.get(
    "/encounters", response=_gives(schemas.EncounterPage), tags=["encounters"], summary="List encounters"
)
@door("encounters:read")
def list_encounters(
    request: ApiRequest, after: UUID | None = None, limit: Limit = rows.USUAL, state: str = ""
) -> Answer:
    """Encounters in the order of their ids; ``state`` only those."""
    found = encounters_for(request.access)
    page = rows.page_of(found.filter(state=state) if state else found, after, limit, rows.encounter)
    _looked(request, "encounters.listed", len(page["items"]))
    return 200, page


@api.post(
    "/encounters",
    response=_gives(schemas.EncounterDetail, 201),
    tags=["encounters"],
    summary="Take in an encounter",
)
@door("encounters:write")
def add_encounter(request: ApiRequest, new: schemas.NewEncounter) -> Answer:
    """An encounter with its note. The same one again is no change; use an Idempotency-Key."""
    value = decode_document(json.dumps(new.encounter), EngineEncounter, where="encounter")
    row = receive_encounter(
        encounter=value,
        note=new.note,
        same_person=new.same_person,
        actor=request.access.actor,
        at=request.access.at,
    )
    return 201, rows.encounter_detail(row)


@api.get(
    "/encounters/{encounter_id}",
    response=_gives(schemas.EncounterDetail),
    tags=["encounters"],
    summary="Show an encounter",
)
@door("encounters:read")
def show_encounter(request: ApiRequest, encounter_id: Key) -> Answer:
    """An encounter with its charges and parties."""
    row = access_encounter(request.access, encounter_id)
    request.access.record("encounter.viewed", row)
    return 200, rows.encounter_detail(row)


@api.get(
    "/encounters/{encounter_id}/documents",
    response=_gives(schemas.Documents),
    tags=["documents"],
    summary="List the notes of an encounter",
)
@door("documents:read")
def list_documents(request: ApiRequest, encounter_id: Key) -> Answer:
    """The versions of an encounter's note, the newest last."""
    row = access_encounter(request.access, encounter_id)
    request.access.record("encounter.viewed", row, {"part": "documents"})
    return 200, {"items": [rows.document(each) for each in row.documents.order_by("version")]}


@api.get(
    "/encounters/{encounter_id}/documents/{document_id}",
    response=_gives(schemas.DocumentDetail),
    tags=["documents"],
    summary="Show a note",
)
@door("documents:read")
def show_document(request: ApiRequest, encounter_id: Key, document_id: Key) -> Answer:
    """A version of a note with its text, exactly as it was received."""
    row = access_encounter(request.access, encounter_id)
    found = row.documents.filter(pk=document_id).first()
    if found is None:
        raise Http404
    request.access.record("document.viewed", found)
    return 200, {**rows.document(found), "encounter": str(row.pk), "text": found.text()}


@api.get(
    "/encounters/{encounter_id}/codes",
    response=_gives(schemas.Codes),
    tags=["codes"],
    summary="List the codes of an encounter",
)
@door("codes:read")
def list_codes(request: ApiRequest, encounter_id: Key) -> Answer:
    """Codes that were proposed or entered, with evidence and decision."""
    row = access_encounter(request.access, encounter_id)
    request.access.record("codes.viewed", row)
    return 200, {"items": [rows.code(each) for each in row.codes.order_by("system", "rank", "pk")]}


@api.get("/claims", response=_gives(schemas.ClaimPage), tags=["claims"], summary="List claims")
@door("claims:read")
def list_claims(
    request: ApiRequest,
    after: UUID | None = None,
    limit: Limit = rows.USUAL,
    state: str = "",
    number: str = "",
) -> Answer:
    """Claims in the order of their ids; ``state`` or patient control ``number`` only those."""
    found = claims_for(request.access)
    if state:
        found = found.filter(state=state)
    if number:
        found = found.filter(patient_control_number=number)
    page = rows.page_of(found, after, limit, rows.claim)
    _looked(request, "claims.listed", len(page["items"]))
    return 200, page


@api.get("/claims/{claim_id}", response=_gives(schemas.ClaimDetail), tags=["claims"], summary="Show a claim")
@door("claims:read")
def show_claim(request: ApiRequest, claim_id: Key) -> Answer:
    """A claim with the document of its current version."""
    row = access_claim(request.access, claim_id)
    request.access.record("claim.viewed", row, {"version": row.current_version})
    return 200, rows.claim_detail(row)


@api.get(
    "/claims/{claim_id}/findings",
    response=_gives(schemas.Findings),
    tags=["findings"],
    summary="List the findings of a claim",
)
@door("findings:read")
def list_findings(request: ApiRequest, claim_id: Key) -> Answer:
    """What the edits found in the claim's current version when it was last checked."""
    row = access_claim(request.access, claim_id)
    request.access.record("claim.viewed", row, {"tab": "findings"})
    return 200, _findings(row)


@api.post(
    "/claims/{claim_id}/check",
    response=_gives(schemas.Findings),
    tags=["findings"],
    summary="Check a claim again",
)
@door("claims:check")
def check_claim(request: ApiRequest, claim_id: Key) -> Answer:
    """Run the edits over a claim that is not released yet, and return what they find."""
    row = access_claim(request.access, claim_id, Permission.CHANGE_CLAIMS)
    scrub_claim(claim_id=row.pk, at=request.access.at, again=True)
    request.access.record("claim.checked_again", row)
    row.refresh_from_db()
    return 200, _findings(row)


@api.get(
    "/remittances", response=_gives(schemas.RemittancePage), tags=["remittances"], summary="List remittances"
)
@door("remittances:read")
def list_remittances(request: ApiRequest, after: UUID | None = None, limit: Limit = rows.USUAL) -> Answer:
    """Remittances in the order of their ids."""
    page = rows.page_of(remittances_for(request.access), after, limit, rows.remittance)
    _looked(request, "remittances.listed", len(page["items"]))
    return 200, page


@api.get(
    "/remittances/{remittance_id}",
    response=_gives(schemas.RemittanceDetail),
    tags=["remittances"],
    summary="Show a remittance",
)
@door("remittances:read")
def show_remittance(request: ApiRequest, remittance_id: Key) -> Answer:
    """A remittance with all that the payer said."""
    row = access_remittance(request.access, remittance_id)
    request.access.record("remittance.viewed", row)
    return 200, rows.remittance_detail(row)


@api.get("/work-items", response=_gives(schemas.WorkItemPage), tags=["work items"], summary="List open work")
@door("work_items:read")
def list_work_items(
    request: ApiRequest, after: UUID | None = None, limit: Limit = rows.USUAL, kind: str = ""
) -> Answer:
    """Open work items in the order of their ids; ``kind`` only those."""
    found = work_items_for(request.access).filter(closed_at=None)
    page = rows.page_of(found.filter(kind=kind) if kind else found, after, limit, rows.work_item)
    _looked(request, "worklist.viewed", len(page["items"]))
    return 200, page


@api.get(
    "/work-items/{item_id}",
    response=_gives(schemas.WorkItemRow),
    tags=["work items"],
    summary="Show a work item",
)
@door("work_items:read")
def show_work_item(request: ApiRequest, item_id: Key) -> Answer:
    """One work item, open or closed."""
    row = access_work_item(request.access, item_id)
    request.access.record("work_item.viewed", row)
    return 200, rows.work_item(row)


@api.post(
    "/work-items/{item_id}/notes",
    response=_gives(schemas.WorkItemRow, 201),
    tags=["work items"],
    summary="Note something to a work item",
)
@door("work_items:write")
def add_note(request: ApiRequest, item_id: Key, note: schemas.Note) -> Answer:
    """Write a note; it bears the token's name."""
    if not work_items_for(request.access, Permission.WORK_ITEMS).filter(pk=item_id).exists():
        raise Http404
    row = work_items_for(request.access, Permission.WORK_ITEMS).get(pk=item_id)
    note_item(item=row, text=note.text, actor=request.access.actor, at=request.access.at)
    row.refresh_from_db()
    return 201, rows.work_item(row)


@api.get("/rules", response=_gives(schemas.RuleFiles), tags=["rules"], summary="List files of rules")
@door("rules:read")
def list_rules(request: ApiRequest) -> Answer:
    """The organization's own files of rules."""
    files = list(RuleFile.objects.order_by("prefix"))
    versions = {
        (row.file_id, row.number): row for row in RuleFileVersion.objects.filter(file__in=files).defer("text")
    }
    _looked(request, "rules.listed", len(files))
    return 200, {"items": [rows.rule_file(row, versions[row.pk, row.current_version]) for row in files]}


@api.post("/rules", response=_gives(schemas.RuleFileDetail, 201), tags=["rules"], summary="Keep new rules")
@door("rules:write")
def add_rules(request: ApiRequest, new: schemas.RuleText) -> Answer:
    """A new file of rules; its examples are run, and it judges claims from then on."""
    row = save_rules(text=new.text, reason=new.reason, actor=request.access.actor, at=request.access.at)
    return 201, rows.rule_file_detail(row)


@api.get(
    "/rules/{file_id}",
    response=_gives(schemas.RuleFileDetail),
    tags=["rules"],
    summary="Show a file of rules",
)
@door("rules:read")
def show_rules(request: ApiRequest, file_id: Key) -> Answer:
    """A file of rules with the text of its current version."""
    row = _rule_file(file_id)
    request.access.record("rules.viewed", row)
    return 200, rows.rule_file_detail(row)


@api.put(
    "/rules/{file_id}",
    response=_gives(schemas.RuleFileDetail),
    tags=["rules"],
    summary="Change a file of rules",
)
@door("rules:write")
def change_rules(request: ApiRequest, file_id: Key, new: schemas.RuleText) -> Answer:
    """The next version of a file of rules; its examples are run first."""
    row = save_rules(
        text=new.text,
        reason=new.reason,
        file=_rule_file(file_id),
        actor=request.access.actor,
        at=request.access.at,
    )
    return 200, rows.rule_file_detail(row)


def _rule_file(file_id: UUID) -> RuleFile:
    found = RuleFile.objects.filter(pk=file_id).first()
    if found is None:
        raise Http404
    return found


def _findings(row: Any) -> dict[str, Any]:
    answers = {(each.edit, each.path): each for each in row.version().overrides.all()}
    found = latest_findings(row)
    return {"items": [rows.finding(each, answers.get((each.edit, each.path))) for each in found]}


def _looked(request: ApiRequest, action: str, shown: int) -> None:
    request.access.record(action, request.access.organization, {"shown": shown, "api": True})
