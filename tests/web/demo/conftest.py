"""The demonstration, loaded once and moved on by ten working days, with a picture of each of them."""

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.web.accounting.models import JournalEntry, Posting
from cleanclaim.web.accounting.selectors import trial_balance
from cleanclaim.web.claims.models import Claim, ClaimEvent, Submission, SubmittedClaim
from cleanclaim.web.demo.days import load, move_day, next_practice_day
from cleanclaim.web.demo.practice import DemoOrganization, company
from cleanclaim.web.demo.tenants import create_demo_users
from cleanclaim.web.encounters.models import Encounter, ProviderQuery
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem

DAYS = 10


@dataclass(frozen=True)
class Picture:
    """What stands in a tenant's tables, by names that do not depend on the run."""

    encounters: Mapping[str, str]
    claims: Mapping[str, str]
    sent_on: Mapping[str, date]
    payments: Mapping[str, tuple[tuple[str, Decimal, Decimal, Decimal], ...]]
    items: Mapping[str, Counter[str]]
    reasons: tuple[str, ...]
    queries: int
    ledger: Mapping[str, Decimal]
    remittances: Counter[str]
    rows: Mapping[str, int]

    def in_state(self, *states: str) -> set[str]:
        """The numbers of the claims in these states."""
        return {number for number, state in self.claims.items() if state in states}


def picture(row: DemoOrganization) -> Picture:
    """Look at a tenant of the demonstration."""
    with tenant(row.id):
        items = list(WorkItem.objects.filter(closed_at=None))
        by_kind: dict[str, Counter[str]] = {}
        for item in items:
            about = item.claim.patient_control_number if item.claim else ""
            by_kind.setdefault(item.kind, Counter())[item.encounter.number if item.encounter else about] += 1
        payments: dict[str, list[tuple[str, Decimal, Decimal, Decimal]]] = {}
        for paid in ClaimPayment.objects.order_by("remittance__paid_on", "position"):
            payments.setdefault(paid.patient_control_number, []).append(
                (paid.status, paid.charge, paid.paid, paid.patient_responsibility)
            )
        sent = ClaimEvent.objects.filter(event="sent").values_list("claim__patient_control_number", "at")
        return Picture(
            encounters=dict(Encounter.objects.values_list("number", "state")),
            claims=dict(Claim.objects.values_list("patient_control_number", "state")),
            sent_on={number: at.date() for number, at in sent},
            payments={number: tuple(rows) for number, rows in payments.items()},
            items=by_kind,
            reasons=tuple(sorted(item.reason for item in items)),
            queries=ProviderQuery.objects.count(),
            ledger=trial_balance(),
            remittances=Counter(Remittance.objects.values_list("state", flat=True)),
            rows={
                model.__name__: model.objects.count()
                for model in (
                    ClaimEvent,
                    ClaimPayment,
                    Encounter,
                    JournalEntry,
                    Posting,
                    Remittance,
                    Submission,
                    SubmittedClaim,
                    WorkItem,
                )
            },
        )


@dataclass(frozen=True)
class Lived:
    """The demonstration's days: for each, the picture of each tenant by its key."""

    days: Mapping[date, Mapping[str, Picture]]

    @property
    def start(self) -> Mapping[str, Picture]:
        """The tenants on the start day."""
        return self.days[company().start_day]

    @property
    def end(self) -> Mapping[str, Picture]:
        """The tenants on the last day."""
        return self.days[max(self.days)]


@pytest.fixture(scope="session")
def own_mailboxes(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Mailboxes that no other test sets aside."""
    kept = os.environ.get("CLEANCLAIM_MAILBOX")
    place = tmp_path_factory.mktemp("demo-mailboxes")
    os.environ["CLEANCLAIM_MAILBOX"] = str(place)
    yield place
    if kept is None:
        os.environ.pop("CLEANCLAIM_MAILBOX", None)
    else:
        os.environ["CLEANCLAIM_MAILBOX"] = kept


@pytest.fixture(scope="session")
def lived(own_mailboxes: Path, django_db_blocker: Any) -> Lived:
    """The demonstration loaded, then moved forward day by day."""
    with django_db_blocker.unblock():
        load()
        create_demo_users(password="the password of all", second_factor=lambda user: None)
        today = company().start_day
        days = {today: {row.key: picture(row) for row in company().organizations}}
        for _ in range(DAYS):
            today = next_practice_day(today)
            assert move_day() == today
            days[today] = {row.key: picture(row) for row in company().organizations}
        return Lived(days)
