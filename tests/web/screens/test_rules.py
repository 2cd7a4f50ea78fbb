"""Rules on screen: written by a supervisor, checked with their line, tried on past claims, versioned."""

import html
import re
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from django.test import Client

from cleanclaim.claim.specimens import professional_specimen
from cleanclaim.edits.practice_rules.outcomes import LineOutcome, Outcome
from cleanclaim.web.claims import rules_views
from cleanclaim.web.claims.models import RuleFile, RuleFileVersion
from cleanclaim.web.claims.past_claims import Past
from cleanclaim.web.claims.rule_files import rules_in_force
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from tests.web.forms import form_to
from tests.web.screens.conftest import As, Run, actions

CEDAR = (Path(__file__).parents[3] / "examples" / "rules" / "cedar-hollow.yaml").read_text()
VISITS = """\
prefix: VISITS
rules:
  - id: VISITS-001
    name: every-visit
    says: This is a visit.
    fix: Look at it.
    judges: line
    when: {field: code, between: [99202, 99215]}
    then: {hold: true}
    examples:
      fires: [{claim: 'lines 99213 $125'}]
      silent: ['lines 20610 $125']
"""


@pytest.fixture
def supervisor(as_role: As) -> Client:
    """A supervisor's browser."""
    return as_role(Role.SUPERVISOR)


def text_on(page: str) -> str:
    found = re.search(r'id="rules-text"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


def test_rules_are_checked_kept_and_changed_as_versions(supervisor: Client, clinic: Organization) -> None:
    checked = supervisor.post("/rules/new/", {"text": CEDAR, "action": "check"})
    assert checked.status_code == 200
    assert "CEDAR-001" in checked.content.decode()
    with tenant(clinic.pk):
        assert not RuleFile.objects.exists(), "what is checked is not kept"
    kept = supervisor.post(
        "/rules/new/", {"text": CEDAR, "action": "save", "reason": "payer's manual"}, follow=True
    )
    assert "Kept" in kept.content.decode()
    with tenant(clinic.pk):
        file = RuleFile.objects.get()
        assert (file.prefix, file.current_version) == ("CEDAR", 1)
        in_force = rules_in_force()
        assert in_force[0].id == "CEDAR-001"
    where = f"/rules/{file.pk}/"
    assert text_on(supervisor.get(where).content.decode()).strip() == CEDAR.strip()
    changed = CEDAR.replace("Add modifier 25 when", "Append modifier 25 when")
    assert supervisor.post(where, {"text": changed, "action": "save", "reason": "wording"}).status_code == 302
    with tenant(clinic.pk):
        assert [row.reason for row in RuleFileVersion.objects.order_by("number")] == [
            "payer's manual",
            "wording",
        ]
        assert rules_in_force()[0].fix.startswith("Append")
    supervisor.post(where, {"action": "off", "text": ""})
    with tenant(clinic.pk):
        assert rules_in_force() == ()
    assert {"rules.saved", "rules.switched_off", "rules.viewed"} <= set(actions(clinic))


def test_what_is_wrong_with_a_text_is_told_with_its_line_and_nothing_is_kept(
    supervisor: Client, clinic: Organization
) -> None:
    for text, reason, said in (
        (VISITS.replace("judges: line", "judges: page"), "x", "rules, line 7"),
        (VISITS.replace("lines 20610 $125", "lines 99213 $125"), "x", "VISITS-001"),
        (VISITS.replace("code, between", "colour, between"), "x", "colour"),
        ("prefix: [", "x", "rules, line"),
        ("", "x", "characters of YAML"),
        ("prefix: EMPTY\nrules: []", "x", "no rule"),
        (VISITS, "", "needs a reason"),
    ):
        answer = supervisor.post("/rules/new/", {"text": text, "action": "save", "reason": reason})
        page = html.unescape(answer.content.decode())
        assert answer.status_code == 422, text[:60]
        assert said in page, (said, re.findall(r'role="alert">(.*?)</div>', page, re.DOTALL))
        assert "/tmp" not in page
        assert text_on(page).strip() == text.strip(), "what was typed is not lost"
    with tenant(clinic.pk):
        assert not RuleFile.objects.exists()
    supervisor.post("/rules/new/", {"text": VISITS, "action": "save", "reason": "x"})
    again = supervisor.post("/rules/new/", {"text": VISITS, "action": "save", "reason": "x"})
    assert "already" in again.content.decode()


def test_a_rule_is_tried_on_past_claims_before_it_holds_one(
    run: Run, supervisor: Client, clinic: Organization
) -> None:
    run("E1009")
    page = supervisor.post("/rules/new/", {"text": VISITS, "action": "try"}).content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Would have held 1 claim, of which 0 were later denied" in words, re.findall(
        "Tried on.*?let pass", words
    )
    assert "1 paid" in words
    assert "Tried on 1 claim sent since" in words
    with tenant(clinic.pk):
        assert not RuleFile.objects.exists()


def test_without_enough_denials_nothing_is_proposed(supervisor: Client) -> None:
    page = supervisor.get("/rules/proposals/").content.decode()
    assert "Nothing is denied often enough" in page


def _habit_of_a_payer() -> Past:
    """Given 30 injections that a payer denied as part of another service, and 60 visits that it paid."""
    visit = professional_specimen()
    injection = msgspec.structs.replace(
        visit, lines=(msgspec.structs.replace(visit.lines[0], code="20610", units=Decimal(1)),)
    )
    denied = LineOutcome(Decimal("125.00"), ("97",), ())
    outcomes = [Outcome(injection, True, Decimal("125.00"), (denied,)) for _ in range(30)]
    outcomes += [Outcome(visit, False, Decimal(0), (LineOutcome(),)) for _ in range(60)]
    return Past(tuple(outcomes), (), datetime(2023, 12, 17, tzinfo=UTC), True)


def test_what_a_payer_keeps_denying_is_proposed_read_and_kept(
    supervisor: Client, clinic: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules_views, "past_claims", lambda at: _habit_of_a_payer())
    page = html.unescape(supervisor.get("/rules/proposals/").content.decode())
    assert "code 20610" in page
    assert "denied 30 of 30 such lines (CARC 97)" in page
    form = form_to(page, "/rules/new/")
    looked_at = supervisor.post("/rules/new/", form.values).content.decode()
    text = text_on(looked_at)
    assert text.lstrip().startswith("# Proposed by cleanclaim")
    with tenant(clinic.pk):
        assert not RuleFile.objects.exists()
    kept = {"text": text, "action": "save", "reason": "asked the payer, it is so"}
    assert supervisor.post("/rules/new/", kept).status_code == 302
    with tenant(clinic.pk):
        assert RuleFile.objects.get().prefix == "MINED"
        assert "20610" in rules_in_force()[0].says


def test_proposals_become_rules_only_when_a_person_keeps_them(
    supervisor: Client, clinic: Organization
) -> None:
    page = supervisor.post("/rules/new/", {"text": VISITS, "action": "take"}).content.decode()
    assert "not kept yet" in page
    assert text_on(page).strip() == VISITS.strip()
    with tenant(clinic.pk):
        assert not RuleFile.objects.exists()


@pytest.mark.parametrize("role", [Role.BILLER, Role.CODER, Role.ADMIN, Role.COMPLIANCE])
def test_only_supervisors_write_rules(role: Role, as_role: As, clinic: Organization) -> None:
    client = as_role(role)
    for where in ("/rules/", "/rules/new/", "/rules/proposals/"):
        assert client.get(where).status_code == 403
    assert client.post("/rules/new/", {"text": VISITS, "action": "save", "reason": "x"}).status_code == 403
    with tenant(clinic.pk):
        assert not RuleFile.objects.exists()
