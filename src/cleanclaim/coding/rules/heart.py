"""Coronary artery disease with angina."""

from cleanclaim.coding.rules.links import unrelated
from cleanclaim.coding.rules.rule import Draft, Example, Rule

_WITH_ANGINA = {"I200": "I25110", "I201": "I25111", "I202": "I25112", "I2089": "I25118", "I209": "I25119"}


class CoronaryDiseaseWithAngina(Rule):
    """Atherosclerosis of a native coronary artery with angina is one code."""

    id = "GL005"
    name = "angina-coded-apart-from-coronary-disease"
    section = "I.C.9.b"
    examples = (
        Example("Coronary artery disease.\nUnstable angina.", ("I25.110",)),
        Example("Coronary artery disease.\nHypertension.", ("I25.10", "I10")),
    )

    def apply(self, draft: Draft) -> None:
        """Join I25.10 and I20 into I25.11-."""
        for disease in draft.having("I2510"):
            for angina in draft.having("I20"):
                code = _WITH_ANGINA.get(angina.code)
                if code and not unrelated([angina], draft.case.note):
                    draft.replace(
                        disease, code, self.why("angina is presumed to be due to it"), also=[angina]
                    )
                    draft.drop(angina, self.why(f"part of {code[:3]}.{code[3:]}"))
                    return
