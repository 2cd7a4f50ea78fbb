"""The words by which a question asks for a column of the Table of Drugs and Chemicals."""

from collections.abc import Iterable

from cleanclaim.codesets.icd10cm_index import DRUG_COLUMNS

_POISONING = ("accidental", "self_harm", "assault", "undetermined")
_BY_WORD = {
    "adverse": ("adverse_effect",),
    "underdosing": ("underdosing",),
    "underdose": ("underdosing",),
    "poisoning": _POISONING,
    "overdose": _POISONING,
    "od": _POISONING,
    "toxicity": _POISONING,
    "intoxication": _POISONING,
    "accidental": ("accidental",),
    "accidentally": ("accidental",),
    "unintentional": ("accidental",),
    "intentional": ("self_harm",),
    "suicide": ("self_harm",),
    "suicidal": ("self_harm",),
    "assault": ("assault",),
    "undetermined": ("undetermined",),
}
INTENT_WORDS = frozenset(_BY_WORD) | frozenset(
    ["effect", "effects", "reaction", "self", "harm", "attempt", "of", "to", "by", "from", "due", "the"]
)
"""Words that are no part of the substance."""


def drug_columns(words: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that the words ask for, in the order of the table; none is common."""
    asked = [set(_BY_WORD[word]) for word in words if word in _BY_WORD]
    if not asked:
        return ()
    narrowest = set.intersection(*asked) or set.union(*asked)
    return tuple(column for column in DRUG_COLUMNS if column in narrowest)
