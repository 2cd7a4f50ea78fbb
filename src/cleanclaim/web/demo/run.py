"""Run the demonstration practice through the whole cycle, and account for what happened."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec
from django.db.models import Count, QuerySet, Sum

from cleanclaim.primitives import NPI, TIN
from cleanclaim.simulator import run_mailbox
from cleanclaim.web.accounting.selectors import trial_balance
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim, Submission
from cleanclaim.web.cycle import STEPS
from cleanclaim.web.demo.people import biller_releases, coder_accepts
from cleanclaim.web.demo.practice import demo_encounters, practice_file
from cleanclaim.web.encounters.models import Encounter, ProviderQuery
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.mailbox import prepared_mailbox
from cleanclaim.web.organizations.models import Practice
from cleanclaim.web.organizations.selectors import organization_ids
from cleanclaim.web.organizations.services import create_organization, create_practice
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.steps import run_step_to_end
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow import PERSON

SEED = 20251201
FRONT_DESK = Actor(kind=PERSON, name="demo front desk")

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""


class Account(msgspec.Struct, frozen=True):
    """What happened to the practice's encounters and claims; amounts in dollars."""

    encounters: int
    queries: int
    claims: dict[str, int]
    files_sent: int
    remittances: int
    paid: Decimal
    payments_denied: int
    open_items: dict[str, int]
    ledger: dict[str, Decimal]


def practice_today() -> date:
    """Return the stored day on which the demonstration lives."""
    today = practice_file()["organization"]["practice_today"]
    if not isinstance(today, date):
        raise TypeError("practice_today in practice.yaml is not a date")
    return today


def demo_organization() -> UUID:
    """Return the demonstration's organization, made when it is not there yet."""
    whole = practice_file()
    raw, practice = whole["organization"], whole["practice"]
    at = datetime.combine(practice_today(), time(9), tzinfo=UTC)
    organization_id = uuid5(NAMESPACE_URL, f"cleanclaim-demo:{raw['key']}")
    if organization_id not in organization_ids():
        create_organization(
            name=raw["name"],
            submitter_id=raw["submitter_id"],
            phone=raw["phone"],
            organization_id=organization_id,
            actor=FRONT_DESK,
            at=at,
        )
    with tenant(organization_id):
        if not Practice.objects.exists():
            create_practice(
                name=practice["name"],
                npi=NPI.parse(practice["npi"]),
                tin=TIN.parse(practice["tax_id"]),
                taxonomy=practice["taxonomy"],
                actor=FRONT_DESK,
                at=at,
            )
    return organization_id


def run_demo(organization_id: UUID, *, copies: int, progress: Progress) -> Account:
    """Bring every encounter as far as it gets; started again after a kill, it goes on."""
    at = datetime.combine(practice_today(), time(9), tzinfo=UTC)
    total = copies * len(practice_file()["encounters"])
    for done, row in enumerate(demo_encounters(copies=copies), start=1):
        with tenant(organization_id):
            receive_encounter(encounter=row.encounter, note=row.note, actor=FRONT_DESK, at=at)
        progress("Taking in encounters", done, total)
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


def account() -> Account:
    """Count what stands in the open tenant's tables."""
    denied = ClaimPayment.objects.filter(denied=True).count()
    paid = Remittance.objects.filter(state=Remittance.State.POSTED).aggregate(paid=Sum("payment"))["paid"]
    return Account(
        encounters=Encounter.objects.count(),
        queries=ProviderQuery.objects.count(),
        claims=_counts(Claim.objects.all(), "state"),
        files_sent=Submission.objects.exclude(delivered_at=None).count(),
        remittances=Remittance.objects.count(),
        paid=paid or Decimal(0),
        payments_denied=denied,
        open_items=_counts(WorkItem.objects.filter(closed_at=None), "kind"),
        ledger=trial_balance(),
    )


def _counts(rows: QuerySet[Any], field: str) -> dict[str, int]:
    found = rows.values(field).annotate(number=Count("pk")).order_by(field)
    return {row[field]: row["number"] for row in found}
