"""From when to when the ICD-10 files of a fiscal year hold, by the year they say and their names."""

import re
from datetime import date

from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.draft import Asked, fiscal_year
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import undated

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_APRIL = re.compile(r"apr", re.I)


def icd10_days(
    file: SourceFile, asked: Asked, name: str, what: str, *, said: int | None = None
) -> tuple[date, date, str]:
    """Return the first and last day and the label of a file of the classification ``name``.

    ``said`` is the year that stands in the file, if one does. "April" in the file's name begins on
    April 1. Raises ``UnreadableFile`` when the name, the content and ``--from`` differ.
    """
    named = _YEAR.search(file.name)
    if said is not None and named is not None and said != int(named[1]):
        raise UnreadableFile(
            f"the name says {named[1]}, the content {said}.",
            where=file.where,
            fix="The file is mislabelled: fetch it again.",
        )
    if said is not None:
        year = said
    elif named is not None:
        year = int(named[1])
    elif asked.effective_from is not None:
        year = asked.effective_from.year + (asked.effective_from.month >= 10)
    else:
        raise undated(file, f"{name} {what}")
    first, last = fiscal_year(year)
    of_april = _APRIL.search(file.where.rsplit("/", 1)[-1]) is not None
    if of_april:
        first = date(year, 4, 1)
    if asked.effective_from is not None:
        if not fiscal_year(year)[0] <= asked.effective_from <= last:
            raise UnreadableFile(
                f"the {'content' if said else 'name'} says fiscal year {year}, "
                f"--from says {asked.effective_from}.",
                where=file.where,
            )
        first = asked.effective_from
    label = f"{name} FY{year}" + (" (April)" if first.month == 4 else "")
    return first, asked.effective_to or last, label
