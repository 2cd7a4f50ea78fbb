"""One segment against its definition, exactly and in words: the judgement that counts."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import msgspec

from cleanclaim.x12.guides.model import Element, SegmentUse, Usage
from cleanclaim.x12.patterns import broken
from cleanclaim.x12.problems import Acknowledges, Flaw, Severity
from cleanclaim.x12.segments import Delimiters

_DECIMAL = re.compile(r"-?(?:\d+\.?\d*|\.\d+)")
_WHOLE = re.compile(r"-?\d+")
_TEXT = re.compile(r"[ -~]*")
_MOST_ALLOWED_SHOWN = 12


def flaws_of(use: SegmentUse, parts: Sequence[str], marks: Delimiters) -> list[Flaw]:
    """Return everything that is wrong with a segment's elements, by element number.

    ``parts`` is the segment id followed by its elements.
    """
    found: list[Flaw] = []
    name = use.id
    for number, value in enumerate(parts[1:], 1):
        element = use.element(number)
        if element is None:
            if value:
                found.append(_too_many(name, number, len(use.elements)))
            break
        by = f"{name}{element.format_by:02d}"
        is_wrong = any(one.id == "code-not-allowed" and one.element == by for one in found)
        # of a value whose format is itself wrong nothing is told: the format is
        date_format = "" if is_wrong else _format(element, parts)
        found.extend(_element_flaws(use, element, value, marks, date_format))
    missing = {
        element.number for element in use.elements[len(parts) - 1 :] if element.usage is Usage.REQUIRED
    }
    found.extend(
        _missing(f"{name}{element.number:02d}", element)
        for element in use.elements
        if element.number in missing
    )
    if len(parts) > 1 and not parts[-1]:
        found.append(
            Flaw(
                id="trailing-delimiter",
                level=1,
                severity=Severity.REPAIR,
                message=f"{name} ends with empty elements.",
                fix="Leave out delimiters after the last value.",
                acknowledges=Acknowledges.NOTHING,
            )
        )
    if use.id == "GS":
        # partners' codes padded to the width that the ISA has: they mean the same
        found = [
            msgspec.structs.replace(one, severity=Severity.REPAIR, acknowledges=Acknowledges.NOTHING)
            if one.id == "trailing-blanks"
            else one
            for one in found
        ]
    return _with_notes(use, parts, found)


@lru_cache(maxsize=16_384)  # a file names the same few days again and again
def is_date(text: str) -> bool:
    """Return whether eight digits name a day of the calendar (six: a day of this century)."""
    digits = f"20{text}" if len(text) == 6 else text
    if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
        return False
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def is_time(text: str) -> bool:
    """Return whether the text is HHMM, HHMMSS or HHMMSS and hundredths."""
    return (
        4 <= len(text) <= 8
        and len(text) != 5
        and text.isascii()
        and text.isdigit()
        and int(text[:2]) < 24
        and int(text[2:4]) < 60
        and (len(text) < 6 or int(text[4:6]) < 60)
    )


def is_formatted_date(text: str, date_format: str) -> bool | None:
    """Return whether the text is a date in an X12 format (D8, RD8, …); nothing for others."""
    if date_format == "D8":
        return len(text) == 8 and is_date(text)
    if date_format == "RD8":
        first, mark, last = text.partition("-")
        return mark == "-" and all(len(day) == 8 and is_date(day) for day in (first, last))
    if date_format == "DT":
        return len(text) == 12 and is_date(text[:8]) and is_time(text[8:])
    if date_format == "D6":
        return len(text) == 6 and is_date(text)
    if date_format == "TM":
        return len(text) == 4 and is_time(text)
    return None


def _element_flaws(
    use: SegmentUse, element: Element, value: str, marks: Delimiters, date_format: str
) -> Iterator[Flaw]:
    segment = use.id
    name = f"{segment}{element.number:02d}"
    if not value:
        if element.usage is Usage.REQUIRED:
            yield _missing(name, element)
        return
    if element.usage is Usage.NOT_USED:
        yield _not_used(name, element, value)
        return
    values = value.split(marks.repetition) if marks.repetition else [value]
    if len(values) > element.repeats and segment != "ISA":
        yield Flaw(
            id="element-repeats-too-often",
            level=1,
            element=name,
            value=value,
            message=f"{name} ({element.label}) repeats {len(values)} times; {element.repeats} allowed.",
            fix=f"Send at most {element.repeats}; {marks.repetition!r} separates repetitions.",
            ack_code="12",
        )
    for one in values:
        if element.components:
            yield from _composite_flaws(name, element, one, marks)
        elif marks.component in one and segment != "ISA":
            yield Flaw(
                id="component-separator-in-simple-element",
                level=1,
                element=name,
                value=one,
                message=f"{name} ({element.label}) contains {marks.component!r}, which separates components.",
                fix="Take the character out of the value.",
                ack_code="13",
            )
        else:
            yield from _value_flaws(name, element, one, date_format)


def _composite_flaws(name: str, composite: Element, value: str, marks: Delimiters) -> Iterator[Flaw]:
    parts = value.split(marks.component)
    if len(parts) > 1 and not parts[-1]:
        yield Flaw(
            id="trailing-delimiter",
            level=1,
            severity=Severity.REPAIR,
            element=name,
            message=f"{name} ({composite.label}) ends with empty components.",
            fix="Leave out delimiters after the last value.",
            acknowledges=Acknowledges.NOTHING,
        )
    for number, part in enumerate(parts, 1):
        if number > len(composite.components):
            if part:
                yield Flaw(
                    id="too-many-components",
                    level=1,
                    element=name,
                    value=value,
                    message=f"{name} ({composite.label}) has over {len(composite.components)} components.",
                    fix="Remove what follows the last component.",
                    ack_code="13",
                )
            break
        component = composite.components[number - 1]
        place = f"{name}-{number}"
        if not part:
            if component.usage is Usage.REQUIRED:
                yield _missing(place, component)
        elif component.usage is Usage.NOT_USED:
            yield _not_used(place, component, part)
        else:
            by = component.format_by
            date_format = parts[by - 1] if 0 < by <= len(parts) else ""
            yield from _value_flaws(place, component, part, date_format)
    for component in composite.components[len(parts) :]:
        if component.usage is Usage.REQUIRED:
            yield _missing(f"{name}-{component.number}", component)


def _value_flaws(name: str, element: Element, value: str, date_format: str) -> Iterator[Flaw]:
    about = f"{name} ({element.label})"
    if element.codes and value not in element.codes:
        allowed = tuple(sorted(element.codes))
        shown = ", ".join(allowed[:_MOST_ALLOWED_SHOWN]) + (
            ", …" if len(allowed) > _MOST_ALLOWED_SHOWN else ""
        )
        yield Flaw(
            id="code-not-allowed",
            level=2,
            element=name,
            value=value,
            allowed=allowed,
            message=f"{about} holds a code that the guide does not allow here.",
            fix=f"Use {'one of ' if len(allowed) > 1 else ''}{shown}.",
            ack_code="7",
        )
        return
    kind = _wrong_kind(element.type, value)
    if kind:
        yield Flaw(
            id=kind[0],
            level=1,
            element=name,
            value=value,
            message=f"{about} is not {kind[1]}.",
            fix=kind[2],
            ack_code=kind[3],
        )
        return
    length = len(value)
    if element.type in ("R", "N0", "N2"):
        length -= value.count("-") + value.count(".")
    if length < element.min_length or length > element.max_length:
        short = length < element.min_length
        limit = f"at least {element.min_length}" if short else f"at most {element.max_length}"
        yield Flaw(
            id="value-too-short" if short else "value-too-long",
            level=1,
            element=name,
            value=value,
            message=f"{about} has {length} characters; {limit} are allowed.",
            fix="Complete the value." if short else "Shorten the value.",
            ack_code="4" if short else "5",
        )
        return
    if value[-1] == " " and length > element.min_length:
        yield Flaw(
            id="trailing-blanks",
            level=1,
            element=name,
            value=value,
            message=f"{about} ends with blanks, which are to be left out.",
            fix="Write the value without the blanks at its end.",
            ack_code="6",
        )
    if element.advised and length > element.advised:
        yield Flaw(
            id="value-longer-than-supported",
            level=2,
            severity=Severity.WARNING,
            element=name,
            value=value,
            message=f"{about} has {length} characters; receivers need not keep more than {element.advised}.",
            fix=f"Use an identifier of at most {element.advised} characters, so that the answers name it.",
            ack_code="5",
        )
    if date_format and is_formatted_date(value, date_format) is False:
        form = "CCYYMMDD-CCYYMMDD" if date_format == "RD8" else "CCYYMMDD"
        yield Flaw(
            id="invalid-date",
            level=1,
            element=name,
            value=value,
            message=f"{about} is not a date of the calendar in the format {date_format}.",
            fix=f"Write a real date as {form}.",
            ack_code="8",
        )


def _wrong_kind(kind: str, value: str) -> tuple[str, str, str, str] | None:
    if kind == "DT":
        if not is_date(value):
            return "invalid-date", "a date of the calendar", "Write a real date as CCYYMMDD.", "8"
    elif kind == "TM":
        if not is_time(value):
            return "invalid-time", "a time of day", "Write it as HHMM.", "9"
    elif kind == "R":
        if not _DECIMAL.fullmatch(value):
            return "invalid-number", "a number", "Write digits with at most one decimal point.", "6"
    elif kind in ("N0", "N2"):
        if not _WHOLE.fullmatch(value):
            return "invalid-number", "a whole number", "Write digits only.", "6"
    elif not _TEXT.fullmatch(value):
        return (
            "invalid-character",
            "written in X12's basic and extended characters alone",
            "Replace accented letters and control characters by plain ASCII.",
            "6",
        )
    elif not value.strip():
        return "blank-value", "more than blanks", "Give a value or leave the element empty.", "6"
    return None


def _with_notes(use: SegmentUse, parts: Sequence[str], found: list[Flaw]) -> list[Flaw]:
    for note in use.notes:
        if not broken(note, parts):
            continue
        names = [f"{use.id}{number:02d}" for number in note.elements]
        absent = [
            name
            for name, number in zip(names, note.elements, strict=True)
            if number >= len(parts) or not parts[number]
        ]
        if note.kind in "RL" and any(flaw.id == "element-missing" for flaw in found):
            continue
        if note.kind in "PC":
            found = [flaw for flaw in found if not (flaw.id == "element-missing" and flaw.element in absent)]
        message, fix = _note_words(note.kind, names, absent)
        found.append(
            Flaw(
                id="syntax-note",
                level=1,
                element=(absent or names)[0] if note.kind != "E" else names[-1],
                message=message,
                fix=fix,
                ack_code="10" if note.kind == "E" else "2",
            )
        )
    return found


def _note_words(kind: str, names: list[str], absent: list[str]) -> tuple[str, str]:
    every, lack = " and ".join(names), " and ".join(absent)
    match kind:
        case "P":
            return f"{every} go together, but {lack} is missing.", f"Send {lack}, or none of them."
        case "R":
            return f"At least one of {every} is needed.", f"Send one of {every}."
        case "E":
            return f"Only one of {every} may be sent.", "Take one of them out."
        case "C":
            return f"{names[0]} needs {lack} with it.", f"Send {lack}, or leave {names[0]} out."
        case _:
            others = " or ".join(names[1:])
            return f"{names[0]} needs {others} with it.", f"Send {others}, or leave {names[0]} out."


def _missing(name: str, element: Element) -> Flaw:
    return Flaw(
        id="element-missing",
        level=2,
        element=name,
        message=f"{name} ({element.label}) is required here and is missing.",
        fix=f"Send {name}.",
        ack_code="1",
    )


def _not_used(name: str, element: Element, value: str) -> Flaw:
    return Flaw(
        id="element-not-used",
        level=2,
        element=name,
        value=value,
        message=f"{name} ({element.label}) is not used here.",
        fix=f"Leave {name} empty.",
        ack_code="I10",
    )


def _too_many(segment: str, number: int, most: int) -> Flaw:
    return Flaw(
        id="too-many-elements",
        level=1,
        element=f"{segment}{number:02d}",
        message=f"{segment} has at most {most} elements; there are more.",
        fix=f"Remove what follows {segment}{most:02d}.",
        ack_code="3",
    )


def _format(element: Element, parts: Sequence[str]) -> str:
    by = element.format_by
    return parts[by] if 0 < by < len(parts) else ""
