"""The ICD-10-CM Alphabetic Index, External Cause Index, and tables of neoplasms and of drugs.

As NCHS publishes them (XML), and the two indexes as a CSV with the columns RowID, Letter, Level,
Term, See, SeeAlso, NonEssModif, Code. That form is not an official one: it was made from the
official index by others, and has no manifestation codes.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cleanclaim.codesets.icd10cm_index import (
    ICD10CM_DRUG,
    ICD10CM_EXTERNAL,
    ICD10CM_INDEX,
    ICD10CM_NEOPLASM,
    StoredTerm,
)
from cleanclaim.codesets.kinds import Kind
from cleanclaim.codesets.store import TABLE_FILE
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer
from cleanclaim.reference.fiscal import icd10_days
from cleanclaim.reference.icd10cm_index import ReadTerm, write_index
from cleanclaim.reference.index_text import category_reference, modifiers_and_rest, read_code, spaced
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import Columns, broken, cell, heading, table_rows
from cleanclaim.reference.xml_file import version_of, xml_root

_CSV_HEADING = ("ROWID", "LETTER", "LEVEL", "TERM", "SEE", "SEEALSO", "NONESSMODIF", "CODE")
_CSV_EXTERNAL = re.compile(r"external", re.I)
_CSV_REMARK = "Read from a CSV that others made of the index: it has no manifestation codes."
_DEEPEST = 9  # the index prints subterms to level 9

# Rows of the Alphabetic Index and External Cause Index of FY 2025 (81,024 and 8,064) and of the three
# other files of April 2026 (8,090; 1,940; 7,430), with room for a few years.
_LAST = "Zymotic"
_EXPECTED: dict[str, tuple[tuple[int, int], tuple[str, ...]]] = {
    ICD10CM_INDEX.name: (
        (75_000, 95_000),
        ("Abscess", "Diabetes, diabetic", "Hypertension, hypertensive", _LAST),
    ),
    ICD10CM_EXTERNAL.name: ((7_500, 9_500), ("Bite, bitten by", "Fall, falling", "Place of occurrence")),
    ICD10CM_NEOPLASM.name: ((1_800, 2_200), ("Neoplasm, neoplastic",)),
    ICD10CM_DRUG.name: ((7_000, 8_500), ("Aspirin", "Heparin", "Ibuprofen")),
}
_SIX = range(2, 8)

Terms = tuple[list[ReadTerm], list[str]]
"""The lines that were read, and reasons why the release is partial."""


def _kind_of(file: SourceFile) -> Kind[Any] | None:
    start = file.start
    if "<ICD10CM.index" in start:
        if "<indexHeading" in start:
            return ICD10CM_NEOPLASM if ">Neoplasm<" in start[:4000] else ICD10CM_DRUG
        title = re.search(r"<title>([^<]*)</title>", start)
        return ICD10CM_EXTERNAL if title and "EXTERNAL" in title[1].upper() else ICD10CM_INDEX
    if _is_csv(file):
        codes = re.findall(r",([A-Z])\d[0-9A-Z][^,\r\n]*\r?\n", start)
        external = sum(1 for letter in codes if letter in "VWXY")
        return ICD10CM_EXTERNAL if external * 2 > len(codes) else ICD10CM_INDEX
    return None


def _is_csv(file: SourceFile) -> bool:
    first = file.start.removeprefix("\xef\xbb\xbf").split("\n", 1)[0]
    return tuple(heading(first.replace('"', "").split(","))) == _CSV_HEADING


def _importer(kind: Kind[Any]) -> Importer:
    def recognise(file: SourceFile) -> bool:
        return not file.is_zip and _kind_of(file) is kind

    def read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
        return [_draft(kind, file, asked) for file in files]

    return Importer(kind.title, recognise, read)


def _draft(kind: Kind[Any], file: SourceFile, asked: Asked) -> Draft:
    of_csv = _is_csv(file)
    if of_csv and (_CSV_EXTERNAL.search(file.name) is not None) != (kind is ICD10CM_EXTERNAL):
        raise UnreadableFile(
            f"the codes in it are those of the {kind.title}, its name says another.",
            where=file.where,
            fix="The file is mislabelled: fetch it again.",
        )
    said = None if of_csv else version_of(file)
    first, last, label = icd10_days(file, asked, kind.title, "file", said=said)
    terms, problems = _read_csv(file) if of_csv else _read_xml(file)
    if not terms:
        raise UnreadableFile("there is no term in this index.", where=file.where, fix="Fetch it again.")
    bounds, canaries = _EXPECTED[kind.name]
    mains = {term.title for term in terms if term.level == 0}
    codes = sum(len(term.codes) for term in terms)

    def write(place: Path) -> None:
        write_index(place / TABLE_FILE, terms)

    return Draft(
        kind=kind.name,
        label=label,
        effective_from=first,
        effective_to=last,
        files=[file],
        counts={"terms": len(terms), "main terms": len(mains), "codes": codes},
        write=write,
        problems=[
            *problems,
            *in_bounds("terms", len(terms), *bounds),
            *has_canaries(mains, canaries),
            *([] if codes * 2 > len(terms) else [f"Only {codes:,} codes for {len(terms):,} terms."]),
        ],
        remarks=[_CSV_REMARK] if of_csv else [],
    )


def _read_csv(file: SourceFile) -> Terms:
    terms: list[ReadTerm] = []
    odd: list[str] = []
    columns: Columns | None = None
    level, before = -1, 0
    for line, cells in table_rows(file):
        if columns is None:
            columns = Columns(heading(cells), file)
            continue
        if not cells:
            continue
        number, printed = cell(cells, columns.exact("ROWID")), cell(cells, columns.exact("LEVEL"))
        if len(cells) != len(_CSV_HEADING) or not number.isascii() or not number.isdigit():
            raise broken(file, line, "this is no row of the index")
        if int(number) != before + 1:
            raise broken(file, line, f"row {number} does not follow {before}")
        if printed not in {str(one) for one in range(_DEEPEST + 1)} or int(printed) > level + 1:
            raise broken(file, line, f"level {printed!r} does not follow {level}")
        level, before = int(printed), int(number)
        see, code = category_reference(
            cell(cells, columns.exact("SEE")), cell(cells, columns.exact("CODE")), _note(odd, line)
        )
        more, rest = modifiers_and_rest(cell(cells, columns.exact("NONESSMODIF")))
        title = spaced(f"{cell(cells, columns.exact('TERM'))} {rest}")
        if title.endswith("- see") and code[0]:  # "see category" without its word in the CSV
            title, see, code = title.removesuffix("- see").strip(), f"category {code[0]}", ("", False)
        if not title and more:  # a term of which all words are in parentheses
            title, more = more[0], more[1:]
        if not title:
            raise broken(file, line, "this row has no term")
        terms.append(
            ReadTerm(
                level,
                title,
                StoredTerm(
                    modifiers=more,
                    code=code[0],
                    needs_more=code[1],
                    see=_some(see),
                    see_also=_some(cell(cells, columns.exact("SEEALSO"))),
                ),
            )
        )
    return terms, told("Not understood as codes", odd)


def _note(odd: list[str], line: int) -> Callable[[str], None]:
    return lambda text: odd.append(f"row {line}: {text[:20]}")


def _read_xml(file: SourceFile) -> Terms:
    root = xml_root(file, "ICD10CM.index")
    odd: list[str] = []
    misplaced: list[str] = []
    terms = [
        term
        for letter in root.iterfind("letter")
        for main in letter.iterfind("mainTerm")
        for term in _walk(main, 0, odd, misplaced)
    ]
    return terms, [*told("Not understood as codes", odd), *told("Under a term of another level", misplaced)]


def _walk(element: ET.Element, level: int, odd: list[str], misplaced: list[str]) -> Iterator[ReadTerm]:
    title, modifiers = _title(element.find("title"))
    if level and element.get("level") != str(level):
        misplaced.append(title)

    def note(text: str) -> None:
        odd.append(f"{title}: {text[:20]}")

    code, needs_more = read_code(_joined(element, "code"), note)
    manifestation = _joined(element, "manif")
    if manifestation and not re.match(r"\[?[A-Z]\d", manifestation):
        # One entry of the neoplasm table has words of its title in this element.
        modifiers, manifestation = (*modifiers, manifestation), ""
    see = [spaced(one.text or "") for one in element.iterfind("see")]
    see += [f"category {spaced(one.text or '')}" for one in element.iterfind("seecat")]
    see += [f"subcategory {spaced(one.text or '')}" for one in element.iterfind("subcat")]
    yield ReadTerm(
        level,
        title,
        StoredTerm(
            modifiers=modifiers,
            code=code,
            needs_more=needs_more,
            manifestation=read_code(manifestation.strip("[]"), note)[0],
            see=tuple(one for one in see if one),
            see_also=tuple(spaced(one.text or "") for one in element.iterfind("seeAlso")),
            cells=_cells(element, note),
        ),
    )
    for below in element.iterfind("term"):
        yield from _walk(below, level + 1, odd, misplaced)


def _title(element: ET.Element | None) -> tuple[str, tuple[str, ...]]:
    if element is None:
        return "", ()
    text = element.text or ""
    modifiers: list[str] = []
    for inside in element:
        inner = inside.text or ""
        if inside.tag == "nemod":
            more, rest = modifiers_and_rest(inner)
            modifiers += more
            inner = f" {rest}"
        text += f"{inner}{inside.tail or ''}"
    title = spaced(text)
    return (title, tuple(modifiers)) if title or not modifiers else (modifiers[0], tuple(modifiers[1:]))


def _joined(element: ET.Element, tag: str) -> str:
    return " ".join(spaced(one.text or "") for one in element.iterfind(tag)).strip()


def _cells(element: ET.Element, note: Callable[[str], None]) -> tuple[str, ...]:
    found = {one.get("col"): spaced(one.text or "") for one in element.iterfind("cell")}
    if not found:
        return ()
    if set(found) - {str(number) for number in _SIX}:
        note(f"columns {', '.join(sorted(str(one) for one in found))}")
    cells = []
    for number in _SIX:
        code, dash = read_code(found.get(str(number), ""), note)
        cells.append(f"{code}-" if dash else code)
    return tuple(cells)


def _some(text: str) -> tuple[str, ...]:
    return (spaced(text),) if text.strip() else ()


IMPORTERS: tuple[Importer, ...] = tuple(
    _importer(kind) for kind in (ICD10CM_INDEX, ICD10CM_EXTERNAL, ICD10CM_NEOPLASM, ICD10CM_DRUG)
)
