"""A state that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import STATE, NotCovered, Unknown
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class StateUnknown(Edit):
    """A state that does not exist.

    ## Why it matters
    Front ends check states and ZIP codes of addresses.
    """

    id = "IDN020"
    name = "state-unknown"
    family = "identity"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.REJECT
    sources = (Citation("CMS, states of addresses", "see the rows of STATE as shipped"),)
    predicts = (CARC("16"),)
    fix = "Use the two letters of the state."
    examples = (
        Example("a state", ""),
        Example(
            "no such state",
            "set billing_provider.address.state ZZ",
            finds=("billing_provider.address.state",),
        ),
        Example("an address abroad", 'set patient.address.state ""; set patient.address.country DE'),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        day = judged_on(claim)
        if day is None:
            return
        addresses = [
            ("billing_provider.address", claim.billing_provider.address),
            ("patient.address", claim.patient.address),
        ]
        for path, address in addresses:
            if address is None or not address.state or address.country not in ("", "US", "USA"):
                continue
            answer = rules.store.find(STATE, address.state.strip().upper(), day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, path, answer)
                continue
            if isinstance(answer, Unknown):
                message = f"There is no state {address.state}."
                yield self.finding(claim, f"{path}.state", message, release=answer.release.label)
