"""A hospice's principal diagnosis that cannot be one."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_NOT = ("R54", "R627", "R6251", "R5381", "R5383")


class HospiceDiagnosisNotPrincipal(Edit):
    """A hospice's principal diagnosis that cannot be one.

    ## Why it matters
    Debility and failure to thrive do not tell the terminal illness: Medicare returns bills that
    begin with them.
    """

    id = "INS125"
    name = "hospice-diagnosis-not-principal"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("81*", "82*")
    severity = Severity.REVIEW
    sources = (
        reason_code("11"),
        Citation("CMS, Medicare Claims Processing Manual, chapter 11, section 30.3", verified=False),
    )
    predicts = (CARC("11"),)
    fix = "Report the illness that shortens the patient's life."
    examples = (
        Example(
            "a cancer",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; dx C34.90; lines Q5001 rev 0651 "
                "x30 unit DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on 2025-11-01"
            ),
        ),
        Example(
            "debility",
            (
                "type institutional; payer medicare; bill 0811; dos 2025-11-01..2025-11-30; "
                "received 2025-12-08; admitted 2025-11-01 0900; dx C34.90; lines Q5001 rev 0651 "
                "x30 unit DA $6600 on 2025-11-01; values 61 44100; occurrences 27 on "
                "2025-11-01; dx R54"
            ),
            finds=("diagnoses[0].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for path, diagnosis in facts_of(claim).formed_diagnoses:
            code = diagnosis.code.replace(".", "").upper()
            if (
                diagnosis.role == "principal"
                and code.startswith(_NOT)
                and facts_of(claim).bill_type[:2] in ("81", "82")
            ):
                yield self.finding(
                    claim, path, f"{code} is the hospice's principal diagnosis.", codes=(code,)
                )
