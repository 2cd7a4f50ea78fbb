"""What waits for a person is listed with its reason, and closed by one who says what came of it."""

import json
import os
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal

import pytest

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.selectors import open_item_named, open_items
from cleanclaim.web.worklists.services.close_item import close_item
from cleanclaim.web.worklists.services.open_item import open_item

from .conftest import FRONT_DESK, Run

COMMAND = [sys.executable, "-W", "error", "-m", "cleanclaim", "worklist"]


def worklist(clinic: Organization, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*COMMAND, *arguments, "--organization", str(clinic.pk), "--as", "pat"],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def items(clinic: Organization, now: datetime) -> None:
    """Three items: one due soon, one due later, one without a day."""
    with tenant(clinic.pk):
        for key, kind, due in (
            ("review:1", "review", None),
            ("denial:late", "denial", date(2026, 3, 1)),
            ("denial:soon", "denial", date(2026, 1, 5)),
        ):
            open_item(
                key=key, kind=kind, reason=f"Reason of {key}.", at=now, amount=Decimal("12.50"), due=due
            )


def test_what_is_due_first_comes_first(clinic: Organization, items: None) -> None:
    with tenant(clinic.pk):
        assert [item.key for item in open_items()] == ["denial:soon", "denial:late", "review:1"]
        assert [item.key for item in open_items(kind="review")] == ["review:1"]
        with pytest.raises(InvalidValue, match="Choose one of coding, query"):
            open_items(kind="bogus")


def test_list_and_close_by_key(clinic: Organization, items: None) -> None:
    listed = worklist(clinic, "list", "--kind", "denial", "--json")
    assert listed.returncode == 0, listed.stderr
    first = json.loads(listed.stdout.splitlines()[0])
    assert first == {
        "key": "denial:soon",
        "kind": "denial",
        "about": "",
        "amount": "12.50",
        "due": "2026-01-05",
        "opened": "2025-12-15",
        "reason": "Reason of denial:soon.",
    }
    done = worklist(clinic, "close", "denial:soon", "--outcome", "appealed by letter", "--now", "2025-12-16")
    assert (done.returncode, done.stdout) == (0, "Closed: Reason of denial:soon.\n"), done.stderr
    shown = worklist(clinic, "list")
    assert "Reason of denial:late." in shown.stdout
    assert "denial:soon" not in shown.stdout
    assert shown.stderr == "2 open.\n"
    with tenant(clinic.pk):
        item = WorkItem.objects.get(key="denial:soon")
        assert item.outcome == "appealed by letter"
        assert item.closed_at is not None
        assert item.closed_at.date() == date(2025, 12, 16)
        events = AuditEvent.objects.filter(actor="pat").order_by("at").values_list("action", flat=True)
        assert sorted(events) == ["work_item.closed", "worklist.viewed", "worklist.viewed"]


def test_an_item_is_closed_once_and_only_with_an_outcome(
    clinic: Organization, items: None, now: datetime
) -> None:
    with tenant(clinic.pk):
        item = open_item_named("review:1")
        for outcome in ("", "  ", "two\nlines", "x" * 201):
            with pytest.raises(InvalidValue, match="outcome"):
                close_item(item=item, outcome=outcome, actor=FRONT_DESK, at=now)
        close_item(item=item, outcome="looked at", actor=FRONT_DESK, at=now)
        with pytest.raises(InvalidValue, match="somebody else"):
            close_item(item=item, outcome="again", actor=FRONT_DESK, at=now)
        with pytest.raises(InvalidValue, match="was closed on 2025-12-15"):
            open_item_named("review:1")
        with pytest.raises(InvalidValue, match="no open work item"):
            open_item_named("review:2")
        assert WorkItem.objects.get(key="review:1").outcome == "looked at"


def test_a_number_names_an_item_only_when_it_has_one(run: Run, clinic: Organization, now: datetime) -> None:
    run("E1009", until="coded")
    with tenant(clinic.pk):
        item = open_item_named("E1009")
        assert item.kind == "coding"
        encounter = Encounter.objects.get(number="E1009")
        open_item(key="review:E1009", kind="review", reason="Look.", encounter=encounter, at=now)
        with pytest.raises(InvalidValue, match="several open items") as refusal:
            open_item_named("E1009")
        assert item.key in str(refusal.value)
        assert "review:E1009" in str(refusal.value)


def test_another_organizations_items_are_neither_listed_nor_closed(
    clinic: Organization, other_organization: Organization, items: None
) -> None:
    assert worklist(other_organization, "list").stdout == ""
    done = worklist(other_organization, "close", "review:1", "--outcome", "mine now")
    assert done.returncode == 2
    assert "there is no open work item review:1" in done.stderr
    with tenant(clinic.pk):
        assert WorkItem.objects.filter(closed_at=None).count() == 3
