"""HCPCS Level II as fixed-width text (``HCPC2026_OCT_ANWEB_….txt``), as rows of the published table.

Positions of the "HCPCS Contractor Record" (``HCPC2026_recordlayout.txt`` in the same zip). That page
was not at hand: they are those that several public readers of the files of 2015 to October 2026
use alike. Lines are at most 320 characters; blanks at their ends are often left off.
"""

import re
from collections.abc import Iterator

from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import Row, broken

_LINE = re.compile(r"(?:[A-Z0-9]{5}| {3}[A-Z0-9]{2})\d{5}[3478]")
_ACTION = 293  # the last column: a first line without it is cut
_LONGEST = 320
# Name of the column in the table and its first and last character, from 1.
_SINGLE = (
    ("HCPC", 1, 5), ("SEQNUM", 6, 10), ("RECID", 11, 11), ("LONG DESCRIPTION", 12, 91),
    ("SHORT DESCRIPTION", 92, 119), ("COV", 230, 230), ("ASC_GRP", 231, 232), ("BETOS", 257, 259),
    ("ADD DT", 269, 276), ("ACT EFF DT", 277, 284), ("TERM DT", 285, 292), ("ACTION CD", 293, 293),
)  # fmt: skip
_REPEATED = (("PRICE", 120, 2, 4), ("XREF", 205, 5, 5), ("TOS", 261, 1, 5))  # first character, width, times
_COLUMNS = (
    *_SINGLE,
    *(
        (f"{name}{number}", first + width * (number - 1), first + width * number - 1)
        for name, first, width, times in _REPEATED
        for number in range(1, times + 1)
    ),
)
_CODES = {"COV": "CDIMS", "ACTION CD": "ABCDFNPRST"}


def is_fixed_width(file: SourceFile) -> bool:
    """Return whether a file begins with records of this layout."""
    lines = file.start.splitlines()[:20]
    return bool(lines) and all(_LINE.match(line) and len(line) <= _LONGEST for line in lines[:19])


def fixed_width_rows(file: SourceFile) -> Iterator[Row]:
    """Yield the heading of the table, then a row of cells for each record.

    Raises ``UnreadableFile`` with the line that is no record: too short, or with a value in a
    column of codes that never stood there (another layout).
    """
    yield 0, [name for name, _, _ in _COLUMNS]
    for number, raw in enumerate(file.lines(), 1):
        if not raw.strip(b" \x1a"):
            continue
        line = _text(raw)
        match = _LINE.match(line)
        if match is None or len(line) > _LONGEST:
            raise broken(file, number, "this is no record of the HCPCS file")
        begins = line[10] in "37"
        if begins and len(line) < _ACTION:
            raise broken(file, number, f"the record has {len(line)} characters, not {_ACTION}")
        cells = [line[first - 1 : last].strip() for _, first, last in _COLUMNS]
        if begins:
            for (name, _, _), value in zip(_COLUMNS, cells, strict=True):
                if name in _CODES and value and value not in _CODES[name]:
                    raise broken(file, number, f"{value!r} is no value of {name}")
        yield number, cells


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")
