"""The pairs of a claim's lines that NCCI has an edit for, with what bypasses it."""

from collections.abc import Iterator
from datetime import date
from enum import Enum

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.codesets import PTP_HOSPITAL, PTP_PRACTITIONER, NotCovered, PTPEdit, Release
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.history import earlier_lines, same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Finding
from cleanclaim.parameters import NotKnown
from cleanclaim.primitives import Citation

_FINGERS_AND_TOES = frozenset(f"{side}{place}" for side in "FT" for place in "A123456789")
ANATOMIC = _FINGERS_AND_TOES | {"E1", "E2", "E3", "E4", "LT", "RT", "LC", "LD", "RC", "LM", "RI"}
OF_VISITS = frozenset(("24", "25", "57"))
"""Modifiers that speak of an evaluation and management service, and count only on its code."""
OF_EITHER = frozenset(("27", "58", "59", "78", "79", "91", "XE", "XS", "XP", "XU"))
"""Modifiers that count on either code of a pair."""
DISTINCT = frozenset(("59", "XE", "XS", "XP", "XU"))
_ON_EITHER = "federal.ncci.distinct_service.on_either_code"
ASSOCIATED = ANATOMIC | OF_VISITS | OF_EITHER

POLICY = Citation("NCCI Policy Manual for Medicare Services, chapter I, section E", "revision 1/1/2026")
INTRODUCTION = Citation("NCCI Policy Manual for Medicare Services, Introduction", "revision 1/1/2026")

OUTPATIENT_BILLS = ("12", "13", "14", "22", "23", "34", "74", "75", "76", "83", "85")
"""Outpatient and therapy bills that the outpatient code editor tests (unverified as a list)."""


class Bypass(Enum):
    """What a pair's modifiers say of it."""

    NONE = "no modifier that bypasses the edit"
    SAME_SITE = "modifiers that name the same site twice"
    ONE_SITE = "a modifier that names the site of only one of the two"
    SHOWN = "a modifier that bypasses the edit"


class Pair(msgspec.Struct, frozen=True):
    """Two lines with an edit between them; ``other`` may be a line of an earlier claim.

    ``line`` is the line of the judged claim at which a finding points: column two where it is
    on the claim. ``edit`` says which of the codes is column two; ``release`` the table asked.
    """

    line: LineFacts
    other: LineFacts
    earlier: bool
    edit: PTPEdit
    release: Release
    bypass: Bypass


def pairs_of(claim: Claim, rules: Rules) -> tuple[Pair | tuple[LineFacts, NotCovered], ...]:
    """Return every pair of a day with an NCCI edit, and for each line that could not be judged why.

    The same patient, day and provider; a line of the claim against its other lines and against
    those of earlier claims. A professional claim is asked of the practitioner table, an
    outpatient bill of the hospital table; inpatient bills fall under neither.
    """
    return facts_of(claim).kept("NCCI pairs", rules, lambda: tuple(_pairs(claim, rules)))


def _pairs(claim: Claim, rules: Rules) -> Iterator[Pair | tuple[LineFacts, NotCovered]]:
    kind = PTP_PRACTITIONER
    facts = facts_of(claim)
    if claim.claim_type == "institutional":
        if facts.bill_type[:2] not in OUTPATIENT_BILLS:
            return
        kind = PTP_HOSPITAL
    told = False
    earlier = [line for line in earlier_lines(claim, rules) if line.code and line.day is not None]
    for day, lines in facts.by_day.items():
        coded = [line for line in lines if line.code]
        before = [line for line in earlier if line.day == day]
        if len(coded) + len(before) < 2 or not coded:
            continue
        table = rules.store.pairs(kind, day)
        if isinstance(table, NotCovered):
            yield coded[0], table
            continue
        partial = table.release.completeness == "partial"
        for position, line in enumerate(coded):
            others = [(other, False) for other in coded[position + 1 :]] + [(other, True) for other in before]
            for other, is_earlier in others:
                if line.code == other.code or not same_provider(line, other):
                    continue
                found = table.value.find(line.code, other.code, day) or table.value.find(
                    other.code, line.code, day
                )
                if found is not None:
                    at, beside = (
                        (other, line) if found.column2 == other.code and not is_earlier else (line, other)
                    )
                    first, second = (line, other) if found.column1 == line.code else (other, line)
                    bypass = bypass_of(first, second, either=_on_either(rules, day))
                    yield Pair(at, beside, is_earlier, found, table.release, bypass)
                elif partial and not told:
                    told = True
                    reason = (
                        f"{table.release.label} is partial: a pair that is not in it may still have an edit"
                    )
                    yield line, NotCovered(kind.name, day, reason)


def bypass_of(one: LineFacts, other: LineFacts, *, either: bool = True) -> Bypass:
    """Return what the modifiers of two lines, of column one and two, say about their being separate.

    Modifiers 59 and X{EPSU} count on the code of either column where ``either`` holds, else on
    column two alone. Modifiers of a visit count on the visit. Sites count when both lines name
    one and they differ.
    """
    counting = set(other.modifiers) | set(one.modifiers)
    if not either:
        counting -= DISTINCT - set(other.modifiers)
    if counting & OF_EITHER:
        return Bypass.SHOWN
    if any(is_visit(line.code) and line.has(*OF_VISITS) for line in (one, other)):
        return Bypass.SHOWN
    sites, other_sites = set(one.modifiers) & ANATOMIC, set(other.modifiers) & ANATOMIC
    if sites and other_sites:
        return Bypass.SAME_SITE if sites & other_sites else Bypass.SHOWN
    return Bypass.ONE_SITE if sites or other_sites else Bypass.NONE


def _on_either(rules: Rules, day: date) -> bool:
    found = rules.parameters.at(_ON_EITHER, day)
    return isinstance(found, NotKnown) or bool(found)


def is_visit(code: str) -> bool:
    """Return whether a code is an evaluation and management service, or a visit to an eye doctor."""
    return (code.isdigit() and "99201" <= code <= "99499") or code in ("92002", "92004", "92012", "92014")


def findings_of(
    edit: Edit, claim: Claim, rules: Rules, words: str, *, indicator: int, bypass: Bypass | None = None
) -> Iterator[Finding]:
    """Yield a finding for each pair with this indicator and, where one is named, this bypass.

    ``words`` is the fact, with ``{one}`` and ``{two}`` for the codes of the columns and ``{day}``.
    """
    for pair in pairs_of(claim, rules):
        if not isinstance(pair, Pair) or pair.edit.modifier_indicator != indicator:
            continue
        if bypass is not None and pair.bypass is not bypass:
            continue
        one, two = pair.edit.column1, pair.edit.column2
        message = words.format(one=one, two=two, day=pair.line.day)
        if pair.earlier:
            message += " One of them is on an earlier claim."
        yield edit.finding(
            claim, f"{pair.line.path}.code", message, codes=(one, two), release=pair.release.label
        )
