"""The order that the tabular list asks for: code first, use additional code."""

from cleanclaim.coding.mentions import asks_for
from cleanclaim.coding.rules.rule import Draft, Example, Rule


class UnderlyingConditionFirst(Rule):
    """A condition is sequenced before what the tabular list calls its manifestation or additional code."""

    id = "GL018"
    name = "additional-code-before-the-code-that-asks-for-it"
    section = "I.A.13"
    examples = (
        Example("CKD stage 3b.\nType 2 diabetes.", ("E11.22", "N18.32")),
        Example("Asthma.\nHypertension.", ("J45.909", "I10")),
    )

    def apply(self, draft: Draft) -> None:
        """Move each code that asks for another in front of it; the rest keeps its order."""
        lexicon = draft.case.lexicon
        for one in list(draft.chosen):
            for other in list(draft.chosen):
                place, other_place = draft.chosen.index(one), draft.chosen.index(other)
                if place < other_place and asks_for(other.code, one.code, lexicon):
                    if asks_for(one.code, other.code, lexicon):
                        continue
                    draft.chosen.remove(other)
                    draft.chosen.insert(place, other)
