"""A reason for Medicare to pay second that the payer before it contradicts."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_TYPES = {"AM": ("14", "47"), "WC": ("15",)}
"""Filing indicators of auto and workers' compensation with their reasons (unverified)."""


class SecondaryTypeContradictsPayer(Edit):
    """A reason for Medicare to pay second that the payer before it contradicts.

    ## Why it matters
    No-fault insurance is 14 and workers' compensation 15: with another reason Medicare looks
    for the wrong payer.
    """

    id = "COB023"
    name = "secondary-type-contradicts-payer"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)))
    triggers = having("several payers")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Secondary Payer Manual, chapter 3", verified=False),)
    predicts = (CARC("22"),)
    fix = "Correct the reason (SBR05), or the payer before Medicare."
    examples = (
        Example("no-fault insurance", ("payer medicare; secondary to auto paid 80 on 2025-11-19 type 14")),
        Example(
            "as if it were a health plan",
            ("payer medicare; secondary to auto paid 80 on 2025-11-19 type 12"),
            finds=("coverages[1].insurance_type",),
        ),
        Example(
            "a health plan said to be no-fault",
            ("payer medicare; secondary to commercial paid 80 on 2025-11-19 type 15"),
            finds=("coverages[1].insurance_type",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        given = claim.coverage.insurance_type.strip()
        before = [one.filing_indicator for one in claim.coverages[: claim.billed_coverage]]
        if not given or not before:
            return
        path = f"coverages[{claim.billed_coverage}].insurance_type"
        special = [one for one in before if one in _TYPES]
        if special and all(given not in _TYPES[one] for one in special) and len(special) == len(before):
            right = " or ".join(_TYPES[special[0]])
            yield self.finding(
                claim, path, f"Type {given}, but the payer before is {special[0]}, which is {right}."
            )
        elif (
            not special
            and given in ("14", "15")
            and all(one in ("CI", "BL", "HM", "12", "13", "15") for one in before)
        ):
            yield self.finding(
                claim, path, f"Type {given}, but the payer before is a health plan ({before[-1]})."
            )
