"""A claim to a payer of whose filing limit nothing is known."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import PAYER_KINDS, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import Citation

MEDICARE_ADVANTAGE = "16"
"""Filing indicator of a Medicare Advantage plan, to which Medicare's own limit does not apply."""

_REASONS = {
    "medicare": "a Medicare Advantage plan's filing limit is in its contract",
    "medicaid": "a State's limit may be shorter than the federal one",
    "commercial": "a commercial payer's filing limit is in its contract",
    "dental": "a dental plan's filing limit is in its contract",
    "workers_comp": "the filing limit of workers' compensation is the State's",
    "auto": "the filing limit of automobile insurance is the State's or the policy's",
    "unknown": "what kind of payer it is, and so its filing limit, is not known",
}


class LimitNotKnown(Edit):
    """A claim to a payer of whose filing limit nothing is known.

    Only Medicare's own limit, and for Medicaid the longest that federal rules allow, are known to
    this version. For all others it says that nobody has checked.

    ## Why it matters
    A contract or a State may give much less than a year: a claim that nobody has checked may be late.
    """

    id = "TFL003"
    name = "limit-not-known"
    family = "timely_filing"
    status = Stable(since="0.1")
    applies_to = Scope(payer_kinds=PAYER_KINDS - {"self_pay"})
    severity = Severity.INFORM
    sources = (Citation("cleanclaim, docs/algorithms/edits.md, section Timely filing"),)
    fix = "Look the limit up in the payer's contract or manual."
    examples = (
        Example("Medicare's limit is known", "payer medicare"),
        Example("a commercial payer's is not", "payer commercial", not_checked=("the payer's filing limit",)),
        Example(
            "Medicare's does not bind a Medicare Advantage plan",
            "payer medicare; set coverages[0].filing_indicator 16; dos 2024-03-04; received 2025-06-30",
            not_checked=("the payer's filing limit",),
        ),
        Example("a State's may be shorter", "payer medicaid", not_checked=("the payer's filing limit",)),
        Example("who pays for himself has none", "payer self_pay"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one "not checked" unless Medicare itself is billed."""
        kind = rules.payer_kind_of(claim)
        if kind == "medicare" and claim.coverage.filing_indicator != MEDICARE_ADVANTAGE:
            return
        reason = _REASONS.get(kind)
        if reason is not None:
            yield self.not_checked(claim, "received", "the payer's filing limit", reason)
