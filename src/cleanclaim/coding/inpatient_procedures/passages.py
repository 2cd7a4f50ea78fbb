"""Where an operative report or a discharge summary names its procedures, and where it tells of them."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

import msgspec

from cleanclaim.coding.sentences import Sentence

Kind = Literal["title", "told", "diagnosis", "aside", "unnamed"]

_HEADING = re.compile(
    r"^[ \t*_#]*(?:\d{1,2}[.)][ \t]+)?(?P<name>[A-Za-z][A-Za-z /()&'\-]{2,58}?)[ \t*_]*(?::|$)", re.MULTILINE
)
_TITLE = re.compile(
    r"^(?:name of |title of |principal |operative |surgical |inpatient |bedside |major |invasive )*"
    r"(?:procedures?|operations?|surgery|surgeries|interventions?)(?:\(s\))?"
    r"(?: \(s\)| name| title| performed| done| this admission| during (?:hospital )?(?:stay|admission)|"
    r" and treatments?| and operations?| and procedures?|/operations?|/procedures?|/surger(?:y|ies))*$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"^(?:(?:description|details?|summary|narrative|technique|findings|"
    r"report)(?: of(?: the)?)?(?: procedure| operation|"
    r" surgery)?(?: in detail)?|procedure(?:s)? (?:in detail|details?|description|note|narrative|technique)|"
    r"operative (?:procedure|technique|report|narrative|course|details?|description|findings|note)|"
    r"surgical technique|technique|findings|intraoperative findings|implants?|prosthes[ie]s|hardware|"
    r"drains?(?: and tubes)?|"
    r"closure|specimens?(?: removed| sent)?|grafts?|devices?|lines?|approach|anesthesia|"
    r"delivery (?:note|summary)|labor and delivery(?: course)?|"
    r"(?:brief |summary of )?(?:hospital|icu|ed|emergency department|clinical) course(?: by problem|"
    r" and treatment)?|course|"
    r"interval events|events|treatment|procedural details)$",
    re.IGNORECASE,
)
_DIAGNOSIS = re.compile(
    r"^(?:(?:pre|post)[ -]?(?:operative|procedur(?:e|al)|op)|principal|final|discharge|admitting|"
    r"admission|secondary|"
    r"clinical|working)?[ -]*(?:diagnos[ie]s)(?:\(es\))?$|^indications?(?: for (?:procedure|surgery|"
    r"operation))?$",
    re.IGNORECASE,
)
_ASIDE = re.compile(
    r"(?:history|allerg|medication|plan\b|planned|proposed|scheduled|intended|consent|social|family|"
    r"review of systems|"
    r"instruction|follow|recommend|disposition|condition|complication|estimated blood|ebl|surgeon|assistant|"
    r"anesthesiolog|attending|counts?|patient|date|mrn|vital|exam|labs?\b|laboratory|imaging|radiolog|"
    r"chief complaint)",
    re.IGNORECASE,
)
_WORDS_OF_TITLE = re.compile(
    r"ectomy|otomy|ostomy|plasty|scopy|graft|repair|fixation|replacement|excision|biopsy|drainage|insertion",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[a-z)]\.\s+(?:[A-Z][a-z]|[AI] )")
_TOLD_FROM = 2  # sentences after the first
_PIECE = re.compile(r"[^\n;]+")
_ITEM = re.compile(r"(?:^|(?<=[\s.,]))(?:\d{1,2}[.)]|[-*•])\s+")


class Passage(msgspec.Struct, frozen=True):
    """A part of the note between two headings: kind, where its text begins and ends."""

    kind: Kind
    start: int
    end: int
    name: str = ""


def passages_of(text: str) -> tuple[Passage, ...]:
    """Return the parts of a note by their headings, in order; the first may be ``unnamed``."""
    found: list[Passage] = [Passage("unnamed", 0, len(text))]
    for match in _HEADING.finditer(text):
        name = match["name"].strip()
        kind = _kind(name, inline=text[match.end() - 1 : match.end()] == ":")
        if kind is None:
            continue
        found[-1] = msgspec.structs.replace(found[-1], end=match.start())
        found.append(Passage(kind, match.end(), len(text), name))
    return tuple(
        msgspec.structs.replace(one, kind="told") if _is_told(text, one) else one
        for one in found
        if one.end > one.start
    )


def _is_told(text: str, passage: Passage) -> bool:
    """Return whether a passage headed like a list of procedures tells how one was done."""
    return (
        passage.kind == "title"
        and len(list(_SENTENCE_END.finditer(text, passage.start, passage.end))) >= _TOLD_FROM
    )


def _kind(name: str, *, inline: bool) -> Kind | None:
    plain = " ".join(name.split())
    if not inline and not (plain.isupper() or plain.istitle() or _TITLE.match(plain)):
        return None
    if _TITLE.match(plain):
        return "title"
    if _TOLD.match(plain):
        return "told"
    if _DIAGNOSIS.match(plain):
        return "diagnosis"
    if _ASIDE.search(plain) and len(plain.split()) <= 6 and not _WORDS_OF_TITLE.search(plain):
        return "aside"
    return None


def items_of(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield the procedures that a list names: its lines, what semicolons and numbers set apart."""
    for piece in _PIECE.finditer(text, passage.start, passage.end):
        cuts = [
            piece.start(),
            *(m.start() for m in _ITEM.finditer(text, piece.start(), piece.end())),
            piece.end(),
        ]
        for start, end in pairwise(cuts):
            if text[start:end].strip():
                yield start, end


def sentences_in(sentences: list[Sentence], passage: Passage) -> list[tuple[int, int]]:
    """Return the sentences of a passage as offsets."""
    return [
        (max(one.start, passage.start), min(one.end, passage.end))
        for one in sentences
        if one.end > passage.start and one.start < passage.end
    ]
