"""A preventive service before its time has come again."""

from collections.abc import Iterator
from datetime import date

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import lines_beside
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class _Rule(msgspec.Struct, frozen=True):
    """How many full months after which codes some codes are paid; none: once in a life."""

    codes: frozenset[str]
    counts: frozenset[str]
    months: int | None
    unless_at_risk: tuple[str, ...] = ()
    months_at_risk: int | None = None


def _of(*codes: str) -> frozenset[str]:
    return frozenset(codes)


_WELLNESS = _of("G0402", "G0438", "G0439")
RULES = (
    _Rule(_of("G0402"), _WELLNESS, None),
    _Rule(_of("G0438"), _of("G0438"), None),
    _Rule(_of("G0439"), _WELLNESS, 11),
    _Rule(_of("77067"), _of("77067"), 11),
    _Rule(
        _of("G0101", "Q0091"), _of("G0101", "Q0091"), 23, ("Z7251", "Z7252", "Z7253", "Z9151", "Z9289"), 11
    ),
    _Rule(_of("G0121"), _of("G0121", "G0105"), 119),
    _Rule(_of("G0105"), _of("G0105", "G0121"), 23),
    _Rule(_of("G0328", "82270"), _of("G0328", "82270"), 11),
    _Rule(_of("G0103", "G0102"), _of("G0103"), 11),
    _Rule(_of("71271"), _of("71271"), 11),
    _Rule(_of("77080", "77081", "77078"), _of("77080", "77081", "77078"), 23),
    _Rule(_of("G0444", "G0442"), _of("G0444"), 11),
    _Rule(_of("76706"), _of("76706"), None),
)
"""Medicare's preventive services and their times (from general knowledge; unverified)."""


def _full_months(start: date, end: date) -> int:
    """Return the full months between the month of a service and that of the next."""
    return (end.year - start.year) * 12 + end.month - start.month - 1


class PreventiveServiceTooSoon(Edit):
    """A preventive service before its time has come again.

    ## Why it matters
    Medicare pays preventive services so often: earlier ones are denied, and without a signed
    notice the provider bears them.
    """

    id = "COV005"
    name = "preventive-service-too-soon"
    family = "coverage"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = having("history")
    severity = Severity.DENY
    sources = (
        reason_code("119"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 18", verified=False),
    )
    predicts = (CARC("119"),)
    fix = "Wait until the time has passed, or get a notice (ABN) and add GA."
    examples = (
        Example(
            "after thirteen months",
            "payer medicare; lines G0439 $150 @1",
            history=(
                "payer medicare; dos 2024-10-02; lines G0439 $150 @1; set patient_control_number OTHER1",
            ),
        ),
        Example(
            "after eight months",
            "payer medicare; lines G0439 $150 @1",
            finds=("lines[0].code",),
            history=(
                "payer medicare; dos 2025-03-02; lines G0439 $150 @1; set patient_control_number OTHER1",
            ),
        ),
        Example(
            "a second initial one",
            "payer medicare; lines G0438 $150 @1",
            finds=("lines[0].code",),
            history=(
                "payer medicare; dos 2021-03-02; lines G0438 $150 @1; set patient_control_number OTHER1",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            rule = next((one for one in RULES if line.code in one.codes), None)
            if rule is None or line.day is None:
                continue
            lows = rule.unless_at_risk and any(
                code.startswith(rule.unless_at_risk) for code in facts_of(claim).diagnoses_of(line)
            )
            months = rule.months_at_risk if lows else rule.months
            for before in lines_beside(claim, rules):
                if before.code not in rule.counts or before.day is None or before.day >= line.day:
                    continue
                if months is None or _full_months(before.day, line.day) < months:
                    span = "once in a life" if months is None else f"after {months} full months"
                    message = f"{line.code} is paid {span}; {before.code} was given on {before.day}."
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, before.code))
                    break
