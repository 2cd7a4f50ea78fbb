"""Codes that are each right and wrong together: combination codes and chapters that go first.

The table only sends such codes to a person with the guideline that speaks against them;
building the combination code itself is later work.
"""

from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import product

import msgspec

from cleanclaim.coding.assertion import Assertion, assertion_of
from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.lexicon import shown
from cleanclaim.coding.note import Note
from cleanclaim.coding.sections import ASSESSMENT_KINDS

PREGNANCY = "pregnancy"
"""Stands in the table for a note about a pregnant patient."""

_OF_THE_PATIENT_NOW = ASSESSMENT_KINDS | {"hpi", "chief_complaint", "problem_list", "unnamed"}
_PREGNANT = frozenset({"pregnant", "pregnancy", "gestation", "trimester", "gravid"})
_PREGNANT_CODES = ("O", "Z331", "Z34", "Z3A")
# Words with which a sentence speaks of another pregnancy, of none, or of how the patient was born.
_ANOTHER = frozenset(
    {
        *(
            "born",
            "birth",
            "delivered",
            "become",
            "became",
            "get",
            "trying",
            "plan",
            "planning",
            "wish",
            "desire",
        ),
        *("want", "future", "previous", "prior", "last", "wife", "partner", "contraception", "mother"),
    }
)


class Combination(msgspec.Struct, frozen=True):
    """Groups of beginnings of codes that call for another code together, and where it says so."""

    groups: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    source: str
    instead: str


def combinations_among(
    candidates: list[Candidate], selected: frozenset[str], note: Note
) -> dict[str, tuple[str, ...]]:
    """Return for each selected code why it may not stand beside another code of the note.

    The other one need not be selected: hypertension in the history is still the patient's.
    """
    codes = [one.code for one in candidates]
    pregnant = is_pregnant(note) or any(code.startswith(_PREGNANT_CODES) for code in codes)
    reasons: dict[str, list[str]] = {}
    told: list[frozenset[str]] = []
    for row in combinations():
        if row.unless and any(code.startswith(row.unless) for code in codes):
            continue
        for together in _fitting(row, codes, pregnant=pregnant):
            if not together & selected or any(together <= earlier for earlier in told):
                continue
            told.append(together)
            for code in sorted(together & selected):
                others = " and ".join(
                    shown(one) if one != PREGNANCY else one for one in sorted(together - {code})
                )
                reasons.setdefault(code, []).append(
                    f"combination with {others}: {row.instead} (Official Guidelines {row.source})"
                )
    return {code: tuple(found) for code, found in reasons.items()}


def _fitting(row: Combination, codes: list[str], *, pregnant: bool) -> Iterator[frozenset[str]]:
    """Yield the sets with one code of each group of a row."""
    members = []
    for group in row.groups:
        if group == (PREGNANCY,):
            members.append([PREGNANCY] if pregnant else [])
        else:
            members.append([code for code in codes if code.startswith(group)])
    for together in product(*members):
        yield frozenset(together)


def is_pregnant(note: Note) -> bool:
    """Return whether the note says that the patient is pregnant now."""
    for sentence in note.sentences:
        words = {token.folded for token in sentence.tokens}
        if not words & _PREGNANT or words & _ANOTHER:
            continue
        section = note.sections.at(sentence.start).kind
        if section not in _OF_THE_PATIENT_NOW:
            continue
        for place, token in enumerate(sentence.tokens):
            if token.folded in _PREGNANT and not token.written.lower().endswith("ies"):
                said = assertion_of(sentence.tokens, place, place, section)
                if said.assertion is Assertion.PRESENT:
                    return True
    return False


@cache
def combinations() -> tuple[Combination, ...]:
    """Return the rows of ``data/combinations.tsv``."""
    text = resources.files("cleanclaim.coding").joinpath("data/combinations.tsv").read_text("utf-8")
    rows = (row.split("\t") for row in text.splitlines() if row and not row.startswith("#"))
    return tuple(
        Combination(
            tuple(_beginnings(group) for group in codes.split(" + ")), _beginnings(unless), source, instead
        )
        for codes, unless, source, instead in rows
    )


def _beginnings(text: str) -> tuple[str, ...]:
    return tuple(one.replace(".", "") for one in text.split("|") if one)
