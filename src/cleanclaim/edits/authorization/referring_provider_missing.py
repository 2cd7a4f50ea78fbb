"""A consultation or an ordered test without who asked for it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_SELF_REFERRED = ("77063", "77067")
"""Screening mammograms, for which a woman may come of her own accord (MCPM 18, section 20; unverified)."""


class ReferringProviderMissing(Edit):
    """A consultation or an ordered test without who asked for it.

    ## Why it matters
    Medicare and most payers ask for the referring or ordering provider on tests, imaging, and
    consultations: without it the line is returned.
    """

    id = "AUT001"
    name = "referring-provider-missing"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("7*", "8*")
    severity = Severity.REVIEW
    sources = (Citation("42 CFR 424.507", verified=False),)
    predicts = (CARC("16"),)
    fix = "Name the referring or ordering provider with an NPI."
    examples = (
        Example("a visit", ""),
        Example(
            "an image with who ordered it", "payer medicare; lines 71046 $60 @1; set referring.npi 1234567893"
        ),
        Example("without", "payer medicare; lines 71046 $60 @1", finds=("referring",)),
        Example("the laboratory's test", "payer medicare; lines 85025 $15 @1", finds=("referring",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.referring is not None:
            return
        if any("10004" <= line.code <= "69990" and line.code.isdigit() for line in facts_of(claim).lines):
            return  # guidance and tests of a procedure are part of what its surgeon does
        for line in facts_of(claim).lines:
            if line.line.providers.ordering is not None or line.line.providers.referring is not None:
                continue
            if line.code in _SELF_REFERRED or not line.code.isdigit():
                continue
            if "70010" <= line.code <= "89398" and not line.has("26"):
                message = f"{line.code} is an ordered service, but nobody is named who ordered it."
                yield self.finding(claim, "referring", message, codes=(line.code,))
                return
