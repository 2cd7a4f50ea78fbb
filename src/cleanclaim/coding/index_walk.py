"""The walk of the Alphabetic Index: a main term, then the subterms whose words stand near, in any order.

Source: ICD-10-CM Official Guidelines I.B.1 (FY 2026): look a term up in the Alphabetic Index first, then
verify it in the tabular list. The walk only finds a code; ``specificity`` goes on from it in the tabular list.
"""

from functools import lru_cache

import msgspec

from cleanclaim.codesets import IndexTable, IndexTerm
from cleanclaim.coding.sentences import Sentence
from cleanclaim.coding.text import STOP_WORDS, folded_words

_REACH = 6  # content words before or after the main term in which its subterms are looked for
_MOST_MAIN_TERMS = 8
_SMALL = STOP_WORDS | {"site", "type", "see", "also"}
# Main terms that say nothing of a condition by themselves: they count with a subterm only.
# fmt: off
_VAGUE = frozenset({
    "abnormal", "abnormality", "abnormally", "absence", "abuse", "accident", "administration", "admission", "adverse",
    "aftercare", "anomaly", "attack", "attention", "bed", "bite", "body", "burn", "care", "change", "checking",
    "complaint", "complication", "condition", "congenital", "contact", "counseling", "decline", "decrease",
    "defect", "deficiency", "deficit", "deformity", "degeneration", "dependence", "deposit", "derangement", "deviation",
    "difficulty", "dilation", "disability", "discharge", "disease", "disorder", "displacement", "disturbance", "donor",
    "drug", "dysfunction", "effect", "elevated", "elevation", "encounter", "enlarged", "enlargement", "examination",
    "excess", "excessive", "exposure", "failure", "findings", "fitting", "fluid", "follow-up", "foreign", "fracture",
    "growth", "hardening", "health", "heavy", "high", "history", "hyperactive", "hypo", "impaired", "impairment", "in",
    "inadequate", "increase", "increased", "infection", "inflammation", "injury", "insufficiency", "intolerance",
    "irregular", "irritable", "issue", "laceration", "large", "late", "lesion", "long-term", "loose", "loss", "low",
    "maintenance", "malfunction", "management", "mass", "meaning", "medical", "mixed", "multiple", "narrowing",
    "necrosis", "need", "neoplasm", "new", "nodule", "noncompliance", "normal", "observation", "obstruction", "open",
    "opioid", "overdose", "pain", "painful", "patient", "perforation", "personal", "person", "poisoning", "positive",
    "prescription", "presence", "pressure", "problem", "procedure", "prolonged", "prophylactic", "reaction",
    "reduced", "rejection", "removal", "repair", "replacement", "resistance", "retained", "risk", "rule", "rupture",
    "screening", "sequela", "sequelae", "shock", "short", "slow", "small", "specimen", "sprain", "state", "status",
    "strain", "stress", "stricture", "study", "supervision", "surgery", "swelling", "symptom", "syndrome", "tear",
    "test", "testing", "therapy", "therapeutic", "treatment", "tumor", "ulcer", "unspecified", "use", "vaccination",
    "visit", "weak", "weight", "worn", "wound", "rash", "block", "cord", "clot", "spots", "fall", "falling", "lack",
    "calcium", "hair", "single", "twin", "birth", "delivery", "pregnancy", "labor", "puerperal", "newborn", "maternal",
    "death", "other", "old", "may", "transient", "follow", "up", "annual", "self", "bad", "thin", "thick", "tight", "crushed", "cut", "bleeding", "hemorrhage", "cyst", "stone", "calculus",
})
# fmt: on


class Line(msgspec.Struct, frozen=True):
    """A line of the index under its main term: depth, the words that it asks for, where it leads."""

    level: int
    words: frozenset[str]
    term: IndexTerm


class Found(msgspec.Struct, frozen=True):
    """Where a walk ended: the code, the indexes of the words that led there, the path as printed."""

    code: str
    places: tuple[int, ...]
    path: str


class IndexWalk:
    """Walks of one index; lines of main terms are kept once read."""

    def __init__(self, index: IndexTable) -> None:
        self._index = index
        self._lines = lru_cache(maxsize=2048)(self._read_lines)
        self._mains = lru_cache(maxsize=16384)(self._read_mains)

    def in_sentence(self, sentence: Sentence) -> list[Found]:
        """Return the walks that begin at the words of a sentence, at most one for each word."""
        content = [
            (place, token.folded)
            for place, token in enumerate(sentence.tokens)
            if token.folded and token.folded not in STOP_WORDS
        ]
        found = []
        for number, (_, word) in enumerate(content):
            mains = self._mains(word)
            if not mains:
                continue
            window = content[max(0, number - _REACH) : number + _REACH + 1]
            here = {folded: place for place, folded in reversed(window)}
            best: Found | None = None
            for main, title in mains:
                if title <= here.keys():
                    one = self._deepest(main, title, here)
                    if one is not None and (best is None or len(one.places) > len(best.places)):
                        best = one
            if best is not None:
                found.append(best)
        return found

    def _deepest(self, main: IndexTerm, title: frozenset[str], here: dict[str, int]) -> Found | None:
        """Return the line with most of its words in the sentence, the highest on equal terms."""
        best: tuple[int, Line, frozenset[str]] | None = None
        active: list[frozenset[str]] = [title]
        depth = main.level
        lines = self._lines(main)
        if main.code or main.see:
            best = (len(title), Line(main.level, title, main), title)
        skip_below: int | None = None
        for line in lines:
            if skip_below is not None:
                if line.level > skip_below:
                    continue
                skip_below = None
            if not line.words <= here.keys():
                skip_below = line.level
                continue
            del active[line.level - depth :]
            together = active[-1] | line.words
            active.append(together)
            if line.words and (line.term.code or line.term.see) and (best is None or len(together) > best[0]):
                best = (len(together), line, together)
        if best is None:
            return None
        _, line, words = best
        if len(words) == 1 and words & _VAGUE:
            return None
        code = line.term.code or self._see(line.term)
        if not code:
            return None
        path = ", ".join(one.title for one in self._index.path(line.term))
        return Found(code, tuple(sorted(here[word] for word in words)), path)

    def _see(self, term: IndexTerm) -> str:
        for reference in term.see:
            followed = self._index.follow(reference)
            if followed is not None and followed.whole and followed.term.code:
                return followed.term.code
        return ""

    def _read_mains(self, word: str) -> tuple[tuple[IndexTerm, frozenset[str]], ...]:
        found = []
        for main in self._index.main_terms(word)[:_MOST_MAIN_TERMS]:
            title = frozenset(folded_words(main.title)) - _SMALL
            if word in title:
                found.append((main, title))
        return tuple(found)

    def _read_lines(self, main: IndexTerm) -> tuple[Line, ...]:
        return tuple(
            Line(one.level, frozenset(folded_words(one.title)) - _SMALL, one)
            for one in self._index.under(main)
        )
