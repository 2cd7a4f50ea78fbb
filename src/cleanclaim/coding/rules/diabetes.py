"""Diabetes with the conditions that the classification links to it."""

from cleanclaim.coding.rules.links import unrelated
from cleanclaim.coding.rules.rule import Draft, Example, Rule

_DIABETES = ("E08", "E09", "E10", "E11", "E13")
# Beginning of a condition's code -> further characters of the diabetes code, and whether the condition's
# own code is still reported (the tabular list asks for it: "use additional code").
_LINKED: tuple[tuple[tuple[str, ...], str, bool], ...] = (
    (("N18",), "22", True),
    (("N08", "N059", "N289"), "21", False),
    (("G609", "G629", "G589"), "40", False),
    (("G63",), "42", False),
    (("G909",), "43", False),
    (("K3184",), "43", True),
    (("H3500",), "319", False),
    (("H269", "H259"), "36", False),
    (("I739", "I7020", "I7090"), "51", False),
    (("I96",), "52", False),
    (("L975",), "621", True),
    (("L970", "L971", "L972", "L973", "L974", "L978", "L979", "L984"), "622", True),
    (("R739",), "65", False),
    (("E162",), "649", False),
)


class DiabetesWith(Rule):
    """A condition that the index lists under "Diabetes, with" is presumed to be due to the diabetes.

    ## Why it matters
    Diabetes "without complications" beside its own complication contradicts itself.
    """

    id = "GL002"
    name = "diabetes-coded-apart-from-its-complication"
    section = "I.A.15 and I.C.4.a"
    examples = (
        Example("Type 2 diabetes.\nCKD stage 3b.", ("E11.22", "N18.32")),
        Example("Type 2 diabetes.\nPeripheral neuropathy.", ("E11.40",)),
        Example("Type 1 diabetes.\nGastroparesis.", ("E10.43", "K31.84")),
        Example("Type 2 diabetes.\nPeripheral neuropathy, unrelated to diabetes.", ("E11.9", "G62.9")),
        Example("Type 2 diabetes.\nHypertension.", ("E11.9", "I10")),
    )

    def apply(self, draft: Draft) -> None:
        """Put the complication into the diabetes code, one code for each complication."""
        for diabetes in draft.having(*_DIABETES):
            kind = diabetes.code[:3]
            plain = diabetes.code == f"{kind}9"
            for beginnings, further, keeps in _LINKED:
                for condition in draft.having(*beginnings):
                    code = f"{kind}{further}"
                    if unrelated([condition], draft.case.note) or draft.having(
                        code[:4] if further[0] != "6" else code
                    ):
                        continue
                    why = self.why("diabetes with this condition is presumed to be linked")
                    if plain:
                        diabetes = draft.replace(diabetes, code, why, also=[condition])
                        plain = diabetes.code == f"{kind}9"
                    else:
                        draft.add(code, (*condition.mentions[:1], diabetes.best), why, after=diabetes)
                    if not keeps and condition in draft.chosen and draft.having(code):
                        draft.drop(condition, self.why(f"part of {kind}.{further}"))
