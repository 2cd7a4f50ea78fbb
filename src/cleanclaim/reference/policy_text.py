"""Texts of coverage policies: without tags, without descriptors of CPT and CDT, and what they limit."""

import html
import re
from collections.abc import Iterable

_TAG = re.compile(r"<[^>]*>")
_SPACES = re.compile(r"\s+")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\s*•\s*")
_LICENSED = re.compile(r"\d{4}[0-9A-Z]|D\d{4}")
_OFTEN = re.compile(
    r"\b(?:once|twice|times|no more than|not more than|more (?:often|frequently)|limited to|maximum|"
    r"frequency|exceed\w*|up to)\b",
    re.I,
)
_PERIOD = re.compile(
    r"\b(?:per|every|each|within|in (?:a|any|one)|a|once|during)\b[^.]{0,40}"
    r"\b(?:days?|weeks?|months?|quarters?|years?|calendar|lifetime|24 hours)\b|\bannual(?:ly)?\b",
    re.I,
)
_SHORTEST_DESCRIPTOR = 12
_MOST_SENTENCES = 20
_MOST_LETTERS = 400
LEFT_OUT = "[descriptor]"


def plain(text: str) -> str:
    """Return a text of the database without tags; its entities are encoded twice."""
    return _SPACES.sub(" ", html.unescape(_TAG.sub(" ", html.unescape(html.unescape(text))))).strip()


def is_licensed(code: str) -> bool:
    """Return whether a procedure code's descriptor belongs to the AMA (CPT) or the ADA (CDT)."""
    return _LICENSED.fullmatch(code) is not None


def without(text: str, descriptors: Iterable[str]) -> str:
    """Return a text in which no descriptor that is handed in is left, whatever its case."""
    for one in sorted(descriptors, key=len, reverse=True):
        if len(one) >= _SHORTEST_DESCRIPTOR and one.lower() in text.lower():
            text = re.sub(re.escape(one), LEFT_OUT, text, flags=re.I)
    return text


def limits(text: str) -> tuple[str, ...]:
    """Return the sentences that speak of how often something is covered, found by their words."""
    found = [
        one.strip()
        for one in _SENTENCE.split(text)
        if len(one) <= _MOST_LETTERS and _OFTEN.search(one) and _PERIOD.search(one)
    ]
    return tuple(dict.fromkeys(found))[:_MOST_SENTENCES]
