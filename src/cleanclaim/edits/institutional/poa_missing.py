"""A diagnosis of a stay without its present-on-admission indicator."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import POA_EXEMPT, Known, NotCovered
from cleanclaim.edits.authorities import GUIDELINES
from cleanclaim.edits.diagnosis.coded import formed_diagnoses, judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation, dotted, undotted

_NUMBERS = "B90 B91 B92 B94 E64 I252 I69 O09 O665 O80 O94 P00 P29 P78 P83 P91"
_EXEMPT_BEGINNINGS = ("Z", "V", "W", "X", "Y", "Q", *_NUMBERS.split())
"""Beginnings of codes on CMS's exempt list of 2020: while no list is loaded they are not judged."""
_INITIAL = "ABC"
"""Seventh characters of injuries and fractures that are not exempt: those of active treatment."""


def _may_be_exempt(code: str) -> bool:
    later = len(code) == 7 and code[:1] in "STM" and code[-1] not in _INITIAL
    return later or code.startswith(_EXEMPT_BEGINNINGS)


class PoaMissing(Edit):
    """A diagnosis of a stay without its present-on-admission indicator.

    ## Why it matters
    Hospitals paid by diagnosis related groups report for each diagnosis whether it was present
    on admission: the claim is returned without it.
    """

    id = "INS021"
    name = "poa-missing"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*")
    severity = Severity.REVIEW
    sources = (Citation("ICD-10-CM Official Guidelines, Appendix I", GUIDELINES),)
    predicts = (CARC("16"),)
    fix = "Enter Y, N, U or W for the diagnosis, from the record."
    examples = (
        Example(
            "with it",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "without",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; dx I10, I10:Y as "
                "admitting"
            ),
            finds=("diagnoses[0].poa",),
        ),
        Example(
            "an exempt code",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; dx I10:Y, Z79.4, "
                "I10:Y as admitting"
            ),
            tables=("POA_EXEMPT Z794",),
        ),
        Example("an outpatient bill", "type institutional; "),
        Example(
            "a code that may be exempt, while the list is not loaded",
            "type institutional; bill 0111; dx O80, Z37.0:1",
            not_checked=("POA_EXEMPT",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        day = judged_on(claim)
        if facts.bill_type[:2] != "11" or day is None:
            return
        for path, diagnosis in formed_diagnoses(claim):
            if diagnosis.poa or diagnosis.role not in ("principal", "other", "external_cause"):
                continue
            answer = rules.store.find(POA_EXEMPT, diagnosis.code, day)
            if isinstance(answer, Known):
                continue
            if isinstance(answer, NotCovered) and _may_be_exempt(undotted(diagnosis.code)):
                yield self.not_checked(claim, path, answer)
                continue
            message = f"{dotted(diagnosis.code)} has no present-on-admission indicator."
            yield self.finding(claim, path.replace(".code", ".poa"), message, codes=(diagnosis.code,))
