"""The API: what a token may do and see, once per key, page by page, and nothing of another tenant."""

import json
from typing import Any
from uuid import uuid4

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cleanclaim.primitives import encode_document
from cleanclaim.web.api.models import ApiToken, SentOnce
from cleanclaim.web.api.routes import api
from cleanclaim.web.api.scopes import SCOPES
from cleanclaim.web.api.tokens import parts_of
from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.demo.practice import demo_encounters
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant
from tests.web.api.conftest import Ask, token_for
from tests.web.screens.world import World, fingerprint

CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
)
RULES = """\
prefix: APIRULES
rules:
  - id: APIRULES-001
    name: an-injection
    says: This is an injection.
    fix: Look at it.
    judges: line
    when: {field: code, eq: 20610}
    then: {warn: true}
    examples:
      fires: [{claim: 'lines 20610 $125'}]
      silent: ['lines 99213 $125']
"""


def operations() -> list[tuple[str, str]]:
    """Return method and path of every operation."""
    paths = api.get_openapi_schema()["paths"]
    return [
        (method.upper(), path.removeprefix("/api/v1")) for path, found in paths.items() for method in found
    ]


def address(path: str, world: World) -> str:
    """Return a path with the world's ids in it."""
    with tenant(world.organization.pk):
        document = Encounter.objects.get(pk=world.ids["encounter_id"]).documents.get()
    ids = {**world.ids, "document_id": str(document.pk)}
    for name, key in ids.items():
        path = path.replace(f"{{{name}}}", key)
    assert "{" not in path
    return path


def body_for(path: str) -> dict[str, Any] | None:
    """Return a body that an operation can read."""
    if path.startswith("/rules"):
        return {"text": RULES, "reason": "a reason"}
    if path.endswith("/notes"):
        return {"text": "a note"}
    return new_encounter() if path == "/encounters" else None


def new_encounter(number: str = "E1010") -> dict[str, Any]:
    """Return an encounter of the demonstration as a program sends it."""
    row = next(row for row in demo_encounters() if row.encounter.number == number)
    return {"encounter": json.loads(encode_document(row.encounter)), "note": row.note}


def scopes_of_operations() -> dict[tuple[str, str], str]:
    """Return the scope that each operation asks for, by method and path."""
    found = {}
    for _, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    found[method, f"/{path.strip('/')}"] = operation.view_func.scope  # type: ignore[attr-defined]
    return found


def test_every_operation_wants_a_token_and_its_scope(world: World, ask: Ask) -> None:
    """Without a token 401, with all scopes but its own 403, with its own alone it answers."""
    found = operations()
    asked = scopes_of_operations()
    assert len(found) > 15
    assert asked.keys() == set(found)
    assert set(asked.values()) == set(SCOPES)
    before = fingerprint(world.organization)
    for method, path in found:
        where = address(path, world)
        useless = f"cc1.{world.organization.pk.hex}.{'x' * 43}"
        status, answer, headers = ask(method, where, useless, body_for(path))
        assert (status, answer["error"]["code"]) == (401, "unauthorized"), (method, path)
        assert headers["WWW-Authenticate"] == "Bearer"
    for bearer in ("", "nothing", f"cc1.{uuid4().hex}.{'x' * 43}", "cc1..", "cc2.a.b"):
        assert ask("GET", "/claims", bearer)[0] == 401
    assert fingerprint(world.organization) == before
    without = {
        scope: token_for(world.organization, [one for one in SCOPES if one != scope]) for scope in SCOPES
    }
    before = fingerprint(world.organization)
    for (method, path), scope in asked.items():
        status, answer, _ = ask(method, address(path, world), without[scope], body_for(path))
        assert (status, scope in answer["error"]["message"]) == (403, True), (method, path)
    changed = {table for table, rows in fingerprint(world.organization).items() if rows != before[table]}
    assert changed <= {'"api_apitoken"'}, "only when a token was last used"
    for (method, path), scope in asked.items():
        if method == "GET":
            own = token_for(world.organization, [scope, "remittances:read"])  # the item there is about money
            assert ask(method, address(path, world), own)[0] == 200, (method, path)


def test_ids_of_another_tenant_are_not_there_on_any_operation(
    world: World, other: Organization, ask: Ask
) -> None:
    token = token_for(other)
    before = fingerprint(world.organization)
    named = [(method, path) for method, path in operations() if "{" in path]
    assert len(named) > 10
    for method, path in named:
        status, answer, _ = ask(method, address(path, world), token, body_for(path))
        assert (status, answer["error"]["code"]) == (404, "not-found"), (method, path)
    for path in ("/encounters", "/claims", "/remittances", "/work-items", "/rules"):
        status, answer, _ = ask("GET", path, token)
        assert (status, answer["items"]) == (200, []), path
    assert fingerprint(world.organization) == before


def test_a_token_that_names_another_organization_opens_nothing(
    world: World, other: Organization, ask: Ask
) -> None:
    _, organization, secret = token_for(world.organization).split(".")
    assert organization == world.organization.pk.hex
    assert ask("GET", "/claims", f"cc1.{other.pk.hex}.{secret}")[0] == 401


def test_a_token_is_kept_as_a_digest_expires_and_can_be_revoked(world: World, ask: Ask) -> None:
    token = token_for(world.organization)
    assert ask("GET", "/claims", token)[0] == 200
    parts = parts_of(token)
    assert parts is not None
    with tenant(world.organization.pk):
        row = ApiToken.objects.get(hint=parts[1][:6])
        assert parts[1] not in f"{row.digest}{row.hint}{row.name}"
        row.revoked_at = row.made_at
        row.save()
    assert ask("GET", "/claims", token)[0] == 401
    late = token_for(world.organization, days=1)
    assert ask("GET", "/claims", late)[0] == 200
    with tenant(world.organization.pk):
        ApiToken.objects.filter(hint=parts_of(late)[1][:6]).update(expires_at=row.made_at)  # type: ignore[index]
    assert ask("GET", "/claims", late)[0] == 401


def test_an_encounter_is_taken_in_once_for_a_key(world: World, ask: Ask) -> None:
    token, key = token_for(world.organization), str(uuid4())
    status, made, _ = ask("POST", "/encounters", token, new_encounter(), key)
    assert status == 201, made
    status, again, headers = ask("POST", "/encounters", token, new_encounter(), key)
    assert (status, again, headers["Idempotent-Replayed"]) == (201, made, "true")
    with tenant(world.organization.pk):
        assert Encounter.objects.filter(number="E1010").count() == 1
        kept = SentOnce.objects.get(key=key)
        assert b"E1010" not in bytes(kept.sealed_answer), "answers are kept encrypted"
    status, problem, _ = ask("POST", "/encounters", token, new_encounter("E1002"), key)
    assert (status, problem["error"]["where"]) == (422, "Idempotency-Key")
    status, shown, _ = ask("GET", f"/encounters/{made['id']}", token)
    assert (status, shown["encounter"]["number"]) == (200, "E1010")
    with tenant(world.organization.pk):
        event = AuditEvent.objects.filter(action="encounter.received").latest("at", "pk")
        assert event.actor_kind == "machine"
        assert event.actor.startswith("API: Program")


def test_what_cannot_be_taken_in_is_told_in_a_sentence_and_kept_for_no_key(world: World, ask: Ask) -> None:
    token, key = token_for(world.organization), str(uuid4())
    wrong = new_encounter("E1002")
    wrong["encounter"]["billing_provider"]["npi"] = "1234567893"
    status, problem, _ = ask("POST", "/encounters", token, wrong, key)
    assert (status, problem["error"]["code"]) == (422, "invalid-value")
    assert "no practice here bills" in problem["error"]["message"]
    status, problem, _ = ask("POST", "/encounters", token, {"encounter": {"number": 5}, "note": "x"}, key)
    assert (status, problem["error"]["code"]) == (422, "decode")
    status, problem, _ = ask("POST", "/encounters", token, {"note": "x"}, key)
    assert (status, "encounter" in problem["error"]["where"]) == (422, True)
    assert ask("POST", "/encounters", token, new_encounter("E1002"), key)[0] == 201


def test_a_claim_with_its_findings_is_shown_and_checked_but_never_released(world: World, ask: Ask) -> None:
    token = token_for(world.organization)
    before = _views(world)
    status, page, _ = ask("GET", "/claims?number=E1009", token)
    (row,) = page["items"]
    assert (status, row["id"], row["charge"]) == (200, world.ids["claim_id"], "165.00")
    status, claim, _ = ask("GET", f"/claims/{row['id']}", token)
    assert claim["claim"]["patient_control_number"] == "E1009"
    status, found, _ = ask("GET", f"/claims/{row['id']}/findings", token)
    assert status == 200
    assert {"edit", "severity", "message", "changes"} <= found["items"][0].keys()
    assert ask("POST", f"/claims/{row['id']}/check", token)[0] == 200, "a decided claim stays as it is"
    with tenant(world.organization.pk):
        assert Claim.objects.get(pk=row["id"]).state == row["state"]
    assert not [path for _, path in operations() if "release" in path]
    assert _views(world) == before + 2


def _views(world: World) -> int:
    """Return how often programs have looked at the claim."""
    with tenant(world.organization.pk):
        looks = AuditEvent.objects.filter(action="claim.viewed", object_id=world.ids["claim_id"])
        return looks.filter(actor__startswith="API").count()


def test_pages_show_every_row_once(world: World, ask: Ask) -> None:
    token = token_for(world.organization)
    seen: list[str] = []
    where = "/encounters?limit=1"
    for _ in range(10):
        _, page, _ = ask("GET", where, token)
        assert len(page["items"]) <= 1
        seen += [row["id"] for row in page["items"]]
        if page["next"] is None:
            break
        where = f"/encounters?limit=1&after={page['next']}"
    with tenant(world.organization.pk):
        assert sorted(seen) == sorted(str(key) for key in Encounter.objects.values_list("pk", flat=True))
    status, problem, _ = ask("GET", "/encounters?limit=1000", token)
    assert (status, "limit" in problem["error"]["where"]) == (422, True)


def test_rules_and_notes_are_written_by_programs_that_may(world: World, ask: Ask) -> None:
    token = token_for(world.organization)
    status, made, _ = ask("POST", "/rules", token, {"text": RULES, "reason": "from the warehouse"})
    assert (status, made["prefix"], made["rules"]) == (201, "APIRULES", 1)
    changed = RULES.replace("Look at it.", "Look twice.")
    status, kept, _ = ask("PUT", f"/rules/{made['id']}", token, {"text": changed, "reason": "clearer"})
    assert (status, kept["version"], "twice" in kept["text"]) == (200, 2, True)
    status, problem, _ = ask("PUT", f"/rules/{made['id']}", token, {"text": "prefix: [", "reason": "x"})
    assert (status, problem["error"]["code"], "line" in problem["error"]["where"]) == (422, "decode", True)
    item = world.ids["item_id"]
    status, noted, _ = ask("POST", f"/work-items/{item}/notes", token, {"text": "called by the dialler"})
    assert (status, noted["id"]) == (201, item)


def test_who_asks_too_often_is_told_when_to_come_back(
    world: World, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEANCLAIM_API_RATE", "3")
    token = token_for(world.organization)
    answers = [ask("GET", "/rules", token) for _ in range(8)]  # the minute may turn once meanwhile
    assert 429 in [status for status, _, _ in answers]
    refused = next(headers for status, _, headers in answers if status == 429)
    assert 0 < int(refused["Retry-After"]) <= 60
    assert ask("GET", "/rules", token_for(world.organization))[0] == 200, "each token has its own measure"


def test_the_document_of_the_api_is_public_and_says_nothing_of_anybody(world: World) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    told = answer.json()
    assert told["info"]["title"] == "cleanclaim"
    assert all(operation["security"] for found in told["paths"].values() for operation in found.values())


def test_every_operation_answers_as_its_document_says(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is sent, the answer has a status and a form that the OpenAPI document names."""
    monkeypatch.setenv("CLEANCLAIM_API_RATE", "100000")
    token = token_for(world.organization)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    tried = 0
    for found in schema.get_all_operations():

        @settings(max_examples=3, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(case=found.ok().as_strategy())
        def answers_as_it_says(case: Any) -> None:
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)

        answers_as_it_says()
        tried += 1
    assert tried == len(operations())
