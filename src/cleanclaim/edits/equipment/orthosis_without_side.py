"""An orthosis of a limb without its side."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import Known
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.diagnosis.sides import side_of
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


def _of_limb(code: str) -> bool:
    return len(code) == 5 and (
        "L1810" <= code <= "L2999" or "L3650" <= code <= "L4631" or "L5000" <= code <= "L7499"
    )


class OrthosisWithoutSide(Edit):
    """An orthosis of a limb without its side.

    ## Why it matters
    Braces and prostheses of limbs have a side: without it the line is returned.
    """

    id = "DME006"
    name = "orthosis-without-side"
    family = "equipment"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("L*")
    severity = Severity.REVIEW
    sources = (reason_code("4"),)
    predicts = (CARC("4"),)
    fix = "Add RT or LT; both sides on two lines."
    examples = (
        Example(
            "the right", "payer medicare; place 12; lines L1833-RT $600 @1; set referring.npi 1234567893"
        ),
        Example(
            "not said",
            "payer medicare; place 12; lines L1833 $600 @1; set referring.npi 1234567893",
            finds=("lines[0].modifiers",),
        ),
        Example(
            "a belt has none", "payer medicare; place 12; lines L0625 $90 @1; set referring.npi 1234567893"
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if _of_limb(line.code) and not line.has("RT", "LT", "50", "GY", "GA"):
                message = f"{line.code} is of a limb, but has no side."
                path = f"{line.path}.modifiers"
                changes = tuple(
                    Change(path, ",".join((*line.modifiers, side))) for side in _side(claim, rules, line)
                )
                yield self.finding(claim, path, message, codes=(line.code,), changes=changes)


def _side(claim: Claim, rules: Rules, line: LineFacts) -> tuple[str, ...]:
    """Return the side that all diagnoses of the line name; nothing when they do not agree."""
    sides: set[str] = set()
    for code in facts_of(claim).diagnoses_of(line):
        answer = rules.store.icd10cm(code, line.day) if line.day is not None else None
        sides.add(side_of(answer.value.title) if isinstance(answer, Known) else "")
    one = {"right": "RT", "left": "LT"}.get(sides.pop(), "") if len(sides) == 1 else ""
    return (one,) if one else ()
