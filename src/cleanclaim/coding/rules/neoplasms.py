"""Which goes first beside a neoplasm: its treatment, the site that is treated, its complication."""

import re

from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.rules.rule import Draft, Example, Rule

_MALIGNANT = (*(f"C{number:02}" for number in range(97) if number not in (77, 78, 79)), "C4A", "C7A")
_SECONDARY = ("C77", "C78", "C79", "C7B")
_THERAPY = ("Z510", "Z511")
_TREATED = re.compile(
    r"\b(?:radiation|radiotherapy|radiosurgery|gamma knife|SBRT|resect\w*|craniotomy|kyphoplasty|"
    r"vertebroplasty|ablation|embolization|pleurodesis|thoracentesis|metastasectomy|palliative)\b",
    re.IGNORECASE,
)
_PAIN_CONTROL = re.compile(
    r"\bpain (?:control|management)\b|\b(?:control|management) of (?:\w+ ){0,2}pain\b", re.IGNORECASE
)
_FRACTURE_TREATED = re.compile(
    r"\b(?:fixation|nail\w*|ORIF|rod\w*|plat(?:e|ing)|cast\w*|splint\w*|kyphoplasty|vertebroplasty|"
    r"fracture care)\b",
    re.IGNORECASE,
)
_MOST = 4000


class TherapyForNeoplasmFirst(Rule):
    """Chemotherapy, immunotherapy or radiation as the reason for the visit goes before the neoplasm."""

    id = "GL026"
    name = "neoplasm-before-the-encounter-for-its-therapy"
    section = "I.C.2.a and I.C.2.e.2"
    examples = (
        Example("Left breast cancer.\nEncounter for chemotherapy.", ("Z51.11", "C50.912")),
        Example("Encounter for radiation therapy.\nProstate cancer.", ("Z51.0", "C61")),
        Example("Prostate cancer.\nHypertension.", ("C61", "I10")),
    )

    def apply(self, draft: Draft) -> None:
        """Put the encounter for therapy first."""
        if draft.having(*_MALIGNANT, *_SECONDARY):
            for therapy in reversed(draft.having(*_THERAPY)):
                draft.lead(therapy)


class TreatedSecondarySiteFirst(Rule):
    """Metastasis that alone is treated goes before the primary neoplasm, though that is still there."""

    id = "GL027"
    name = "primary-neoplasm-before-the-secondary-one-that-is-treated"
    section = "I.C.2.b"
    examples = (
        Example("Prostate cancer.\nBrain metastases. Radiation to the brain.", ("C79.31", "C61")),
        Example(
            "Prostate cancer. Resection planned.\nBrain metastases. Radiation to the brain.",
            ("C61", "C79.31"),
        ),
        Example("Brain metastases.\nProstate cancer. Resection planned.", ("C61", "C79.31")),
        Example("Brain metastases.\nProstate cancer.", ("C79.31", "C61")),
    )

    def apply(self, draft: Draft) -> None:
        """Order primary and secondary sites by what is treated (I.C.2.l); else the provider's order."""
        primary, secondary = draft.having(*_MALIGNANT), draft.having(*_SECONDARY)
        if not primary or not secondary:
            return
        treated = [one for one in secondary if _says(draft, one, _TREATED)]
        if any(_says(draft, one, _TREATED) for one in primary):
            _in_front(draft, primary, [*primary, *secondary])
        elif treated:
            _in_front(draft, treated, [*primary, *secondary])


class PainOfNeoplasmFirst(Rule):
    """Pain due to a neoplasm is first only when the visit is for its control."""

    id = "GL028"
    name = "neoplasm-before-the-pain-that-is-treated"
    section = "I.C.6.b.5"
    examples = (
        Example("Prostate cancer.\nCancer-related pain, here for pain management.", ("G89.3", "C61")),
        Example("Cancer-related pain.\nProstate cancer.", ("C61", "G89.3")),
    )

    def apply(self, draft: Draft) -> None:
        """Put the pain in front of the neoplasm, or behind it."""
        neoplasms = draft.having(*_MALIGNANT, *_SECONDARY)
        for pain in draft.having("G893"):
            for vague in draft.having("R52"):
                draft.drop(vague, self.why("the pain of the neoplasm says more"))
            if neoplasms and (_says(draft, pain, _PAIN_CONTROL) or _complains(draft, _PAIN_CONTROL)):
                _in_front(draft, [pain], [pain, *neoplasms])
            elif neoplasms:
                _in_front(draft, neoplasms, [pain, *neoplasms])


class FractureOfNeoplasm(Rule):
    """A pathological fracture beside a bone neoplasm is a fracture in neoplastic disease.

    First is what the treatment is for: the fracture when the note says how it is treated, else the neoplasm.
    """

    id = "GL029"
    name = "pathological-fracture-coded-apart-from-its-neoplasm"
    section = "I.C.2.l.6"
    examples = (
        Example("Pathological fracture of the left femur due to bone metastases.", ("C79.51", "M84.552A")),
        Example(
            "Pathological fracture of the left femur due to bone metastases. Nailing tomorrow.",
            ("M84.552A", "C79.51"),
        ),
        Example("Pathological fracture of the left femur.", ("M84.452A",)),
    )

    def apply(self, draft: Draft) -> None:
        """Put M84.5 in the place of M84.4, then order by the focus of treatment."""
        neoplasms = draft.having("C795", "C40", "C41", "C90")
        for fracture in draft.having("M844"):
            if not neoplasms:
                return
            why = self.why("a fracture in neoplastic disease")
            new = draft.replace(fracture, f"M845{fracture.code[4:]}", why, also=neoplasms)
            first = [new] if _says(draft, new, _FRACTURE_TREATED) else neoplasms
            _in_front(draft, first, [new, *neoplasms])


def _says(draft: Draft, candidate: Candidate, pattern: re.Pattern[str]) -> bool:
    """Return whether what is said of a candidate's problem holds words."""
    note = draft.case.note
    for mention in candidate.mentions[:1]:
        problem = note.problems.at(mention.start)
        start = problem.start if problem else mention.sentence.start
        end = problem.end if problem else mention.sentence.end
        if pattern.search(note.document.text, start, min(end, start + _MOST)):
            return True
    return False


def _complains(draft: Draft, pattern: re.Pattern[str]) -> bool:
    note = draft.case.note
    return any(
        section.kind == "chief_complaint" and pattern.search(note.document.text, section.start, section.end)
        for section in note.sections.all
    )


def _in_front(draft: Draft, first: list[Candidate], group: list[Candidate]) -> None:
    """Order a group of codes within the places that they take: ``first``, then the others."""
    group = [one for one in group if one in draft.chosen]
    ordered = [*(one for one in group if one in first), *(one for one in group if one not in first)]
    places = sorted(draft.chosen.index(one) for one in group)
    for place, one in zip(places, ordered, strict=True):
        draft.chosen[place] = one
