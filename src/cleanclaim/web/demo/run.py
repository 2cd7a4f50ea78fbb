"""Run the demonstration, and account for what happened."""

from collections import Counter
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Count, QuerySet, Sum

from cleanclaim.ledger import AccountKind
from cleanclaim.primitives import ZERO
from cleanclaim.simulator import run_mailbox
from cleanclaim.web.accounting.selectors import trial_balance
from cleanclaim.web.claims.models import Claim, Submission
from cleanclaim.web.cycle import STEPS
from cleanclaim.web.demo.days import SEED, Progress, is_loaded, load
from cleanclaim.web.demo.logins import PASSWORD, give_second_factor
from cleanclaim.web.demo.people import FRONT_DESK, biller_releases, coder_accepts
from cleanclaim.web.demo.practice import company, demo_encounters
from cleanclaim.web.demo.tenants import create_demo_users, demo_organization, set_day
from cleanclaim.web.encounters.models import Encounter, ProviderQuery
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.mailbox import prepared_mailbox
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.steps import run_step_to_end
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem

__all__ = ["Account", "account", "accounts", "demo_organization", "run_demo", "run_walk"]


class Account(msgspec.Struct, frozen=True):
    """What stands in a tenant's tables; amounts in dollars.

    ``encounters`` and ``claims`` count by state, ``open_items`` by kind; ``held`` gives the
    blocking findings of held claims by reason.
    """

    encounters: dict[str, int]
    queries: int
    claims: dict[str, int]
    held: dict[str, int]
    files_sent: int
    remittances: dict[str, int]
    paid: Decimal
    payments_denied: int
    open_items: dict[str, int]
    ledger: dict[str, Decimal]

    def balance(self, kind: AccountKind) -> Decimal:
        """Return debits less credits of a kind of account."""
        return self.ledger.get(kind, ZERO)


def run_demo(*, progress: Progress) -> dict[str, Account]:
    """Bring the demonstration to its start day, once; return the account of each tenant by name."""
    if not is_loaded():
        load(progress=progress)
    create_demo_users(password=PASSWORD, second_factor=give_second_factor)
    return accounts()


def run_walk(organization_id: UUID, *, copies: int, progress: Progress) -> Account:
    """Bring copies of ten encounters as far as they get within one day; killed, it goes on.

    For the test of recovery: a payer that answers at once, and jobs as workers run them.
    """
    at = datetime.combine(company().start_day, time(9), tzinfo=UTC)
    set_day(organization_id, company().start_day, at=at)
    rows = list(demo_encounters(copies=copies))
    for done, row in enumerate(rows, start=1):
        with tenant(organization_id):
            receive_encounter(encounter=row.encounter, note=row.note, actor=FRONT_DESK, at=at)
        progress("Taking in encounters", done, len(rows))
    for step in STEPS:
        if step.name == "build_claim":
            coder_accepts(organization_id, at=at)
        if step.name == "prepare_submission":
            biller_releases(organization_id, at=at)
        if step.name == "receive_file":
            run_mailbox(prepared_mailbox(organization_id), now=at, seed=SEED)
        run_step_to_end(organization_id, step, at=at, progress=progress)
    with tenant(organization_id):
        return account()


def accounts() -> dict[str, Account]:
    """Return the account of each of the demonstration's tenants, by its name."""
    found = {}
    for row in company().organizations:
        with tenant(row.id):
            found[row.name] = account()
    return found


def account() -> Account:
    """Count what stands in the open tenant's tables."""
    paid = Remittance.objects.filter(state=Remittance.State.POSTED).aggregate(paid=Sum("payment"))["paid"]
    held = WorkItem.objects.filter(kind=WorkItem.Kind.HELD, closed_at=None).order_by("opened_at", "key")
    return Account(
        encounters=_counts(Encounter.objects.all(), "state"),
        queries=ProviderQuery.objects.count(),
        claims=_counts(Claim.objects.all(), "state"),
        held=dict(Counter(item.reason for item in held)),
        files_sent=Submission.objects.exclude(delivered_at=None).count(),
        remittances=_counts(Remittance.objects.all(), "state"),
        paid=paid or Decimal(0),
        payments_denied=ClaimPayment.objects.filter(denied=True).count(),
        open_items=_counts(WorkItem.objects.filter(closed_at=None), "kind"),
        ledger=trial_balance(),
    )


def _counts(rows: QuerySet[Any], field: str) -> dict[str, int]:
    found = rows.values(field).annotate(number=Count("pk")).order_by(field)
    return {row[field]: row["number"] for row in found}
