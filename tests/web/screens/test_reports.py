"""Figures: taken once, not moving later, each with its definition and what is behind it."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client

from cleanclaim.web.accounting.models import BalanceSnapshot
from cleanclaim.web.claims.models import Claim, ClaimEvent
from cleanclaim.web.demo.tenants import set_day
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.reports import selectors
from cleanclaim.web.reports.measures import MEASURES
from cleanclaim.web.reports.models import Figure
from cleanclaim.web.reports.services.take_figures import days_to_take, take_figures
from cleanclaim.web.steps import sweep
from cleanclaim.web.tenancy import tenant
from tests.web.path.conftest import quiet
from tests.web.screens.conftest import As, Run

DAY = date(2025, 12, 15)
NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)


@pytest.fixture
def lived(run: Run, clinic: Organization, now: datetime) -> Organization:
    """A paid claim, a denied one, and the figures of every day until both were decided."""
    set_day(clinic.pk, DAY, at=now)  # the day has not ended while its claims go their way
    run("E1009", "E1004")
    take_all(clinic)
    return clinic


def take_all(clinic: Organization) -> date:
    """Take the figures of each day on which something happened, and of the one after."""
    with tenant(clinic.pk):
        days = {at.date() for at in ClaimEvent.objects.values_list("at", flat=True)}
        last = max(days) + timedelta(days=1)
        first = min(days)
        for n in range((last - first).days + 1):
            take_figures(day=first + timedelta(days=n), at=NOW)
    return last


def value(clinic: Organization, slug: str) -> tuple[Decimal, Decimal]:
    with tenant(clinic.pk):
        practices = set(Figure.objects.values_list("practice_id", flat=True))
        last = selectors.last_day(practices)
        assert last is not None
        found = selectors.readings(practices, last - timedelta(days=365), last)
    (one,) = [row for row in found if row.slug == slug]
    return one.numerator, one.denominator


def test_every_measure_has_its_definition_and_the_page_says_it(lived: Organization, as_role: As) -> None:
    page = as_role(Role.SUPERVISOR).get("/reports/").content.decode()
    for measure in MEASURES:
        assert measure.name in page
        assert measure.formula in page


def test_claims_are_counted_once_where_they_belong(lived: Organization) -> None:
    assert value(lived, "initial_denials")[1] == 2
    assert value(lived, "accepted_first_time") == (Decimal(2), Decimal(2))
    paid, revenue = value(lived, "net_collection")
    assert paid > 0
    assert revenue >= paid


def test_what_was_taken_does_not_move_when_claims_do(lived: Organization) -> None:
    before = value(lived, "initial_denials")
    with tenant(lived.pk):
        rows = Figure.objects.count()
        claim = Claim.objects.first()
        assert claim is not None
        last = ClaimEvent.objects.filter(claim=claim).order_by("-position").first()
        assert last is not None
        ClaimEvent.objects.create(
            claim=claim, position=last.position + 1, event="denied", source="paid", target="denied",
            actor_kind="machine", actor_name="test", at=last.at, detail="",
        )  # fmt: skip
        assert take_figures(day=last.at.date(), at=NOW) == 0
        assert Figure.objects.count() == rows
    assert value(lived, "initial_denials") == before


def test_aging_adds_up_to_what_the_ledger_says_is_owed(lived: Organization) -> None:
    from cleanclaim.ledger import AccountKind
    from cleanclaim.web.accounting.selectors import balance

    with tenant(lived.pk):
        practices = set(Figure.objects.values_list("practice_id", flat=True))
        last = selectors.last_day(practices)
        assert last is not None
        rows = selectors.aging(practices, last)
        owed = balance(AccountKind.RECEIVABLE_PAYER) + balance(AccountKind.RECEIVABLE_PATIENT)
    assert sum(row.total + row.credit for row in rows) == owed


def test_what_is_behind_a_measure_names_the_claims(lived: Organization, as_role: As) -> None:
    page = as_role(Role.SUPERVISOR).get("/reports/initial_denials/").content.decode()
    assert page.count("data-row ") == 2
    assert "Reyes" in page


def test_a_table_is_taken_away_as_csv_or_workbook_and_written_down(
    lived: Organization, as_role: As, tmp_path: Path
) -> None:
    client = as_role(Role.SUPERVISOR)
    answer = client.get("/reports/export/measures.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert {row["measure"] for row in rows} >= {measure.name for measure in MEASURES}
    assert client.get("/reports/export/nothing.csv").status_code == 404
    from cleanclaim.reference.sources import source_files
    from cleanclaim.reference.spreadsheet import sheet_rows

    book = client.get("/reports/export/aging.xlsx")
    (tmp_path / "aging.xlsx").write_bytes(book.content)
    cells = list(sheet_rows(source_files([tmp_path / "aging.xlsx"])[0]))
    assert cells[0][:2] == ["payer", "day"]
    assert len(cells) > 1
    from cleanclaim.web.audit.models import AuditEvent

    with tenant(lived.pk):
        assert AuditEvent.objects.filter(action="reports.exported").count() == 2


def test_practice_and_period_are_chosen(lived: Organization, as_role: As) -> None:
    client = as_role(Role.BILLER)
    assert client.post("/reports/", {"days": "90"}).headers["Location"] == "/reports/"
    assert '<option value="90" selected>' in client.get("/reports/").content.decode()


def test_days_that_have_ended_are_taken_in_order_and_today_is_not(
    run: Run, clinic: Organization, now: datetime
) -> None:
    set_day(clinic.pk, DAY, at=now)
    run("E1009")
    with tenant(clinic.pk):
        assert days_to_take() == []
    set_day(clinic.pk, DAY + timedelta(days=2), at=now)
    with tenant(clinic.pk):
        waiting = days_to_take()
        assert waiting == ["2025-12-15", "2025-12-16"]
        take_figures(day=DAY, at=NOW)
        assert days_to_take() == ["2025-12-16"]


def test_the_machine_keeps_figures_and_balances_of_a_day_that_has_ended(
    run: Run, clinic: Organization, now: datetime
) -> None:
    set_day(clinic.pk, DAY, at=now)
    run("E1009")
    set_day(clinic.pk, DAY + timedelta(days=1), at=now)
    sweep(clinic.pk, at=now + timedelta(days=1), progress=quiet)
    with tenant(clinic.pk):
        assert Figure.objects.filter(day=DAY).exists()
        assert BalanceSnapshot.objects.filter(day=DAY).exists()


def test_before_any_figures_the_page_says_so(as_role: As) -> None:
    client: Client = as_role(Role.SUPERVISOR)
    assert "No figures were taken yet" in client.get("/reports/").content.decode()
    assert client.get("/reports/initial_denials/").status_code == 404


@pytest.mark.parametrize("role", [Role.CODER, Role.FRONT_DESK, Role.PROVIDER, Role.ADMIN])
def test_who_sees_no_figures_is_refused(lived: Organization, as_role: As, role: Role) -> None:
    for address in ("/reports/", "/reports/initial_denials/", "/reports/export/aging.csv"):
        assert as_role(role).get(address).status_code == 403
