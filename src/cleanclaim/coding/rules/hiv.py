"""HIV disease and asymptomatic HIV infection."""

from cleanclaim.coding.rules.rule import Draft, Example, Rule


class HIVDiseaseStays(Rule):
    """A patient who has or had an HIV-related illness is B20, never again Z21."""

    id = "GL010"
    name = "asymptomatic-hiv-beside-hiv-disease"
    section = "I.C.1.a.2"
    examples = (
        Example("HIV disease.\nAsymptomatic HIV.", ("B20",)),
        Example("Asymptomatic HIV.", ("Z21",)),
    )

    def apply(self, draft: Draft) -> None:
        """Drop Z21 beside B20."""
        if draft.having("B20"):
            for other in draft.having("Z21"):
                draft.drop(other, self.why("HIV disease is documented"))
