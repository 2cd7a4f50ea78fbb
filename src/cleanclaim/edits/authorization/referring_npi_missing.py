"""A referring or ordering provider without an NPI."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import NPI_USE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ReferringNpiMissing(Edit):
    """A referring or ordering provider without an NPI.

    ## Why it matters
    Medicare pays ordered services only if who ordered them can be found by NPI.
    """

    id = "AUT003"
    name = "referring-npi-missing"
    family = "authorization"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = having("ordered")
    severity = Severity.DENY
    sources = (NPI_USE,)
    predicts = (CARC("16"),)
    fix = "Enter the NPI of who referred or ordered."
    examples = (
        Example(
            "with an NPI", "payer medicare; set referring.npi 1234567893; set referring.name.last INVENTED"
        ),
        Example("without", "payer medicare; set referring.name.last INVENTED", finds=("referring.npi",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        parties = [("referring", claim.referring), ("supervising", claim.supervising)]
        parties += [
            (f"lines[{at}].providers.ordering", line.providers.ordering)
            for at, line in enumerate(claim.lines)
        ]
        parties += [
            (f"lines[{at}].providers.referring", line.providers.referring)
            for at, line in enumerate(claim.lines)
        ]
        for path, who in parties:
            if who is not None and not who.npi.strip():
                yield self.finding(claim, f"{path}.npi", "Who referred or ordered is named without an NPI.")
