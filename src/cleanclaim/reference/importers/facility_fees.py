"""Payments of facilities: OPPS Addenda A and B, ASC addenda AA and BB, MS-DRG Table 5."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from cleanclaim.codesets import facility_fees as fees
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, fiscal_year
from cleanclaim.reference.fee_rows import PREAMBLE, add_once, fee_draft, gather, has_words, named_quarter
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.spreadsheet import sheets
from cleanclaim.reference.tables import (
    Columns,
    Row,
    broken,
    cell,
    days,
    heading,
    number,
    number_or_none,
    procedure_code,
    table_rows,
    undated,
)

_DRG_YEAR = re.compile(r"FY (20\d{2})")


def _outpatient(cells: list[str], at: Columns, rows: Rows) -> None:
    code = cell(cells, at.exact("HCPCS CODE"))
    if len(code) != 5:  # a footnote
        return
    row = fees.OutpatientRate(
        procedure_code(code),
        cell(cells, at.exact("SI")),
        cell(cells, at.exact("APC")),
        number_or_none(cell(cells, at.find("RELATIVE WEIGHT"))),
        number_or_none(cell(cells, at.find("PAYMENT RATE"))),
        number_or_none(cell(cells, at.find("NATIONAL", "COPAYMENT"))),
        number_or_none(cell(cells, at.find("MINIMUM", "COPAYMENT"))),
    )
    add_once(rows, code, row, ("code",))


def _read_outpatient(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows = gather(file, table_rows(file), lambda names: "SI" in names and "APC" in names, _outpatient)
        span, label = named_quarter(file, asked, file.name, "Addendum B")
        label = f"OPPS Addendum B {label}"
        draft = fee_draft([file], rows, fees.OPPS, label, span=span, bounds=(14_000, 25_000))
        # G0463 and 71046 were in that of July 2026.
        drafts.append(
            replace(draft, problems=[*draft.problems, *has_canaries(rows.by_key, ("G0463", "71046"))])
        )
    return drafts


def _classification(cells: list[str], at: Columns, rows: Rows) -> None:
    apc = cell(cells, at.exact("APC"))
    if not (apc.isdigit() and len(apc) == 4):  # a footnote
        return
    title = cell(cells, at.find("GROUP TITLE"))
    row = fees.APCRate(
        apc,
        title,
        cell(cells, at.exact("SI")),
        number_or_none(cell(cells, at.find("RELATIVE WEIGHT"))),
        number_or_none(cell(cells, at.find("PAYMENT RATE"))),
        number_or_none(cell(cells, at.maybe("NATIONAL", "COPAYMENT"))),
        number_or_none(cell(cells, at.maybe("MINIMUM", "COPAYMENT"))),
    )
    if apc in rows.by_key:
        raise ValueError(f"{apc} is there twice")
    rows.add(apc, row, title)


def _read_classifications(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows = gather(
            file, table_rows(file), lambda names: names[:2] == ["APC", "GROUP TITLE"], _classification
        )
        span, label = named_quarter(file, asked, file.name, "Addendum A")
        draft = fee_draft([file], rows, fees.APC, f"OPPS Addendum A {label}", span=span, bounds=(400, 3_000))
        # 5012 and 5521 were in that of July 2026.
        drafts.append(
            replace(draft, problems=[*draft.problems, *has_canaries(rows.by_key, ("5012", "5521"))])
        )
    return drafts


def _read_centers(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    """Read addenda AA and BB, which are sheets of a workbook or files of their own, into one release."""
    rows, headings = Rows(), ""
    addenda: set[str] = set()
    for file in files:
        tables = [_numbered(sheet) for _, sheet in sheets(file)] if file.is_zip else [table_rows(file)]
        for table in tables:
            addendum, columns, line = "", None, 0
            try:
                for line, cells in table:
                    names = heading(cells)
                    if columns is None:
                        found = re.search(r"ADDENDUM (AA|BB)\b", " ".join(names))
                        addendum = found[1] if found else addendum
                        if addendum and names[:1] == ["HCPCS CODE"]:
                            columns = Columns(names, file)
                            headings = headings or " ".join(names)
                        elif line > PREAMBLE:
                            break
                    elif len(cell(cells, 0)) == 5:
                        _center(cells, columns, rows, addendum)
                        addenda.add(addendum)
            except ValueError as error:
                raise broken(file, line, str(error)) from None
    if not rows.by_key:
        raise UnreadableFile("there is no addendum AA or BB in this file.", where=files[0].where)
    span, label = named_quarter(files[0], asked, headings, "ASC addendum")
    draft = fee_draft(files, rows, fees.ASC, f"ASC {label}", span=span, bounds=(4_000, 9_000))
    missing = {"AA", "BB"} - addenda
    lacking = [f"Addendum {one} is missing." for one in sorted(missing)]
    return [replace(draft, problems=[*draft.problems, *lacking])]


def _numbered(sheet: Iterator[list[str]]) -> Iterator[Row]:
    return iter(enumerate(sheet, 1))


def _center(cells: list[str], at: Columns, rows: Rows, addendum: str) -> None:
    code = procedure_code(cell(cells, 0))
    row = fees.SurgicalCenterRate(
        code,
        addendum,
        cell(cells, at.find("PAYMENT INDICATOR")),
        cell(cells, at.maybe("MULTIPLE PROCEDURE")) == "Y",
        _rounded(cell(cells, at.find("PAYMENT WEIGHT")), 4),
        _rounded(cell(cells, at.find("PAYMENT RATE")), 2),
    )
    add_once(rows, code, row, ("addendum",))


def _rounded(text: str, places: int) -> Decimal | None:
    """Return a number as printed: a workbook stores 75.07 as 75.069999999999993."""
    found = number_or_none(text)
    return None if found is None else round(found, places)


def _drg(cells: list[str], at: Columns, rows: Rows) -> None:
    code = cell(cells, at.exact("MS-DRG"))
    if not code.isdigit() or len(code) > 3:  # a footnote
        return
    weight = number_or_none(cell(cells, at.find("WEIGHTS", "CAP APPLIED")))
    if weight is None:
        return
    title = cell(cells, at.exact("MS-DRG TITLE"))
    key = code.zfill(3)
    if key in rows.by_key:
        raise ValueError(f"{key} is there twice")
    rows.add(
        key,
        fees.DRGWeight(
            key,
            title,
            cell(cells, at.exact("MDC")),
            cell(cells, at.exact("TYPE")),
            weight,
            number(cell(cells, at.find("WEIGHTS", "BEFORE CAP"))),
            number_or_none(cell(cells, at.find("GEOMETRIC"))),
            number_or_none(cell(cells, at.find("ARITHMETIC"))),
            cell(cells, at.find("POST-ACUTE")).upper() == "YES",
            cell(cells, at.find("SPECIAL PAY")).upper() == "YES",
        ),
        title,
    )


def _read_drgs(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    corrected = [file for file in files if re.search(r"-CN", file.name, re.I)]
    drafts = []
    for file in corrected or files:
        rows = gather(
            file,
            table_rows(file, "\t"),
            lambda names: names[:1] == ["MS-DRG"] and "MS-DRG TITLE" in names,
            _drg,
        )
        said, named = _DRG_YEAR.search(file.start), re.search(r"FY ?(20\d{2})", file.name, re.I)
        if said is None:
            raise undated(file, "table of DRG weights")
        if named is not None and named[1] != said[1]:
            raise UnreadableFile(f"the name says {named[1]}, the heading {said[1]}.", where=file.where)
        year = int(said[1])
        label = f"MS-DRG Table 5 FY{year}{' corrected' if file in corrected else ''}"
        span = days(asked, *fiscal_year(year))
        draft = fee_draft([file], rows, fees.MS_DRG, label, span=span, bounds=(700, 900))
        # In those of the fiscal years 2026 and 2027.
        canaries = has_canaries(rows.by_key, ("291", "470", "871"))
        drafts.append(replace(draft, problems=[*draft.problems, *canaries]))
    return drafts


def _is_center(file: SourceFile) -> bool:
    if file.is_zip:
        return re.search(r"asc.*adden|adden.*asc", file.name, re.I) is not None
    return (
        re.search(r"Addendum (AA|BB)\b", file.start[:2000]) is not None and "HCPCS Code" in file.start[:4000]
    )


def _is_addendum_a(file: SourceFile) -> bool:
    return not file.is_zip and re.search(r"^APC,Group Title\s*,SI\b", file.start, re.M) is not None


IMPORTERS = (
    Importer("OPPS Addendum A", _is_addendum_a, _read_classifications),
    Importer("OPPS Addendum B", has_words("HCPCS Code,Short Descriptor,SI,APC,"), _read_outpatient),
    Importer("ASC addenda", _is_center, _read_centers),
    Importer("MS-DRG Table 5", has_words("MS-DRG Title", "Weights", "Post-Acute DRG"), _read_drgs),
)
