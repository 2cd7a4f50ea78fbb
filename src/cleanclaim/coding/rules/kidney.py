"""Stages of chronic kidney disease beside end-stage disease and dialysis."""

from cleanclaim.coding.rules.rule import Draft, Example, Rule


class EndStageOnly(Rule):
    """Beside end-stage renal disease no other stage is reported."""

    id = "GL004"
    name = "stage-beside-end-stage-renal-disease"
    section = "I.C.14.a.1"
    examples = (
        Example("End stage renal disease.\nCKD stage 5.", ("N18.6",)),
        Example("CKD stage 5.", ("N18.5",)),
    )

    def apply(self, draft: Draft) -> None:
        """Drop other stages beside N18.6."""
        if draft.having("N186"):
            for other in draft.having("N18"):
                if other.code != "N186":
                    draft.drop(other, self.why("only end-stage renal disease is reported"))
