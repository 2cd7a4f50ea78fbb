"""Proposals from outside, judged like our own mentions: words in the note, a code in force, the same rules.

Where a proposal comes from is not known here and makes no difference: what the note does not say word for
word, says of somebody else, denies or only suspects, is refused, and so is a code that is not billable on
the day. What passes is never sure enough for ``accept``.
"""

from collections.abc import Iterator, Sequence

import msgspec

from cleanclaim.coding.assertion import assertion_of
from cleanclaim.coding.lexicon import Lexicon, Term, shown
from cleanclaim.coding.mentions import Mention, place_of
from cleanclaim.coding.note import Note
from cleanclaim.coding.text import folded_words
from cleanclaim.coding.values import NotCoded, Proposal

_MOST_WORDS = 12
_MOST_PROPOSALS = 100
_MOST_PLACES = 3


class Judged(msgspec.Struct, frozen=True):
    """Proposals as mentions of the note, and those refused at once with the reason."""

    mentions: tuple[Mention, ...]
    refused: tuple[NotCoded, ...]


def judge(proposals: Sequence[Proposal], note: Note, lexicon: Lexicon) -> Judged:
    """Return proposals as mentions; what they assert is for the same rules to judge as of our own."""
    mentions: list[Mention] = []
    refused: list[NotCoded] = []
    for proposal in proposals[:_MOST_PROPOSALS]:
        code = proposal.code.strip().upper().replace(".", "")
        name = shown(code) if code.isalnum() and code.isascii() and len(code) <= 7 else ""
        entry = lexicon.entry(code) if name else None
        if entry is None or not entry.billable:
            refused.append(NotCoded(name, "second opinion: no billable code on the date of service"))
            continue
        found = list(_mentions(proposal, code, note))
        if found:
            mentions.extend(found)
        else:
            refused.append(
                NotCoded(name, "second opinion: its evidence does not stand word for word in one sentence")
            )
    return Judged(tuple(mentions), tuple(refused))


def _mentions(proposal: Proposal, code: str, note: Note) -> Iterator[Mention]:
    """Yield the places at which the words of a proposal stand, the first few."""
    words = proposal.evidence.strip()
    if not folded_words(words) or len(words.split()) > _MOST_WORDS:
        return
    text, at, count = note.document.text, 0, 0
    while count < _MOST_PLACES and (start := text.find(words, at)) >= 0:
        end = at = start + len(words)
        for sentence in note.sentences:
            if sentence.start <= start and end <= sentence.end:
                inside = [n for n, one in enumerate(sentence.tokens) if one.start >= start and one.end <= end]
                if inside and sentence.tokens[inside[-1]].end > start:
                    section = note.sections.at(start).kind
                    asserted = assertion_of(sentence.tokens, inside[0], inside[-1], section)
                    term = Term(folded_words(words), code, "opinion")
                    place = place_of(note, start)
                    yield Mention(sentence, inside[0], inside[-1], term, asserted, place, section)
                    count += 1
                break
