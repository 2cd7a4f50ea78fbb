"""Propose rules from a practice's own remittances: what a payer keeps denying, and for which lines.

``docs/algorithms/rule-mining.md`` says how, and why a proposal is never made of a handful of lines.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

import msgspec

from cleanclaim.edits.facts import ClaimFacts
from cleanclaim.edits.practice_rules.evidence import chance, interval
from cleanclaim.edits.practice_rules.outcomes import Outcome
from cleanclaim.primitives import ZERO, Money

CODE, MODIFIER, DIAGNOSIS, PLACE, BESIDE = "code", "modifier", "diagnosis", "place", "beside"
DIMENSIONS = (CODE, MODIFIER, DIAGNOSIS, PLACE, BESIDE)
_MOST_PARTS = 3
_MOST_BESIDE = 6
_PLAIN = re.compile(r"[A-Z0-9]{1,7}")
_PLAIN_ID = re.compile(r"[A-Za-z0-9]{1,80}")

Part = tuple[str, str]
"""One part of a pattern: what it is of, and its value; a modifier without value is "no modifier".

``beside`` is a code on another line of the claim.
"""
Pattern = tuple[Part, ...]


class Limits(msgspec.Struct, frozen=True):
    """What a proposal must reach.

    ``support`` lines denied at least; ``share`` the least share of denied lines that the data leave
    possible (the lower end of the 95 percent interval); ``error`` the chance of any proposal at all
    where there is no pattern (divided by the number of patterns that were looked at).
    """

    support: int = 10
    share: float = 0.5
    error: float = 0.01


class Proposal(msgspec.Struct, frozen=True):
    """A pattern that a payer denies: for a person to accept.

    Of ``lines`` that fit, ``denied`` were denied for ``carc``; ``low`` and ``high`` are the 95 percent
    interval of that share, ``lift`` how many times it is that of all lines of the payer, ``p`` the chance
    of it without a pattern, before the division by ``looked_at``. ``amount`` was denied in dollars.
    """

    payer_id: str
    claim_type: str
    carc: str
    rarcs: tuple[str, ...]
    pattern: Pattern
    lines: int
    denied: int
    low: float
    high: float
    lift: float
    p: float
    looked_at: int
    amount: Money


class _Line(msgspec.Struct, frozen=True):
    parts: tuple[Part, ...]
    carcs: tuple[str, ...]
    rarcs: tuple[str, ...]
    denied: Money


def propose(outcomes: Sequence[Outcome], limits: Limits | None = None) -> tuple[Proposal, ...]:
    """Return the patterns that payers deny, those with the most money first.

    Deterministic: the order of the claims does not matter.
    """
    asked = limits or Limits()
    by_payer: dict[tuple[str, str], list[_Line]] = {}
    for outcome in outcomes:
        payer = outcome.claim.coverage.payer.payer_id.strip()
        if _PLAIN_ID.fullmatch(payer):
            by_payer.setdefault((payer, outcome.claim.claim_type), []).extend(_lines(outcome))
    found: list[Proposal] = []
    # Every pattern that could have been proposed counts against the ones that are.
    looked_at = sum(_hypotheses(lines, asked) for lines in by_payer.values())
    for (payer, claim_type), lines in sorted(by_payer.items()):
        for carc in sorted({carc for line in lines for carc in line.carcs}):
            found += _of_reason(payer, claim_type, carc, lines, asked, looked_at)
    return tuple(sorted(found, key=lambda one: (-one.amount, one.payer_id, one.carc, one.pattern)))


def _lines(outcome: Outcome) -> Iterator[_Line]:
    facts = ClaimFacts(outcome.claim)
    for line, result in zip(facts.lines, outcome.lines, strict=True):
        parts: list[Part] = []
        if line.code:
            parts.append((CODE, line.code))
        modifiers = sorted({one for one in line.modifiers if one})
        parts += [(MODIFIER, one) for one in modifiers] or [(MODIFIER, "")]
        if outcome.claim.claim_type != "institutional":
            parts += [(DIAGNOSIS, one) for one in sorted(set(facts.diagnoses_of(line)))]
            if line.place:
                parts.append((PLACE, line.place))
        beside = sorted(facts.codes - {line.code})
        parts += [(BESIDE, one) for one in beside[:_MOST_BESIDE]]
        plain = tuple(part for part in parts if not part[1] or _PLAIN.fullmatch(part[1]))
        yield _Line(plain, result.carcs, result.rarcs, result.denied)


def _patterns(line: _Line) -> Iterator[Pattern]:
    """Yield every pattern that a line fits: at most one part of each dimension, one to three in all."""
    choices: list[list[Part | None]] = [
        [None, *(part for part in line.parts if part[0] == dimension)] for dimension in DIMENSIONS
    ]
    for chosen in product(*choices):
        pattern = tuple(part for part in chosen if part is not None)
        if 0 < len(pattern) <= _MOST_PARTS and _says_something(pattern):
            yield pattern


def _says_something(pattern: Pattern) -> bool:
    """Return whether a pattern is of a service: what stands beside any line at all is none."""
    kinds = {kind for kind, _ in pattern}
    return pattern != ((MODIFIER, ""),) and (BESIDE not in kinds or CODE in kinds)


def _hypotheses(lines: Sequence[_Line], limits: Limits) -> int:
    """Return how many pairs of pattern and reason a payer's lines would let be proposed."""
    fitting = Counter(pattern for line in lines for pattern in _patterns(line))
    patterns = sum(count >= limits.support for count in fitting.values())
    return patterns * len({carc for line in lines for carc in line.carcs})


def _of_reason(  # noqa: PLR0917 - one reason of one payer, looked at under the same limits as all others
    payer: str, claim_type: str, carc: str, lines: Sequence[_Line], limits: Limits, looked_at: int
) -> Iterator[Proposal]:
    """Yield patterns one after the other, each without the lines that those before it explain."""
    left = list(lines)
    while True:
        chosen = _best(carc, left, limits, looked_at)
        if chosen is None:
            return
        pattern, drawn, hits, p = chosen
        fitting = [line for line in left if _fits(line, pattern)]
        denied = [line for line in fitting if carc in line.carcs]
        marked = sum(carc in line.carcs for line in left)
        low, high = interval(hits, drawn)
        remarks = Counter(remark for line in denied for remark in line.rarcs)
        yield Proposal(
            payer_id=payer,
            claim_type=claim_type,
            carc=carc,
            rarcs=tuple(sorted(code for code, count in remarks.items() if count * 10 >= hits * 9)),
            pattern=pattern,
            lines=drawn,
            denied=hits,
            low=low,
            high=high,
            lift=round((hits / drawn) / (marked / len(left)), 2),
            p=p,
            looked_at=looked_at,
            amount=sum((line.denied for line in denied), ZERO),
        )
        left = [line for line in left if not _fits(line, pattern)]


def _best(
    carc: str, lines: Sequence[_Line], limits: Limits, looked_at: int
) -> tuple[Pattern, int, int, float] | None:
    """Return the pattern that is denied most surely, as general as the data allow; nothing if none is."""
    hits: Counter[Pattern] = Counter()
    for line in lines:
        if carc in line.carcs:
            hits.update(_patterns(line))
    likely = {pattern for pattern, count in hits.items() if count >= limits.support}
    if not likely:
        return None
    drawn: Counter[Pattern] = Counter()
    for line in lines:
        drawn.update(pattern for pattern in _patterns(line) if pattern in likely)
    marked = sum(carc in line.carcs for line in lines)
    sure: dict[Pattern, float] = {}
    for pattern in likely:
        if interval(hits[pattern], drawn[pattern])[0] < limits.share:
            continue
        p = chance(hits[pattern], drawn[pattern], marked, len(lines))
        if p * max(1, looked_at) <= limits.error:
            sure[pattern] = p
    if not sure:
        return None
    best = min(sure, key=lambda one: (-interval(hits[one], drawn[one])[0], len(one), -hits[one], one))
    for pattern in sorted(sure, key=lambda one: (len(one), one)):
        # A part that a more general pattern lacks must make a difference that is not chance.
        if set(pattern) < set(best):
            p = chance(hits[best], drawn[best], hits[pattern], drawn[pattern])
            if p > limits.error:
                best = pattern
                break
    return best, drawn[best], hits[best], sure[best]


def _fits(line: _Line, pattern: Pattern) -> bool:
    return all(part in line.parts for part in pattern)
