"""A code that may only be first-listed, listed behind another."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import coding_guideline
from cleanclaim.edits.diagnosis.coded import first_listed, formed_diagnoses
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import diagnoses
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, dotted, undotted

_EXAMINATIONS = ("Z00", "Z01", "Z02", "Z04")
_MOTHERS_AND_NEWBORNS = ("Z332", "Z3181", "Z3183", "Z3184", "Z34", "Z38", "Z39", "Z761", "Z762")
_TREATMENTS = ("Z40", "Z42", "Z510", "Z511", "Z52", "Z9912")
_ONLY_FIRST = _EXAMINATIONS + _MOTHERS_AND_NEWBORNS + _TREATMENTS
_EXCEPT = ("Z006", "Z529")


class FirstListedCodeAsSecondary(Edit):
    """A code that may only be first-listed, listed behind another.

    ## Why it matters
    The code names the reason for the whole encounter. Behind another one it contradicts it,
    unless several encounters of the day are on one record.
    """

    id = "DXC023"
    name = "first-listed-code-as-secondary"
    family = "diagnosis"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = diagnoses("Z*")
    severity = Severity.REVIEW
    sources = (coding_guideline("I.C.21.c.15"),)
    predicts = (CARC("16"),)
    fix = "List it first, or take it off."
    examples = (
        Example("first", "dx Z00.00, E78.5"),
        Example("behind another", "dx E78.5, Z00.00", finds=("diagnoses[1].code",)),
        Example("research participants are excepted", "dx C50.911, Z00.6"),
        Example("behind another of the kind", "dx Z00.00, Z01.411"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        first = first_listed(claim)
        for path, diagnosis in formed_diagnoses(claim):
            code = undotted(diagnosis.code)
            if first is None or diagnosis.role not in ("principal", "other") or path == first[0]:
                continue
            if code.startswith(_ONLY_FIRST) and not code.startswith(_EXCEPT):
                if undotted(first[1].code).startswith(_ONLY_FIRST):
                    continue
                message = (
                    f"{dotted(code)} may only be listed first, but {dotted(undotted(first[1].code))} is."
                )
                yield self.finding(claim, path, message, codes=(code,))
