"""A present-on-admission indicator on a diagnosis that has none."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import POA_EXEMPT, Known
from cleanclaim.edits.authorities import GUIDELINES
from cleanclaim.edits.diagnosis.coded import formed_diagnoses
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import Citation, dotted


class PoaOnExemptDiagnosis(Edit):
    """A present-on-admission indicator on a diagnosis that has none.

    ## Why it matters
    Codes on the exempt list carry no indicator; some payers return it.
    """

    id = "INS038"
    name = "poa-on-exempt-diagnosis"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*")
    severity = Severity.INFORM
    sources = (Citation("ICD-10-CM Official Guidelines, Appendix I", GUIDELINES),)
    fix = "Take the indicator off."
    examples = (
        Example(
            "none",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; dx I10:Y, Z79.4, "
                "I10:Y as admitting"
            ),
            tables=("POA_EXEMPT Z794",),
        ),
        Example(
            "on an exempt code",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; dx I10:Y, "
                "Z79.4:Y, I10:Y as admitting"
            ),
            finds=("diagnoses[1].poa",),
            tables=("POA_EXEMPT Z794",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        days = facts_of(claim).service_dates
        for path, diagnosis in formed_diagnoses(claim):
            if diagnosis.poa not in ("Y", "N", "U", "W") or days is None:
                continue
            answer = rules.store.find(POA_EXEMPT, diagnosis.code, days.end)
            if isinstance(answer, Known):
                message = f"{dotted(diagnosis.code)} is exempt, but has the indicator {diagnosis.poa}."
                where = path.replace(".code", ".poa")
                changes = (Change(where, '""', safe=True),)
                yield self.finding(claim, where, message, codes=(diagnosis.code,), changes=changes)
