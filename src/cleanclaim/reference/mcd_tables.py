"""The tables of a Medicare Coverage Database download: which file is which, and their rows."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import PurePath

from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.streamed import streamed_rows

_ICD10 = "article_id,article_version,icd10_code_id,icd10_code_version"
_BEGINNINGS = {
    "article": "article_id,article_version,article_type,title,",
    "article_x_hcpc_code": "article_id,article_version,hcpc_code_id,",
    "article_x_icd10_covered": f"{_ICD10},icd10_covered_group",
    "article_x_icd10_covered_group": "article_id,article_version,icd10_covered_group,paragraph",
    "article_x_icd10_noncovered": f"{_ICD10},icd10_noncovered",
    "article_x_icd10_noncovered_group": "article_id,article_version,icd10_noncovered_group,paragraph",
    "article_x_contractor": "article_id,article_version,article_type,contractor_id,",
    "article_x_primary_jurisdiction": "article_id,article_version,state_id,",
    "article_related_documents": "article_id,article_version,related_num,r_article_id,",
    "article_related_ncd_documents": "article_id,article_version,related_num,r_ncd_id,",
    "article_future_retire": "article_id,retire_dt",
    "article_type_lookup": "article_type_id,description",
    "lcd": "lcd_id,lcd_version,title,",
    "lcd_x_hcpc_code": "lcd_id,lcd_version,hcpc_code_id,",
    "lcd_x_contractor": "lcd_id,lcd_version,contractor_id,",
    "lcd_x_primary_jurisdiction": "lcd_id,lcd_version,state_id,",
    "lcd_related_ncd_documents": "lcd_id,lcd_version,related_num,r_ncd_id,",
    "lcd_future_retire": "lcd_id,retire_dt",
    "ncd_trkg": "ncd_id,ncd_vrsn_num,natl_cvrg_type,",
    "contractor": "contractor_id,contractor_type_id,contractor_version,contractor_bus_name,",
    "contractor_jurisdiction": "contractor_id,contractor_type_id,contractor_version,state_id,",
    "contractor_type_lookup": "contractor_type_id,description",
    "state_lookup": "state_id,state_abbrev",
}
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})/(\d{1,2})/(\d{4})")

Row = Mapping[str, str]
Tables = dict[str, SourceFile]


def table_of(file: SourceFile) -> str | None:
    """Return which table a file is by its heading; nothing for those that are not read."""
    if file.is_zip:
        return None
    line = file.start.partition("\n")[0].removeprefix("\xef\xbb\xbf").replace('"', "").strip().lower()
    return next((name for name, begins in _BEGINNINGS.items() if line.startswith(begins)), None)


def datasets(files: Sequence[SourceFile]) -> list[Tables]:
    """Return the tables by download. One that lacks contractors or states borrows another's."""
    by_place: dict[str, Tables] = {}
    for file in files:
        archive, _, member = file.where.rpartition(": ")
        place = archive or str(PurePath(member).parent)
        tables, name = by_place.setdefault(place, {}), table_of(file)
        assert name is not None
        if name in tables:
            raise UnreadableFile(f"the table {name} was given twice.", where=file.where)
        tables[name] = file
    shared: Tables = {}
    for tables in by_place.values():
        shared |= {
            name: file for name, file in tables.items() if not name.startswith(("article", "lcd", "ncd"))
        }
    return [shared | tables for tables in by_place.values()]


def records(tables: Tables, name: str, columns: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Return the named cells of each row of a table, a row at a time; nothing when it was not given."""
    file = tables.get(name)
    return streamed_rows(file, columns) if file is not None else iter(())


def each(tables: Tables, name: str, columns: Sequence[str], take: Callable[..., None]) -> None:
    """Hand the named cells of each row to a function; what it finds wrong is told with the row."""
    for number, cells in enumerate(records(tables, name, columns), 1):
        try:
            take(*cells)
        except ValueError as error:
            raise UnreadableFile(
                f"record {number}: {error}.", where=tables[name].where, fix="Fetch the file again."
            ) from None


def day(text: str) -> date | None:
    """Return the day of ``2026-04-01 00:00:00`` or ``04/01/2026``; nothing for an empty cell."""
    if not text or text.upper() == "N/A":
        return None
    found = _DAY.match(text)
    if found is None:
        raise ValueError(f"{text[:20]!r} is not a date")
    year, month, number = (found[1], found[2], found[3]) if found[1] else (found[6], found[4], found[5])
    return date(int(year), int(month), int(number))
