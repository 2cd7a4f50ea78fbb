"""Lines, list items and sentences of a note, as offsets into the original text."""

import re
from collections.abc import Iterator

import msgspec

from cleanclaim.coding.text import Token, tokens_of

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_BULLET = re.compile(r"[ \t]*(?:[-–—*•●▪◦·#>o]+[ \t]+|[•●▪◦·#]+|\(?\d{1,2}[.)][ \t]+|\(?[a-hA-H][.)][ \t]+)")
_END = re.compile(r"[.!?;]+[\"”)]*(?=\s+[^\sa-z]|\s*$)|[!?]+(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|st|vs|etc|approx|no|pt|hx|dx|sx|tx|fx|e\.g|i\.e|p\.o|b\.i\.d|t\.i\.d|q\.d|a\.m|p\.m)"
    r"|\b[A-Za-z]|\d)$",
    re.IGNORECASE,
)
_TERMINAL = re.compile(r"[.:;!?][\"”)]*\s*$")
_WRAPPED_LINE = 60  # characters: shorter lines were ended by their author, not by a line width
_MOST_WORDS = 250  # in a sentence; work within one grows with the square of its words


class Line(msgspec.Struct, frozen=True):
    """A line of the note: from the first character of its content (bullet left out) to its end."""

    start: int
    end: int
    bullet: bool
    blank: bool


class Sentence(msgspec.Struct, frozen=True):
    """A sentence or list item with its words."""

    start: int
    end: int
    tokens: tuple[Token, ...]


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text; CRLF, LF and CR all end a line."""
    lines = []
    for match in _LINE.finditer(text):
        if match.start() == match.end():
            break
        content = match.group().rstrip("\r\n \t")
        bullet = _BULLET.match(content)
        start = match.start() + (bullet.end() if bullet else len(content) - len(content.lstrip()))
        end = match.start() + len(content)
        lines.append(Line(min(start, end), end, bullet is not None, not content.strip()))
    return lines


def sentences_of(text: str, lines: list[Line], heading_ends: dict[int, int]) -> list[Sentence]:
    """Return the sentences of a note; the words of its headings are in none.

    A heading says where a text stands, not what the patient has ("History of present illness").
    A line ends a sentence unless it was wrapped: long, without a full stop, and followed by
    a line that is neither list item nor heading.
    """
    sentences: list[Sentence] = []
    start: int | None = None
    for number, line in enumerate(lines):
        if line.blank:
            start = None
            continue
        begin = heading_ends.get(line.start, line.start) if start is None else start
        following = lines[number + 1] if number + 1 < len(lines) else None
        wrapped = (
            following is not None
            and not following.blank
            and not following.bullet
            and following.start not in heading_ends
            and line.start not in heading_ends
            and not _TERMINAL.search(text, line.start, line.end)
            and (line.end - line.start >= _WRAPPED_LINE or text[following.start].islower())
        )
        if wrapped:
            start = begin
            continue
        for first, last in _split(text, begin, line.end):
            sentences.extend(_pieces(tuple(tokens_of(text, first, last)), first, last))
        start = None
    return sentences


def _pieces(tokens: tuple[Token, ...], start: int, end: int) -> Iterator[Sentence]:
    """Yield a sentence whole; what has more words than any sentence, in pieces."""
    while len(tokens) > _MOST_WORDS:
        cut = tokens[_MOST_WORDS].start
        yield Sentence(start, cut, tokens[:_MOST_WORDS])
        tokens, start = tokens[_MOST_WORDS:], cut
    yield Sentence(start, end, tokens)


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start + len(text[start:end]) - len(text[start:end].lstrip())
    for match in _END.finditer(text, start, end):
        is_full_stop = match.group().startswith(".")
        if is_full_stop and match.end() < end and _ABBREVIATION.search(text, begin, match.start()):
            # "Dr. Gray", "1. CHF", "T. Ng"; but "a hemoglobin A1c of 8. He ..." is an end.
            numeral = text[match.start() - 1].isdigit()
            if not numeral or match.start() - begin <= 2:
                continue
        yield begin, match.end()
        begin = match.end()
        while begin < end and text[begin].isspace():
            begin += 1
    if begin < end:
        yield begin, end


def means_because_of(sentence: Sentence, index: int) -> bool:
    """Return whether a word is the "secondary" of "secondary to": a cause, not a kind of disease."""
    after = sentence.tokens[index + 1] if index + 1 < len(sentence.tokens) else None
    return sentence.tokens[index].folded == "secondary" and after is not None and after.folded == "to"
