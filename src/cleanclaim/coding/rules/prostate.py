"""Enlarged prostate with symptoms of the lower urinary tract."""

from cleanclaim.coding.rules.rule import Draft, Example, Rule

_SYMPTOMS = ("R351", "R350", "R3911", "R3912", "R3914", "R3915", "R3916", "R338", "R339", "N3943", "N138")


class EnlargedProstateWithSymptoms(Rule):
    """An enlarged prostate with urinary symptoms is N40.1, and the symptoms are coded after it."""

    id = "GL020"
    name = "enlarged-prostate-coded-apart-from-its-symptoms"
    section = "I.A.15 and I.A.17"
    examples = (
        Example("Benign prostatic hyperplasia with nocturia.", ("N40.1", "R35.1")),
        Example("Benign prostatic hyperplasia.", ("N40.0",)),
    )

    def apply(self, draft: Draft) -> None:
        """Put N40.1 in the place of N40.0."""
        symptoms = draft.having(*_SYMPTOMS)
        for disease in draft.having("N400"):
            if symptoms:
                draft.replace(disease, "N401", self.why("with urinary symptoms"), also=symptoms[:1])
