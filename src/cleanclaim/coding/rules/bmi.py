"""Body mass index of a patient with a diagnosis of weight."""

import re

from cleanclaim.coding.rules.rule import Draft, Example, Rule

_BMI = re.compile(
    r"\b(?:BMI|body mass index)\b(?:\s*\([^)]{0,20}\))?(?:\s+(?:is|was|of|at|today)){0,3}"
    r"\s*[:=]?\s*(\d{2}(?:\.\d{1,2})?)",
    re.IGNORECASE,
)
_WEIGHT = ("E66", "E40", "E41", "E43", "E44", "E46", "F500", "R634", "R636", "R64")
_ADULT = 20


def code_of(value: float) -> str:
    """Return the Z68 code of an adult's body mass index (kg/m2)."""
    if value < 20:
        return "Z681"
    if value < 40:
        return f"Z68{int(value)}"
    for limit, code in ((45, "Z6841"), (50, "Z6842"), (60, "Z6843"), (70, "Z6844")):
        if value < limit:
            return code
    return "Z6845"


class BodyMassIndex(Rule):
    """The body mass index is reported beside a diagnosis of weight, never alone and never in pregnancy."""

    id = "GL012"
    name = "body-mass-index-not-reported"
    section = "I.B.14 and I.C.21.c.3"
    examples = (
        Example("Obesity.", ("E66.9", "Z68.34"), before="VITALS\nBMI: 34.2"),
        Example("Hypertension.", ("I10",), before="VITALS\nBMI: 34.2"),
        Example("Obesity.", ("E66.9",)),
    )

    def apply(self, draft: Draft) -> None:
        """Add the code of the highest value after the diagnosis."""
        weight = draft.having(*_WEIGHT)
        age = draft.case.context.patient_age
        if not weight or draft.having("O", "Z34", "Z68") or (age is not None and age < _ADULT):
            return
        found = max(
            _BMI.finditer(draft.case.note.document.text), key=lambda one: float(one.group(1)), default=None
        )
        mention = draft.mention_at(found.start(), found.end()) if found else None
        if found is not None and mention is not None:
            draft.add(
                code_of(float(found.group(1))), (mention,), self.why("body mass index"), after=weight[-1]
            )
