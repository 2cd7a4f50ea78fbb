"""Sepsis, severe sepsis, septic shock."""

import re
from itertools import islice

from cleanclaim.coding.assertion import Assertion, assertion_of
from cleanclaim.coding.rules.rule import Draft, Example, Rule
from cleanclaim.coding.values import Query

_SEPSIS = ("A40", "A41", "A021", "A227", "A267", "A327", "A427", "A5486", "B377", "P36", "O85", "T8144")
_ORGAN_FAILURE = ("J960", "J962", "N17", "D65", "G9341", "K720", "I5021", "I5031", "E872")
_LINK = re.compile(
    r"sepsis[- ](?:with|related|induced|associated)|"
    r"(?:due to|secondary to|from|in the setting of) (?:severe )?sepsis|"
    r"septic",
    re.IGNORECASE,
)
_MOST_LOOKED_AT = 50  # places of the word
_UROSEPSIS = re.compile(r"\burosepsis\b", re.IGNORECASE)


class SepsisFirst(Rule):
    """The systemic infection goes before severe sepsis and septic shock, and neither stands without it."""

    id = "GL013"
    name = "severe-sepsis-without-its-infection"
    section = "I.C.1.d.1 and I.C.1.d.2"
    examples = (
        Example("Septic shock.", ("A41.9", "R65.21"), setting="inpatient"),
        Example("Sepsis with acute respiratory failure.", ("A41.9", "R65.20", "J96.00"), setting="inpatient"),
        Example("Sepsis.\nPneumonia.", ("A41.9", "J18.9"), setting="inpatient"),
        Example("Urosepsis.", (), setting="inpatient"),
    )

    def apply(self, draft: Draft) -> None:
        """Order sepsis, severe sepsis, organ failure; ask about urosepsis."""
        for severe in draft.having("R652"):
            if not draft.having(*_SEPSIS):
                draft.add("A419", severe.mentions, self.why("severe sepsis is coded after the infection"))
        sepsis = draft.having(*_SEPSIS)
        if sepsis:
            failing = draft.having(*_ORGAN_FAILURE)
            if failing and not draft.having("R652") and self._linked(draft):
                draft.add(
                    "R6520",
                    (sepsis[0].best, failing[0].best),
                    self.why("sepsis with acute organ dysfunction"),
                    after=sepsis[0],
                )
            for severe in draft.having("R652"):
                draft.chosen.remove(severe)
                draft.chosen.insert(draft.chosen.index(sepsis[0]) + 1, severe)
            draft.lead(sepsis[0])
            for severe in draft.having("R652"):
                draft.chosen.remove(severe)
                draft.chosen.insert(1, severe)
        self._ask_about_urosepsis(draft)

    @staticmethod
    def _linked(draft: Draft) -> bool:
        note = draft.case.note
        return any(
            _LINK.search(note.document.text, mention.sentence.start, mention.sentence.end)
            for one in draft.having(*_ORGAN_FAILURE)
            for mention in one.mentions
        )

    @staticmethod
    def _ask_about_urosepsis(draft: Draft) -> None:
        note = draft.case.note
        for found in islice(_UROSEPSIS.finditer(note.document.text), _MOST_LOOKED_AT):
            mention = draft.mention_at(found.start(), found.end())
            if mention is None or mention.place not in ("problem", "assessment", "detail"):
                continue
            said = assertion_of(mention.sentence.tokens, mention.first, mention.last, mention.section)
            if said.assertion is Assertion.PRESENT:
                draft.queries.append(
                    Query(
                        topic="specificity",
                        question=(
                            f'"{found.group()}" is documented. Please clarify the condition that was treated.'
                        ),
                        options=(
                            "Urinary tract infection without sepsis",
                            "Sepsis due to urinary tract infection",
                            "Other (please specify)",
                            "Unable to determine",
                        ),
                        evidence=(note.evidence(found.start(), found.end()),),
                    )
                )
                return
