"""A drug out of single-dose containers without a word of waste."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Effective, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_SINGLE_DOSE = frozenset(
    (
        "J0178",
        "J0490",
        "J0585",
        "J0897",
        "J1300",
        "J1439",
        "J1745",
        "J2323",
        "J2350",
        "J2357",
        "J2507",
        "J2778",
        "J3262",
        "J3380",
        "J9022",
        "J9035",
        "J9041",
        "J9145",
        "J9173",
        "J9228",
        "J9264",
        "J9271",
        "J9299",
        "J9306",
        "J9312",
        "Q5103",
        "Q5107",
        "Q5118",
        "Q5121",
    )
)
"""Drugs sold in single-dose containers only (from general knowledge; unverified, far from all)."""


class WasteOfSingleDoseNotSaid(Edit):
    """A drug out of single-dose containers without a word of waste.

    ## Why it matters
    Since July 2023 Medicare wants JW with the waste or JZ for none on every such line, and
    returns claims without since October 2023.
    """

    id = "DRU021"
    name = "waste-of-single-dose-not-said"
    family = "drugs"
    status = Stable(since="0.2")
    effective = Effective(date(2023, 7, 1))
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional", "institutional"))
    )
    triggers = codes("J*", "Q51*")
    severity = Severity.REVIEW
    sources = (
        reason_code("4"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 17, section 40", verified=False),
    )
    predicts = (CARC("4"),)
    fix = "Add JZ if nothing was thrown away; else bill the waste on a line of its own with JW."
    examples = (
        Example("nothing thrown away", "payer medicare; lines J9271-JZ x200 $9000 @1"),
        Example("not said", "payer medicare; lines J9271 x200 $9000 @1", finds=("lines[0].modifiers",)),
        Example("with a line of waste", ("payer medicare; lines J9035 x30 $900 @1 | J9035-JW x10 $300 @1")),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        if facts.is_inpatient or facts.codes.isdisjoint(_SINGLE_DOSE):
            return
        for line in facts.lines:
            if line.code not in _SINGLE_DOSE or line.has("JW", "JZ") or line.day is None:
                continue
            if not any(one.code == line.code and one.has("JW") for one in facts.by_day.get(line.day, ())):
                message = f"{line.code} comes in single doses, but neither JW nor JZ is said."
                yield self.finding(claim, f"{line.path}.modifiers", message, codes=(line.code,))
