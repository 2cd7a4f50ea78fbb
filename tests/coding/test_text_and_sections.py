"""Offsets, sentences, sections and problems: whatever the file looks like."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings, strategies as st

from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, suggest
from cleanclaim.coding.note import take_apart
from cleanclaim.coding.text import fold

from .conftest import DAY

Code = Callable[..., CodingResult]

NOTE = "CHIEF COMPLAINT\nKnee pain.\n\nASSESSMENT\n1. Hypertension – stable.\n2. Asthma.\n"


def codes(result: CodingResult) -> list[str]:
    return [one.code for one in result.suggestions if one.selected]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_offsets_are_those_of_the_original_whatever_ends_its_lines(code: Code, ending: str) -> None:
    text = "Déjà vu — ünïcode 🙂\n".replace("\n", ending) + NOTE.replace("\n", ending)
    result = code(text)
    assert codes(result) == ["I10", "J45.909"]
    for one in result.suggestions:
        for piece in one.evidence:
            assert text[piece.start : piece.end] == piece.text
            assert piece.text.lower() in ("hypertension", "asthma", "knee pain")


def test_a_note_that_was_latin_1_gives_offsets_in_its_decoded_text(code: Code) -> None:
    text = b"Assessment:\nMeni\xe8re disease, left ear.\n".decode("latin-1")
    result = code(text)
    assert codes(result) == ["H81.02"]
    assert result.suggestions[0].evidence[0].text == "Menière disease, left ear"


def test_wrapped_lines_are_one_sentence(code: Code) -> None:
    text = (
        "ASSESSMENT\nThe patient was seen today and at this visit there is no evidence whatsoever\n"
        "of pneumonia. She has asthma.\n"
    )
    assert codes(code(text)) == ["J45.909"]


def test_a_title_with_a_full_stop_does_not_end_a_sentence(code: Code) -> None:
    assert codes(code("ASSESSMENT\nNo sign, said Dr. Gray, of pneumonia.\nAsthma.")) == ["J45.909"]


@pytest.mark.parametrize(
    "heading",
    [
        "ASSESSMENT AND PLAN",
        "Assessment & Plan:",
        "A/P:",
        "## Assessment/Plan",
        "**Impression:**",
        "IMPRESSION",
        "Final Diagnoses:",
        "Assessment and Plan",
    ],
)
def test_headings_are_known_in_their_usual_forms(code: Code, heading: str) -> None:
    result = code(f"HPI:\nPatient with cough.\n\n{heading}\nAsthma.\n")
    assert codes(result) == ["J45.909"]


def test_a_heading_and_its_text_may_share_a_line(code: Code) -> None:
    assert codes(code("HPI: cough for a week.\nAssessment: Asthma.\nPlan: albuterol.")) == ["J45.909"]


def test_a_label_inside_the_assessment_does_not_end_it(code: Code) -> None:
    text = "ASSESSMENT AND PLAN\n1. Asthma.\nImaging: none.\n2. Hypertension.\n"
    assert codes(code(text)) == ["J45.909", "I10"]


@pytest.mark.parametrize(
    "line",
    [
        "1. Hypertension - continue lisinopril",
        "# Hypertension: continue lisinopril",
        "- Hypertension. Continue lisinopril.",
        "• Hypertension",
        "Hypertension:",
        "Hypertension; at goal",
    ],
)
def test_problems_are_seen_in_their_usual_forms(line: str) -> None:
    note = take_apart(Document("n", f"ASSESSMENT AND PLAN\n{line}\nMedical Treatment: lisinopril.\n"))
    named = [note.document.text[one.start : one.heading_end].strip() for one in note.problems.all]
    assert named == [next(word for word in ("Hypertension",) if word in line)] or named[0].startswith(
        "Hypertension"
    )


def test_what_is_only_in_the_history_is_found_and_not_proposed(code: Code) -> None:
    result = code("PAST MEDICAL HISTORY\nGERD.\n\nASSESSMENT\nAsthma.\n")
    assert codes(result) == ["J45.909"]
    assert [one.code for one in result.suggestions if not one.selected] == ["K21.9"]


def test_review_of_systems_and_examination_propose_nothing_by_themselves(code: Code) -> None:
    result = code(
        "REVIEW OF SYSTEMS\nReports nausea.\n\nPHYSICAL EXAM\nHeart murmur.\n\nASSESSMENT\nAsthma.\n"
    )
    assert [one.code for one in result.suggestions] == ["J45.909"]


def test_without_an_assessment_the_chief_complaint_stands_in_and_says_so(code: Code) -> None:
    result = code("CHIEF COMPLAINT\nLeft knee pain.\n\nHISTORY OF PRESENT ILLNESS\nHe has asthma.\n")
    assert codes(result) == ["M25.562"]
    assert any("no assessment section" in reason for reason in result.suggestions[0].why)
    assert result.suggestions[0].decision == "review"


def test_a_note_without_any_heading_is_still_read(code: Code) -> None:
    assert codes(code("55 year old woman with asthma, here for refill.")) == ["J45.909"]


@pytest.mark.parametrize("text", ["", "   \n\n", "1234 5678", "zzz qqq xxx", "ASSESSMENT\n\nPLAN\n"])
def test_nothing_found_gives_a_reason(code: Code, text: str) -> None:
    result = code(text)
    assert result.suggestions == ()
    assert [one.reason for one in result.not_coded]


@pytest.mark.parametrize(
    "text",
    ["The assay was masthmatic.", "Copdx and xhtn.", "aids to daily living", "he was in his 40s, ra ms pe"],
)
def test_a_term_inside_another_word_is_no_mention(code: Code, text: str) -> None:
    assert code(f"ASSESSMENT\n{text}\n").suggestions == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Stones", "stone"),
        ("Crohn's", "Crohn’s"),
        ("biopsies", "biopsy"),
        ("oedema", "edema"),
        ("Sjögren", "sjogren"),
        ("II", "2"),
        ("abscesses", "abscess"),
    ],
)
def test_forms_of_one_word_are_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize("word", ["diabetes", "pus", "arthritis", "abscess", "herpes"])
def test_words_that_end_in_s_keep_it(word: str) -> None:
    assert fold(word) == word


_PIECES = st.sampled_from(
    [
        "asthma",
        "no ",
        "ASSESSMENT\n",
        "Plan:",
        "\r\n",
        "• ",
        "1. ",
        "left ",
        "knee pain",
        "htn",
        ", ",
        ". ",
        "é",
        "\x07",
    ]
)


@settings(max_examples=60, deadline=None)
@given(text=st.lists(_PIECES | st.text(max_size=8), max_size=30).map("".join))
def test_evidence_is_always_verbatim_and_codes_always_billable(lexicon: Lexicon, text: str) -> None:
    result = suggest(Document("n", text), CodingContext(date_of_service=DAY), lexicon)
    assert result.suggestions or result.not_coded
    assert [one.rank for one in result.suggestions] == list(range(1, len(result.suggestions) + 1))
    for one in result.suggestions:
        if one.system == "ICD10CM":
            entry = lexicon.entry(one.code)
            assert entry is not None
            assert entry.billable
        assert one.evidence
        for piece in one.evidence:
            assert text[piece.start : piece.end] == piece.text != ""
    assert suggest(Document("n", text), CodingContext(date_of_service=DAY), lexicon) == result


@pytest.mark.parametrize(
    "heading",
    ["HISTORY OF PRESENT ILLNESS", "History of Present Illness:", "ALLERGIES", "Substance Use", "ANESTHESIA"],
)
def test_the_words_of_a_heading_are_no_diagnosis(code: Code, heading: str) -> None:
    result = code(f"{heading}\nNothing of note.\n\nASSESSMENT\nAsthma.\n")
    assert codes(result) == ["J45.909"]
    seen = [piece for one in (*result.suggestions, *result.not_coded) for piece in one.evidence]
    assert {piece.text for piece in seen} == {"Asthma"}


def test_a_heading_does_not_make_what_follows_on_its_line_a_past_event(code: Code) -> None:
    result = code("History of present illness: cough for a week.\n")
    assert codes(result) == ["R05.9"]
