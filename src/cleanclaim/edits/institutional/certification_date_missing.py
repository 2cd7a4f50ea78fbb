"""The first bill of a hospice election without the day of certification."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class CertificationDateMissing(Edit):
    """The first bill of a hospice election without the day of certification.

    ## Why it matters
    Occurrence 27 tells when the certification or its renewal was made: a first bill without it
    is returned.
    """

    id = "INS105"
    name = "certification-date-missing"
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
    fix = "Enter occurrence 27 with the day of certification."
    examples = (
        Example(
            "with it",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; lines Q5001 rev 0651 x30 unit "
                "DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on 2025-11-01"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; lines Q5001 rev 0651 x30 unit "
                "DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on 2025-11-01; without "
                "institutional.occurrences"
            ),
            finds=("institutional.occurrences",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, days = claim.institutional, facts_of(claim).service_dates
        if details is None or days is None or facts_of(claim).bill_type[:2] not in ("81", "82"):
            return
        if claim.claim_frequency_code not in ("1", "2") or details.admission_date is None:
            return
        if days.start <= details.admission_date <= days.end and not any(
            o.code == "27" for o in details.occurrences
        ):
            yield self.finding(
                claim, "institutional.occurrences", "The first bill has no occurrence 27 (certification)."
            )
