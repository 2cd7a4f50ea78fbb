"""Whether a diagnosis was present on admission, from the words of the note.

Source: ICD-10-CM Official Guidelines, appendix I (present on admission reporting): conditions
that are chronic, that brought the patient in or were found before the order to admit are Y; those that
arose in the hospital N; where the documentation does not tell, U and a query. Values: Y, N, U, and 1
for codes of the exempt list (left blank on the 837I).
"""

import re
from datetime import date

import msgspec

from cleanclaim.codesets import Known, Store
from cleanclaim.codesets.code_lists import POA_EXEMPT
from cleanclaim.coding.note import Note
from cleanclaim.coding.values import Suggestion

_IN_HOSPITAL = re.compile(
    r"\b(?:hospital[- ]acquired|nosocomial|ventilator[- ]associated|iatrogenic|not present on admission|"
    r"post[- ]?op(?:erative(?:ly)?)?(?: day)?|pod ?#? ?\d+|(?:on|by) (?:hospital )?day ?#? ?(?:[2-9]|"
    r"\d\d)|hd ?#? ?[2-9]|"
    r"hospital day ?#? ?(?:[2-9]|\d\d)|during (?:the |this |her |his |their )?(?:hospital(?:ization|"
    r" stay| course)?|admission|stay)|"
    r"(?:was |is )?complicated by|(?:subsequently |then |later |she |he |patient )?developed|"
    r"new[- ]onset .{0,30}? (?:overnight|on the floor|in the icu)|"
    r"while (?:hospitalized|inpatient|in the hospital|in the icu|on the floor)|after (?:surgery|"
    r"the procedure|admission|transfer to))\b",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:present on admission|poa|on (?:admission|arrival|presentation)|at (?:admission|"
    r"presentation)|at the time of admission|"
    r"present(?:s|ed|ing)? (?:to|with|for)|admitted (?:with|for|from|due|secondary)|in the (?:ed|er|"
    r"emergency (?:department|room))|"
    r"prior to (?:admission|arrival)|before admission|chronic\w*|history of|known|baseline|"
    r"longstanding|home|at home|"
    r"found to have|community[- ]acquired|acute on chronic)\b",
    re.IGNORECASE,
)
_BEFORE_SECTIONS = frozenset(
    {"hpi", "chief_complaint", "pmh", "preoperative", "social", "family", "medications"}
)
# Acute conditions that as often arise in the hospital: without words for when, they are asked about.
_EITHER = re.compile(
    r"(?:A047|A4[01]|D62|D65|E87|I2[16]|I46|I82|J69|J80|J95|J96|K567|K91|L89|N17|N99|R57|R652|T8[0-8]|"
    r"N390|I97|G97|M96|J18|J15)"
)


class Presence(msgspec.Struct, frozen=True):
    """An indicator with its reason, and whether the provider has to be asked."""

    indicator: str
    reason: str
    ask: bool = False


def presence_of(
    suggestion: Suggestion, note: Note, store: Store | None, on: date, *, principal: bool
) -> Presence:
    """Return whether a diagnosis was present on admission."""
    bare = suggestion.code.replace(".", "")
    if store is not None and isinstance(store.find(POA_EXEMPT, bare, on), Known):
        return Presence("1", "on the list that is exempt from present-on-admission reporting")
    words: dict[str, str] = {}
    in_history = False
    for evidence in suggestion.evidence:
        sentence = _sentence(note, evidence.start)
        # What is nearest before the words tells; then what stands after them.
        before = note.document.text[sentence[0] : evidence.start]
        after = note.document.text[evidence.end : sentence[1]]
        for text in (before[-90:], after[:60]):
            for answer, pattern in (("N", _IN_HOSPITAL), ("Y", _BEFORE)):
                found = list(pattern.finditer(text))
                if found:
                    words.setdefault(answer, found[-1].group())
        in_history = in_history or note.sections.at(evidence.start).kind in _BEFORE_SECTIONS
    own = (
        note.document.text[suggestion.evidence[0].start : suggestion.evidence[0].end]
        if suggestion.evidence
        else ""
    )
    for answer, pattern in (("N", _IN_HOSPITAL), ("Y", _BEFORE)):
        inside = pattern.search(own)
        if inside:
            words.setdefault(answer, inside.group())
    stated = "not present on admission" in words.get("N", "").lower()
    if "N" in words and (stated or "Y" not in words):
        return Presence("N", f'arose in the hospital ("{words["N"]}")')
    if "Y" in words and "N" not in words:
        return Presence("Y", f'before or at admission ("{words["Y"]}")')
    if "Y" in words and "N" in words:
        return Presence("U", f'the note says both "{words["Y"]}" and "{words["N"]}"', ask=True)
    if in_history:
        return Presence("Y", "told in the history of what led to the admission")
    if principal:
        return Presence("Y", "the condition that occasioned the admission")
    if _EITHER.match(bare):
        return Presence("U", "the note does not say whether it was there on admission", ask=True)
    return Presence("Y", "nothing says that it arose in the hospital")


def _sentence(note: Note, offset: int) -> tuple[int, int]:
    for sentence in note.between(max(offset - 4000, 0), offset + 1)[::-1]:
        if sentence.start <= offset:
            return sentence.start, sentence.end
    return offset, offset
