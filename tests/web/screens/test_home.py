"""Home: what waits for me, what of it is late, and what machines did."""

import re
from datetime import timedelta
from decimal import Decimal

from cleanclaim.web.encounters.models import ProviderQuery
from cleanclaim.web.encounters.services.query_provider import send_query
from cleanclaim.web.organizations.models import Organization, Practice, Role
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.path.conftest import FRONT_DESK
from tests.web.screens.conftest import As, Run, actions
from tests.web.screens.world import NOW, TODAY


def strip(page: str) -> dict[str, tuple[str, str]]:
    """Number and amount by the words above them."""
    found = re.findall(
        r'<dt>([^<]+)</dt><dd>(\d+) <span class="small soft">· <span[^>]*>([\d.,]+)</span>', page
    )
    return {words: (number, amount) for words, number, amount in found}


def test_it_counts_what_waits_is_late_and_is_due_today(
    clinic: Organization, clinic_practice: Practice, as_role: As
) -> None:
    with tenant(clinic.pk):
        for place, days in enumerate((-3, -1, 0, 1, None)):
            WorkItem.objects.create(
                key=f"stuck:{place}",
                kind="stuck",
                reason=f"Reason {place}.",
                due=None if days is None else TODAY + timedelta(days),
                amount=Decimal("10.10"),
                opened_at=NOW,
                practice=clinic_practice,
            )
    page = as_role(Role.BILLER).get("/").content.decode()
    assert strip(page) == {
        "Waits for you": ("5", "50.50"),
        "Late": ("2", "20.20"),
        "Due today or late": ("3", "30.30"),
    }
    assert re.findall(r"data-open>Reason (\d)\.", page) == ["0", "1", "2", "3", "4"]
    assert "Tuesday, December 16" in page or f"{TODAY:%A}" in page
    assert "home.viewed" in actions(clinic)


def test_it_tells_what_machines_did_since_yesterday(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1009")
    page = as_role(Role.BILLER).get("/").content.decode()
    for words in ("Handed over", "The payer took the claim in", "Paid"):
        assert words in page
    assert ">Released<" not in page, "a person did that"


def test_my_stages_come_first_and_others_are_marked(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1001", until="scrubbed")
    run("E1004", until="scrubbed")
    run("E1009", until="coded")
    coder = as_role(Role.CODER).get("/").content.decode()
    assert coder.index("To code") < coder.index("others’")
    assert re.search(r"Clean.*?others’", coder, re.DOTALL)


def test_a_role_without_a_work_list_is_told_what_else(
    run: Run, clinic: Organization, clinic_practice: Practice, as_role: As
) -> None:
    run("E1009", until="scrubbed")
    for role in (Role.FRONT_DESK, Role.ADMIN, Role.PROVIDER):
        page = as_role(role).get("/").content.decode()
        assert 'class="panel"' in page, role
        assert 'href="/worklist/"' not in page, role
        assert strip(page) == {}, role
        assert "165.00" not in page, role


def test_a_provider_sees_how_many_questions_wait(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1004", until="coded")
    provider = as_role(Role.PROVIDER)
    assert "question about your notes" not in provider.get("/").content.decode()
    with tenant(clinic.pk):
        row = ProviderQuery.objects.order_by("position")[0]
        send_query(query_id=row.pk, question=row.question, options=row.options, actor=FRONT_DESK, at=NOW)
    page = provider.get("/").content.decode()
    assert "1 question about your notes waits for an answer" in page
    assert 'href="/coding/queries/"' in page


def test_the_way_leads_only_to_what_a_role_may_see(clinic: Organization, as_role: As) -> None:
    for role in Role:
        client = as_role(role)
        page = client.get("/").content.decode()
        nav = re.search(r'<nav class="places".*?</nav>', page, re.DOTALL)
        assert nav is not None
        places = re.findall(r'href="([^"]+)"', nav[0])
        assert places, role
        for place in places:
            assert client.get(place).status_code == 200, f"{role} {place}"


def test_only_a_demonstration_has_a_day_to_move(clinic: Organization, as_role: As, run: Run) -> None:
    client = as_role(Role.BILLER)
    assert client.post("/demo/forward/", {"from": TODAY.isoformat()}).status_code == 404
    with tenant(clinic.pk):
        assert Organization.objects.get(pk=clinic.pk).practice_today == TODAY
