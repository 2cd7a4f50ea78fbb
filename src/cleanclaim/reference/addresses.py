"""Where official files are published, by a key and a quarter, and whose terms apply to them."""

import csv
from functools import cache
from pathlib import Path

import msgspec

from cleanclaim.primitives import InvalidValue

_FILE = Path(__file__).parent / "data" / "addresses.csv"
_MONTHS = ("january", "april", "july", "october")
_VERSION_YEAR = 1994  # NCCI version 320 is 2026 Q1
_GROUPER_YEAR = 1983  # version 44 of MS-DRG and of the code editor is that of fiscal year 2027

LICENCES = {
    "AMA": "These files hold CPT codes, copyright of the American Medical Association. Before you download "
    "them CMS asks you to accept the AMA's terms of use, which its page shows. cleanclaim drops the "
    "descriptors when it imports them.",
    "NUCC": "The taxonomy is copyright of the NUCC (AMA); its site says that commercial use needs a licence.",
}
"""What a person has to accept once before files under these terms are fetched (our own words)."""


class Source(msgspec.Struct, frozen=True):
    """What can be fetched under a key: its files' addresses, the page that leads to them, the terms.

    ``urls`` are empty where only the page is known. ``unverified``: an address was only concluded
    from others. None was tried by us.
    """

    key: str
    title: str
    licence: str
    page: str
    urls: tuple[str, ...]
    unverified: bool = False


def known_keys() -> tuple[str, ...]:
    """Return the keys that can be fetched."""
    return tuple(dict.fromkeys(row["key"] for row in _rows()))


def source(key: str, year: int, quarter: int) -> Source:
    """Return what is published under a key for a calendar quarter; raises ``InvalidValue``."""
    rows = [row for row in _rows() if row["key"] == key]
    if not rows:
        raise InvalidValue(f"{key!r} cannot be fetched.", fix=f"Use {', '.join(known_keys())}.")
    if not 1 <= quarter <= 4:
        raise InvalidValue(f"there is no quarter {quarter}.")
    parts = range(1, 5) if "{part}" in rows[0]["url"] else range(1, 2)
    urls = tuple(
        row["url"].format(
            yyyy=year,
            yy=f"{year % 100:02}",
            q=quarter,
            month=_MONTHS[quarter - 1],
            letter="abcd"[quarter - 1],
            fy=year + (quarter == 4),
            ver=(year - _VERSION_YEAR) * 10 + quarter - 1,
            half=int(quarter > 2),
            part=part,
            Month=_MONTHS[quarter - 1].capitalize(),
            dash=("", "-b", "-c", "-d")[quarter - 1],
            grouper=year + (quarter == 4) - _GROUPER_YEAR,
        )
        for row in rows
        for part in parts
        if row["url"]
    )
    unverified = any(row["basis"] == "unverified" for row in rows)
    return Source(key, rows[0]["title"], rows[0]["licence"], rows[0]["page"], urls, unverified)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    lines = [line for line in _FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return tuple(csv.DictReader(lines))
