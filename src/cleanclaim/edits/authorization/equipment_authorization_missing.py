"""Equipment for which Medicare asks prior authorization, without its number."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_FIRST, _LAST = "K0800", "K0864"
"""Scooters and power wheelchairs (from general knowledge of the required list; unverified)."""


class EquipmentAuthorizationMissing(Edit):
    """Equipment for which Medicare asks prior authorization, without its number.

    ## Why it matters
    Power wheelchairs and scooters are authorized before they are delivered: others are denied.
    """

    id = "AUT032"
    name = "equipment-authorization-missing"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("K08*")
    severity = Severity.REVIEW
    sources = (
        reason_code("197"),
        Citation("42 CFR 414.234", verified=False),
    )
    predicts = (CARC("197"),)
    fix = "Enter the unique tracking number of the decision."
    examples = (
        Example(
            "with the number",
            ("payer medicare; lines K0856-RR $500 @1; set coverages[0].prior_authorization 12345678901234"),
        ),
        Example(
            "without", "payer medicare; lines K0856-RR $500 @1", finds=("coverages[0].prior_authorization",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.coverage.prior_authorization:
            return
        for line in facts_of(claim).lines:
            if (
                _FIRST <= line.code <= _LAST
                and len(line.code) == len(_LAST)
                and not line.line.prior_authorization
            ):
                path = f"coverages[{claim.billed_coverage}].prior_authorization"
                message = f"{line.code} wants a prior authorization, but no number is given."
                yield self.finding(claim, path, message, codes=(line.code,))
                return
