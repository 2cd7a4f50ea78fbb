"""A provider whom the OIG has excluded."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import EXCLUSION, Known, NotCovered
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.identity.providers import named_providers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class ExcludedProvider(Edit):
    """A provider whom the OIG has excluded.

    ## Why it matters
    No federal program pays for anything that an excluded person furnishes, orders or
    prescribes; billing it is a violation with penalties.
    """

    id = "CPL001"
    name = "excluded-provider"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare", "medicaid")),
        review_for=frozenset(("commercial", "workers_comp", "auto", "dental", "unknown")),
    )
    severity = Severity.DENY
    sources = (
        Citation("OIG List of Excluded Individuals and Entities", "as imported"),
        Citation("42 CFR 1001.1901", verified=False),
    )
    predicts = (CARC("B7"),)
    fix = "Do not bill it. Verify the exclusion with the OIG, and tell the compliance officer."
    examples = (
        Example("nobody is listed", "", tables=("EXCLUSION 1999999984 npi=1999999984",)),
        Example(
            "the rendering provider is",
            "set rendering.npi 1999999984",
            finds=("rendering.npi",),
            tables=("EXCLUSION 1999999984 npi=1999999984 effective_from=2020-01-01",),
        ),
        Example(
            "excluded later",
            "set rendering.npi 1999999984",
            tables=("EXCLUSION 1999999984 npi=1999999984 effective_from=2026-01-01",),
        ),
        Example("not loaded", "", not_checked=("EXCLUSION",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        day = judged_on(claim)
        if day is None:
            return
        for path, provider in named_providers(claim):
            if not provider.npi:
                continue
            answer = rules.store.find(EXCLUSION, provider.npi, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
                continue
            if isinstance(answer, Known):
                since = min(row.effective_from for row in answer.value)
                message = f"NPI {provider.npi} is excluded from federal programs since {since}."
                yield self.finding(claim, f"{path}.npi", message, release=answer.release.label)
