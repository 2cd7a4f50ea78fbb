"""The relative value file as fixed-width text: ``PPRRVU2025_Oct.txt``, by the layout in RVU25D.pdf."""

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from cleanclaim.codesets.physician_fees import RelativeValue
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import broken, month_in, number, procedure_code, undated

_LINE = re.compile(
    r"^[0-9A-Z]{5}(?:  |26|TC|53).{50}[A-Z] [ 0-9.]{6} [ 0-9.]{6}(?:  |NA) [ 0-9.]{6}(?:  |NA) [ 0-9.]{5} ",
    re.M,
)
_NAME = re.compile(r"PPRRVU(\d{4}|\d{2})_([A-Z]{3})", re.I)
_ASIDE = ("HDR", "TRL")
_NARROWEST = 171  # where the last column ends

_TEXTS = {
    "status": (58, 58),
    "pc_tc": (103, 103),
    "global_days": (104, 106),
    "multiple_procedure": (116, 116),
    "bilateral": (117, 117),
    "assistant": (118, 118),
    "co_surgeons": (119, 119),
    "team": (120, 120),
    "price_indicator": (121, 127),  # filler until there were two conversion factors
    "endoscopic_base": (128, 132),
    "supervision": (142, 143),
    "calculation_flag": (144, 144),
    "imaging_family": (146, 147),
}
_NUMBERS = {
    "work": (60, 65),
    "nonfacility_pe": (67, 72),
    "facility_pe": (76, 81),
    "malpractice": (85, 89),
    "nonfacility_total": (91, 96),
    "facility_total": (97, 102),
    "preoperative": (107, 109),
    "intraoperative": (110, 112),
    "postoperative": (113, 115),
    "conversion_factor": (133, 140),
    "opps_nonfacility_pe": (152, 157),
    "opps_facility_pe": (159, 164),
    "opps_malpractice": (166, 171),
}


def is_relative_value_text(file: SourceFile) -> bool:
    """Return whether a file is of fixed-width lines of relative values."""
    return not file.is_zip and len(_LINE.findall(file.start[:8000])) > 1


def named_month(file: SourceFile) -> tuple[int, int]:
    """Return year and month of the release, which the name alone says; raises ``UnreadableFile``."""
    named = _NAME.search(file.name)
    month = month_in(named[2]) if named else None
    if named is None or month is None:
        raise undated(file, "relative value file")
    return 2000 + int(named[1]) % 100, month


def text_values(file: SourceFile) -> Iterator[tuple[int, RelativeValue]]:
    """Yield the rows with their lines; raises ``UnreadableFile`` for a line that is none."""
    for place, raw in enumerate(file.lines(), 1):
        line = raw.decode("latin-1").rstrip(" \r\n\x1a")
        if not line or line.startswith(_ASIDE):
            continue
        try:
            value = _value(line)
        except ValueError as error:
            raise broken(file, place, str(error)) from None
        yield place, value


def _value(line: str) -> RelativeValue:
    if len(line) < _NARROWEST:
        raise ValueError(f"a line of {len(line)} characters, where {_NARROWEST} are expected")
    texts = {name: line[first - 1 : last].strip() for name, (first, last) in _TEXTS.items()}
    numbers: dict[str, Decimal] = {
        name: number(line[first - 1 : last]) for name, (first, last) in _NUMBERS.items()
    }
    read: dict[str, str | bool | Decimal] = {
        "code": procedure_code(line[:5]),
        "modifier": line[5:7].strip(),
        "nonfacility_na": line[72:74] == "NA",
        "facility_na": line[81:83] == "NA",
        **texts,
        **numbers,
    }
    return msgspec.convert(read, RelativeValue)
