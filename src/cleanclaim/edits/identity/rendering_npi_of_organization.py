"""A rendering provider whose NPI is an organization's."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import Known, NotCovered, provider
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.identity.providers import named_providers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_PERSONS = ("20", "111", "15", "10", "36", "22", "213")
"""Beginnings of taxonomy codes of persons who render."""
_ORGANIZATION = 2


class RenderingNpiOfOrganization(Edit):
    """A rendering provider whose NPI is an organization's.

    ## Why it matters
    A person renders: with an organization's number the payer cannot say who, and returns the
    line.
    """

    id = "IDN042"
    name = "rendering-npi-of-organization"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 26, item 24J", verified=False),)
    predicts = (CARC("16"),)
    fix = "Enter the person's own NPI."
    examples = (
        Example("not loaded", "", not_checked=("NPPES",)),
        Example("no rendering provider", "without rendering"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        day = judged_on(claim)
        if day is None:
            return
        for path, sent in named_providers(claim):
            if not path.endswith("rendering") or not sent.taxonomy.startswith(_PERSONS):
                continue
            answer = provider(rules.store, sent.npi, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
            elif isinstance(answer, Known) and answer.value.entity == _ORGANIZATION:
                message = f"NPI {sent.npi} is an organization's."
                yield self.finding(claim, f"{path}.npi", message, release=answer.release.label)
