"""Mentions of one note gathered by the billable code they lead to."""

from collections.abc import Sequence

import msgspec

from cleanclaim.coding.assertion import Assertion
from cleanclaim.coding.classes import is_chronic
from cleanclaim.coding.healing import leaves_behind
from cleanclaim.coding.lexicon import Lexicon, shown
from cleanclaim.coding.mentions import Mention, find_mentions
from cleanclaim.coding.note import Note
from cleanclaim.coding.queries import (
    about_laterality,
    about_specificity,
    about_uncertainty,
    about_unsettled,
)
from cleanclaim.coding.second_opinion import judge
from cleanclaim.coding.specificity import Specified, specify
from cleanclaim.coding.values import INPATIENT_SETTINGS, NotCoded, Proposal, Query

_IN_ASSESSMENT = frozenset({"problem", "assessment", "detail"})
_UNHEARD_SECTIONS = frozenset({"ros", "exam", "vitals", "allergies", "medications", "results", "attestation"})
"""Where a finding stands without the provider's judgement of it: alone it proposes nothing."""

PLACES = ("problem", "assessment", "detail", "complaint", "history", "elsewhere")
"""The places of a mention, the strongest first."""


class Candidate(msgspec.Struct, frozen=True):
    """A billable code with the mentions that lead to it, best place first.

    ``ruled`` when a guideline rule put it in the place of another code, or added it.
    """

    code: str
    mentions: tuple[Mention, ...]
    specified: Specified
    why: tuple[str, ...]
    ruled: bool = False

    @property
    def best(self) -> Mention:
        """The mention in the strongest place."""
        return self.mentions[0]

    @property
    def place(self) -> str:
        """The strongest place in which the code is mentioned."""
        return self.best.place


class Gathered(msgspec.Struct, frozen=True):
    """What the mentions of a note came to."""

    candidates: tuple[Candidate, ...]
    queries: tuple[Query, ...]
    not_coded: tuple[NotCoded, ...]
    opinions: tuple[Candidate, ...] = ()


def gather(note: Note, lexicon: Lexicon, setting: str, proposals: Sequence[Proposal] = ()) -> Gathered:
    """Return the candidates of a note, the queries its gaps call for, and what was left out.

    ``opinions`` are candidates from proposals of others that pass the same rules.
    """
    mentions, unsettled = find_mentions(note, lexicon)
    queries: list[Query] = [
        about_unsettled(one, note) for one in unsettled if one.place in ("problem", "assessment")
    ]
    not_coded: list[NotCoded] = []
    found: dict[str, list[tuple[Mention, Specified, tuple[str, ...]]]] = {}
    for mention in mentions:
        because, refused = _may_be_coded(mention, setting)
        if refused and mention.asserted.assertion is Assertion.HISTORICAL and _left_behind(mention, note):
            because, refused = ("an old injury of which something remains (Official Guidelines I.B.10)",), ""
        if refused:
            evidence = (note.evidence(mention.start, mention.end),)
            not_coded.append(NotCoded(shown(mention.term.code), refused, evidence))
            if mention.asserted.assertion is Assertion.POSSIBLE and mention.place in _IN_ASSESSMENT:
                queries.append(about_uncertainty(mention, note))
            continue
        specified = specify(mention.term.code, mention, note, lexicon)
        if not specified.codes:
            if mention.place == "problem":
                queries.append(about_specificity(mention, specified, note, lexicon))
            not_coded.append(
                NotCoded(
                    shown(mention.term.code),
                    "the documentation does not decide between the codes below it",
                    (note.evidence(mention.start, mention.end),),
                )
            )
            continue
        for code in specified.codes:
            found.setdefault(code, []).append((mention, specified, because))
    candidates = tuple(_candidate(code, entries, lexicon) for code, entries in found.items())
    for candidate in candidates:
        if candidate.specified.missing == "laterality" and candidate.place == "problem":
            queries.append(about_laterality(candidate.best, candidate.specified, note))
    if not proposals:
        return Gathered(candidates, tuple(queries), tuple(not_coded))
    opinions, turned_down = _opinions(note, lexicon, setting, proposals)
    return Gathered(candidates, tuple(queries), (*not_coded, *turned_down), opinions)


def _opinions(
    note: Note, lexicon: Lexicon, setting: str, proposals: Sequence[Proposal]
) -> tuple[tuple[Candidate, ...], list[NotCoded]]:
    """Return the candidates of proposals by others, and those refused with the reason."""
    judged = judge(proposals, note, lexicon)
    refused = list(judged.refused)
    found: dict[str, list[tuple[Mention, Specified, tuple[str, ...]]]] = {}
    for mention in judged.mentions:
        because, reason = _may_be_coded(mention, setting)
        if reason:
            evidence = (note.evidence(mention.start, mention.end),)
            refused.append(NotCoded(shown(mention.term.code), f"second opinion: {reason}", evidence))
        else:
            code = mention.term.code
            found.setdefault(code, []).append((mention, Specified((code,)), because))
    made = (_candidate(code, entries, lexicon) for code, entries in found.items())
    return tuple(msgspec.structs.replace(one, ruled=True) for one in made), refused


def _left_behind(mention: Mention, note: Note) -> bool:
    before = note.document.text[mention.sentence.start : mention.start]
    return mention.term.code[:1] == "S" and mention.place == "problem" and leaves_behind(before)


def _candidate(
    code: str, entries: list[tuple[Mention, Specified, tuple[str, ...]]], lexicon: Lexicon
) -> Candidate:
    entries = sorted(entries, key=lambda entry: (PLACES.index(entry[0].place), entry[0].start))
    mention, specified, because = entries[0]
    title = entry.title if (entry := lexicon.entry(code)) else ""
    return Candidate(
        code,
        tuple(one for one, _, _ in entries),
        specified,
        (_said(mention), *because, *specified.why, f"{shown(code)} {title}"),
    )


def _said(mention: Mention) -> str:
    words = " ".join(token.written for token in mention.sentence.tokens[mention.first : mention.last + 1])
    source = {
        "own": "our lexicon",
        "abbreviation": "our abbreviations, settled by other words of the note",
        "title": "the tabular list (title)",
        "inclusion": "the tabular list (inclusion term)",
        "opinion": "the second opinion",
        "index": mention.term.path,
    }[mention.term.source]
    where = {
        "problem": "named as a problem of the assessment",
        "assessment": "in the assessment",
        "detail": "in the text of the assessment and plan",
        "complaint": "in the chief complaint",
        "history": "in the history",
        "elsewhere": f"in section {mention.section}",
    }[mention.place]
    return f'"{words}" {where}: {shown(mention.term.code)} by {source}'


def _may_be_coded(mention: Mention, setting: str) -> tuple[tuple[str, ...], str]:
    """Return the reasons that let a mention count, or why it does not."""
    assertion, cue = mention.asserted.assertion, mention.asserted.cue
    if mention.section in _UNHEARD_SECTIONS:
        return (), f"only in section {mention.section}, without the provider's assessment"
    if assertion is Assertion.PRESENT:
        return (), ""
    if assertion is Assertion.HISTORICAL and is_chronic(mention.term.code):
        return (f'"{cue}" of a chronic condition is read as a present one',), ""
    if assertion is Assertion.POSSIBLE:
        if setting in INPATIENT_SETTINGS:
            return (
                f'"{cue}": uncertain at discharge is coded as if it existed (Official Guidelines II.H)',
            ), ""
        return (), f'uncertain ("{cue}"): not coded for outpatients (Official Guidelines IV.H)'
    return (), f'{assertion.value} ("{cue}")'
