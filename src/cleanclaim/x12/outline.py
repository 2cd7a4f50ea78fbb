"""A file as an outline for people: loops, segments and elements by their names, days written as days.

The names are our own, from the guides as data; the few meanings of codes as well.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cleanclaim.x12.elements import is_date
from cleanclaim.x12.guides.model import Element
from cleanclaim.x12.locate import Located, Locator
from cleanclaim.x12.sources import Source
from cleanclaim.x12.transactions import read_segments

MEANINGS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "AK901": {"A": "accepted", "E": "accepted with errors", "P": "partly accepted", "R": "rejected"},
        "BPR03": {"C": "credit", "D": "debit"},
        "CAS01": {
            "CO": "contractual: the provider's loss",
            "CR": "correction or reversal",
            "OA": "other",
            "PI": "the payer's own reduction",
            "PR": "the patient owes it",
        },
        "CLM05-3": {"1": "new claim", "7": "replaces an earlier claim", "8": "cancels an earlier claim"},
        "CLP02": {
            "1": "paid as primary",
            "2": "paid as secondary",
            "3": "paid as tertiary",
            "4": "denied",
            "19": "paid as primary, sent on",
            "20": "paid as secondary, sent on",
            "21": "paid as tertiary, sent on",
            "22": "reversal of an earlier payment",
            "23": "not ours, sent on",
            "25": "predetermination only",
        },
        "HL03": {
            "19": "provider",
            "20": "source of the information",
            "21": "receiver of the information",
            "22": "subscriber",
            "23": "dependent",
            "PT": "patient",
        },
        "IK501": {"A": "accepted", "E": "accepted with errors", "R": "rejected"},
        "ISA15": {"P": "production", "T": "test"},
        "NM102": {"1": "person", "2": "organization"},
        "SBR01": {"P": "primary", "S": "secondary", "T": "tertiary"},
        "SBR02": {"18": "self"},
        "STC03": {"U": "rejected", "WQ": "accepted"},
        "TA104": {"A": "accepted", "E": "accepted with errors", "R": "rejected"},
    }
)
"""What the values of some elements say, in our own words."""

_UNNAMED = "not in the guide"


def outline(source: Source, *, where: str = "") -> Iterator[str]:
    """Yield a file's lines for people: loop and segment names, then each element that holds something.

    Values are shown as they were sent, but for padding, and for days and times, which are written
    ``2025-12-01`` and ``12:00``. Raises ``UnreadableFile`` for what is not X12.
    """
    locator = Locator()
    for segment in read_segments(source, where=where):
        located = locator.locate(segment)
        depth = len(located.path)
        if located.opens:
            loop = located.path[-1]
            yield f"{'  ' * (depth - 1)}{loop.id} {loop.label}"
        label = f" {located.use.label}" if located.use else ""
        yield f"{'  ' * depth}{segment.id}{label}"
        for name, what, value in named_elements(located):
            yield f"{'  ' * (depth + 1)}{name:<9} {what}: {value}"


def named_elements(located: Located) -> Iterator[tuple[str, str, str]]:
    """Yield a segment's elements that hold something: name (CLM05-1), what it is, value for people."""
    segment = located.segment
    for number, value in enumerate(segment.elements, 1):
        if not value.strip():
            continue
        definition = located.use.element(number) if located.use else None
        label = definition.label if definition else _UNNAMED
        name = f"{segment.id}{number:02d}"
        # the ISA's own elements declare the delimiters and are not split by them
        values = segment.repeats(number) if segment.id != "ISA" else (value,)
        for one in values:
            if definition is None or not definition.components:
                yield name, label, _shown(name, one.strip(), definition, _format(definition, located))
                continue
            parts = segment.split_components(one)
            for index, part in enumerate(parts, 1):
                if part.strip():
                    inner = definition.components[index - 1] if index <= len(definition.components) else None
                    by = inner.format_by if inner else 0
                    form = parts[by - 1] if 0 < by <= len(parts) else ""
                    what = f"{label}: {inner.label if inner else _UNNAMED}"
                    yield f"{name}-{index}", what, _shown(f"{name}-{index}", part.strip(), inner, form)


def _format(element: Element | None, located: Located) -> str:
    return located.segment.get(element.format_by) if element is not None and element.format_by else ""


def _shown(name: str, value: str, element: Element | None, form: str) -> str:
    meaning = MEANINGS.get(name, {}).get(value)
    if meaning:
        return f"{value} ({meaning})"
    kind = element.type if element is not None else ""
    if kind == "DT" or form in ("D8", "D6"):
        return _day(value)
    if form == "RD8":
        first, mark, last = value.partition("-")
        return f"{_day(first)} to {_day(last)}" if mark else value
    if form == "DT" and len(value) == 12:
        return f"{_day(value[:8])} {_time(value[8:])}"
    if kind == "TM" or form == "TM":
        return _time(value)
    return value


def _day(value: str) -> str:
    if len(value) == 6 and is_date(value):
        return f"20{value[:2]}-{value[2:4]}-{value[4:]}"
    return f"{value[:4]}-{value[4:6]}-{value[6:]}" if len(value) == 8 and is_date(value) else value


def _time(value: str) -> str:
    return f"{value[:2]}:{value[2:4]}" if len(value) >= 4 and value.isdigit() else value
