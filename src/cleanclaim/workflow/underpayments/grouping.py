"""Underpayments by payer, contract and term: where one letter disputes many lines."""

from collections.abc import Iterable

import msgspec

from cleanclaim.primitives import ZERO, Money
from cleanclaim.workflow.underpayments.values import ClaimVariance, Verdict


class TermGroup(msgspec.Struct, frozen=True):
    """All that one term of one contract with one payer was paid short: lines, claims, dollars."""

    payer: str
    contract: str
    term: str
    lines: int
    claims: tuple[str, ...]
    expected: Money
    allowed: Money
    missing: Money
    reasons: tuple[tuple[str, int], ...]


def by_term(compared: Iterable[ClaimVariance]) -> tuple[TermGroup, ...]:
    """Return the underpaid lines grouped, the largest missing amount first."""
    rows: dict[tuple[str, str, str], list[tuple[str, Money, Money, str]]] = {}
    for claim in compared:
        for each in claim.variances:
            if each.verdict is Verdict.UNDERPAID and each.expected is not None:
                key = (claim.payer, claim.contract, each.term)
                rows.setdefault(key, []).append((claim.claim, each.expected, each.allowed, each.reason))
    groups = []
    for (payer, contract, term), found in rows.items():
        counts: dict[str, int] = {}
        for *_, reason in found:
            counts[reason] = counts.get(reason, 0) + 1
        expected = sum((row[1] for row in found), ZERO)
        allowed = sum((row[2] for row in found), ZERO)
        groups.append(
            TermGroup(
                payer,
                contract,
                term,
                len(found),
                tuple(dict.fromkeys(row[0] for row in found)),
                expected,
                allowed,
                expected - allowed,
                tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
            )
        )
    return tuple(sorted(groups, key=lambda each: (-each.missing, each.payer, each.contract, each.term)))
