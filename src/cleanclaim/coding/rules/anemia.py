"""Anemia in chronic kidney disease and in neoplastic disease."""

from cleanclaim.coding.rules.links import unrelated
from cleanclaim.coding.rules.rule import Draft, Example, Rule


class AnemiaInDisease(Rule):
    """The index lists anemia "in" chronic kidney disease and neoplastic disease: a link is presumed."""

    id = "GL006"
    name = "anemia-coded-apart-from-its-disease"
    section = "I.A.15 and I.C.2.c.1"
    examples = (
        Example("CKD stage 4.\nAnemia.", ("N18.4", "D63.1")),
        Example("Colon cancer.\nAnemia.", ("C18.9", "D63.0")),
        Example("Iron deficiency anemia.\nCKD stage 4.", ("D50.9", "N18.4")),
    )

    def apply(self, draft: Draft) -> None:
        """Put D63.0 or D63.1 after the disease, in the place of unspecified anemia."""
        for anemia in draft.having("D649"):
            for beginnings, code in ((("C",), "D630"), (("N18",), "D631")):
                diseases = draft.having(*beginnings)
                if diseases and not unrelated([anemia], draft.case.note):
                    new = draft.replace(anemia, code, self.why("anemia in this disease"), also=diseases[:1])
                    if draft.chosen.index(new) < draft.chosen.index(diseases[0]):
                        draft.chosen.remove(new)
                        draft.chosen.insert(draft.chosen.index(diseases[0]) + 1, new)
                    return
