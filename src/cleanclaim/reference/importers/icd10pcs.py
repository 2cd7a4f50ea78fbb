"""The tables and the index of ICD-10-PCS, as CMS publishes them (XML)."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from pathlib import Path

from cleanclaim.codesets.code_lists import ICD10PCS, PCSCode
from cleanclaim.codesets.icd10cm_index import StoredTerm
from cleanclaim.codesets.icd10pcs import ICD10PCS_INDEX, ICD10PCS_TABLES, PCSAxis, PCSRow
from cleanclaim.codesets.store import TABLE_FILE
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows
from cleanclaim.reference.fiscal import icd10_days
from cleanclaim.reference.icd10cm_index import ReadTerm, write_index
from cleanclaim.reference.index_text import spaced
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.xml_file import version_of, xml_root

_CHARACTER = re.compile(r"[0-9A-HJ-NP-Z]")
_BEGINNING = re.compile(r"[0-9A-HJ-NP-Z]{3,7}")
# FY 2025: 908 tables, 2,661 rows, 78,948 codes; the index has 3,215 main terms and 21,269 subterms.
_TABLES, _CODES = (800, 1_200), (70_000, 95_000)
_TERMS = (18_000, 30_000)
_TABLE_CANARIES = ("001", "021", "0DT", "0SR", "10D", "3E0", "B20", "XY0")
_CODE_CANARIES = ("0DTJ4ZZ", "0SRC0J9", "10D00Z1", "5A1955Z")
_INDEX_CANARIES = ("Appendectomy", "Bypass", "Mastectomy", "Zyvox")
_MADE_TITLES = (
    "Made of the tables: the titles are put together from the values, they are not the official long titles. "
    "Import the order file (icd10pcs_order_YYYY.txt) to have those."
)
_NO_VALUE = frozenset({"No Device", "No Qualifier"})


def _recognise_tables(file: SourceFile) -> bool:
    return "<ICD10PCS.tabular" in file.start[:4000]


def _recognise_index(file: SourceFile) -> bool:
    return "<ICD10PCS.index" in file.start[:4000]


def _read_tables(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [draft for file in files for draft in _table_drafts(file, asked)]


def _table_drafts(file: SourceFile, asked: Asked) -> Iterator[Draft]:
    root = xml_root(file, "ICD10PCS.tabular")
    first, last, label = icd10_days(file, asked, ICD10PCS.title, "tables", said=version_of(file))
    tables, miscounted = Rows(), []
    codes = Rows()
    for table in root.iterfind("pcsTable"):
        for row, counted in _rows(table, file):
            tables.add(row.table, row)
            if counted != str(row.count):
                miscounted.append(f"{row.table} ({counted} for {row.count})")
            for code in row.codes():
                if code in codes.by_key:
                    raise UnreadableFile(f"two rows make the code {code}.", where=file.where)
                title = _title(row, code)
                codes.add(code, PCSCode(code, title, "", billable=True), title)
    if not codes.by_key:
        raise UnreadableFile("there is no table with rows in this file.", where=file.where)
    problems = [
        *told("Rows whose count of codes is not the stated one", miscounted),
        *in_bounds("tables", len(tables.by_key), *_TABLES),
        *in_bounds("codes", codes.count, *_CODES),
        *has_canaries(tables.by_key, _TABLE_CANARIES),
        *has_canaries(codes.by_key, _CODE_CANARIES),
    ]
    yield Draft(
        kind=ICD10PCS_TABLES.name,
        label=label.replace(ICD10PCS.title, ICD10PCS_TABLES.title),
        effective_from=first,
        effective_to=last,
        files=[file],
        counts={"tables": len(tables.by_key), "rows": tables.count, "codes": codes.count},
        write=tables.write,
        problems=problems,
    )
    yield Draft(
        kind=ICD10PCS.name,
        label=f"{label} (from the tables)",
        effective_from=first,
        effective_to=last,
        files=[file],
        counts={"codes": codes.count, "billable": codes.count},
        write=codes.write,
        problems=problems,
        remarks=[_MADE_TITLES],
        without_notes=True,
    )


def _rows(table: ET.Element, file: SourceFile) -> Iterator[tuple[PCSRow, str | None]]:
    above = [_axis(axis, file) for axis in table.iterfind("axis")]
    name = "".join(axis.values[0][0] for axis in above)
    if [axis.position for axis in above] != [1, 2, 3] or any(len(axis.values) != 1 for axis in above):
        raise UnreadableFile(f"table {name} has not three first characters.", where=file.where)
    definition = spaced(table.findtext("axis/definition") or "")
    for row in table.iterfind("pcsRow"):
        axes = [_axis(axis, file) for axis in row.iterfind("axis")]
        if [axis.position for axis in axes] != [4, 5, 6, 7]:
            raise UnreadableFile(f"a row of table {name} has not the characters 4 to 7.", where=file.where)
        yield PCSRow(name, (*above, *axes), definition), row.get("codes")


def _axis(element: ET.Element, file: SourceFile) -> PCSAxis:
    title = spaced(element.findtext("title") or "")
    values = [(label.get("code", ""), spaced(label.text or "")) for label in element.iterfind("label")]
    position = element.get("pos", "")
    stated = element.get("values")
    characters = [character for character, _ in values]
    if (
        not values
        or len(position) != 1
        or position not in "1234567"
        or (stated is not None and stated != str(len(values)))
        or len(set(characters)) != len(characters)
        or not all(_CHARACTER.fullmatch(one) for one in characters)
    ):
        raise UnreadableFile(
            f"the axis {title!r} has not the values that it states.", where=file.where, fix="Fetch it again."
        )
    return PCSAxis(int(position), title, tuple(values))


def _title(row: PCSRow, code: str) -> str:
    """Return the values of a code after each other, the operation first, the body system last."""
    section, system, operation, *others = [
        axis.meaning(one) or "" for axis, one in zip(row.axes, code, strict=True)
    ]
    told_values = [value for value in (operation, *others) if value and value not in _NO_VALUE]
    place = system if section == "Medical and Surgical" else f"{section}: {system}"
    return f"{', '.join(told_values)} ({place})"


def _read_index(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_index_draft(file, asked) for file in files]


def _index_draft(file: SourceFile, asked: Asked) -> Draft:
    root = xml_root(file, "ICD10PCS.index")
    first, last, label = icd10_days(file, asked, ICD10PCS_INDEX.title, "file", said=version_of(file))
    odd: list[str] = []
    terms = [
        term for letter in root.iterfind("letter") for main in letter for term in _walk(main, 0, "", odd)
    ]
    if not terms:
        raise UnreadableFile("there is no term in this index.", where=file.where, fix="Fetch it again.")
    mains = {term.title for term in terms if term.level == 0}

    def write(place: Path) -> None:
        write_index(place / TABLE_FILE, terms)

    return Draft(
        kind=ICD10PCS_INDEX.name,
        label=label,
        effective_from=first,
        effective_to=last,
        files=[file],
        counts={
            "terms": len(terms),
            "main terms": len(mains),
            "codes": sum(1 for term in terms if term.rest.code),
        },
        write=write,
        problems=[
            *told("Not understood as codes", odd),
            *in_bounds("terms", len(terms), *_TERMS),
            *has_canaries(mains, _INDEX_CANARIES),
        ],
    )


def _walk(element: ET.Element, level: int, above: str, odd: list[str]) -> Iterator[ReadTerm]:
    """Yield a term and those under it; terms without a title belong to the one above them."""
    if element.tag not in ("mainTerm", "term"):
        return
    title = spaced(element.findtext("title") or "")
    if not title:
        title = above if level else "?"
    own = [element, *(one for one in element.iterfind("term") if _untitled(one))]
    exact = [spaced(one.text or "") for part in own for one in part.iterfind("code")]
    begun = [spaced(one.text or "") for part in own for tag in ("codes", "tab") for one in part.iterfind(tag)]
    sees = [one for part in own for one in part.iterfind("see")]
    uses = [one for part in own for one in part.iterfind("use")]
    named = [
        spaced(one.text or "")
        for reference in (*sees, *uses)
        for tag in ("codes", "tab")
        for one in reference.iterfind(tag)
    ]
    odd += [f"{title}: {one[:20]}" for one in (*exact, *begun, *named) if not _BEGINNING.fullmatch(one)]
    codes = [one for one in (*exact, *begun) if _BEGINNING.fullmatch(one)]
    others = [*codes[1:], *(one for one in named if _BEGINNING.fullmatch(one))]
    yield ReadTerm(
        level,
        title,
        StoredTerm(
            code=codes[0] if codes else "",
            needs_more=bool(codes) and len(codes[0]) < 7,
            see=tuple(spaced(one.text or "") for one in sees),
            use=tuple(spaced(one.text or "") for one in uses),
            tables=tuple(others),
        ),
    )
    for below in element.iterfind("term"):
        if not _untitled(below):
            yield from _walk(below, level + 1, title, odd)


def _untitled(element: ET.Element) -> bool:
    return element.find("title") is None and element.find("term") is None


IMPORTERS: tuple[Importer, ...] = (
    Importer(ICD10PCS_TABLES.title, _recognise_tables, _read_tables),
    Importer(ICD10PCS_INDEX.title, _recognise_index, _read_index),
)
