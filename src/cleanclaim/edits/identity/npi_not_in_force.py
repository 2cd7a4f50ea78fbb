"""An NPI that NPPES does not have, or has deactivated."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import NPPES, Known, NotCovered, provider
from cleanclaim.edits.authorities import NPI_USE
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.identity.providers import named_providers
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC
from cleanclaim.primitives.identifiers import luhn_is_valid

_DIGITS = 10


class NpiNotInForce(Edit):
    """An NPI that NPPES does not have, or has deactivated.

    ## Why it matters
    Payers check the NPI against NPPES: one that is unknown or deactivated is returned.
    """

    id = "IDN015"
    name = "npi-not-in-force"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.REVIEW
    sources = (NPI_USE,)
    predicts = (CARC("16"),)
    fix = "Correct the NPI, or have it reactivated."
    examples = (
        Example("not loaded", "", not_checked=("NPPES",)),
        Example("no provider has a number", "without billing_provider.npi; without rendering.npi"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        day = judged_on(claim)
        if day is None:
            return
        loaded = rules.store.release_on(NPPES.name, day)
        if isinstance(loaded, NotCovered):
            if any(sent.npi for _, sent in named_providers(claim)):
                yield self.not_checked(claim, "billing_provider.npi", loaded)
            return
        for path, sent in named_providers(claim):
            if len(sent.npi) != _DIGITS or not luhn_is_valid(f"80840{sent.npi}"):
                continue
            answer = provider(rules.store, sent.npi, day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
                continue
            if isinstance(answer, Known):
                if not answer.value.active_on(day):
                    message = f"NPI {sent.npi} is not in force on {day}."
                    yield self.finding(claim, f"{path}.npi", message, release=answer.release.label)
            else:
                message = f"NPPES has no NPI {sent.npi}."
                yield self.finding(claim, f"{path}.npi", message, release=answer.release.label)
