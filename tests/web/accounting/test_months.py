"""Opening and movements make the closing; a month that is closed stays as it is, whoever books."""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError
from django.test import Client

from cleanclaim.ledger import JournalEntry as EngineEntry, reversal_of, roll_forward
from cleanclaim.posting import post_charges
from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.accounting.models import BalanceSnapshot, ClosedMonth, JournalEntry
from cleanclaim.web.accounting.roll_forward import as_document, last_day, rolled
from cleanclaim.web.accounting.selectors import entry_value, trial_balance
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.accounting.services.close_month import close_month, take_due_snapshots, take_snapshot
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from tests.web.accounting.test_decisions import SHARED
from tests.web.denials.conftest import BILLER, answer_rows, post
from tests.web.screens.conftest import As, actions

OCTOBER, NOVEMBER, DECEMBER = date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1)


def charge(number: str, on: date, amount: str = "100.00") -> EngineEntry:
    return post_charges(
        patient_control_number=number, payer="P1", patient="M1", on=on, charges=[Decimal(amount)]
    )


@pytest.fixture
def months(organization: Organization, now: datetime) -> Organization:
    """Charges in October and November, one of them undone, and that undone again."""
    with tenant(organization.pk):
        first, second = charge("C1", OCTOBER), charge("C2", date(2025, 11, 20), "50.00")
        undone = reversal_of(second, key=f"{second.key}/undone", on=date(2025, 11, 21), memo="wrong")
        again = reversal_of(undone, key=f"{second.key}/again", on=date(2025, 11, 22), memo="right")
        book_entries(entries=[first, second, undone, again], actor=BILLER, at=now)
    return organization


def test_the_database_rolls_forward_as_the_engine_does(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *SHARED), payment="155", trace="T1", at=now)
        post(
            *answer_rows(commercial, *SHARED, status="22"),
            payment="-155",
            trace="T2",
            at=now + timedelta(days=40),
        )
        entries = [
            entry_value(row)
            for row in JournalEntry.objects.order_by("number")
            .select_related("reverses")
            .prefetch_related("postings")
        ]
        for month in (NOVEMBER, DECEMBER, date(2026, 1, 1)):
            ours = rolled(month, last_day(month))
            assert ours == roll_forward(entries, month, last_day(month))
            assert all(row.agrees for row in ours)
            assert sum(row.closing for row in ours) == 0


def test_nothing_is_booked_into_a_closed_month(months: Organization, now: datetime) -> None:
    with tenant(months.pk):
        close_month(month=NOVEMBER, actor=BILLER, at=now)
        assert [row.month for row in ClosedMonth.objects.order_by("month")] == [OCTOBER, NOVEMBER]
        before = trial_balance()
    for day in (OCTOBER, date(2025, 11, 30)):
        with pytest.raises(IntegrityError, match="is closed: nothing is booked into it"), tenant(months.pk):
            book_entries(entries=[charge("C9", day)], actor=BILLER, at=now)
    with tenant(months.pk):
        assert trial_balance() == before
        book_entries(entries=[charge("C9", DECEMBER)], actor=BILLER, at=now)
        row = ClosedMonth.objects.get(month=NOVEMBER)
        assert row.document == as_document(rolled(NOVEMBER, last_day(NOVEMBER)))
        with pytest.raises(StateError, match="closed already"):
            close_month(month=NOVEMBER, actor=BILLER, at=now)


def test_a_month_that_is_not_over_is_not_closed(months: Organization, now: datetime) -> None:
    with tenant(months.pk), pytest.raises(InvalidValue, match="not over"):
        close_month(month=DECEMBER, actor=BILLER, at=now)


def test_another_organizations_month_stays_open(
    months: Organization, other_organization: Organization, now: datetime
) -> None:
    with tenant(months.pk):
        close_month(month=NOVEMBER, actor=BILLER, at=now)
    with tenant(other_organization.pk):
        assert len(book_entries(entries=[charge("C1", NOVEMBER)], actor=BILLER, at=now)) == 1
        assert not ClosedMonth.objects.exists()


def test_a_day_once_kept_does_not_move(months: Organization, now: datetime) -> None:
    with tenant(months.pk):
        day = date(2025, 11, 30)
        assert take_snapshot(day=day, at=now) == 2
        kept = BalanceSnapshot.objects.filter(day=day).order_by("account")
        seen = list(kept.values_list("account", "payer", "balance"))
        assert seen == [("receivable_payer", "P1", Decimal("150.00")), ("revenue", "P1", Decimal("-150.00"))]
        book_entries(entries=[charge("C3", day)], actor=BILLER, at=now)
        assert take_snapshot(day=day, at=now) == 0
        assert list(kept.all().values_list("account", "payer", "balance")) == seen
        with pytest.raises(InvalidValue, match="not over"):
            take_snapshot(day=now.date(), at=now)
        assert take_due_snapshots(at=now) == 14
        assert take_due_snapshots(at=now) == 0
        assert BalanceSnapshot.objects.order_by("-day").first().day == date(2025, 12, 14)  # type: ignore[union-attr]


def test_the_screen_proves_exports_and_closes(
    commercial: Claim, clinic: Organization, as_role: As, now: datetime
) -> None:
    with tenant(clinic.pk):
        book_entries(entries=[charge("OLD", NOVEMBER)], actor=BILLER, at=now)
    supervisor: Client = as_role(Role.SUPERVISOR)
    page = supervisor.get("/accounts/ledger/?month=2025-11").content.decode()
    assert "Opening and movements make the closing" in page
    sheet = supervisor.get("/accounts/ledger/csv/?month=2025-11")
    rows = list(csv.DictReader(io.StringIO(sheet.content.decode())))
    assert {row["account"] for row in rows} == {"receivable_payer", "revenue"}
    revenue = {row["what"]: Decimal(row["amount"]) for row in rows if row["account"] == "revenue"}
    assert revenue == {"opening": 0, "charge": Decimal("-100.00"), "closing": Decimal("-100.00")}
    assert supervisor.post("/accounts/ledger/close/", {"month": "2025-11"}).status_code == 302
    assert "was closed by Some Body" in supervisor.get("/accounts/ledger/?month=2025-11").content.decode()
    assert supervisor.post("/accounts/ledger/close/", {"month": "2025-12"}).status_code == 422
    assert {"ledger.rolled", "ledger.exported", "month.closed"} <= set(all_actions(clinic))
    biller = as_role(Role.BILLER)
    assert biller.post("/accounts/ledger/close/", {"month": "2025-10"}).status_code == 403
    assert "Close the month" not in biller.get("/accounts/ledger/?month=2025-10").content.decode()


def all_actions(clinic: Organization) -> list[str]:
    from cleanclaim.web.audit.models import AuditEvent

    assert actions(clinic)
    with tenant(clinic.pk):
        return list(AuditEvent.objects.values_list("action", flat=True))
