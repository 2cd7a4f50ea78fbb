"""A hospice's level of care without the code of the place, or without the county's number."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_LEVELS = frozenset(("0651", "0652", "0655", "0656"))


class HospicePlaceMissing(Edit):
    """A hospice's level of care without the code of the place, or without the county's number.

    ## Why it matters
    Medicare pays a hospice by level, place (Q5001 to Q5010) and area (value code 61, or G8 in a
    facility): without them the bill is returned.
    """

    id = "INS103"
    name = "hospice-place-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("81*", "82*")
    severity = Severity.REVIEW
    sources = (
        reason_code("16"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 11, section 30.3", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Add the code of the place to the line, and value code 61 or G8 with the area."
    examples = (
        Example(
            "both",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; lines Q5001 rev 0651 x30 unit "
                "DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on 2025-11-01"
            ),
        ),
        Example(
            "no code of the place",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; lines Q5001 rev 0651 x30 unit "
                "DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on 2025-11-01; lines "
                "none rev 0651 x30 unit DA $6600"
            ),
            finds=("lines[0].code",),
        ),
        Example(
            "no area",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; lines Q5001 rev 0651 x30 unit "
                "DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on 2025-11-01; without "
                "institutional.values"
            ),
            finds=("institutional.values",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or facts_of(claim).bill_type[:2] not in ("81", "82"):
            return
        levels = [line for line in facts_of(claim).lines if line.line.revenue_code in _LEVELS]
        for line in levels:
            if not line.code.startswith(("Q500", "Q501")):
                message = f"Revenue code {line.line.revenue_code} without the code of the place."
                yield self.finding(claim, f"{line.path}.code", message, codes=(line.line.revenue_code,))
        if levels and not any(one.code in ("61", "G8") for one in details.values):
            yield self.finding(claim, "institutional.values", "Neither value code 61 nor G8 tells the area.")
