"""A practice with one row of everything, for tests that go to every screen."""

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
from django.apps import apps
from django.db import connection

from cleanclaim.primitives import NPI, TIN
from cleanclaim.simulator import run_mailbox
from cleanclaim.web.accounting.services.take_payment import take_payment
from cleanclaim.web.api.services.manage_tokens import make_token
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim, Finding
from cleanclaim.web.claims.services.save_rules import save_rules
from cleanclaim.web.demo.people import biller_releases, coder_accepts
from cleanclaim.web.demo.practice import demo_encounters
from cleanclaim.web.demo.tenants import set_day
from cleanclaim.web.encounters.models import CodeAssignment, Encounter, ProviderQuery
from cleanclaim.web.encounters.services.query_provider import send_query, write_query
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.organizations.models import Organization, Practice, User
from cleanclaim.web.organizations.services import create_organization, create_practice
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.reports.services.take_figures import take_figures
from cleanclaim.web.steps import sweep
from cleanclaim.web.tenancy import TenantModel, tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.work_items import note_item
from cleanclaim.workflow import PERSON
from tests.web.accounting.rows import money_ids
from tests.web.denials.rows import denial_ids
from tests.web.path.conftest import FRONT_DESK, make_practice, quiet

NOW = datetime(2025, 12, 15, 15, tzinfo=UTC)
TODAY = date(2025, 12, 16)
"""On which the practice lives, so that what is done on a screen is later than what went before."""

SOMEBODY = Actor(kind=PERSON, name="somebody before", user_id=str(uuid.uuid4()))
PAID, HELD, OPEN = "E1009", "E1002", "E1001"


class World(msgspec.Struct, frozen=True):
    """An organization with two practices; all rows belong to the first. ``ids`` by the names of addresses."""

    organization: Organization
    practice: Practice
    second_practice: Practice
    ids: dict[str, str]


@contextmanager
def mailbox_in(place: Path) -> Iterator[None]:
    """Let mailboxes lie there."""
    kept = os.environ.get("CLEANCLAIM_MAILBOX")
    os.environ["CLEANCLAIM_MAILBOX"] = str(place)
    try:
        yield
    finally:
        if kept is None:
            os.environ.pop("CLEANCLAIM_MAILBOX", None)
        else:
            os.environ["CLEANCLAIM_MAILBOX"] = kept


def make_organization(name: str = "Test Clinic") -> Organization:
    """Return a tenant that can submit and lives on :data:`TODAY`, without practices."""
    organization = create_organization(
        name=name,
        submitter_id=f"TEST{uuid.uuid4().hex[:8].upper()}",
        phone="6145550199",
        actor=FRONT_DESK,
        at=NOW,
    )
    set_day(organization.pk, TODAY, at=NOW)
    return organization


def make_second_practice() -> Practice:
    """The open tenant's other practice, which has done nothing yet."""
    return create_practice(
        name="Second Street Clinic",
        npi=NPI.from_nine("234567891"),
        tin=TIN.parse("98-7654321"),
        actor=FRONT_DESK,
        at=NOW,
    )


def make_world(mailbox: Path) -> World:
    """Bring one claim to what the patient owes, one encounter to a question, and do one of everything."""
    organization = make_organization()
    rows = {row.encounter.number: row for row in demo_encounters()}
    with tenant(organization.pk):
        practice, second = make_practice(NOW), make_second_practice()
        receive_encounter(encounter=rows[PAID].encounter, note=rows[PAID].note, actor=FRONT_DESK, at=NOW)
    sweep(organization.pk, at=NOW, progress=quiet)
    coder_accepts(organization.pk, at=NOW)
    sweep(organization.pk, at=NOW, progress=quiet)
    biller_releases(organization.pk, at=NOW)
    sweep(organization.pk, at=NOW, progress=quiet)
    run_mailbox(mailbox / str(organization.pk), now=NOW, seed=1)
    sweep(organization.pk, at=NOW, progress=quiet)
    with tenant(organization.pk):
        receive_encounter(encounter=rows[OPEN].encounter, note=rows[OPEN].note, actor=FRONT_DESK, at=NOW)
    sweep(organization.pk, at=NOW, progress=quiet)
    with tenant(organization.pk):
        return World(organization, practice, second, _ids())


def _ids() -> dict[str, str]:
    claim = Claim.objects.get(patient_control_number=PAID)
    payment = take_payment(
        patient=claim.patient,
        receipt="R1",
        amount=Decimal("1.00"),
        method="cash",
        reference="",
        actor=SOMEBODY,
        at=NOW,
    )
    encounter = Encounter.objects.get(number=OPEN)
    code = CodeAssignment.objects.filter(encounter=encounter, system="ICD10CM").order_by("rank")[0]
    query = write_query(
        encounter_id=encounter.pk,
        question="What was found?",
        options=["Something"],
        evidence=[],
        actor=SOMEBODY,
        at=NOW,
    )
    send_query(query_id=query.pk, question=query.question, options=query.options, actor=SOMEBODY, at=NOW)
    take_figures(day=NOW.date(), at=NOW)
    item = WorkItem.objects.get(claim=claim, closed_at=None)
    batch = note_item(item=item, text="called", actor=SOMEBODY, at=NOW)
    maker = User.objects.create_user(f"maker-{uuid.uuid4().hex[:8]}")
    rules = (Path(__file__).parents[3] / "examples" / "rules" / "cedar-hollow.yaml").read_text()
    found = {
        "file_id": save_rules(text=rules, reason="from the manual", actor=SOMEBODY, at=NOW).pk,
        "token_id": make_token(
            name="Warehouse",
            scopes=["claims:read"],
            days=30,
            user=maker,
            actor=SOMEBODY,
            at=NOW,
        )[0].pk,
        "claim_id": claim.pk,
        "finding_id": Finding.objects.filter(scrub__version__claim=claim)[0].pk,
        "patient_id": claim.patient_id,
        "encounter_id": encounter.pk,
        "code_id": code.pk,
        "query_id": query.pk,
        "remittance_id": Remittance.objects.get().pk,
        "payment_id": payment.pk,
        "item_id": item.pk,
        "slug": "clean_claims",
        "table": "measures",
        "batch": batch,
    }
    assert ProviderQuery.objects.filter(pk=query.pk, state="sent").exists()
    return {name: str(key) for name, key in found.items()} | denial_ids(claim, NOW) | money_ids(claim, NOW)


def fingerprint(organization: Organization) -> dict[str, tuple[int, int]]:
    """Return number and sum of all rows of an organization by table; the audit trail left out."""
    found = {}
    with tenant(organization.pk), connection.cursor() as cursor:
        for model in apps.get_models():
            if not issubclass(model, TenantModel) or model._meta.label_lower == "audit.auditevent":
                continue
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT count(*), coalesce(sum(hashtext(t::text)::bigint), 0) FROM {table} AS t")
            count, total = cursor.fetchone()
            found[table] = (count, int(total))
    return found
