"""Phrases for procedures: what is done joined with where, as the first characters of ICD-10-PCS codes.

The corpus codes most procedures by four characters (section, body system, operation, body part). Tables in
``data/procedure_words.tsv`` and ``data/procedure_sites.tsv`` are our own.
"""

from collections import defaultdict
from functools import cache
from importlib import resources

from cleanclaim.coding.codiesp.phrases import MOST_WORDS, Key, key_of_words

_ENDINGS = {"B0": ("", "ZZZ"), "B2": ("", "ZZZ"), "B3": ("", "ZZZ"), "B4": ("", "ZZZ")}
_NO_ENDING = ("",)


@cache
def procedure_phrases() -> dict[Key, frozenset[str]]:
    """Return each pair of a word for what is done and a word for a site, with the codes that it may mean."""
    found: dict[Key, set[str]] = defaultdict(set)
    sites = [(words, medical.split(","), imaging.split(",")) for words, medical, imaging in _rows("sites")]
    for words, operations, _ in _rows("words"):
        for operation in operations.split(","):
            section, what = operation[0], operation[1]
            for names, medical, imaging in sites:
                codes = {
                    f"{section}{place[0]}{what}{place[1]}{ending}"
                    for place in (medical if section == "0" else imaging)
                    if place
                    for ending in _ENDINGS.get(operation, _NO_ENDING)
                }
                for doing in words.split("|"):
                    for name in names.split("|"):
                        key = key_of_words(f"{doing} {name}".replace("-", " ").split())
                        if len(key) <= MOST_WORDS:
                            found[key] |= codes
    return {key: frozenset(codes) for key, codes in found.items() if codes}


def _rows(name: str) -> list[tuple[str, str, str]]:
    text = (
        resources.files("cleanclaim.coding.codiesp").joinpath(f"data/procedure_{name}.tsv").read_text("utf-8")
    )
    rows = (row.split("\t") for row in text.splitlines() if row and not row.startswith("#"))
    return [(row[0], row[1] if len(row) > 1 else "", row[2] if len(row) > 2 else "") for row in rows]
