"""A consultation without who asked for it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_CONSULTATIONS = frozenset(("99242", "99243", "99244", "99245", "99252", "99253", "99254", "99255"))


class OfficeConsultationUnreferred(Edit):
    """A consultation without who asked for it.

    ## Why it matters
    A consultation answers somebody's question: the payer asks whose.
    """

    id = "EVM011"
    name = "office-consultation-unreferred"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("9924*", "9925*")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Name the provider who asked, with an NPI; otherwise report a visit."
    examples = (
        Example("asked for", "payer commercial; lines 99243 $200 @1; set referring.npi 1234567893"),
        Example(
            "by nobody", "payer commercial; lines 99243 $200 @1", finds=("lines[0].providers.referring",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if (
                line.code in _CONSULTATIONS
                and claim.referring is None
                and line.line.providers.referring is None
            ):
                message = f"{line.code} is a consultation, but nobody is named who asked."
                yield self.finding(claim, f"{line.path}.providers.referring", message, codes=(line.code,))
