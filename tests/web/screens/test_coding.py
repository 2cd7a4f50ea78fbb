"""A coder's screen: evidence in the note, decisions code by code, and the claim that follows."""

import html
import re
from uuid import uuid4

from django.test import Client
from hypothesis import given, strategies as st

from cleanclaim.web.claims.models import Claim
from cleanclaim.web.encounters.models import CodeAssignment, Document, Encounter
from cleanclaim.web.encounters.note import pieces_of
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.screens.conftest import As, Run, actions

WORDS = st.text(alphabet="ab \n<&é\U0001f600", max_size=60)
SPANS = st.lists(st.lists(st.tuples(st.integers(0, 65), st.integers(0, 65)), max_size=4), max_size=5)


@given(WORDS, SPANS)
def test_pieces_joined_are_the_note_and_evidence_is_marked_where_it_stands(
    text: str, spans: list[list[tuple[int, int]]]
) -> None:
    codes = [
        CodeAssignment(
            id=uuid4(),
            code=f"A{place:02}",
            evidence=[{"start": a, "end": b, "text": text[a:b]} for a, b in each],
        )
        for place, each in enumerate(spans)
    ]
    pieces = pieces_of(text, codes)
    assert "".join(piece.text for piece in pieces) == text
    position = 0
    for piece in pieces:
        end = position + len(piece.text)
        assert piece.text
        right = {
            str(code.pk)
            for code in codes
            for span in code.evidence
            if span["start"] <= position and end <= span["end"] <= len(text)
        }
        assert set(piece.ids) == right
        position = end


@given(WORDS, st.integers(0, 40), st.integers(0, 40))
def test_evidence_whose_words_are_not_the_notes_is_not_marked(text: str, start: int, end: int) -> None:
    code = CodeAssignment(id=uuid4(), code="A00", evidence=[{"start": start, "end": end, "text": "zzz"}])
    assert not any(piece.codes for piece in pieces_of(text, [code]))


def encounter_of(clinic: Organization, number: str = "E1007") -> Encounter:
    with tenant(clinic.pk):
        return Encounter.objects.get(number=number)


def codes_of(clinic: Organization, number: str = "E1007") -> list[CodeAssignment]:
    with tenant(clinic.pk):
        rows = CodeAssignment.objects.filter(encounter__number=number, system="ICD10CM", selected=True)
        return list(rows.order_by("rank"))


def accepted(clinic: Organization, number: str = "E1007") -> list[str]:
    with tenant(clinic.pk):
        rows = CodeAssignment.objects.filter(encounter__number=number, decision="accepted")
        return list(rows.order_by("sequence").values_list("code", flat=True))


def decide(client: Client, code: CodeAssignment, what: str, **more: str) -> int:
    answer = client.post(f"/coding/{code.encounter_id}/codes/{code.pk}/", {"what": what, **more})
    return answer.status_code


def test_the_note_stands_on_the_page_as_it_was_received(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1007", until="coded")
    encounter = encounter_of(clinic)
    page = as_role(Role.CODER).get(f"/coding/{encounter.pk}/").content.decode()
    note = re.search(r'<div class="note"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert note is not None
    with tenant(clinic.pk):
        text = Document.objects.get(encounter=encounter).text()
        evidence = [span["text"] for code in encounter.codes.all() for span in code.evidence]
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", note[1])) == text
    marked = html.unescape(" ".join(re.findall(r"<mark[^>]*>(.*?)</mark>", note[1], re.DOTALL)))
    assert evidence
    assert all(any(word in marked for word in words.split()) for words in evidence)
    assert "encounter.viewed" in actions(clinic, encounter.pk)


def test_codes_are_accepted_moved_rejected_and_put_back(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1007", until="coded")
    coder = as_role(Role.CODER)
    first, second = codes_of(clinic)[:2]
    assert decide(coder, first, "accepted") == 302
    assert decide(coder, second, "accepted") == 302
    assert accepted(clinic) == [first.code, second.code]
    assert decide(coder, second, "up") == 302
    assert accepted(clinic) == [second.code, first.code]
    assert decide(coder, second, "up") == 302, "at the end it stays"
    assert accepted(clinic) == [second.code, first.code]
    assert decide(coder, second, "down") == 302
    assert accepted(clinic) == [first.code, second.code]
    assert decide(coder, second, "rejected") == 422
    assert (
        decide(coder, second, "rejected", reason="Ruled out or only suspected", other="only a worry") == 302
    )
    assert accepted(clinic) == [first.code]
    page = coder.get(f"/coding/{first.encounter_id}/").content.decode()
    assert "only a worry" in page
    assert decide(coder, second, "up") == 422, "what is rejected has no place"
    assert decide(coder, second, "proposed") == 302
    assert decide(coder, second, "guessed") == 422
    assert actions(clinic, second.pk) == [
        "code.accepted",
        "code.moved",
        "code.moved",
        "code.moved",
        "code.rejected",
        "code.proposed",
    ]


def test_a_part_of_the_page_comes_back_to_htmx(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1007", until="coded")
    coder = as_role(Role.CODER)
    code = codes_of(clinic)[0]
    answer = coder.post(
        f"/coding/{code.encounter_id}/codes/{code.pk}/",
        {"what": "accepted"},
        headers={"HX-Request": "true"},
    )
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert "Accept the encounter" in page


def test_a_code_is_found_by_words_and_added(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1009", until="coded")
    coder = as_role(Role.CODER)
    encounter = encounter_of(clinic, "E1009")
    where = f"/coding/{encounter.pk}/codes/"
    found = coder.post(f"{where}find/", {"words": "essential hypertension"}).content.decode()
    assert "I10" in found
    assert coder.post(f"{where}find/", {"words": ""}).status_code == 200
    assert "Nothing is called that" in coder.post(f"{where}find/", {"words": "qqqqzz"}).content.decode()
    assert coder.post(f"{where}add/", {"code": "I10"}).status_code == 302
    assert accepted(clinic, "E1009") == ["I10"]
    for code, said in (("I10", "already"), ("I1", ""), ("N30", "category"), ("ZZZ", ""), ("", "")):
        answer = coder.post(f"{where}add/", {"code": code})
        assert answer.status_code == 422, code
        assert said in answer.content.decode()
    assert accepted(clinic, "E1009") == ["I10"]


def test_an_accepted_encounter_becomes_a_claim_and_is_closed_to_changes(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1007", until="coded")
    coder = as_role(Role.CODER)
    encounter = encounter_of(clinic)
    where = f"/coding/{encounter.pk}/"
    assert coder.post(f"{where}accept/").status_code == 422, "no code is accepted yet"
    assert encounter_of(clinic).state == "coded"
    assert coder.post(f"{where}codes/selected/").status_code == 302
    wanted = accepted(clinic)
    assert wanted == [code.code for code in codes_of(clinic)]
    page = coder.post(f"{where}accept/", follow=True).content.decode()
    assert "The claim is being built" in page
    assert encounter_of(clinic).state == "accepted"
    run(until="coded")
    with tenant(clinic.pk):
        claim = Claim.objects.get()
        assert [dx.code for dx in claim.value().numbered_diagnoses] == wanted
        assert not WorkItem.objects.filter(kind="coding", closed_at=None).exists()
    assert f"/claims/{claim.pk}/" in coder.get(where).content.decode()
    for path, fields in (
        ("codes/selected/", {}),
        ("codes/add/", {"code": "I10"}),
        ("accept/", {}),
        (f"codes/{codes_of(clinic)[0].pk}/", {"what": "proposed"}),
    ):
        assert coder.post(f"{where}{path}", fields).status_code == 422, path
    assert accepted(clinic) == wanted


def test_encounters_that_wait_are_listed_oldest_first_and_found(
    run: Run, clinic: Organization, as_role: As
) -> None:
    run("E1009", "E1001", until="coded")
    coder = as_role(Role.CODER)

    def listed(**fields: object) -> list[str]:
        if fields:
            assert coder.post("/coding/", fields).headers["Location"] == "/coding/"
        return re.findall(r"E10\d\d", re.sub(r"value=\"[^\"]*\"", "", coder.get("/coding/").content.decode()))

    assert list(dict.fromkeys(listed())) == ["E1001", "E1009"]
    assert set(listed(last_name="reyes")) == {"E1009"}
    assert set(listed(number="E1001")) == {"E1001"}
    assert set(listed(state="claimed")) == set()
    assert set(listed(clear="1")) == {"E1001", "E1009"}
    assert "encounters.listed" in actions(clinic)


def test_a_provider_reads_and_decides_nothing(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1007", until="coded")
    provider = as_role(Role.PROVIDER)
    encounter = encounter_of(clinic)
    page = provider.get(f"/coding/{encounter.pk}/").content.decode()
    assert "/accept/" not in page
    assert "/codes/add/" not in page
    assert provider.post(f"/coding/{encounter.pk}/codes/selected/").status_code == 403
    assert accepted(clinic) == []


def test_a_version_that_there_is_not_shows_the_latest(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1007", until="coded")
    coder, encounter = as_role(Role.CODER), encounter_of(clinic)
    for version in ("1", "7", "0", "x", "²", "999999999"):
        answer = coder.get(f"/coding/{encounter.pk}/", {"version": version})
        assert answer.status_code == 200, version
