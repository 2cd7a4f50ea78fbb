"""Lists of codes: NUCC taxonomy, telehealth services, Medicare Code Editor, POA-exempt diagnoses."""

import re
from collections.abc import Sequence
from datetime import date

from cleanclaim.codesets.code_lists import (
    MCE,
    POA_EXEMPT,
    TAXONOMY,
    TELEHEALTH,
    CodeEdit,
    POAExempt,
    TaxonomyCode,
    TelehealthCode,
)
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, fiscal_year
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import (
    Columns,
    broken,
    cell,
    days,
    heading,
    procedure_code,
    table_rows,
    undated,
    year_of,
)

_NUCC_NAME = re.compile(r"nucc_taxonomy_(\d{2})([01])", re.I)
_TELEHEALTH_TITLE = re.compile(r"CY (20\d{2}) .{0,40}List of Medicare Telehealth Services", re.I)
_MCE_NAME = re.compile(r"v_?(\d{2})[_.]?(\d?)", re.I)
_MCE_YEAR = 1983  # version 44 is that of fiscal year 2027
_SECTION = re.compile(r"\s*(\d{1,2})\.\s+([A-Z].*)")
_LETTER = re.compile(r"\s*([A-Z])\.\s+([A-Z].*)")
_MCE_CODE = re.compile(r"([A-Z0-9]{3,7})\t\s*\S")
_POA_YEAR = re.compile(r"Order(20\d{2})", re.I)


def _text(file: SourceFile) -> str:
    return "" if file.is_zip else file.start


def _draft(file: SourceFile, rows: Rows, kind: str, label: str, span: tuple[date, date], *why: str) -> Draft:
    if not rows.by_key:
        raise UnreadableFile("there is no code in this list.", where=file.where)
    counts = {"codes": len(rows.by_key)}
    return Draft(kind, label, *span, [file], counts, rows.write, why, rows=rows)


def _read_taxonomy(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows, line, columns = Rows(), 0, None
        try:
            for line, cells in table_rows(file):  # noqa: B007 - the error names it
                if columns is None:
                    columns = Columns(heading(cells), file)
                    names = (
                        "CODE",
                        "GROUPING",
                        "CLASSIFICATION",
                        "SPECIALIZATION",
                        "DISPLAY NAME",
                        "SECTION",
                    )
                    at = [columns.maybe(name) for name in names]
                    at[0] = columns.exact("CODE")
                    continue
                code, grouping, classification, special, title, section = (cell(cells, one) for one in at)
                if not any(cells):
                    continue
                if len(code) != 10 or not code.endswith("X") or not code.isalnum():
                    raise ValueError(f"{code!r} is not a taxonomy code")
                if code in rows.by_key:
                    raise ValueError(f"{code} is there twice")
                title = title or f"{special} {classification}".strip()
                rows.add(code, TaxonomyCode(code, grouping, classification, special, title, section), title)
        except ValueError as error:
            raise broken(file, line, str(error)) from None
        named = _NUCC_NAME.search(file.name)
        if named is None and asked.effective_from is None:
            raise undated(file, "taxonomy")
        if named is not None:
            year, half = 2000 + int(named[1]), int(named[2])
        else:
            assert asked.effective_from is not None
            year, half = asked.effective_from.year, int(asked.effective_from.month > 6)
        span = days(asked, date(year, 7 if half else 1, 1), date(year, 12, 31) if half else date(year, 6, 30))
        problems = in_bounds("codes", rows.count, 800, 1_500)
        problems += has_canaries(rows.by_key, ("193200000X", "193400000X", "207K00000X", "342000000X"))
        label = f"NUCC taxonomy {year % 100}.{half}"
        drafts.append(_draft(file, rows, TAXONOMY.name, label, span, *problems))
    return drafts


def _read_telehealth(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows, line, started = Rows(), 0, False
        try:
            for line, cells in table_rows(file, "\t"):  # noqa: B007 - the error names it
                if not started:
                    started = heading(cells)[:1] == ["HCPCS"]
                elif cell(cells, 0) and len(cell(cells, 0)) == 5:
                    code = procedure_code(cell(cells, 0))
                    rows.add(code, TelehealthCode(code, cells[-1].strip() if len(cells) > 2 else ""))
        except ValueError as error:
            raise broken(file, line, str(error)) from None
        title = _TELEHEALTH_TITLE.search(file.start)
        year = year_of(file, title[1] if title else "", asked, "list of telehealth services")
        problems = in_bounds("codes", len(rows.by_key), 150, 600) + has_canaries(rows.by_key, ("90791",))
        span = days(asked, date(year, 1, 1), date(year, 12, 31))
        label = f"Medicare telehealth services {year}"
        drafts.append(_draft(file, rows, TELEHEALTH.name, label, span, *problems))
    return drafts


def _recognise_mce(file: SourceFile) -> bool:
    return (
        "Medicare Code Edit" in _text(file)[:8000]
        and re.search(r"\n\s*\d+\.\s+Age conflict", _text(file)) is not None
    )


def _read_mce(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows, section, name, letter = Rows(), 0, "", ""
        section_name = ""
        for raw in file.lines():
            text = raw.decode("latin-1").rstrip()
            code = _MCE_CODE.match(text)
            if code is not None:
                if section:
                    rows.add(code[1], CodeEdit(code[1], section, letter, name))
                continue
            # A numbered heading opens a section only in order; a numbered sentence of the text does not.
            numbered, lettered = _SECTION.fullmatch(text), _LETTER.fullmatch(text)
            if numbered is not None and section <= int(numbered[1]) <= section + 5:
                section, section_name, letter = int(numbered[1]), numbered[2].strip(), ""
                name = section_name
            elif lettered is not None and section:
                letter, name = lettered[1], f"{section_name}: {lettered[2].strip()}"
        named = _MCE_NAME.search(file.name)
        if named is None:
            raise undated(file, "list of Medicare code edits")
        year = _MCE_YEAR + int(named[1])
        first, last = fiscal_year(year)
        if named[2] == "1":
            first = date(year, 4, 1)
        sections = {
            edit.section for held in rows.by_key.values() for edit in held if isinstance(edit, CodeEdit)
        }
        missing = sorted({4, 6, 9} - sections)
        problems = in_bounds("codes", len(rows.by_key), 4_000, 30_000)
        if missing:
            problems.append(f"No list under heading {', '.join(map(str, missing))}.")
        label = f"Medicare Code Editor v{named[1]}{'.' + named[2] if named[2] else ''}"
        drafts.append(_draft(file, rows, MCE.name, label, days(asked, first, last), *problems))
    return drafts


def _read_poa(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows, line, started = Rows(), 0, False
        try:
            for line, cells in table_rows(file, "\t"):  # noqa: B007 - the error names it
                if not started:
                    started = "POAEXEMPTCODE" in [name.replace(" ", "") for name in heading(cells)]
                    continue
                code = cell(cells, 1).replace(".", "").upper()
                if not code:
                    continue
                if not 3 <= len(code) <= 7 or not code.isalnum():
                    raise ValueError(f"{code!r} is not a diagnosis code")
                rows.add(code, POAExempt(code))
        except ValueError as error:
            raise broken(file, line, str(error)) from None
        said = _POA_YEAR.search(file.start)
        year = year_of(file, said[1] if said else "", asked, "list of exempt diagnoses")
        problems = in_bounds("codes", len(rows.by_key), 30_000, 60_000)
        problems += has_canaries(rows.by_key, ("B900", "B901", "B908", "Z9989"))  # in that of FY 2020
        span = days(asked, *fiscal_year(year))
        drafts.append(_draft(file, rows, POA_EXEMPT.name, f"POA exempt list FY{year}", span, *problems))
    return drafts


TAXONOMY_IMPORTER = Importer(
    "NUCC taxonomy", lambda file: "Code,Grouping,Classification," in _text(file)[:200], _read_taxonomy
)
TELEHEALTH_IMPORTER = Importer(
    "Medicare telehealth services",
    lambda file: _TELEHEALTH_TITLE.search(_text(file)[:2000]) is not None,
    _read_telehealth,
)
MCE_IMPORTER = Importer("Medicare Code Editor lists", _recognise_mce, _read_mce)
POA_IMPORTER = Importer("POA exempt list", lambda file: "\tPOAexemptCode\t" in _text(file)[:200], _read_poa)
