"""Claims on screen: found by what one knows, paged without loss, corrected, released, recalled."""

import re
from datetime import date, timedelta
from uuid import uuid4

from django.test import Client

from cleanclaim.web.claims.models import Claim, ClaimVersion
from cleanclaim.web.interface.paging import SIZE
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.forms import form_to, forms_of
from tests.web.screens.conftest import As, Run, actions


def claim_of(clinic: Organization, number: str) -> Claim:
    with tenant(clinic.pk):
        return Claim.objects.select_related("patient").get(patient_control_number=number)


def shown(answer: object) -> list[str]:
    """The numbers of the claims on a list."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return re.findall(r"data-open><code>([^<]+)</code>", page)


def found(client: Client, **fields: object) -> list[str]:
    """The numbers that a search finds."""
    answer = client.post("/claims/", fields)
    assert answer.status_code == 302, answer.content.decode()
    assert answer.headers["Location"] == "/claims/", "what is looked for stays out of the address"
    return shown(client.get("/claims/"))


def test_a_claim_is_found_by_each_of_its_marks(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1001", "E1009")
    biller = as_role(Role.BILLER)
    claim = claim_of(clinic, "E1009")
    assert sorted(shown(biller.get("/claims/"))) == ["E1001", "E1009"]
    assert claim.payer_claim_control_number
    day = claim.date_of_service.isoformat()
    for fields in (
        {"number": "E1009"},
        {"number": claim.payer_claim_control_number},
        {"last_name": "rey"},
        {"record_number": claim.patient.number},
        {"payer": claim.payer_id},
        {"first_day": day},
        {"last_name": "Reyes", "state": "paid", "last_day": day},
    ):
        assert found(biller, **fields) == ["E1009"], fields
    assert found(biller, last_name="nobody-of-that-name") == []
    assert "No claim is like that" in biller.get("/claims/").content.decode()
    assert sorted(found(biller, clear="1")) == ["E1001", "E1009"]
    assert sorted(found(biller, state=["paid", "held"])) == ["E1001", "E1009"]
    assert found(biller, state="held") == []
    assert actions(clinic).count("claims.listed") >= 8


def test_a_search_that_makes_no_sense_is_told_in_a_sentence(biller: Client) -> None:
    for fields, said in (
        ({"first_day": "31.12.2025"}, "From"),
        ({"last_day": "2025-02-30"}, "To"),
        ({"first_day": "2025-12-02", "last_day": "2025-12-01"}, "before the first"),
        ({"state": "nowhere"}, "no such state"),
    ):
        answer = biller.post("/claims/", fields)
        assert answer.status_code == 422, fields
        assert said in answer.content.decode(), fields


def test_pages_show_every_claim_once_in_the_order_of_days(
    run: Run, clinic: Organization, as_role: As
) -> None:
    """Many claims of the same day, and some without one, across the ends of pages."""
    run("E1009", until="scrubbed")
    model = claim_of(clinic, "E1009")
    days = (
        [None] * 20
        + [date(2025, 12, 1)] * (SIZE + 20)
        + [date(2025, 11, 1) + timedelta(n) for n in range(20)]
    )
    with tenant(clinic.pk):
        Claim.objects.bulk_create(
            Claim(
                organization_id=clinic.pk,
                practice_id=model.practice_id,
                patient_id=model.patient_id,
                patient_control_number=f"X{place:04}",
                payer_id=model.payer_id,
                date_of_service=day,
                charge=model.charge,
                state="held",
            )
            for place, day in enumerate(days)
        )
    biller = as_role(Role.BILLER)
    seen: list[str] = []
    address = "/claims/"
    for _ in range(10):
        answer = biller.get(address)
        numbers = shown(answer)
        assert 0 < len(numbers) <= SIZE
        seen += numbers
        following = re.search(r'href="(\?after=[^"]+)"', answer.content.decode())
        if following is None:
            break
        address = f"/claims/{following[1]}"
    assert len(seen) == len(set(seen)) == len(days) + 1
    assert seen[0] == "E1009"
    assert set(seen[-20:]) == {f"X{place:04}" for place in range(20)}, "those without a day come last"


def test_the_parts_of_a_claim_show_it_and_each_look_is_written_down(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1009")
    biller = as_role(Role.BILLER)
    claim = claim_of(clinic, "E1009")
    where = f"/claims/{claim.pk}/"
    lines = biller.get(where).content.decode()
    assert "N30.00" in lines
    assert "cystitis" in lines.casefold(), "the words of the note stand with the diagnosis"
    assert "3.00" in lines
    assert "Findings" in biller.get(f"{where}findings/").content.decode()
    remits = biller.get(f"{where}remits/").content.decode()
    assert "CO-45" in remits or "PR-3" in remits
    file = biller.get(f"{where}file/").content.decode()
    assert "CLM*E1009*165" in file
    history = biller.get(f"{where}history/").content.decode()
    for words in ("Released", "Handed over", "Paid", "Version 1"):
        assert words in history
    assert actions(clinic, claim.pk).count("claim.viewed") == 5


def test_a_correction_is_the_next_version_checked_at_once(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1009", until="scrubbed")
    biller = as_role(Role.BILLER)
    claim = claim_of(clinic, "E1009")
    where = f"/claims/{claim.pk}/correct/"
    form = next(form for form in forms_of(biller.get(where).content.decode()) if "reason" in form.fields)
    wrong = {**form.values, "reason": "as on the card", "member_id": ""}
    answer = biller.post(where, wrong, follow=True)
    page = answer.content.decode()
    assert "Corrected and checked again: held" in page
    assert "member" in page.casefold()
    claim = claim_of(clinic, "E1009")
    assert (claim.current_version, claim.state) == (2, "held")
    assert "may not" not in page
    assert biller.post(f"/claims/{claim.pk}/release/").status_code == 422, "held claims are not released"
    right = {**form.values, "reason": "number found", "line0-code": ""}
    assert "Corrected and checked again: clean" in biller.post(where, right, follow=True).content.decode()
    claim = claim_of(clinic, "E1009")
    assert (claim.current_version, claim.state) == (3, "clean")
    with tenant(clinic.pk):
        assert list(
            ClaimVersion.objects.filter(claim=claim).order_by("number").values_list("reason", flat=True)
        )[1:] == ["as on the card", "number found"]
        assert not WorkItem.objects.filter(claim=claim, kind="held", closed_at=None).exists()
    history = biller.get(f"/claims/{claim.pk}/history/").content.decode()
    assert "member_id" in history
    assert actions(clinic, claim.pk).count("claim.corrected") == 2


def test_a_correction_that_cannot_be_is_told_and_changes_nothing(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1009", until="scrubbed")
    biller = as_role(Role.BILLER)
    claim = claim_of(clinic, "E1009")
    where = f"/claims/{claim.pk}/correct/"
    form = next(form for form in forms_of(biller.get(where).content.decode()) if "reason" in form.fields)
    for fields, said in (
        ({"reason": ""}, "changes nothing"),
        ({"reason": "why not"}, "changes nothing"),
        ({"reason": "x", "line1-first_day": "2025-12-05", "line1-last_day": "2025-12-01"}, "not before"),
        ({"reason": "x", "line1-units": "many"}, "number"),
        ({"reason": "x", "line1-pointers": "first"}, "Places of diagnoses are numbers"),
        ({"reason": "x", "line1-charge": "1e99"}, "digits"),
        ({"reason": "x", "patient_born": "31.12.1999"}, "valid date"),
    ):
        answer = biller.post(where, {**form.values, **fields})
        assert answer.status_code == 422, fields
        assert said in answer.content.decode(), fields
    after = claim_of(clinic, "E1009")
    assert (after.current_version, after.state) == (1, "clean")


def test_released_by_a_person_recalled_before_it_is_in_a_file(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1009", until="scrubbed")
    biller = as_role(Role.BILLER)
    claim = claim_of(clinic, "E1009")
    where = f"/claims/{claim.pk}/"
    release = form_to(biller.get(where).content.decode(), "/release/")
    assert "Released" in biller.post(release.action, follow=True).content.decode()
    assert claim_of(clinic, "E1009").state == "released"
    assert biller.post(f"{where}release/").status_code == 422, "once is enough"
    recall = form_to(biller.get(where).content.decode(), "/recall/")
    assert "Recalled" in biller.post(recall.action, follow=True).content.decode()
    assert claim_of(clinic, "E1009").state == "clean"
    biller.post(f"{where}release/")
    run(until="sent")
    claim = claim_of(clinic, "E1009")
    answer = biller.post(f"{where}recall/")
    assert answer.status_code == 422
    assert claim_of(clinic, "E1009").state == claim.state
    page = biller.get(where).content.decode()
    assert "/recall/" not in page
    assert "/correct/" not in page


def test_who_may_only_look_is_offered_nothing_to_press(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1009", until="scrubbed")
    claim = claim_of(clinic, "E1009")
    for role in (Role.CODER, Role.AUDITOR, Role.COMPLIANCE):
        page = as_role(role).get(f"/claims/{claim.pk}/").content.decode()
        assert "/release/" not in page
        assert "/correct/" not in page
    coder = as_role(Role.CODER)
    assert coder.get(f"/claims/{claim.pk}/remits/").status_code == 403
    assert f"/claims/{claim.pk}/remits/" not in coder.get(f"/claims/{claim.pk}/").content.decode()


def test_what_is_not_there_is_not_there(biller: Client) -> None:
    assert biller.get(f"/claims/{uuid4()}/").status_code == 404
    assert biller.get("/claims/E1009/").status_code == 404
    assert biller.get("/claims/", {"after": "nonsense"}).status_code == 200
    assert biller.get("/claims/", {"after": str(uuid4())}).status_code == 200
