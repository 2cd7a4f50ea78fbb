"""Text that was carried over is marked, and what rests on it alone is never sure enough for ``accept``."""

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, suggest
from cleanclaim.coding.copied import find_copied
from cleanclaim.coding.note import take_apart
from cleanclaim.coding.values import Copied

DAY = date(2025, 12, 1)
OLD = """HPI
She reports that her asthma is well controlled on her inhaler and that she sleeps through the night.

MEDICATIONS
Albuterol inhaler two puffs every four to six hours as needed, fluticasone inhaler one puff twice a day.

ASSESSMENT
1. Asthma. Well controlled on the inhaler, continue it and come back in three months for a check of the lungs.
2. Hypertension.
"""
SAME = OLD.replace("HPI\n", "HPI\nShe feels well today.\n")
NEW = """HPI
New cough for two weeks, worse when she lies down.

ASSESSMENT
1. Asthma. Well controlled on the inhaler, continue it and come back in three months for a check of the lungs.
2. Hypertension. Raised today, add amlodipine.
"""


def coded(text: str, lexicon: Lexicon, *earlier: str) -> CodingResult:
    notes = [Document(f"visit {number}", one) for number, one in enumerate(earlier, 1)]
    return suggest(Document("n", text), CodingContext(date_of_service=DAY), lexicon, earlier=notes)


def decisions(result: CodingResult) -> dict[str, str]:
    return {one.code: one.decision for one in result.suggestions if one.system == "ICD10CM" and one.selected}


def copies(result: CodingResult) -> tuple[Copied, ...]:
    return result.copied if isinstance(result.copied, tuple) else ()


def test_a_code_from_copied_text_alone_is_looked_at_and_one_from_today_s_words_is_not(
    lexicon: Lexicon,
) -> None:
    assert decisions(coded(NEW, lexicon)) == {"J45.909": "accept", "I10": "accept"}
    result = coded(NEW, lexicon, OLD)
    assert decisions(result) == {"J45.909": "review", "I10": "accept"}
    (asthma,) = [one for one in result.suggestions if one.code == "J45.909"]
    assert "carried over (from visit 1)" in asthma.why[-1]
    (passage,) = copies(result)
    assert NEW[passage.start : passage.end].startswith("Asthma.")
    assert "Raised today" not in NEW[passage.start : passage.end]


def test_what_of_a_copied_passage_holds_is_asked_once_without_leading(lexicon: Lexicon) -> None:
    (query,) = [one for one in coded(SAME, lexicon, OLD).queries if one.topic == "copied-text"]
    assert query.options[-2:] == ("Other (please specify)", "Unable to determine")
    assert all(len(piece.text.split()) <= 12 for piece in query.evidence)


def test_a_standing_list_of_medications_is_marked_and_not_asked_about(lexicon: Lexicon) -> None:
    start = OLD.index("MEDICATIONS")
    text = (
        OLD[start : OLD.index("ASSESSMENT")] + "ASSESSMENT\nGout of the left big toe, painful since Monday.\n"
    )
    result = coded(text, lexicon, OLD)
    assert [one.source for one in copies(result)] == ["visit 1"]
    assert "copied-text" not in {one.topic for one in result.queries}


def test_short_lines_that_are_said_alike_by_chance_are_no_copies(lexicon: Lexicon) -> None:
    result = coded(
        "ASSESSMENT\nHypertension. Continue lisinopril.\n", lexicon, "Hypertension. Continue lisinopril."
    )
    assert copies(result) == ()
    assert decisions(result) == {"I10": "accept"}


def test_a_section_that_stands_twice_is_marked_at_its_second_place(lexicon: Lexicon) -> None:
    twice = f"{OLD}\n{OLD[: OLD.index('MEDICATIONS')]}"
    (passage,) = copies(coded(twice, lexicon))
    assert passage.source == "this note"
    assert passage.start > twice.index("ASSESSMENT")


def test_a_passage_that_the_note_itself_calls_carried_forward_is_looked_at(lexicon: Lexicon) -> None:
    text = "ASSESSMENT\nHypertension.\n\nCopied forward from 3 May:\nAsthma.\nGout.\n\nPLAN\nContinue.\n"
    assert decisions(coded(text, lexicon))["I10"] == "accept"
    assert {decisions(coded(text, lexicon)).get(code, "review") for code in ("J45.909", "M10.9")} == {
        "review"
    }


@pytest.mark.parametrize("times", [2, 3000])
def test_a_line_without_end_is_marked_in_reasonable_work(times: int, lexicon: Lexicon) -> None:
    text = "The patient was seen and examined and all of it is as it was.\n" * times
    found = find_copied(take_apart(Document("n", text)), [Document("e", text)])
    assert found
    assert all(0 <= one.start < one.end <= len(text) for one in found)


LINES = st.sampled_from(
    (
        "Asthma is well controlled on the inhaler and she has no cough and no night symptoms at all now.",
        "Hypertension, at goal.",
        "She walks two miles on most days of the week with her dog and has no pain when she climbs stairs.",
        "No fever.",
    )
)


@settings(max_examples=40, deadline=None)
@given(note=st.lists(LINES, min_size=1, max_size=8), old=st.lists(LINES, max_size=8))
def test_what_is_marked_stands_word_for_word_in_the_earlier_note(note: list[str], old: list[str]) -> None:
    text, before = "\n".join(note), "\n".join(old)
    for passage in find_copied(take_apart(Document("n", text)), [Document("e", before)]):
        if passage.source == "e":
            assert text[passage.start : passage.end] in before
