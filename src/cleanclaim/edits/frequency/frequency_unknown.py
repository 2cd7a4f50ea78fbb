"""A claim frequency code that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import BILL_FREQUENCY, NotCovered, Unknown
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class FrequencyUnknown(Edit):
    """A claim frequency code that does not exist.

    ## Why it matters
    The payer cannot tell whether the claim is new, corrected or withdrawn: the front end
    returns it.
    """

    id = "FRQ002"
    name = "frequency-unknown"
    family = "frequency"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.REJECT
    sources = (Citation("CMS Blue Button 2.0, CLM-BILL-FREQ-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Use 1 for a new claim, 7 to replace and 8 to void one."
    examples = (
        Example("a new claim", ""),
        Example("no such code", "set claim_frequency_code Z", finds=("claim_frequency_code",)),
        Example("an interim bill", "type institutional; bill 0132"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        code = claim.claim_frequency_code
        days = facts_of(claim).service_dates
        if not code:
            yield self.finding(claim, "claim_frequency_code", "The claim frequency code is missing.")
        elif claim.claim_type != "institutional" and code not in ("1", "6", "7", "8"):
            path, message = "claim_frequency_code", f"{code} is no frequency code of such a claim."
            changes = rewritten(path, code, ("1", "6", "7", "8").__contains__)
            yield self.finding(claim, path, message, codes=(code,), changes=changes)
        elif claim.claim_type == "institutional" and days is not None:
            answer = rules.store.find(BILL_FREQUENCY, code, days.end)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, "claim_frequency_code", answer)
            elif isinstance(answer, Unknown):
                message = f"{code} is no frequency code of a bill."
                yield self.finding(claim, "claim_frequency_code", message, codes=(code,))
