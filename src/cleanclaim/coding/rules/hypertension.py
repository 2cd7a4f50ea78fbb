"""Hypertension with heart disease, with kidney disease, with both: combination codes."""

from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.rules.links import unrelated
from cleanclaim.coding.rules.rule import Draft, Example, Rule

_HEART = ("I50", "I514", "I515", "I517", "I5189", "I519")
_HEART_INCLUDED = ("I515", "I517")
_END_STAGE = ("N185", "N186")


class HypertensionWithHeartOrKidneyDisease(Rule):
    """Hypertension beside heart disease or chronic kidney disease is presumed to be its cause.

    ## Why it matters
    I10 beside N18 or I50 is a coding error that auditors look for first; the combination code says what the
    patient has.
    """

    id = "GL001"
    name = "hypertension-coded-apart-from-its-heart-or-kidney-disease"
    section = "I.C.9.a.1 to 3"
    examples = (
        Example("Hypertension.\nCKD stage 3a.", ("I12.9", "N18.31")),
        Example("Hypertension.\nCongestive heart failure.", ("I11.0", "I50.9")),
        Example("Hypertension.\nCongestive heart failure.\nCKD stage 4.", ("I13.0", "I50.9", "N18.4")),
        Example("Hypertension.\nEnd stage renal disease.", ("I12.0", "N18.6")),
        Example("Hypertension.\nCKD stage 3a, not due to hypertension.", ("I10", "N18.31")),
        Example("Hypertension.\nAsthma.", ("I10", "J45.909")),
    )

    def apply(self, draft: Draft) -> None:
        """Put the combination code in the place of I10, I11 or I12; keep heart failure and stage after it."""
        note = draft.case.note
        pressure = draft.having("I10", "I11", "I12")
        kidney = [one for one in draft.having("N18") if not unrelated([one], note)]
        heart = [one for one in draft.having(*_HEART) if not unrelated([one], note)]
        if not pressure or not (kidney or heart) or draft.having("I13"):
            return
        old = pressure[0]
        fails = bool(draft.having("I50") and heart) or old.code == "I110"
        end_stage = any(one.code in _END_STAGE for one in kidney)
        code = _combined(old, bool(heart), bool(kidney), fails=fails, end_stage=end_stage)
        if code == old.code:
            return
        new = draft.replace(
            old, code, self.why("hypertension with these conditions is one code"), also=[*heart, *kidney]
        )
        for one in pressure[1:]:
            if one is not new:
                draft.drop(one, self.why("part of the combination code"))
        for one in heart:
            if one.code.startswith(_HEART_INCLUDED) and one in draft.chosen:
                draft.drop(one, self.why("part of the combination code"))
        _put_before(draft, new, [*heart, *kidney])


def _combined(old: Candidate, heart: bool, kidney: bool, *, fails: bool, end_stage: bool) -> str:
    heart = heart or old.code.startswith("I11")
    kidney = kidney or old.code.startswith("I12")
    if heart and kidney:
        return f"I13{'2' if fails and end_stage else '0' if fails else '11' if end_stage else '10'}"
    if heart:
        return "I110" if fails else "I119"
    return "I120" if end_stage else "I129"


def _put_before(draft: Draft, first: Candidate, others: list[Candidate]) -> None:
    """Move a code before others that are used additionally to it."""
    places = [draft.chosen.index(one) for one in others if one in draft.chosen]
    if places and draft.chosen.index(first) > min(places):
        draft.chosen.remove(first)
        draft.chosen.insert(min(places), first)
