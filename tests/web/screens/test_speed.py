"""With 100,000 claims in one organization no list reads more than it shows.

Plans are looked at as the role that serves, under row security; and the number of queries of each
screen does not grow with its rows.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F, Q, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cleanclaim.web.access import access_of
from cleanclaim.web.access.access import Access
from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.audit.selectors import TrailSearch
from cleanclaim.web.claims.access import claims_for
from cleanclaim.web.claims.models import ClaimEvent
from cleanclaim.web.claims.search import ClaimSearch
from cleanclaim.web.encounters.access import encounters_for
from cleanclaim.web.encounters.search import EncounterSearch
from cleanclaim.web.interface.paging import SIZE, page_by_day
from cleanclaim.web.organizations.models import Organization, Practice, Role, User
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.search import View, items_of, with_rows
from tests.web.access.test_matrix import enter, new_user
from tests.web.explain import analyze, assert_uses_index, plan_of
from tests.web.path.conftest import make_practice
from tests.web.screens.conftest import As, Run
from tests.web.screens.world import NOW, TODAY, make_organization

MANY = 100_000
PATIENTS = 5_000

ROWS = {
    "patients_patient": """
        (id, organization_id, number, last_name, last_name_key, first_name, middle_name, suffix, sex,
         birth_date, address)
        SELECT md5('p' || n || %(o)s)::uuid, %(o)s::uuid, 'P' || n, 'Name' || n, 'name' || n, 'First', '', '',
               'F', '1980-01-01', ''
        FROM generate_series(1, %(patients)s) AS n""",
    "encounters_encounter": """
        (id, organization_id, practice_id, patient_id, number, date_of_service, setting, state, document)
        SELECT md5('e' || n || %(o)s)::uuid, %(o)s::uuid, %(practice)s::uuid,
               md5('p' || 1 + n %% %(patients)s || %(o)s)::uuid, 'V' || n, %(today)s::date - n %% 700,
               'office', CASE WHEN n %% 100 = 0 THEN 'coded' ELSE 'claimed' END, '{}'
        FROM generate_series(1, %(many)s) AS n""",
    "claims_claim": """
        (id, organization_id, practice_id, encounter_id, patient_id, patient_control_number, claim_type,
         billed_coverage, payer_id, date_of_service, charge, state, current_version,
         payer_claim_control_number)
        SELECT md5('c' || n || %(o)s)::uuid, %(o)s::uuid, %(practice)s::uuid, NULL,
               md5('p' || 1 + n %% %(patients)s || %(o)s)::uuid, 'V' || n, 'professional', 0,
               'PAYER' || n %% 4, %(today)s::date - n %% 700, 100 + n %% 50,
               CASE WHEN n %% 100 = 0 THEN 'held' ELSE 'closed' END, 1, 'X' || n
        FROM generate_series(1, %(many)s) AS n""",
    "claims_claimevent": """
        (id, organization_id, claim_id, position, event, source, target, actor_kind, actor_name, at, detail)
        SELECT md5('v' || n || %(o)s)::uuid, %(o)s::uuid, md5('c' || n || %(o)s)::uuid, 1, 'paid',
               'accepted', 'paid', 'machine', 'poster', %(now)s::timestamptz - n * interval '5 minutes', ''
        FROM generate_series(1, %(many)s) AS n""",
    "worklists_workitem": """
        (id, organization_id, key, kind, reason, amount, due, claim_id, opened_at, outcome, practice_id,
         closed_at)
        SELECT md5('w' || n || %(o)s)::uuid, %(o)s::uuid, 'k' || n, 'held', 'Reason ' || n, n %% 977,
               CASE WHEN n %% 3 = 0 THEN %(today)s::date + n %% 400 END, md5('c' || n || %(o)s)::uuid,
               %(now)s::timestamptz - n * interval '1 minute', '', %(practice)s::uuid, NULL
        FROM generate_series(1, %(many)s) AS n""",
    "audit_auditevent": """
        (id, organization_id, at, actor_kind, actor, actor_user, action, object_type, object_id, details)
        SELECT md5('a' || n || %(o)s)::uuid, %(o)s::uuid, %(now)s::timestamptz - n * interval '1 minute',
               'machine', 'poster', '', 'claim.paid', 'claims.claim', md5('c' || n || %(o)s)::uuid::text, '{}'
        FROM generate_series(1, %(many)s) AS n""",
}


class Big:
    """An organization of that size, and its biller."""

    def __init__(self, organization: Organization, practice: Practice, user: User) -> None:
        self.organization = organization
        self.practice = practice
        self.user = user

    def access(self) -> Access:
        """What the biller may do; inside the tenant."""
        return access_of(self.user, self.organization.pk)


@pytest.fixture(scope="module")
def big(database: object, django_db_blocker: Any) -> Iterator[Big]:
    """100,000 of each."""
    with django_db_blocker.unblock():
        organization = make_organization("Big Clinic")
        with tenant(organization.pk):
            practice = make_practice(NOW)
        user = new_user(Role.SUPERVISOR, practice)
        told = {
            "o": str(organization.pk),
            "practice": str(practice.pk),
            "patients": PATIENTS,
            "many": MANY,
            "today": TODAY,
            "now": datetime.combine(TODAY, NOW.timetz()),
        }
        for table, rows in ROWS.items():
            # A new session each: one that has checked references while these tables were small keeps
            # its plan for that, a scan, and would make 100,000 of them at the commit.
            connection.close()
            with tenant(organization.pk), connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table} {rows}", told)
            analyze(table)
        yield Big(organization, practice, user)


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def assert_in_order(rows: "QuerySet[Any]", index: str) -> None:
    """Assert that the first rows come out of an index in their order: nothing is sorted, nothing scanned."""
    plan = plan_of(rows[: SIZE + 1])
    kinds = [node["Node Type"] for node in nodes(plan)]
    assert "Sort" not in kinds, plan
    assert any(node.get("Index Name") == index for node in nodes(plan)), plan
    assert not [node for node in nodes(plan) if node["Node Type"] == "Seq Scan" and node["Plan Rows"] > 1000]


def test_the_work_list_comes_in_the_order_of_days(big: Big) -> None:
    with tenant(big.organization.pk):
        assert_in_order(items_of(big.access(), View()), "work_item_by_due")
        assert len(with_rows(items_of(big.access(), View()))[:100]) == 100


def test_the_work_list_comes_in_the_order_of_amounts(big: Big) -> None:
    with tenant(big.organization.pk):
        assert_in_order(items_of(big.access(), View(sort="amount")), "work_item_by_amount")


def test_the_work_list_comes_in_the_order_of_age(big: Big) -> None:
    with tenant(big.organization.pk):
        assert_in_order(items_of(big.access(), View(sort="opened")), "work_item_by_age")


def test_claims_come_in_the_order_of_days(big: Big) -> None:
    with tenant(big.organization.pk):
        rows = claims_for(big.access()).order_by(F("date_of_service").desc(nulls_last=True), "pk")
        assert_in_order(rows, "claim_by_day")


def test_a_page_far_down_is_found_where_it_begins(big: Big) -> None:
    with tenant(big.organization.pk):
        rows = claims_for(big.access())
        far = rows.filter(date_of_service=TODAY - timedelta(650)).order_by("pk")[3]
        with CaptureQueriesContext(connection) as seen:
            page = page_by_day(rows, field="date_of_service", after=str(far.pk))
        assert len(page.rows) == SIZE
        assert page.rows[0].date_of_service == far.date_of_service
        plan = plan_of(seen.captured_queries[-1]["sql"].replace("%", "%%"))
        conditions = [
            node.get("Index Cond", "") for node in nodes(plan) if node.get("Index Name") == "claim_by_day"
        ]
        assert any("date_of_service" in condition for condition in conditions), plan


def test_claims_in_a_state_are_found_by_it(big: Big) -> None:
    with tenant(big.organization.pk):
        rows = ClaimSearch(states=("rejected",)).apply(claims_for(big.access()))
        assert_uses_index(rows, "claim_by_state", "state")
        for search, index in (
            (ClaimSearch(number="V77"), "claim_control_number_once"),
            (ClaimSearch(number="X77"), "claim_by_payers_number"),
            (ClaimSearch(last_name="name77"), "patient_by_name"),
        ):
            plan = plan_of(search.apply(claims_for(big.access())))
            assert index in {node.get("Index Name") for node in nodes(plan)}, plan


def test_encounters_that_wait_are_found_by_their_state(big: Big) -> None:
    with tenant(big.organization.pk):
        rows = EncounterSearch().apply(encounters_for(big.access()))
        assert_uses_index(rows, "encounter_by_state", "state")


def test_the_trail_comes_in_the_order_of_time(big: Big) -> None:
    with tenant(big.organization.pk):
        rows = TrailSearch().apply(AuditEvent.objects.all()).order_by("-at", "-pk")
        plan = plan_of(rows[: SIZE + 1])
        assert "audit_by_time" in {node.get("Index Name") for node in nodes(plan)}, plan
        last = AuditEvent.objects.order_by("at")[100]
        further = rows.filter(at__lte=last.at).filter(Q(at__lt=last.at) | Q(at=last.at, pk__lt=last.pk))
        assert_uses_index(further[:SIZE], "audit_by_time", "at")


def test_what_machines_did_since_yesterday_is_found_by_time(big: Big) -> None:
    with tenant(big.organization.pk):
        since = datetime.combine(TODAY, NOW.timetz()) - timedelta(days=1)
        rows = ClaimEvent.objects.filter(at__gt=since, actor_kind="machine")
        assert_uses_index(rows, "claim_event_by_time", "at")


def test_no_screen_of_a_big_practice_asks_much(big: Big) -> None:
    client = enter(big.user)
    client.post("/accounts/", {"words": "name1"})
    for path, most in (
        ("/", 30),
        ("/worklist/", 30),
        ("/claims/", 20),
        ("/coding/", 20),
        ("/remittances/", 20),
        ("/accounts/", 20),
        ("/audit/", 20),
    ):
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200, path
        assert len(seen) <= most, f"{path}: {len(seen)}"


def asked(client: Client, path: str) -> int:
    """Return how many queries a screen makes."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_more_rows_are_not_more_queries(run: Run, clinic: Organization, as_role: As) -> None:
    from cleanclaim.web.patients.models import Patient
    from cleanclaim.web.remits.models import Remittance

    run("E1009")
    client = as_role(Role.SUPERVISOR)
    client.post("/accounts/", {"words": "e"})
    paths = ["/", "/worklist/", "/claims/", "/remittances/", "/accounts/", "/audit/", "/coding/"]
    with tenant(clinic.pk):
        remittance, patient = Remittance.objects.get(), Patient.objects.get()
    paths += [f"/remittances/{remittance.pk}/", f"/accounts/{patient.pk}/"]
    before = {path: asked(client, path) for path in paths}
    run("E1001", "E1002", "E1003", "E1005", "E1006")
    after = {path: asked(client, path) for path in paths}
    assert {path: after[path] - before[path] for path in paths if after[path] > before[path] + 2} == {}
