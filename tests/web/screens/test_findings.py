"""What people do with findings: apply, override with a reason, check again; and the forms on paper."""

from io import BytesIO

from django.test import Client
from pypdf import PdfReader

from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.claims.models import Claim, ClaimEvent, FindingOverride
from cleanclaim.web.claims.selectors import latest_findings
from cleanclaim.web.claims.services.save_rules import save_rules
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.forms import forms_of
from tests.web.path.conftest import FRONT_DESK
from tests.web.screens.conftest import As, Run, actions
from tests.web.screens.test_claims import claim_of
from tests.web.screens.world import NOW

RULES = """\
prefix: HOUSE
rules:
  - id: HOUSE-001
    name: place-of-this-house
    says: The place is not where this payer pays such visits.
    fix: Set the place of service to 22.
    when: {field: place_of_service, eq: '11'}
    then: {hold: %s, route: %s, set: [{field: place_of_service, value: '22'}]}
    at: place_of_service
    examples:
      fires: [{claim: 'lines 99213 $125'}]
      silent: ['lines 99213 $125 pos 22; set place_of_service 22']
"""


def house_rules(clinic: Organization, *, hold: str = "deny", route: str = "coding") -> None:
    with tenant(clinic.pk):
        save_rules(text=RULES % (hold, route), reason="the payer's letter", actor=FRONT_DESK, at=NOW)


def held(run: Run, clinic: Organization, **rules: str) -> tuple[Claim, str]:
    """Given a claim held by a rule of the house alone, return it and its finding's id."""
    house_rules(clinic, **rules)
    run("E1009", until="scrubbed")
    claim = claim_of(clinic, "E1009")
    with tenant(clinic.pk):
        finding = latest_findings(claim).get(edit="HOUSE-001")
    return claim, str(finding.pk)


def open_work(clinic: Organization, claim: Claim) -> list[str]:
    with tenant(clinic.pk):
        return sorted(WorkItem.objects.filter(claim=claim, closed_at=None).values_list("kind", flat=True))


def test_a_rule_of_the_house_holds_a_claim_and_sends_it_to_the_list_that_it_names(
    run: Run, clinic: Organization, as_role: As
) -> None:
    claim, _ = held(run, clinic)
    assert claim.state == "held"
    assert open_work(clinic, claim) == ["coding"]
    with tenant(clinic.pk):
        item = WorkItem.objects.get(claim=claim, closed_at=None)
        assert item.encounter_id == claim.encounter_id
    page = as_role(Role.BILLER).get(f"/claims/{claim.pk}/findings/").content.decode()
    assert "place of service" in page
    assert "22" in page


def test_applying_a_finding_makes_the_next_version_and_checks_it(
    run: Run, clinic: Organization, as_role: As
) -> None:
    claim, finding = held(run, clinic)
    biller = as_role(Role.BILLER)
    where = f"/claims/{claim.pk}/findings/{finding}/apply/"
    assert where in biller.get(f"/claims/{claim.pk}/").content.decode(), "offered on the claim's first page"
    page = biller.post(where, follow=True).content.decode()
    assert "Applied and checked again: clean" in page
    claim = claim_of(clinic, "E1009")
    assert (claim.state, claim.current_version) == ("clean", 2)
    with tenant(clinic.pk):
        assert claim.value().place_of_service == "22"
        assert "HOUSE-001 applied" in claim.version().reason
    assert open_work(clinic, claim) == ["release"]
    assert biller.post(where).status_code == 422, "a finding of an earlier version is not applied"
    assert claim_of(clinic, "E1009").current_version == 2


def test_an_override_takes_a_supervisor_and_a_reason_and_is_kept_with_the_version(
    run: Run, clinic: Organization, as_role: As
) -> None:
    claim, finding = held(run, clinic, route="held")
    where, list_ = f"/claims/{claim.pk}/findings/{finding}/override/", f"/claims/{claim.pk}/findings/"
    biller = as_role(Role.BILLER)
    assert "/override/" not in biller.get(list_).content.decode()
    assert biller.post(where, {"reason": "the payer agreed to it"}).status_code == 403
    assert biller.post(f"/claims/{claim.pk}/release/").status_code == 422
    supervisor = as_role(Role.SUPERVISOR)
    assert where in supervisor.get(list_).content.decode()
    for reason in ("", "ok", "x" * 401):
        answer = supervisor.post(where, {"reason": reason})
        assert answer.status_code == 422, reason
        assert "reason" in answer.content.decode()
    assert claim_of(clinic, "E1009").state == "held"
    page = supervisor.post(
        where, {"reason": "Letter of the payer of 3 December"}, follow=True
    ).content.decode()
    assert "Letter of the payer of 3 December" in page
    assert supervisor.post(where, {"reason": "a second time"}).status_code == 422
    assert claim_of(clinic, "E1009").state == "held", "an override releases nothing by itself"
    assert open_work(clinic, claim) == ["release"]
    assert "Release with override" in biller.get(f"/claims/{claim.pk}/").content.decode()
    assert biller.post(f"/claims/{claim.pk}/release/").status_code == 302
    claim = claim_of(clinic, "E1009")
    assert claim.state == "released"
    assert open_work(clinic, claim) == []
    with tenant(clinic.pk):
        row = FindingOverride.objects.get(version__claim=claim)
        assert (row.version.number, row.edit, row.reason) == (
            1,
            "HOUSE-001",
            "Letter of the payer of 3 December",
        )
        event = ClaimEvent.objects.get(claim=claim, event="released_with_override")
        assert (event.actor_kind, "HOUSE-001" in event.detail) == ("person", True)
        told = AuditEvent.objects.get(action="finding.overridden")
        assert told.details == {"edit": "HOUSE-001", "version": 1}
    assert "Released with an override" in biller.get(f"/claims/{claim.pk}/history/").content.decode()


def test_a_corrected_claim_is_judged_again_whatever_was_overridden(
    run: Run, clinic: Organization, as_role: As
) -> None:
    claim, finding = held(run, clinic)
    supervisor = as_role(Role.SUPERVISOR)
    supervisor.post(f"/claims/{claim.pk}/findings/{finding}/override/", {"reason": "for this version only"})
    where = f"/claims/{claim.pk}/correct/"
    form = next(form for form in forms_of(supervisor.get(where).content.decode()) if "reason" in form.fields)
    supervisor.post(where, {**form.values, "group_number": "77"})
    claim = claim_of(clinic, "E1009")
    assert (claim.state, claim.current_version) == ("held", 2)
    assert supervisor.post(f"/claims/{claim.pk}/release/").status_code == 422
    with tenant(clinic.pk):
        assert claim.version().reason == "corrected: group number"


def test_what_the_payers_gate_rejects_is_not_overridden(run: Run, clinic: Organization, as_role: As) -> None:
    claim, finding = held(run, clinic, hold="reject")
    supervisor = as_role(Role.SUPERVISOR)
    answer = supervisor.post(f"/claims/{claim.pk}/findings/{finding}/override/", {"reason": "we want it so"})
    assert answer.status_code == 422
    assert "cannot be overridden" in answer.content.decode()
    with tenant(clinic.pk):
        assert not FindingOverride.objects.exists()


def test_a_held_claim_is_checked_again_when_the_rules_have_changed(
    run: Run, clinic: Organization, as_role: As
) -> None:
    claim, _ = held(run, clinic)
    supervisor = as_role(Role.SUPERVISOR)
    rules = next(
        link for link in _links(supervisor.get("/rules/")) if link.startswith("/rules/") and len(link) > 20
    )
    assert supervisor.post(rules, {"action": "off", "text": ""}).status_code == 302
    page = supervisor.post(f"/claims/{claim.pk}/check/", follow=True).content.decode()
    assert "Checked again: clean" in page
    assert open_work(clinic, claim_of(clinic, "E1009")) == ["release"]
    supervisor.post(rules, {"action": "on", "text": ""})
    assert (
        "Checked again: held" in supervisor.post(f"/claims/{claim.pk}/check/", follow=True).content.decode()
    )
    assert actions(clinic, claim.pk).count("claim.checked_again") == 2


def _links(answer: object) -> list[str]:
    import re

    return re.findall(r'href="([^"]+)"', answer.content.decode())  # type: ignore[attr-defined]


def test_what_was_not_checked_is_said_in_words(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1009", until="scrubbed")
    page = as_role(Role.BILLER).get(f"/claims/{claim_of(clinic, 'E1009').pk}/findings/").content.decode()
    assert "For want of authorizations" in page
    assert "No authorisations of this patient are recorded here." in page


def test_recalling_what_is_in_a_file_is_refused_in_a_billers_words(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1009", until="sent")
    claim = claim_of(clinic, "E1009")
    answer = as_role(Role.BILLER).post(f"/claims/{claim.pk}/recall/")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "You cannot recall the claim:" in page
    assert "replacement or a void" in page
    assert "is not a move" not in page


def test_lines_are_edited_in_place_added_and_what_they_point_at_moves_along(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1009", until="scrubbed")
    biller = as_role(Role.BILLER)
    claim = claim_of(clinic, "E1009")
    where = f"/claims/{claim.pk}/correct/"
    with tenant(clinic.pk):
        before = claim.value()
    form = next(form for form in forms_of(biller.get(where).content.decode()) if "reason" in form.fields)
    added = f"line{len(before.lines) + 1}"
    told = {
        **form.values,
        "diagnoses": f"Z00.00 {form.values['diagnoses']}",
        f"{added}-code": "36415",
        f"{added}-charge": "12.00",
        f"{added}-pointers": "1",
        "line1-first_day": "2025-12-02",
        "line1-last_day": "2025-12-02",
    }
    assert biller.post(where, told).status_code == 302
    with tenant(clinic.pk):
        after = claim_of(clinic, "E1009").value()
    assert len(after.lines) == len(before.lines) + 1
    assert after.lines[-1].code == "36415"
    assert after.charge == before.charge + 12
    assert after.lines[0].pointers == tuple(pointer + 1 for pointer in before.lines[0].pointers)
    assert after.lines[0].dates is not None
    assert after.lines[0].dates.start.isoformat() == "2025-12-02"
    assert after.lines[-1].control_number not in {line.control_number for line in before.lines}


def test_the_paper_form_is_seen_and_printed_and_both_are_audited(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1009", until="scrubbed")
    claim = claim_of(clinic, "E1009")
    biller = as_role(Role.BILLER)
    page = biller.get(f"/claims/{claim.pk}/form/").content.decode()
    assert "CMS-1500" in page
    assert claim.patient.last_name.upper() in page
    complete = _pdf(biller, f"/claims/{claim.pk}/form.pdf")
    overlay = _pdf(biller, f"/claims/{claim.pk}/form.pdf?overlay")
    assert claim.patient_control_number in complete
    assert claim.patient_control_number in overlay
    assert "Insured signed" in complete
    assert "Insured signed" not in overlay
    assert actions(clinic, claim.pk).count("claim.printed") == 2
    assert as_role(Role.FRONT_DESK).get(f"/claims/{claim.pk}/form.pdf").status_code == 403


def _pdf(client: Client, where: str) -> str:
    answer = client.get(where)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert "attachment" in answer.headers["Content-Disposition"]
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
