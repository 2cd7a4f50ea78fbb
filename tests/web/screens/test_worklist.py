"""The work list: what is due first, given, put away, closed, and taken back."""

import re
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client

from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.models import Organization, Practice, Role, User
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem, WorkItemEvent
from tests.web.forms import form_to
from tests.web.screens.conftest import As, Run, actions
from tests.web.screens.world import NOW, TODAY

HTMX = {"HX-Request": "true"}


@pytest.fixture
def items(clinic: Organization, clinic_practice: Practice) -> dict[str, WorkItem]:
    """Stuck files of different days and amounts, by their reasons."""
    rows = (
        ("late", TODAY - timedelta(2), "5.00"),
        ("today", TODAY, "500.00"),
        ("week", TODAY + timedelta(6), None),
        ("later", TODAY + timedelta(60), "50.00"),
        ("never", None, "0.50"),
    )
    with tenant(clinic.pk):
        return {
            reason: WorkItem.objects.create(
                key=f"stuck:{reason}",
                kind=WorkItem.Kind.STUCK,
                reason=f"Reason {reason}.",
                due=due,
                amount=Decimal(amount) if amount else None,
                opened_at=NOW - timedelta(hours=place),
                practice=clinic_practice,
            )
            for place, (reason, due, amount) in enumerate(rows)
        }


def listed(client: Client) -> list[str]:
    """The reasons on the list, in its order."""
    return re.findall(r"data-open>Reason (\w+)\.", client.get("/worklist/").content.decode())


def look(client: Client, **fields: object) -> list[str]:
    """What is listed with a filter."""
    answer = client.post("/worklist/", fields)
    assert answer.headers["Location"] == "/worklist/", "what is looked for stays out of the address"
    return listed(client)


def stored(clinic: Organization, item: WorkItem) -> WorkItem:
    with tenant(clinic.pk):
        return WorkItem.objects.get(pk=item.pk)


def undo_of(answer: object) -> str:
    """The address that takes an action back."""
    found = re.search(r'"undo": "([^"]+)"', answer.headers["HX-Trigger"])  # type: ignore[attr-defined]
    assert found is not None
    return found[1]


def act(client: Client, what: str, *items: WorkItem, **more: str) -> object:
    return client.post(
        "/worklist/act/", {"what": what, "item": [str(item.pk) for item in items], **more}, headers=HTMX
    )


def test_what_is_due_first_comes_first_or_what_is_worth_most(
    items: dict[str, WorkItem], biller: Client, clinic: Organization
) -> None:
    assert listed(biller) == ["late", "today", "week", "later", "never"]
    assert look(biller, sort="amount") == ["today", "later", "late", "never", "week"]
    assert look(biller, sort="opened") == ["never", "later", "week", "today", "late"]
    assert look(biller, due="late") == ["late"]
    assert look(biller, due="today") == ["late", "today"]
    assert look(biller, due="week") == ["late", "today", "week"]
    assert look(biller, kind="held") == []
    assert "Nothing like that waits" in biller.get("/worklist/").content.decode()
    assert look(biller, clear="1") == ["late", "today", "week", "later", "never"]
    page = biller.get("/worklist/").content.decode()
    assert "5 items" in page
    assert "555.50" in page
    assert actions(clinic).count("worklist.viewed") >= 9


def test_given_to_somebody_and_looked_for_by_owner(
    items: dict[str, WorkItem], biller: Client, clinic: Organization, people: dict[Role, User], as_role: As
) -> None:
    act(biller, "assign", items["late"], items["week"], owner="me")
    assert look(biller, owner="me") == ["late", "week"]
    assert look(biller, owner="nobody") == ["today", "later", "never"]
    as_role(Role.SUPERVISOR)
    colleague = people[Role.SUPERVISOR]
    answer = act(biller, "assign", items["late"], owner=str(colleague.pk))
    assert "given to Some Body" in answer.headers["HX-Trigger"]  # type: ignore[attr-defined]
    assert look(biller, owner="mine") == ["today", "week", "later", "never"]
    assert stored(clinic, items["late"]).owner_id == colleague.pk
    act(biller, "assign", items["late"], owner="")
    assert stored(clinic, items["late"]).owner_id is None
    refused = act(biller, "assign", items["late"], owner=str(uuid4()))
    assert "does not work here" in refused.content.decode()  # type: ignore[attr-defined]
    assert stored(clinic, items["late"]).owner_id is None


def test_put_away_until_a_day_and_back_on_it(
    items: dict[str, WorkItem], biller: Client, clinic: Organization
) -> None:
    act(biller, "defer", items["late"], until=(TODAY + timedelta(1)).isoformat())
    assert listed(biller) == ["today", "week", "later", "never"]
    with tenant(clinic.pk):
        Organization.objects.filter(pk=clinic.pk).update(practice_today=TODAY + timedelta(1))
    assert listed(biller) == ["late", "today", "week", "later", "never"]
    for until in ("", "tomorrow", date(2025, 1, 1).isoformat(), (TODAY + timedelta(1)).isoformat()):
        answer = act(biller, "defer", items["today"], until=until)
        assert "HX-Trigger" not in answer.headers, until  # type: ignore[attr-defined]
        assert 'role="alert"' in answer.content.decode(), until  # type: ignore[attr-defined]
    assert stored(clinic, items["today"]).deferred_until is None


def test_closed_with_what_was_done(items: dict[str, WorkItem], biller: Client, clinic: Organization) -> None:
    for outcome in ("", "  ", "x" * 201, "two\nlines"):
        act(biller, "close", items["late"], outcome=outcome)
        assert stored(clinic, items["late"]).closed_at is None, outcome
    act(biller, "close", items["late"], items["today"], outcome="called the payer")
    assert listed(biller) == ["week", "later", "never"]
    assert stored(clinic, items["late"]).outcome == "called the payer"
    assert actions(clinic, items["late"].pk) == ["work_item.closed"]
    late = act(biller, "close", items["late"], outcome="again")
    assert "somebody else has closed" in late.content.decode()  # type: ignore[attr-defined]
    assert "nothing is ticked" in act(biller, "close", outcome="x").content.decode()  # type: ignore[attr-defined]
    assert act(biller, "sell", items["week"]).status_code == 200  # type: ignore[attr-defined]
    assert stored(clinic, items["week"]).closed_at is None


def test_one_of_many_that_is_gone_leaves_the_others_as_they_are(
    items: dict[str, WorkItem], biller: Client, clinic: Organization
) -> None:
    act(biller, "close", items["late"], outcome="done")
    act(biller, "assign", items["today"], items["late"], owner="me")
    assert stored(clinic, items["today"]).owner_id is None


def test_everything_can_be_taken_back(
    items: dict[str, WorkItem], biller: Client, clinic: Organization
) -> None:
    for what, fields in (
        ("close", {"outcome": "done"}),
        ("defer", {"until": (TODAY + timedelta(3)).isoformat()}),
        ("assign", {"owner": "me"}),
    ):
        where = undo_of(act(biller, what, items["late"], items["week"], **fields))
        assert biller.post(where).status_code == 302
        for reason in ("late", "week"):
            row = stored(clinic, items[reason])
            assert (row.closed_at, row.outcome, row.deferred_until, row.owner_id) == (None, "", None, None)
        assert biller.post(where).status_code == 422, "once is enough"
    with tenant(clinic.pk):
        assert WorkItemEvent.objects.filter(what="undone").count() == 6


def test_what_somebody_else_changed_since_is_not_taken_back(
    items: dict[str, WorkItem], biller: Client, clinic: Organization, as_role: As
) -> None:
    where = undo_of(act(biller, "assign", items["late"], owner="me"))
    other = as_role(Role.SUPERVISOR)
    act(other, "close", items["late"], outcome="done by me")
    answer = biller.post(where)
    assert answer.status_code == 422
    assert "changed since" in answer.content.decode()
    assert stored(clinic, items["late"]).outcome == "done by me"
    assert other.post(where).status_code == 404, "only one's own"


def test_closed_and_listed_anew_is_not_opened_twice(
    items: dict[str, WorkItem], biller: Client, clinic: Organization
) -> None:
    where = undo_of(act(biller, "close", items["late"], outcome="done"))
    with tenant(clinic.pk):
        WorkItem.objects.create(key="stuck:late", kind="stuck", reason="Again.", opened_at=NOW)
    assert biller.post(where).status_code == 422
    with tenant(clinic.pk):
        assert WorkItem.objects.filter(key="stuck:late", closed_at=None).count() == 1


def test_a_note_is_kept_with_who_wrote_it(
    items: dict[str, WorkItem], biller: Client, clinic: Organization
) -> None:
    where = f"/worklist/{items['late'].pk}/"
    assert biller.post(f"{where}note/", {"text": " "}).status_code == 422
    assert biller.post(f"{where}note/", {"text": "x" * 401}).status_code == 422
    biller.post(f"{where}note/", {"text": "They call back <b>tomorrow</b>"})
    page = biller.get(where).content.decode()
    assert "They call back &lt;b&gt;tomorrow&lt;/b&gt;" in page
    assert "Some Body" in page
    assert "<html" not in biller.get(where, headers=HTMX).content.decode()
    assert "work_item.viewed" in actions(clinic, items["late"].pk)


def test_released_from_the_list_and_recalled_from_the_toast(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1009", until="scrubbed")
    biller = as_role(Role.BILLER)
    with tenant(clinic.pk):
        item = WorkItem.objects.get(kind="release")
    assert f"/worklist/{item.pk}/release/" in biller.get("/worklist/").content.decode()
    answer = biller.post(f"/worklist/{item.pk}/release/", headers=HTMX)
    assert "Claim E1009 released" in answer.headers["HX-Trigger"]
    assert str(item.pk) not in answer.content.decode()
    with tenant(clinic.pk):
        assert Claim.objects.get().state == "released"
        assert WorkItem.objects.get(pk=item.pk).closed_at is not None
    biller.post(undo_of(answer))
    with tenant(clinic.pk):
        assert Claim.objects.get().state == "clean"
        assert WorkItem.objects.filter(kind="release", closed_at=None).count() == 1


def test_a_release_that_comes_too_late_is_told_in_its_place(
    run: Run, clinic: Organization, as_role: As
) -> None:
    """Two billers look at the same list; the second presses a moment later."""
    run("E1009", until="scrubbed")
    biller = as_role(Role.BILLER)
    with tenant(clinic.pk):
        item = WorkItem.objects.get(kind="release")
    biller.post(f"/worklist/{item.pk}/release/")
    second = biller.post(f"/worklist/{item.pk}/release/", headers=HTMX)
    assert second.status_code in (404, 422)
    with tenant(clinic.pk):
        assert Claim.objects.get().state == "released"


def test_what_the_patient_owes_is_work_until_it_is_paid(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1009")
    biller = as_role(Role.BILLER)
    with tenant(clinic.pk):
        patient = Patient.objects.get()
    page = biller.get("/worklist/").content.decode()
    assert "The patient owes 3.00" in page
    assert f"/accounts/{patient.pk}/" in page
    form = form_to(biller.get(f"/accounts/{patient.pk}/").content.decode(), "/pay/")
    biller.post(form.action, {**form.values, "amount": "3.00"})
    assert "The patient owes" not in biller.get("/worklist/").content.decode()
    coder = as_role(Role.CODER).get("/worklist/").content.decode()
    assert "The patient owes" not in coder


def test_money_is_no_work_for_who_may_not_see_it(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1009")
    with tenant(clinic.pk):
        item = WorkItem.objects.get(kind="patient_balance", closed_at=None)
    coder = as_role(Role.CODER)
    assert coder.get(f"/worklist/{item.pk}/").status_code == 404
    assert look(coder, kind="patient_balance") == []
    assert "3.00" not in coder.get("/worklist/").content.decode()
    assert (
        coder.post("/worklist/act/", {"what": "close", "item": str(item.pk), "outcome": "x"}).status_code
        == 404
    )


def test_a_filter_left_by_another_version_is_forgotten(items: dict[str, WorkItem], biller: Client) -> None:
    session = biller.session
    session["worklist.view"] = {"kinds": 7, "sort": ["x"]}
    session["claims.search"] = "nonsense"
    session["encounters.search"] = {"states": "x"}
    session["audit.search"] = {"day": "never"}
    session.save()
    assert listed(biller) == ["late", "today", "week", "later", "never"]
    assert biller.get("/claims/").status_code == 200
    assert biller.get("/coding/").status_code == 200
    assert look(biller, kind=["nonsense"], owner="x", due="y", sort="z", payer="q") == []
    assert look(biller, practice=["x"]) == []
