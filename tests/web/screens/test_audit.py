"""The audit trail on screen: views as well as changes, found, exported, without a patient."""

import csv
import re
from io import StringIO

from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.demo.practice import demo_identifiers
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from tests.web.screens.conftest import As, Run
from tests.web.screens.world import TODAY


def test_who_looked_at_a_record_is_found_by_the_record(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1009")
    with tenant(clinic.pk):
        claim = Claim.objects.get()
    as_role(Role.CODER).get(f"/claims/{claim.pk}/")
    compliance = as_role(Role.COMPLIANCE)
    compliance.post("/audit/", {"record": str(claim.pk), "action": "claim.viewed"})
    page = compliance.get("/audit/").content.decode()
    assert page.count("claim.viewed") >= 1
    assert "Some Body" in page
    assert f'href="/claims/{claim.pk}/"' in page
    rows = re.findall(r"<tr data-row", page)
    assert len(rows) == 1
    compliance.post("/audit/", {"day": TODAY.isoformat(), "actor": "Some Body"})
    assert "claim.released" not in compliance.get("/audit/").content.decode()
    compliance.post("/audit/", {"day": "2001-01-01"})
    assert "Nothing is in the trail like that" in compliance.get("/audit/").content.decode()
    bad = compliance.post("/audit/", {"day": "yesterday"})
    assert bad.status_code == 422
    compliance.post("/audit/", {"clear": "1"})
    with tenant(clinic.pk):
        assert AuditEvent.objects.filter(action="audit.viewed").count() == 4


def test_pages_of_the_trail_show_each_event_once(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1001", "E1009")
    compliance = as_role(Role.COMPLIANCE)
    with tenant(clinic.pk):
        event = AuditEvent.objects.first()
        assert event is not None
        fields = {
            "organization_id": clinic.pk,
            "actor_kind": "machine",
            "actor": "tests",
            "action": "claim.seen",
        }
        AuditEvent.objects.bulk_create(
            AuditEvent(at=event.at, object_id=str(n), **fields) for n in range(100)
        )
        known = AuditEvent.objects.count()
    address, seen, pages = "/audit/", list[str](), 0
    while address:
        page = compliance.get(address).content.decode()
        body = re.search(r"<tbody.*?</tbody>", page, re.DOTALL)
        assert body is not None
        seen += re.findall(r'<tr data-row id="([^"]+)"', body[0])
        following = re.search(r'href="(\?after=[^"]+)"', page)
        address = f"/audit/{following[1]}" if following else ""
        pages += 1
    assert len(seen) == len(set(seen))
    assert known <= len(seen) <= known + pages + 2


def test_the_export_names_no_patient_and_no_formula(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1001", "E1009")
    compliance = as_role(Role.COMPLIANCE)
    with tenant(clinic.pk):
        claim = Claim.objects.get(patient_control_number="E1009")
        claim_event = AuditEvent.objects.filter(object_id=str(claim.pk)).first()
        assert claim_event is not None
        AuditEvent.objects.create(
            at=claim_event.at,
            actor_kind="person",
            actor="=1+1",
            action="claim.viewed",
            object_type="claims.claim",
            object_id=str(claim.pk),
        )
    as_role(Role.BILLER).get(f"/accounts/{claim.patient_id}/")
    answer = compliance.post("/audit/export/")
    assert answer.headers["Content-Type"] == "text/csv"
    text = answer.content.decode()
    assert not [name for name in demo_identifiers() if name in text]
    rows = list(csv.DictReader(StringIO(text)))
    assert len(rows) > 40
    assert {"claim.released", "account.viewed"} <= {row["action"] for row in rows}
    assert not [row for row in rows if row["actor"].startswith(("=", "+", "-", "@"))]
    with tenant(clinic.pk):
        assert AuditEvent.objects.filter(action="audit.exported", details={"rows": len(rows)}).exists()


def test_details_hold_no_patient(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1001", "E1009")
    biller = as_role(Role.BILLER)
    biller.post("/claims/", {"last_name": "Reyes"})
    biller.get("/claims/")
    biller.post("/accounts/", {"words": "Reyes"})
    biller.get("/accounts/")
    with tenant(clinic.pk):
        told = [str(row.details) for row in AuditEvent.objects.all()]
    assert not [name for name in demo_identifiers() for text in told if name in text]
