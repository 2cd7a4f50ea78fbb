"""A note with its evidence: the text cut where spans begin and end, nothing added, nothing lost."""

import difflib
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import msgspec

from cleanclaim.primitives import dotted
from cleanclaim.web.encounters.models import CodeAssignment


class Piece(msgspec.Struct, frozen=True):
    """A part of the note: its words, and the codes (dotted) that rest on them, with the rows' ids."""

    text: str
    codes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


def pieces_of(text: str, codes: Iterable[CodeAssignment]) -> list[Piece]:
    """Return the note in pieces; joined they are the note. Spans may overlap: a piece names all its codes."""
    spans = [
        (int(span["start"]), int(span["end"]), dotted(row.code), str(row.pk))
        for row in codes
        for span in row.evidence
        if 0 <= int(span["start"]) < int(span["end"]) <= len(text)
        and text[int(span["start"]) : int(span["end"])] == span["text"]
    ]
    cuts = sorted({0, len(text), *(start for start, *_ in spans), *(end for _, end, *_ in spans)})
    pieces = []
    for start, end in pairwise(cuts):
        here = [(code, key) for begin, finish, code, key in spans if begin <= start and end <= finish]
        pieces.append(
            Piece(
                text[start:end],
                tuple(dict.fromkeys(code for code, _ in here)),
                tuple(dict.fromkeys(key for _, key in here)),
            )
        )
    return pieces


def span_of(text: str, words: str) -> dict[str, Any] | None:
    """Return where words that somebody marked stand in the note; nothing when they do not."""
    start = text.find(words)
    return {"start": start, "end": start + len(words), "text": words} if words and start >= 0 else None


def changes_between(before: str, after: str) -> list[Mapping[str, str]]:
    """Return the lines that went and came between two versions of a note."""
    kinds = {"-": "went", "+": "came"}
    return [
        {"kind": kinds[line[0]], "text": line[2:]}
        for line in difflib.ndiff(before.splitlines(), after.splitlines())
        if line[:1] in kinds
    ]
