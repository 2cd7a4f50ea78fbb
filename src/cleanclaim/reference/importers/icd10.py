"""ICD-10-CM and ICD-10-PCS order files, with the tabular list of ICD-10-CM where it is given too."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from cleanclaim.codesets.code_lists import ICD10PCS, PCSCode
from cleanclaim.codesets.icd10cm import StoredNotes
from cleanclaim.codesets.releases import ICD10CM_KIND
from cleanclaim.codesets.store import TABLE_FILE
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds, told
from cleanclaim.reference.doubts import of_another_year
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows
from cleanclaim.reference.fiscal import icd10_days
from cleanclaim.reference.icd10cm import with_seventh_characters, write_icd10cm
from cleanclaim.reference.shipped import SHIPPED_YEAR, shipped_codes
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import broken
from cleanclaim.reference.tabular import TabularNode, read_tabular

_LINE = re.compile(r"\d{5} (?P<code>[0-9A-Z]{3,7}) {1,5}(?P<valid>[01]) ")
_CM_CODE = re.compile(r"[A-Z]\d[0-9A-Z]|QA\d")
_VERSION = re.compile(r"<version>(20\d{2})</version>")
_CM_CANARIES = ("E119", "I10", "S52501A", "A000", "Z0000", "Z9989")
# 98,186 lines and 74,719 valid codes in FY 2026 (April), 70,000 in FY 2017.
_CM_VALID = (68_000, 90_000)
_CM_LINES = (90_000, 120_000)
# 78,000 to 79,000 valid codes since FY 2020 (the row counts of the 2025 tables add up to 78,948).
_PCS_VALID = (70_000, 95_000)


_TITLES_ONLY = (
    "Codes and titles only: no includes, excludes or code-first notes. Import the tabular list (XML) "
    "together with the order file to have them."
)


class OrderLine(msgspec.Struct, frozen=True):
    """One line of an order file."""

    code: str
    valid: bool
    short: str
    title: str


def _recognise_cm(file: SourceFile) -> bool:
    line = _LINE.match(file.start)
    if line is not None:
        return _CM_CODE.match(line["code"]) is not None
    return "<ICD10CM.tabular>" in file.start[:2000]


def _recognise_pcs(file: SourceFile) -> bool:
    line = _LINE.match(file.start)
    return line is not None and _CM_CODE.match(line["code"]) is None


def _read_cm(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    orders = [file for file in files if _LINE.match(file.start)]
    tabulars = [file for file in files if file not in orders]
    if not orders:
        raise UnreadableFile(
            "the tabular list alone does not say which codes with a 7th character exist.",
            where=files[0].where,
            fix="Import it together with the order file (icd10cm_order_YYYY.txt).",
        )
    if len(orders) == 1 and len(tabulars) < 2:
        return [_cm_draft(orders[0], tabulars[0] if tabulars else None, asked)]
    years = [icd10_days(order, asked, "ICD-10-CM", "order file")[1].year for order in orders]
    beside: dict[int, SourceFile] = {}
    for tabular in tabulars:
        said = _VERSION.search(tabular.start)
        if said is None or int(said[1]) in beside or years.count(int(said[1])) != 1:
            raise UnreadableFile(
                "these are the files of several ICD-10-CM releases, not clear which belong together.",
                where=tabular.where,
                fix="Import one release at a time.",
            )
        beside[int(said[1])] = tabular
    return [_cm_draft(order, beside.get(year), asked) for order, year in zip(orders, years, strict=True)]


def _cm_draft(order: SourceFile, tabular: SourceFile | None, asked: Asked) -> Draft:
    lines = list(order_lines(order))
    first, last, label = icd10_days(order, asked, "ICD-10-CM", "order file")
    problems = []
    if tabular is not None:
        said = _VERSION.search(tabular.start)
        if said is not None and int(said[1]) != last.year:
            raise UnreadableFile(
                f"the tabular list is of {said[1]}, the order file of {last.year}.",
                where=tabular.where,
                fix="Import files of one release.",
            )
        nodes = with_seventh_characters(
            read_tabular(tabular.content(), where=tabular.where), (line.code for line in lines)
        )
        names = {node.name for node in nodes}
        problems += told(
            "In the order file but not in the tabular list",
            [line.code for line in lines if line.code not in names],
        )
    else:
        nodes = list(_nodes(lines))
    parents = {node.parent for node in nodes}
    valid = {line.code for line in lines if line.valid}
    problems += told(
        "Marked valid though codes stand under it", sorted(code for code in valid if code in parents)
    )
    problems += in_bounds("lines", len(lines), *_CM_LINES)
    problems += in_bounds("valid codes", len(valid), *_CM_VALID)
    problems += has_canaries(valid, _CM_CANARIES)
    if not problems:
        problems += of_another_year(valid, last.year, shipped_codes(), SHIPPED_YEAR)

    def write(place: Path) -> None:
        write_icd10cm(place / TABLE_FILE, nodes)

    return Draft(
        kind=ICD10CM_KIND,
        label=label,
        effective_from=first,
        effective_to=last,
        files=[order, *([tabular] if tabular else [])],
        counts={"codes": len(lines), "billable": len(valid)},
        write=write,
        problems=problems,
        remarks=[] if tabular else [_TITLES_ONLY],
        without_notes=tabular is None,
    )


def _nodes(lines: Sequence[OrderLine]) -> Iterator[TabularNode]:
    """Yield each code under the longest code that it begins with."""
    known: set[str] = set()
    none = StoredNotes()
    for line in lines:
        known.add(line.code)
        parent = next((line.code[:n] for n in range(len(line.code) - 1, 2, -1) if line.code[:n] in known), "")
        yield TabularNode(line.code, parent, line.title, none)


def _read_pcs(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        first, last, label = icd10_days(file, asked, "ICD-10-PCS", "order file")
        rows, valid = Rows(), 0
        for line in order_lines(file):
            rows.add(line.code, PCSCode(line.code, line.title, line.short, line.valid), line.title)
            valid += line.valid
        odd = [
            key
            for key, held in rows.by_key.items()
            if isinstance(held[0], PCSCode) and held[0].billable and len(key) != 7
        ]
        drafts.append(
            Draft(
                kind=ICD10PCS.name,
                label=label,
                effective_from=first,
                effective_to=last,
                files=[file],
                counts={"codes": rows.count, "billable": valid},
                write=rows.write,
                rows=rows,
                problems=[
                    *in_bounds("valid codes", valid, *_PCS_VALID),
                    *told("Marked valid without seven characters", odd),
                ],
            )
        )
    return drafts


def order_lines(file: SourceFile) -> Iterator[OrderLine]:
    """Yield the lines of an order file; raises ``UnreadableFile`` with the line that is none."""
    before = 0
    seen: set[str] = set()
    number = 0
    for number, raw in enumerate(file.lines(), 1):
        if not raw.strip(b" \x1a"):
            continue
        line = raw.decode("latin-1")
        match = _LINE.match(line)
        if match is None or len(line) < 78:
            raise broken(file, number, "this is no line of an order file")
        if int(line[:5]) <= before:
            raise broken(file, number, f"order number {line[:5]} does not follow {before:05}")
        before = int(line[:5])
        code = line[6:13].strip()
        if code in seen:
            raise broken(file, number, f"{code} is there twice")
        seen.add(code)
        yield OrderLine(code, line[14] == "1", line[16:76].strip(), line[77:].strip())
    if not number:
        raise UnreadableFile("this order file is empty.", where=file.where)


ICD10CM_IMPORTER = Importer("ICD-10-CM", _recognise_cm, _read_cm)
ICD10PCS_IMPORTER = Importer("ICD-10-PCS", _recognise_pcs, _read_pcs)
