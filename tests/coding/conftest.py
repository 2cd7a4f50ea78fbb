"""The lexicon of the shipped release, made once, and a short way to code a note."""

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from cleanclaim.codesets import Store
from cleanclaim.coding import CodingContext, CodingResult, Document, Lexicon, build_lexicon, suggest
from cleanclaim.reference import ensure_store

DAY = date(2025, 12, 1)

Coder = Callable[..., CodingResult]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return ensure_store(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="session")
def lexicon(store: Store) -> Lexicon:
    return build_lexicon(store, DAY)


@pytest.fixture(scope="session")
def code(lexicon: Lexicon) -> Coder:
    """Return the result for a note's text, of it what concerns diagnoses."""

    def run(text: str, setting: str = "office") -> CodingResult:
        context = CodingContext(date_of_service=DAY, setting=setting)
        return diagnoses_of(suggest(Document("note", text), context, lexicon))

    return run


def diagnoses_of(result: CodingResult) -> CodingResult:
    """Return a result without visits and procedures, which have tests of their own."""
    kept = tuple(one for one in result.suggestions if one.system == "ICD10CM")
    asked = tuple(one for one in result.queries if one.topic not in ("new-patient", "visit-type"))
    return msgspec.structs.replace(result, suggestions=kept, queries=asked, em=None)


@pytest.fixture(scope="session")
def assess(code: Coder) -> Callable[..., list[str]]:
    """Return the selected codes for the text of an assessment, in rank order."""

    def run(assessment: str, before: str = "", setting: str = "office") -> list[str]:
        result = code(f"{before}\n\nASSESSMENT AND PLAN\n\n{assessment}\n", setting)
        return [one.code for one in result.suggestions if one.selected and one.system == "ICD10CM"]

    return run
