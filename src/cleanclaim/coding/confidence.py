"""How sure a suggestion is: the share of right codes among those with the same kind of evidence.

The numbers are rounded shares measured on development notes by ``benchmarks/coding_dev.py``
(which says how); they were set by hand from that table, and are not a trained model.
"""

from cleanclaim.coding.candidates import Candidate
from cleanclaim.coding.classes import is_symptom

ACCEPT_AT = 0.8

_BY_KIND = {
    "named, exact": 0.85,
    "named, settled by default": 0.6,
    "named, symptom": 0.5,
    "named, any order": 0.5,
    "judged": 0.25,
    "fallback": 0.15,
    "detail": 0.05,
    "mentioned": 0.02,
}


def kind_of_evidence(candidate: Candidate, *, selected: bool, fallback: bool) -> str:
    """Return the kind of evidence behind a candidate: a key of the table."""
    if fallback and selected:
        return "fallback"
    if candidate.place == "problem":
        if is_symptom(candidate.code):
            return "named, symptom"
        if candidate.specified.defaulted:
            return "named, settled by default"
        return "named, exact" if candidate.best.term.source == "own" else "named, any order"
    if candidate.place == "assessment":
        return "judged"
    return "detail" if candidate.place == "detail" else "mentioned"


def confidence_of(candidate: Candidate, *, selected: bool, fallback: bool) -> float:
    """Return the measured share of right codes for this kind of evidence (0 to 1)."""
    return _BY_KIND[kind_of_evidence(candidate, selected=selected, fallback=fallback)]


def accepts(confidence: float) -> bool:
    """Return whether a suggestion needs no second look."""
    return confidence >= ACCEPT_AT
