"""A quick pattern for each segment definition: what it matches has no flaw.

It is a sufficient condition only, and may be narrow. A segment that it does not match is judged
by ``elements.flaws_of``, which decides and writes the sentences.
"""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeAlias

import msgspec

from cleanclaim.x12.guides.model import Element, SegmentUse, SyntaxNote, Usage
from cleanclaim.x12.segments import Delimiters

Match: TypeAlias = Callable[[str], re.Match[str] | None]

_SAFE_DAY = (
    r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:0[1-9]|1\d|2[0-8])"
    r"|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
)
_SAFE_MINUTE = r"(?:[01]\d|2[0-3])[0-5]\d"
_NEVER = "(?!)"


class Checker(msgspec.Struct, frozen=True):
    """A segment definition made ready for one set of delimiters.

    A segment text that ``pattern`` matches, and whose elements satisfy ``notes``, has no flaw.
    ``notes_from`` is the number of elements below which no note can be broken.
    """

    use: SegmentUse
    pattern: re.Pattern[str]
    notes: tuple[SyntaxNote, ...]
    notes_from: int

    def accepts(self, text: str, parts: Sequence[str]) -> bool:
        """Return whether the segment is surely right; a false answer proves nothing."""
        if self.pattern.fullmatch(text) is None:
            return False
        return len(parts) <= self.notes_from or not any(broken(note, parts) for note in self.notes)


@lru_cache(maxsize=4096)
def checker_for(use: SegmentUse, marks: Delimiters) -> Checker:
    """Return the checker of a segment definition; remembered for each set of delimiters."""
    return checker_of(use, marks)


def checker_of(use: SegmentUse, marks: Delimiters) -> Checker:
    """Make the checker of a segment definition for a set of delimiters."""
    live = tuple(note for note in use.notes if _can_break(note, use))
    first = min((_needs(note) for note in live), default=len(use.elements) + 1)
    return Checker(use, re.compile(_segment_pattern(use, marks)), live, first - 1 if first else -1)


def broken(note: SyntaxNote, parts: Sequence[str]) -> bool:
    """Return whether a segment's elements break a syntax note."""
    size = len(parts)
    present = [number < size and parts[number] != "" for number in note.elements]
    match note.kind:
        case "P":
            return any(present) and not all(present)
        case "R":
            return not any(present)
        case "E":
            return sum(present) > 1
        case "C":
            return present[0] and not all(present)
        case _:
            return present[0] and not any(present[1:])


def _can_break(note: SyntaxNote, use: SegmentUse) -> bool:
    usages = [
        element.usage if (element := use.element(number)) else Usage.NOT_USED for number in note.elements
    ]
    used = [usage for usage in usages if usage is not Usage.NOT_USED]
    match note.kind:
        case "P":
            return bool(used) and any(usage is not Usage.REQUIRED for usage in usages)
        case "R":
            return Usage.REQUIRED not in usages
        case "E":
            return len(used) > 1
        case "C":
            return usages[0] is not Usage.NOT_USED and any(u is not Usage.REQUIRED for u in usages[1:])
        case _:
            return usages[0] is not Usage.NOT_USED and Usage.REQUIRED not in usages[1:]


def _needs(note: SyntaxNote) -> int:
    """The number of the element without which the note cannot be broken; 0 when there is none."""
    match note.kind:
        case "P":
            return min(note.elements)
        case "R":
            return 0
        case "E":
            return sorted(note.elements)[1]
        case _:
            return note.elements[0]


def _segment_pattern(use: SegmentUse, marks: Delimiters) -> str:
    mark = re.escape(marks.element)
    used = [element for element in use.elements if element.usage is not Usage.NOT_USED]
    last = max((element.number for element in used), default=0)
    pattern = ""
    for element in reversed(use.elements[:last]):
        required = element.usage is Usage.REQUIRED
        if element.usage is Usage.NOT_USED:
            value = ""
        elif element.format_by == element.number - 1 and element.format_by:
            value = _dated_pattern(use.elements[element.format_by - 1], mark)
        else:
            value = _element_pattern(element, marks)
        if value and not required:
            value = f"(?:{value})?"
        piece = mark + value + pattern
        pattern = piece if required or _has_required(use, element.number) else f"(?:{piece})?"
    return f"{use.id}{pattern}(?<!{mark})"


def _has_required(use: SegmentUse, number: int) -> bool:
    return any(element.usage is Usage.REQUIRED for element in use.elements[number - 1 :])


def _element_pattern(element: Element, marks: Delimiters) -> str:
    if not element.components:
        value = _value_pattern(element, marks)
        if element.repeats == 1 or not marks.repetition:
            return value
        again = re.escape(marks.repetition)
        return f"{value}(?:{again}{value}){{0,{element.repeats - 1}}}"
    if element.repeats > 1:
        return _NEVER  # rare: judged exactly
    mark = re.escape(marks.component)
    used = [one.number for one in element.components if one.usage is not Usage.NOT_USED]
    pattern = ""
    for one in reversed(element.components[: max(used, default=0)]):
        required = one.usage is Usage.REQUIRED
        value = "" if one.usage is Usage.NOT_USED else _value_pattern(one, marks)
        if one.format_by and one.usage is not Usage.NOT_USED:
            before = element.components[one.format_by - 1]
            value = _dated_pattern(before, mark) if one.format_by == one.number - 1 else _NEVER
        if value and not required:
            value = f"(?:{value})?"
        later = any(other.usage is Usage.REQUIRED for other in element.components[one.number - 1 :])
        piece = (mark if one.number > 1 else "") + value + pattern
        pattern = piece if later or one.number == 1 else f"(?:{piece})?"
    return f"{pattern}(?<!{mark})"


def _dated_pattern(qualifier: Element, mark: str) -> str:
    """A date element whose format stands before it: looked back at, so that both agree."""
    forms = []
    if not qualifier.codes or "D8" in qualifier.codes:
        forms.append(rf"(?<={mark}D8{mark}){_SAFE_DAY}")
    if "RD8" in qualifier.codes:
        forms.append(rf"(?<={mark}RD8{mark}){_SAFE_DAY}-{_SAFE_DAY}")
    if "DT" in qualifier.codes:
        forms.append(rf"(?<={mark}DT{mark}){_SAFE_DAY}{_SAFE_MINUTE}")
    if "TM" in qualifier.codes:
        forms.append(rf"(?<={mark}TM{mark}){_SAFE_MINUTE}")
    return f"(?:{'|'.join(forms)})" if forms else _NEVER


def _value_pattern(element: Element, marks: Delimiters) -> str:
    if element.codes:
        return f"(?:{'|'.join(re.escape(code) for code in sorted(element.codes))})"
    low, high = element.min_length, element.max_length
    match element.type:
        case "DT":
            return _SAFE_DAY if (low, high) == (8, 8) else _NEVER
        case "TM":
            return rf"{_SAFE_MINUTE}(?:[0-5]\d)?"
        case "R":
            return (
                rf"-?\d{{{low},{max(low, high - 4)}}}(?:\.\d{{1,4}})?" if high > 4 else rf"\d{{{low},{high}}}"
            )
        case "N0" | "N2":
            return rf"\d{{{low},{high}}}"
        case _:
            plain = "".join(re.escape(chr(code)) for code in range(32, 127) if chr(code) not in marks.all)
            return rf"(?! )[{plain}]{{{low},{min(high, element.advised or high)}}}(?<! )"
