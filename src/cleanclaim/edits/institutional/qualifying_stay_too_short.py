"""A hospital stay of fewer than three days before skilled nursing."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DAYS = 3
_WAIVED = frozenset(("57", "58", "DR"))


class QualifyingStayTooShort(Edit):
    """A hospital stay of fewer than three days before skilled nursing.

    ## Why it matters
    Medicare pays skilled nursing after three days in a hospital, the day of discharge not
    counted.
    """

    id = "INS102"
    name = "qualifying-stay-too-short"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("21*", "18*")
    severity = Severity.REVIEW
    sources = (
        reason_code("150"),
        Citation("42 CFR 409.30(a)", verified=False),
    )
    predicts = (CARC("150"),)
    fix = "Correct the span; else the stay is not Medicare's to pay, unless a waiver holds."
    examples = (
        Example(
            "seven days",
            (
                "type institutional; payer medicare; bill 0211; admitted 2025-11-03 1500; dos "
                "2025-11-03..2025-11-17; discharged 1000 status 01; lines KAQD1 rev 0022 x14 $0 "
                "on 2025-11-03 | none rev 0120 x14 unit DA $5600; set lines[0].code_qualifier "
                "HP; occurrences 50 on 2025-11-08; spans 70 on 2025-10-27..2025-11-03"
            ),
        ),
        Example(
            "two days",
            (
                "type institutional; payer medicare; bill 0211; admitted 2025-11-03 1500; dos "
                "2025-11-03..2025-11-17; discharged 1000 status 01; lines KAQD1 rev 0022 x14 $0 "
                "on 2025-11-03 | none rev 0120 x14 unit DA $5600; set lines[0].code_qualifier "
                "HP; occurrences 50 on 2025-11-08; spans 70 on 2025-10-27..2025-11-03; spans 70 "
                "on 2025-11-01..2025-11-03"
            ),
            finds=("institutional.occurrence_spans[0].dates",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if (
            details is None
            or _WAIVED & set(details.conditions)
            or facts_of(claim).bill_type[:2] not in ("18", "21")
        ):
            return
        stays = [(number, one) for number, one in enumerate(details.occurrence_spans) if one.code == "70"]
        for number, one in stays:
            if one.dates is None or len(stays) > 1:
                continue
            days = (one.dates.end - one.dates.start).days
            if days < _DAYS:
                message = (
                    f"Hospital stay of {days} days ({one.dates.start} to {one.dates.end}); three are needed."
                )
                yield self.finding(claim, f"institutional.occurrence_spans[{number}].dates", message)
