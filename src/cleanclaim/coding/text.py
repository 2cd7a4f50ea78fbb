"""Words of a note: where each stands in the original, and its form for comparison."""

import re
import unicodedata
from functools import lru_cache

import msgspec

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_BREAK = re.compile(r"[,;:()\[\]\"“”.!?|•]")

# Words that never tell one diagnosis from another. "Mellitus" and "unspecified" are the
# classification's manner of speaking; articles are everybody's.
_DROPPED = frozenset({"the", "a", "an", "mellitus", "unspecified", "nos", "s"})

_SPELLING = {
    "anaemia": "anemia",
    "anaemic": "anemic",
    "caesarean": "cesarean",
    "coeliac": "celiac",
    "diarrhoea": "diarrhea",
    "dyspnoea": "dyspnea",
    "apnoea": "apnea",
    "faecal": "fecal",
    "foetal": "fetal",
    "gynaecomastia": "gynecomastia",
    "haematuria": "hematuria",
    "haemoptysis": "hemoptysis",
    "haemorrhage": "hemorrhage",
    "haemorrhoid": "hemorrhoid",
    "hypercholesterolaemia": "hypercholesterolemia",
    "hyperlipidaemia": "hyperlipidemia",
    "hypoglycaemia": "hypoglycemia",
    "ischaemia": "ischemia",
    "ischaemic": "ischemic",
    "leukaemia": "leukemia",
    "oedema": "edema",
    "oesophageal": "esophageal",
    "oesophagitis": "esophagitis",
    "tumour": "tumor",
    "exac": "exacerbation",
    "exacerb": "exacerbation",
    "dz": "disease",
    "fx": "fracture",
    "i": "1",
    "ii": "2",
    "iii": "3",
    "one": "1",
    "two": "2",
}
_IRREGULAR = {
    "feet": "foot",
    "teeth": "tooth",
    "vertebrae": "vertebra",
    "metastases": "metastasis",
    "diagnoses": "diagnosis",
    "abscesses": "abscess",
    "calculi": "calculus",
    "calves": "calf",
    "diabetes": "diabetes",
    "herpes": "herpes",
    "rabies": "rabies",
    "scabies": "scabies",
    "caries": "caries",
    "pubis": "pubis",
    "measles": "measles",
    "mumps": "mumps",
    "shingles": "shingles",
    "hives": "hives",
    "rales": "rales",
    "lens": "lens",
    "ms": "ms",
    "pms": "pms",
    "ibs": "ibs",
    "aids": "aids",
    "sids": "sids",
    "gas": "gas",
    "biceps": "biceps",
    "triceps": "triceps",
    "quadriceps": "quadriceps",
    "forceps": "forceps",
}


SIDE_WORDS = {
    "right": "right",
    "rt": "right",
    "R": "right",
    "left": "left",
    "lt": "left",
    "L": "left",
    "bilateral": "bilateral",
    "bilaterally": "bilateral",
    "both": "bilateral",
}
"""Words for a side of the body; single letters count in upper case only."""

# fmt: off
STOP_WORDS = frozenset({
    "of", "in", "on", "at", "to", "for", "from", "by", "with", "due", "and", "or", "as", "is", "are", "was",
    "were", "his", "her", "their", "my", "your", "our", "this", "that",
    "right", "left", "bilateral", "both", "rt", "lt", "side", "sided",
})
# fmt: on
"""Words that may stand between the words of a term without changing which diagnosis it is.

Sides are among them because a side is settled afterwards, from the words near.
"""


class Token(msgspec.Struct, frozen=True):
    """A word of the note: offsets into the original, the word as written, its folded form.

    ``folded`` is empty for words that say nothing. ``after_break`` tells that punctuation
    stands between it and the word before.
    """

    start: int
    end: int
    written: str
    folded: str
    after_break: bool

    @property
    def side(self) -> str:
        """The side of the body that the word names, or nothing."""
        return SIDE_WORDS.get(self.written if len(self.written) == 1 else self.written.lower(), "")


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """Return a word without case, accents, possessive and plural; empty for those dropped.

    A capital A is no article ("influenza A").
    """
    if word == "A":
        return "a"
    plain = word.lower()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain.replace("’", "'"))
        plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.removesuffix("'s").replace("'", "")
    if plain in _DROPPED:
        return ""
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    if len(plain) > 3 and plain.isalpha():
        if plain.endswith("ies") and len(plain) > 4:
            plain = plain[:-3] + "y"
        elif plain.endswith(("sses", "shes", "ches", "xes")):
            plain = plain[:-2]
        elif plain.endswith("s") and not plain.endswith(("ss", "us", "is")):
            plain = plain[:-1]
    return _SPELLING.get(plain, plain)


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Return the words between two offsets of a text, in order."""
    found: list[Token] = []
    last = start
    for match in _WORD.finditer(text, start, end):
        gap = text[last : match.start()]
        found.append(
            Token(
                match.start(),
                match.end(),
                match.group(),
                fold(match.group()),
                _BREAK.search(gap) is not None,
            )
        )
        last = match.end()
    return found


def folded_words(phrase: str) -> tuple[str, ...]:
    """Return the folded words of a phrase, without those that say nothing."""
    return tuple(word for word in (fold(match.group()) for match in _WORD.finditer(phrase)) if word)
