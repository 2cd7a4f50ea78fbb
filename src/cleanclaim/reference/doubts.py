"""What the content of a table says against its name: whose year it is, what it lacks, what it has changed.

Some official tables say in their name alone when they hold. A file that was renamed, or cut between two
lines, is whole in every line; it shows only beside what is known of that release from elsewhere: what its
publisher states, the AMA's notice within it, the rows of it that ship, the codes of its fiscal year.
"""

import csv
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from cleanclaim.codesets import (
    ANESTHESIA,
    APC,
    ASP,
    ASP_NDC,
    CLFS,
    DMEPOS,
    GPCI,
    HCC,
    ICD10PCS,
    MPFS,
    MS_DRG,
    OPPS,
    TELEHEALTH,
    ZIP_LOCALITY,
)
from cleanclaim.codesets.ncci import (
    ADD_ON,
    MUE_DME,
    MUE_OUTPATIENT,
    MUE_PRACTITIONER,
    PTP_HOSPITAL,
    PTP_PRACTITIONER,
)
from cleanclaim.reference.checks import told
from cleanclaim.reference.draft import Draft
from cleanclaim.reference.starter.releases import STARTER_TABLES, starter_key, starter_rows

_COUNTS = Path(__file__).parent / "data" / "published_counts.csv"
_NOTICE = re.compile(
    r"copyright\s*(?:©|\(c\)|\xa9)?\s*(\d{4})\s*(?:by\s+)?(?:the\s+)?American Medical Association", re.I
)
_OF_NCCI = {kind.name for kind in (MUE_PRACTITIONER, MUE_OUTPATIENT, MUE_DME, PTP_PRACTITIONER, PTP_HOSPITAL)}
_COMPARED = {kind.name: kind for kind in (MPFS, GPCI, ANESTHESIA, ZIP_LOCALITY, MUE_PRACTITIONER, ADD_ON)}
_ENDS: Mapping[str, tuple[str, ...]] = {
    MUE_OUTPATIENT.name: ("Q",),
    MUE_DME.name: ("L",),
    OPPS.name: ("V",),
    APC.name: ("9",),
    MS_DRG.name: ("999",),
    CLFS.name: ("G",),
    ASP.name: ("Q",),
    ASP_NDC.name: ("Q",),
    DMEPOS.name: ("A", "E", "L"),
    HCC.name: ("Z",),
    TELEHEALTH.name: ("G",),
    ICD10PCS.name: ("X",),
}
"""How the keys at the end of a table begin: HCPCS goes from A to V, ICD-10-PCS ends with new technology.

Of hospital and equipment units, laboratories, drugs and OPPS no official copy was at hand: unverified."""
_FEW_CODES = 60
"""Fewer new and ended codes no October has had: the fewest were 159 new ones in FY 2022 (unverified)."""


class PublishedCount(msgspec.Struct, frozen=True):
    """How many of what a release has by its publisher, or by a copy that was counted (``source``)."""

    kind: str
    label: str
    count: str
    number: int
    source: str


@cache
def published_counts() -> tuple[PublishedCount, ...]:
    """Return the counts that are known of releases."""
    with _COUNTS.open(encoding="utf-8", newline="") as file:
        return tuple(msgspec.convert(row, PublishedCount, strict=False) for row in csv.DictReader(file))


def doubts(draft: Draft) -> Iterator[str]:
    """Yield the reasons to doubt that a table is what its name says, or that all of it is there."""
    yield from _stated(draft)
    yield from _noticed(draft)
    yield from _beside_what_ships(draft)
    yield from _ends_early(draft)


def _stated(draft: Draft) -> Iterator[str]:
    for one in published_counts():
        if one.kind == draft.kind and draft.label.startswith(one.label):
            read = draft.counts.get(one.count)
            if read is not None and read != one.number:
                yield f"{read:,} {one.count}, where {one.number:,} were published ({one.source})."


def _noticed(draft: Draft) -> Iterator[str]:
    """In tables of NCCI the AMA's notice is of the year before: CPT of a year appears in its autumn."""
    if draft.kind not in _OF_NCCI:
        return
    years = {int(said[1]) for file in draft.files if (said := _NOTICE.search(file.start))}
    if years and draft.effective_to.year - 1 not in years:
        yield (
            f"The notice in the file is of {max(years)}, as in files of {max(years) + 1}; "
            f"its name says {draft.effective_to.year}: it may be mislabelled."
        )


def _beside_what_ships(draft: Draft) -> Iterator[str]:
    if draft.kind not in _COMPARED or draft.rows is None:
        return
    for name, table in STARTER_TABLES.items():
        same = table.kind == draft.kind and table.effective_to == draft.effective_to
        if same and (draft.kind == ADD_ON.name or table.effective_from == draft.effective_from):
            yield from told(f"Not as in {table.source} of the same days", _others(name, draft.rows.by_key))


def _others(name: str, rows: Mapping[str, Sequence[msgspec.Struct]]) -> list[str]:
    """Return the keys whose row is another in the table than in that which ships."""
    other = []
    for _, row in starter_rows(name):
        key = starter_key(row)
        held = rows.get(key)
        if held is not None and not any(_alike(row, one) for one in held):
            other.append(key)
    return other


def _alike(row: msgspec.Struct, held: msgspec.Struct) -> bool:
    """Return whether two rows say the same; a mark that a form of the table leaves out is no difference."""
    pairs = zip(msgspec.structs.astuple(row), msgspec.structs.astuple(held), strict=True)
    return all(one == other or other is False for one, other in pairs)


def _ends_early(draft: Draft) -> Iterator[str]:
    """A table in the order of its codes that was cut between two lines lacks the last letters."""
    keys = draft.rows.by_key if draft.rows is not None else {}
    for last in _ENDS.get(draft.kind, ()):
        if keys and not any(key.startswith(last) for key in keys):
            yield f"No code begins with {last}, as in every release: the file may have been cut short."


def of_another_year(
    codes: Collection[str], year: int, shipped: Collection[str], shipped_year: int
) -> Iterator[str]:
    """Yield a reason when the codes of a fiscal year are those that ship for another.

    Of the year that ships, a reason when many of its codes are missing: October's files lack those of April.
    """
    differing = len(set(codes) ^ set(shipped))
    if year == shipped_year:
        missing = set(shipped) - set(codes)
        if len(missing) >= _FEW_CODES:
            yield from told(f"Codes of FY{year} that are missing", sorted(missing))
    elif differing < _FEW_CODES:
        yield f"These are the codes of FY{shipped_year}, not of FY{year}: the file may be mislabelled."
