"""The screens of denials, as a biller uses them."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from cleanclaim.web.claims.models import Claim
from cleanclaim.web.denials import urls
from cleanclaim.web.denials.models import DenialCase, Letter
from cleanclaim.web.denials.services.make_packet import make_packet
from cleanclaim.web.denials.services.write_letter import begin_letter
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from tests.web.access.conftest import MakeUser, SignIn
from tests.web.denials.conftest import BILLER, As, answer_rows, post
from tests.web.denials.test_cases import DENIED
from tests.web.denials.test_letters import filled
from tests.web.screens.conftest import actions
from tests.web.screens.world import make_second_practice

REASON = "line 2: CO-50 not medically necessary"


@pytest.fixture
def case(commercial: Claim, clinic: Organization, now: datetime) -> DenialCase:
    """A denied second line."""
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED, number="PAYER99"), payment="140.00", trace="T1", at=now)
        return DenialCase.objects.get()


def text_of(client: Client, address: str, status: int = 200) -> str:
    """Return a page's words, blanks folded."""
    answer = client.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_list_says_what_is_denied_what_it_is_worth_and_what_is_next(
    case: DenialCase, clinic: Organization, as_role: As
) -> None:
    biller = as_role(Role.BILLER)
    page = text_of(biller, "/denials/")
    assert REASON in page
    assert "1 denial ·" in page
    assert '<span class="money">25.00</span>' in page
    assert "Correct and replace" in page
    assert "denials.listed" in actions(clinic)
    work = text_of(biller, "/worklist/")
    assert f"/denials/{case.pk}/" in work
    assert "Work it" in work
    for form, there in (
        ({"state": "work", "payer": "DEMONWH"}, True),
        ({"state": "work", "payer": "DEMOSUM"}, False),
        ({"state": "work", "cause": "medical_necessity"}, True),
        ({"state": "work", "cause": "duplicate"}, False),
        ({"state": "work", "due": "late"}, False),
        ({"state": "work", "owner": "me"}, False),
        ({"state": "waiting"}, False),
        ({"state": "work", "code": "co-50", "sort": "due"}, True),
    ):
        assert biller.post("/denials/", form).status_code == 302
        assert (REASON in text_of(biller, "/denials/")) is there, form
    assert "medical_necessity" not in biller.get("/denials/").request["QUERY_STRING"]


def test_the_page_says_in_words_what_may_and_may_not_be_done(
    case: DenialCase, clinic: Organization, as_role: As
) -> None:
    page = text_of(as_role(Role.AUDITOR), f"/denials/{case.pk}/")
    assert "Only what stands under PR may be asked of a patient" in page
    assert "Forbidden" in page
    assert "reckoned" in page
    assert f"/claims/{case.claim_id}/" in page
    assert f"/remittances/{case.remittance_id}/" in page
    assert "<form" not in page.split('id="main"')[1].split("</main>")[0], "an auditor only looks"
    assert actions(clinic, case.pk)[-1] == "denial.viewed"


def test_a_denial_is_begun_noted_and_given_to_somebody(
    case: DenialCase, clinic: Organization, as_role: As
) -> None:
    biller = as_role(Role.BILLER)
    biller.post(f"/denials/{case.pk}/step/", {"what": "start"})
    biller.post(f"/denials/{case.pk}/note/", {"text": "called Jo at the payer"})
    biller.post(f"/denials/{case.pk}/step/", {"what": "assign", "owner": "me"})
    page = text_of(biller, f"/denials/{case.pk}/")
    assert "called Jo at the payer" in page
    assert "Some Body" in page
    with tenant(clinic.pk):
        case.refresh_from_db()
        assert case.state == "working"
        assert case.work_item is not None
        assert case.work_item.owner is not None


def test_a_refused_step_says_why_and_changes_nothing(
    case: DenialCase, clinic: Organization, as_role: As
) -> None:
    biller = as_role(Role.BILLER)
    answer = biller.post(f"/denials/{case.pk}/step/", {"what": "bill_patient", "text": "theirs"})
    assert answer.status_code == 422
    assert "Only what stands under PR" in answer.content.decode()
    with tenant(clinic.pk):
        case.refresh_from_db()
        assert case.state == "open"


def test_what_is_known_changes_what_is_forbidden(case: DenialCase, clinic: Organization, as_role: As) -> None:
    biller = as_role(Role.BILLER)
    before = text_of(biller, f"/denials/{case.pk}/")
    assert "restricts disclosure to the plan" not in before
    biller.post(f"/denials/{case.pk}/facts/", {"restricted": "1"})
    after = text_of(biller, f"/denials/{case.pk}/")
    assert "restricts disclosure to the plan" in after
    answer = biller.post(f"/denials/{case.pk}/letter/", {"kind": "appeal"})
    assert answer.status_code == 422
    with tenant(clinic.pk):
        assert not Letter.objects.exists()


def test_from_denial_to_letter_to_packet_to_the_payer(
    case: DenialCase, clinic: Organization, as_role: As
) -> None:
    biller = as_role(Role.BILLER)
    answer = biller.post(f"/denials/{case.pk}/letter/", {"kind": "appeal"})
    address = answer.headers["Location"]
    with tenant(clinic.pk):
        letter = Letter.objects.get()
        text = letter.versions.get().text()
    assert "to fill, then the packet" in text_of(biller, address)
    day = {"day": "2025-12-16", "method": "certified", "reference": "9400 1"}
    assert biller.post(f"{address}sent/", day).status_code == 422
    assert biller.post(f"{address}save/", {"text": filled(text)}).status_code == 302
    assert biller.post(f"{address}packet/").status_code == 302
    page = text_of(biller, address)
    assert "Ready to go out" in page
    packet = re.search(r"/denials/packets/[0-9a-f-]+/", page)
    assert packet is not None
    got = biller.get(packet[0])
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.content.startswith(b"%PDF")
    assert "packet.viewed" in actions(clinic)
    assert biller.post(f"{address}sent/", day).status_code == 302
    assert "an answer is due by" in text_of(biller, address)
    assert "Sent" in text_of(biller, "/denials/letters/")
    done = biller.post(f"{address}answered/", {"what": "overturned", "day": "2025-12-16"})
    assert done.status_code == 302
    with tenant(clinic.pk):
        case.refresh_from_db()
        assert case.state == "recovered"


def test_a_replacement_is_made_from_the_page_and_checked_at_once(
    case: DenialCase, clinic: Organization, as_role: As
) -> None:
    biller = as_role(Role.BILLER)
    page = biller.get(f"/denials/{case.pk}/replace/")
    assert "PAYER99" in page.content.decode()
    form = page.context["correction"]
    fields = {f.html_name: f.value() if f.value() is not None else "" for f in form.form}
    for line in form.lines:
        fields |= {f.html_name: f.value() if f.value() is not None else "" for f in line}
    fields |= {"line2-modifiers": "QW 59", "reason": "separate service"}
    answer = biller.post(f"/denials/{case.pk}/replace/", fields)
    assert answer.status_code == 302, re.findall(r'role="alert">([^<]+)', answer.content.decode())
    with tenant(clinic.pk):
        claim = Claim.objects.get()
        value = claim.value()
        assert (value.claim_frequency_code, value.coverage.payer_claim_control_number) == ("7", "PAYER99")
        assert value.lines[1].modifiers == ("QW", "59")
        assert claim.state in ("held", "clean")
        case.refresh_from_db()
        assert case.state == "resubmitted"


def test_denials_of_one_cause_are_worked_in_one_go_or_not_at_all(
    case: DenialCase, clinic: Organization, as_role: As, now: datetime
) -> None:
    biller = as_role(Role.BILLER)
    with tenant(clinic.pk):
        twin = DenialCase.objects.get()
        twin.pk, twin.position, twin.work_item = None, 2, None
        twin.save(force_insert=True)
        odd = DenialCase.objects.get(pk=case.pk)
        odd.pk, odd.position, odd.work_item, odd.code = None, 3, None, "CO-97"
        odd.save(force_insert=True)
    groups = text_of(biller, "/denials/groups/")
    assert groups.count("Show these") == 1, "all three have the same adjustment behind them"
    ticked = [str(case.pk), str(twin.pk)]
    mixed = biller.post("/denials/act/", {"what": "letters", "case": [*ticked, str(odd.pk)]})
    assert mixed.status_code == 422
    with tenant(clinic.pk):
        assert not Letter.objects.exists()
    assert (
        biller.post("/denials/act/", {"what": "letters", "kind": "appeal", "case": ticked}).status_code == 302
    )
    with tenant(clinic.pk):
        assert Letter.objects.count() == 2
    step = {"what": "step", "action": "appeal", "text": "portal batch 7", "case": ticked}
    assert biller.post("/denials/act/", step).status_code == 302
    with tenant(clinic.pk):
        assert DenialCase.objects.filter(state="appealed").count() == 2
        assert DenialCase.objects.get(pk=odd.pk).state == "open"
    assert biller.post("/denials/act/", {"what": "start"}).status_code == 422


def test_who_may_only_look_changes_nothing(case: DenialCase, clinic: Organization, as_role: As) -> None:
    auditor = as_role(Role.AUDITOR)
    for address, form in (
        (f"/denials/{case.pk}/step/", {"what": "start"}),
        (f"/denials/{case.pk}/letter/", {"kind": "appeal"}),
        ("/denials/act/", {"what": "start", "case": str(case.pk)}),
    ):
        assert auditor.post(address, form).status_code == 403
    assert as_role(Role.CODER).get("/denials/").status_code == 403
    with tenant(clinic.pk):
        case.refresh_from_db()
        assert (case.state, Letter.objects.count()) == ("open", 0)


def test_people_of_elsewhere_come_to_nothing(  # noqa: PLR0917 - fixtures
    case: DenialCase,
    clinic: Organization,
    other_organization: Organization,
    make_user: MakeUser,
    sign_in: SignIn,
    now: datetime,
) -> None:
    """Another organization's biller, and one of another practice of the same organization."""
    with tenant(clinic.pk):
        letter = begin_letter(case_id=case.pk, kind="appeal", actor=BILLER, at=now)
        packet = make_packet(letter_id=letter.pk, whole_note=False, actor=BILLER, at=now)
        second = make_second_practice()
    with tenant(other_organization.pk):
        elsewhere = make_second_practice()
    ids = {
        "case_id": case.pk,
        "letter_id": letter.pk,
        "packet_id": packet.pk,
        "claim_id": case.claim_id,
        "overpayment_id": case.pk,
    }
    named = [
        (pattern.name, {name: ids[name] for name in pattern.pattern.converters})
        for pattern in urls.urlpatterns
        if pattern.pattern.converters
    ]
    assert len(named) > 12
    for practice in (second, elsewhere):
        client = sign_in(make_user(Role.BILLER, practice))
        for name, keys in named:
            for method in ("get", "post"):
                answer = getattr(client, method)(reverse(name, kwargs=keys))
                assert answer.status_code in (404, 405), f"{method} {name}"
                assert str(case.claim_id) not in answer.content.decode()
        assert client.post("/denials/act/", {"what": "start", "case": str(case.pk)}).status_code == 404
        for address in ("/denials/", "/denials/letters/", "/denials/groups/", "/worklist/"):
            assert str(case.pk) not in client.get(address).content.decode()
    with tenant(clinic.pk):
        case.refresh_from_db()
        assert (case.state, letter.versions.count()) == ("open", 1)
