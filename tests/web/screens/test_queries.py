"""A question to the provider: drafted, sent, answered; an addendum is a new version of the note."""

from html import unescape

import pytest
from django.test import Client

from cleanclaim.web.encounters.models import Document, Encounter, ProviderQuery
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.forms import form_to, forms_of
from tests.web.screens.conftest import As, Run, actions


@pytest.fixture
def encounter(run: Run, clinic: Organization) -> Encounter:
    """An encounter about which the machine proposed questions."""
    run("E1004", until="coded")
    with tenant(clinic.pk):
        return Encounter.objects.get(number="E1004")


def queries(clinic: Organization) -> list[ProviderQuery]:
    with tenant(clinic.pk):
        return list(ProviderQuery.objects.order_by("position"))


def send_first(coder: Client, encounter: Encounter) -> str:
    """Send the first drafted question as it is; return its words."""
    page = coder.get(f"/coding/{encounter.pk}/").content.decode()
    form = next(form for form in forms_of(page) if "/ask/" in form.action and "question" in form.fields)
    fields = {name: value for name, value in form.values.items() if name != "withdraw"}
    assert "Sent to the provider" in coder.post(form.action, fields, follow=True).content.decode()
    return fields["question"].strip()


def test_drafted_sent_answered(encounter: Encounter, clinic: Organization, as_role: As) -> None:
    coder = as_role(Role.CODER)
    question = send_first(coder, encounter)
    with tenant(clinic.pk):
        assert Encounter.objects.get(pk=encounter.pk).state == "queried"
    provider = as_role(Role.PROVIDER)
    assert question in unescape(provider.get("/coding/queries/").content.decode())
    row = next(row for row in queries(clinic) if row.state == "sent")
    where = f"/coding/queries/{row.pk}/"
    form = next(form for form in forms_of(provider.get(where).content.decode()) if "option" in form.fields)
    choices = [choice.casefold() for choice in form.choices["option"]]
    for left_open in (("other",), ("cannot", "unable")):
        assert len([choice for choice in choices if choice.startswith(left_open)]) == 1, choices
    assert not form.values.get("option"), "nothing is chosen beforehand: that would lead"
    assert provider.post(where, {"words": "  "}).status_code == 422
    answer = provider.post(where, {"option": form.choices["option"][0]}, follow=True)
    assert "Thank you" in answer.content.decode()
    done = next(each for each in queries(clinic) if each.pk == row.pk)
    assert (done.state, done.answer) == ("answered", form.choices["option"][0])
    with tenant(clinic.pk):
        items = WorkItem.objects.filter(encounter=encounter, closed_at=None, kind="coding")
        assert any("The provider has answered" in item.reason for item in items)
    assert done.answer in unescape(coder.get(f"/coding/{encounter.pk}/").content.decode())
    assert provider.post(where, {"words": "again"}).status_code == 422, "it is answered once"
    assert {"query.sent", "query.viewed", "query.answered"} <= set(actions(clinic, row.pk))


def test_an_addendum_is_a_new_version_with_proposals_of_its_own(
    encounter: Encounter, clinic: Organization, as_role: As, run: Run
) -> None:
    coder = as_role(Role.CODER)
    send_first(coder, encounter)
    provider = as_role(Role.PROVIDER)
    row = next(row for row in queries(clinic) if row.state == "sent")
    words = "Type 2 diabetes mellitus without complication, as measured today."
    provider.post(f"/coding/queries/{row.pk}/", {"words": words, "addendum": "1"})
    run(until="coded")
    with tenant(clinic.pk):
        first, second = Document.objects.filter(encounter=encounter).order_by("version")
        assert second.text().startswith(first.text().rstrip())
        assert words in second.text()
        assert second.codes.exists()
        assert Encounter.objects.get(pk=encounter.pk).state in ("coded", "queried")
    page = coder.get(f"/coding/{encounter.pk}/").content.decode()
    assert "The note was changed" in page
    assert "ADDENDUM" in page
    older = coder.get(f"/coding/{encounter.pk}/", {"version": "1"}).content.decode()
    assert "This is an older version" in older


def test_a_question_of_money_or_without_words_is_not_kept(
    encounter: Encounter, clinic: Organization, as_role: As
) -> None:
    coder, before = as_role(Role.CODER), len(queries(clinic))
    draft = queries(clinic)[0]
    for question in ("", "   ", "x" * 2001, "Could you add sepsis? Reimbursement rises.", "More PROFIT?"):
        for where in ("", f"{draft.pk}/"):
            answer = coder.post(f"/coding/{encounter.pk}/ask/{where}", {"question": question})
            assert answer.status_code == 422, question
    assert len(queries(clinic)) == before
    assert queries(clinic)[0].state == "draft"


def test_a_question_rests_on_words_of_the_note(
    encounter: Encounter, clinic: Organization, as_role: As
) -> None:
    coder = as_role(Role.CODER)
    where = f"/coding/{encounter.pk}/"
    with tenant(clinic.pk):
        words = Document.objects.get(encounter=encounter).text()[10:30]
    refused = coder.post(f"{where}ask/", {"question": "What is meant?", "words": "words of nobody"})
    assert refused.status_code == 422
    assert coder.post(f"{where}ask/", {"question": "What is meant?", "words": words}).status_code == 302
    own = queries(clinic)[-1]
    assert own.evidence[0]["text"] == words
    assert own.options == ["Other", "Cannot be determined"]
    assert own.asked_by == "Some Body"
    form = form_to(coder.get(where).content.decode(), f"/ask/{own.pk}/")
    assert coder.post(form.action, {"withdraw": "1"}).status_code == 302
    assert queries(clinic)[-1].state == "withdrawn"
    assert coder.post(form.action, {"withdraw": "1"}).status_code == 422


def test_a_question_is_sent_from_its_own_encounter_only(
    encounter: Encounter, clinic: Organization, as_role: As, run: Run
) -> None:
    run("E1009", until="coded")
    with tenant(clinic.pk):
        other = Encounter.objects.get(number="E1009")
    draft = queries(clinic)[0]
    answer = as_role(Role.CODER).post(f"/coding/{other.pk}/ask/{draft.pk}/", {"question": draft.question})
    assert answer.status_code == 404
    assert queries(clinic)[0].state == "draft"


def test_who_codes_does_not_answer(encounter: Encounter, clinic: Organization, as_role: As) -> None:
    coder = as_role(Role.CODER)
    send_first(coder, encounter)
    row = next(row for row in queries(clinic) if row.state == "sent")
    page = coder.get(f"/coding/queries/{row.pk}/").content.decode()
    assert 'name="option"' not in page
    assert coder.post(f"/coding/queries/{row.pk}/", {"words": "I say so"}).status_code == 403
    assert next(each for each in queries(clinic) if each.pk == row.pk).state == "sent"


def test_accepting_withdraws_what_nobody_answered(
    encounter: Encounter, clinic: Organization, as_role: As
) -> None:
    coder = as_role(Role.CODER)
    send_first(coder, encounter)
    coder.post(f"/coding/{encounter.pk}/codes/selected/")
    assert coder.post(f"/coding/{encounter.pk}/accept/").status_code == 302
    assert {row.state for row in queries(clinic)} == {"withdrawn"}
    with tenant(clinic.pk):
        assert not WorkItem.objects.filter(encounter=encounter, closed_at=None).exists()
