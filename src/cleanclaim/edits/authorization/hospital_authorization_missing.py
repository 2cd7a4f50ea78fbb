"""A hospital outpatient service for which Medicare asks prior authorization, without its number."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_CODES = frozenset(
    (
        "15820",
        "15821",
        "15822",
        "15823",
        "67900",
        "67901",
        "67902",
        "67903",
        "67904",
        "67906",
        "67908",
        "15830",
        "15847",
        "15877",
        "20912",
        "21210",
        "21235",
        "30400",
        "30410",
        "30420",
        "30430",
        "30435",
        "30450",
        "30460",
        "30462",
        "30465",
        "30520",
        "36473",
        "36474",
        "36475",
        "36476",
        "36478",
        "36479",
        "36482",
        "36483",
        "63650",
        "22551",
        "22552",
        "64490",
        "64491",
        "64492",
        "64493",
        "64494",
        "64495",
        "64633",
        "64634",
        "64635",
        "64636",
    )
)
"""Blepharoplasty, panniculectomy, rhinoplasty, vein ablation, neurostimulators, fusion, facet joints (general
knowledge of 42 CFR 419.83 and its notices; unverified)."""


class HospitalAuthorizationMissing(Edit):
    """A hospital outpatient service for which Medicare asks prior authorization, without its number.

    ## Why it matters
    Since 2020 Medicare denies some services of hospital outpatient departments when they were
    not authorized before.
    """

    id = "AUT031"
    name = "hospital-authorization-missing"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("13*")
    severity = Severity.REVIEW
    sources = (
        reason_code("197"),
        Citation("42 CFR 419.83", verified=False),
    )
    predicts = (CARC("197"),)
    fix = "Enter the unique tracking number of the decision."
    examples = (
        Example(
            "with the number",
            (
                "type institutional; payer medicare; line 15823-E1 $3000 rev 0360; set "
                "coverages[0].prior_authorization 12345678901234"
            ),
        ),
        Example(
            "without",
            ("type institutional; payer medicare; line 15823-E1 $3000 rev 0360"),
            finds=("coverages[0].prior_authorization",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if claim.coverage.prior_authorization or facts_of(claim).codes.isdisjoint(_CODES):
            return
        for line in facts_of(claim).lines:
            if line.code in _CODES and not line.line.prior_authorization:
                path = f"coverages[{claim.billed_coverage}].prior_authorization"
                message = f"{line.code} wants a prior authorization, but no number is given."
                yield self.finding(claim, path, message, codes=(line.code,))
                return
