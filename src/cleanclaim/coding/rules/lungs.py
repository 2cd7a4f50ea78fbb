"""COPD with an acute infection, and pneumonia of COVID-19."""

from cleanclaim.coding.rules.rule import Draft, Example, Rule


class COPDWithInfection(Rule):
    """COPD with acute bronchitis or pneumonia is J44.0; the infection and an exacerbation are coded too."""

    id = "GL007"
    name = "copd-coded-apart-from-its-infection"
    section = "I.A.15 and I.C.10.a.1"
    examples = (
        Example("COPD.\nPneumonia.", ("J44.0", "J18.9")),
        Example("COPD exacerbation.\nAcute bronchitis.", ("J44.0", "J20.9", "J44.1")),
        Example("COPD.", ("J44.9",)),
    )

    def apply(self, draft: Draft) -> None:
        """Put J44.0 in the place of J44.9; beside J44.1 add it."""
        infections = draft.having("J12", "J13", "J14", "J15", "J16", "J18", "J20", "J22")
        if not infections or draft.having("J440"):
            return
        why = self.why("COPD with an acute lower respiratory infection")
        for disease in draft.having("J449"):
            draft.replace(disease, "J440", why, also=infections[:1])
            return
        for disease in draft.having("J441"):
            place = draft.chosen.index(disease)
            draft.add("J440", (disease.best, infections[0].best), why)
            new = draft.chosen.pop()
            draft.chosen.insert(place, new)
            draft.chosen.remove(disease)
            after = max(draft.chosen.index(one) for one in infections) + 1
            draft.chosen.insert(after, disease)
            return


class PneumoniaOfCOVID(Rule):
    """Pneumonia in a patient with COVID-19 that is confirmed as due to it is J12.82 after U07.1."""

    id = "GL008"
    name = "covid-pneumonia-without-its-code"
    section = "I.C.1.g.1.c"
    examples = (
        Example("Pneumonia due to COVID-19.", ("U07.1", "J12.82")),
        Example("Asthma.", ("J45.909",)),
    )

    def apply(self, draft: Draft) -> None:
        """Code the pneumonia as viral and COVID-19 before it."""
        for pneumonia in draft.having("J1282"):
            if not draft.having("U071"):
                draft.add("U071", pneumonia.mentions, self.why("COVID-19 is reported first"))
        for covid in draft.having("U071"):
            for pneumonia in draft.having("J1282"):
                if draft.chosen.index(pneumonia) < draft.chosen.index(covid):
                    draft.chosen.remove(covid)
                    draft.chosen.insert(draft.chosen.index(pneumonia), covid)
