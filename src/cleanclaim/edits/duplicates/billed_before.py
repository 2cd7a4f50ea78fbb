"""A service that an earlier claim has billed."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.duplicates.repeats import repeats
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.history import EARLIER_CLAIMS, earlier_claims, same_payer, same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_LINE = "lines 36415 $12.50 @1"


class BilledBefore(Edit):
    """A service that an earlier claim to the same payer has billed.

    ## Why it matters
    The payer denies it as a duplicate. To correct a claim, its number and a frequency code of
    replacement have to be given; sent again and again, duplicates look like an attempt to be
    paid twice.
    """

    id = "DUP002"
    name = "billed-before"
    family = "duplicates"
    status = Stable(since="0.2")
    applies_to = Scope()
    severity = Severity.DENY
    sources = (reason_code("18"),)
    predicts = (CARC("18"),)
    fix = (
        "Ask for the status of the earlier claim; to correct it, send a replacement with the payer's number."
    )
    examples = (
        Example("an earlier claim of another day", _LINE, history=("dos 2025-10-02; lines 36415 $12.50 @1",)),
        Example(
            "the same service",
            _LINE,
            finds=("lines[0].code",),
            history=(f"{_LINE}; set patient_control_number OTHER1",),
        ),
        Example("a replacement of it", f"frequency 7 original 25ABC1; {_LINE}", history=(_LINE,)),
        Example(
            "the earlier claim went to another payer",
            f"{_LINE}; secondary to commercial paid 5.00 on 2025-12-01",
            history=(f"{_LINE}; set coverages[0].payer.payer_id OTHER",),
        ),
        Example(
            "another patient",
            _LINE,
            history=(f"{_LINE}; set coverages[0].member_id OTHER9; set patient.name.first OTHER",),
        ),
        Example("no earlier claims at hand", _LINE, not_checked=(EARLIER_CLAIMS,)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each line that an earlier claim holds too."""
        if rules.history is None:
            reason = "services billed before, and units and pairs over several claims of a day"
            yield self.not_checked(claim, "", EARLIER_CLAIMS, reason)
            if not rules.run_before:
                return
        if claim.claim_frequency_code in ("6", "7", "8"):
            return  # it corrects an earlier claim, whichever of them
        theirs = [
            (earlier, LineFacts(earlier, index, line))
            for earlier in earlier_claims(claim, rules)
            if same_payer(claim, earlier) and earlier.claim_type == claim.claim_type
            for index, line in enumerate(earlier.lines)
        ]
        for line in facts_of(claim).lines:
            for earlier, other in theirs:
                if repeats(line, other) and same_provider(line, other):
                    number = earlier.patient_control_number or "without number"
                    message = f"{line.code} on {line.day} was billed before, on claim {number}."
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code,))
                    break
