"""A bill with an external cause of traffic, but no occurrence that tells of the accident."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class AccidentOccurrenceMissing(Edit):
    """A bill with an external cause of traffic, but no occurrence that tells of the accident.

    ## Why it matters
    Payers ask whether another insurance pays first: occurrences 01 to 06 tell kind and day of
    an accident.
    """

    id = "INS113"
    name = "accident-occurrence-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = diagnoses("V*")
    severity = Severity.INFORM
    sources = (Citation("NUBC, form locators 31 to 34", verified=False),)
    predicts = (CARC("22"),)
    fix = "Enter occurrence 01, 02, 03 or 05 with the day of the accident."
    examples = (
        Example(
            "with it",
            ("type institutional; dx S13.4XXA, V49.9XXA as external_cause; occurrences 01 on 2025-11-18"),
        ),
        Example(
            "without",
            ("type institutional; dx S13.4XXA, V49.9XXA as external_cause"),
            finds=("institutional.occurrences",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or any(
            one.code in ("01", "02", "03", "04", "05", "06") for one in details.occurrences
        ):
            return
        for _, diagnosis in facts_of(claim).formed_diagnoses:
            code = diagnosis.code.upper()
            if code.startswith("V") and code.endswith("A"):
                message = f"{code} is an accident in traffic, but no occurrence tells of it."
                yield self.finding(claim, "institutional.occurrences", message, codes=(code,))
                return
