"""Screening, routine examination and aftercare as the reason for a visit."""

import re

from cleanclaim.coding.rules.rule import Draft, Example, Rule
from cleanclaim.coding.specificity import side_of

_SCREENINGS = ("Z11", "Z12", "Z13")
_REASON = re.compile(
    r"[\s:]*(?:here |presents |presenting |referred )?(?:for )?(?:[\w-]+ ){0,3}screening\b", re.IGNORECASE
)
_TOLD = frozenset({"chief_complaint", "procedure", "preoperative"})
_AFTERCARE = ("Z47", "Z48")
_INJURY_AFTERCARE = ("Z4789", "Z4801", "Z4802", "Z4800")


class ScreeningStaysFirst(Rule):
    """A screening that finds something is still a screening: first, and the finding after it.

    ## Why it matters
    With the finding first the patient is billed cost sharing for a preventive service.
    """

    id = "GL030"
    name = "finding-before-the-screening-that-made-it"
    section = "I.C.21.c.5"
    examples = (
        Example("Polyp of colon.\nScreening for colon cancer.", ("Z12.11", "K63.5")),
        Example("Hypertension.\nScreening for colon cancer, referred.", ("I10", "Z12.11")),
        Example("Encounter for screening mammogram.\nLump in the left breast.", ("Z12.31", "N63.20")),
        Example("Rectal bleeding.\nColonoscopy.", ("K62.5",)),
    )

    def apply(self, draft: Draft) -> None:
        """Put the screening first where it is the reason for the visit or made the finding."""
        note = draft.case.note
        reason = any(
            section.kind in _TOLD
            and _REASON.match(
                note.document.text, note.sections.heading_ends.get(section.start, section.start), section.end
            )
            for section in note.sections.all
        )
        for screening in draft.having(*_SCREENINGS):
            found = draft.having(*_FINDINGS.get(screening.code, ()))
            if (reason or found) and draft.chosen[0] is not screening:
                draft.lead(screening)


_FINDINGS = {
    "Z1211": ("K635", "D12", "C18", "C19", "C20", "K573", "K64", "D123", "D374"),
    "Z1212": ("K62", "C20", "D128"),
    "Z1231": ("N63", "R92", "C50", "D05", "D24", "N60"),
    "Z124": ("R87", "N87", "C53", "D06"),
    "Z125": ("R972", "C61", "N40"),
    "Z122": ("R911", "C34", "R918"),
    "Z136": ("I714", "I713"),
    "Z13820": ("M81", "M858"),
}


class AftercareOfInjury(Rule):
    """Aftercare of an injury is the injury with its 7th character, never an aftercare Z code."""

    id = "GL031"
    name = "aftercare-code-beside-an-injury"
    section = "I.C.21.c.7"
    examples = (
        Example("Orthopedic aftercare.\nLeft ankle fracture, routine healing.", ("S82.892D",)),
        Example("Left ankle fracture, routine healing.", ("S82.892D",)),
    )

    def apply(self, draft: Draft) -> None:
        """Take aftercare codes without a subject of their own out beside injuries in later care."""
        later = [one for one in draft.having("S") if one.code[-1] in "DEFGHJKMNPQR"]
        for aftercare in draft.having(*_INJURY_AFTERCARE):
            if later:
                draft.drop(aftercare, self.why("the injury's 7th character says that it is aftercare"))


_JOINTS = (("knee", "Z9665"), ("hip", "Z9664"), ("shoulder", "Z9661"), ("elbow", "Z9662"), ("ankle", "Z9666"))
_SIDES = {"right": "1", "left": "2", "bilateral": "3"}


class ReplacedJointNotNamed(Rule):
    """Aftercare of a joint replacement says which joint only with the code of the artificial joint.

    Source: the tabular list at Z47.1 asks for it ("use additional code").
    """

    id = "GL032"
    name = "aftercare-of-a-joint-replacement-without-the-joint"
    section = "I.A.13"
    examples = (
        Example("Aftercare following right knee replacement.", ("Z47.1", "Z96.651")),
        Example("Aftercare following left total hip arthroplasty.", ("Z47.1", "Z96.642")),
        Example("Presence of right artificial knee.", ("Z96.651",)),
    )

    def apply(self, draft: Draft) -> None:
        """Add the artificial joint of the side that the words name."""
        for aftercare in draft.having("Z471"):
            mention = aftercare.best
            text = draft.case.note.document.text[mention.sentence.start : mention.sentence.end].lower()
            side = side_of(mention, draft.case.note)
            for joint, beginning in _JOINTS:
                code = f"{beginning}{_SIDES.get(side, '9')}"
                if joint in text and not draft.having(beginning):
                    why = self.why("use additional code: the joint that was replaced")
                    draft.add(code, (mention,), why, after=aftercare)
