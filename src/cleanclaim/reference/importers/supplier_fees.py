"""Fees of laboratories, drugs and equipment: CLFS, ASP with its NDC crosswalk, DMEPOS."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from cleanclaim.codesets import facility_fees as fees
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, quarter
from cleanclaim.reference.fee_rows import Span, add_once, fee_draft, gather, has_words, named_quarter
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import (
    Columns,
    cell,
    days,
    month_in,
    number,
    number_or_none,
    procedure_code,
    table_rows,
    undated,
)

_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_CLFS_NAME = re.compile(r"CLFS_CY(\d{4})_Q([1-4])", re.I)
_EFFECTIVE = re.compile(
    r"Effective\s+(\w+)\s+(\d{1,2}),\s+(\d{4})\s+(?:through|-)\s+(\w+)\s+(\d{1,2}),\s+(\d{4})", re.I
)
_DMEPOS_NAME = re.compile(r"DMEPOS(\d{2})_(?=[A-Z]{3})", re.I)
_NDC = re.compile(r"\d{5}-?\d{4}-?\d{2}")
_STATE = re.compile(r"([A-Z]{2}) \((NR|R)\)")


def _laboratory(cells: list[str], at: Columns, rows: Rows) -> None:
    code = procedure_code(cell(cells, at.exact("HCPCS")))
    row = fees.LaboratoryFee(
        code,
        cell(cells, at.exact("MOD")),
        number(cell(cells, at.exact("RATE"))),
        cell(cells, at.exact("EFF_DATE")),
        cell(cells, at.exact("INDICATOR")),
    )
    add_once(rows, code, row, ("modifier",))


def _read_laboratory(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        years: set[str] = set()

        def take(cells: list[str], at: Columns, rows: Rows, years: set[str] = years) -> None:
            years.add(cell(cells, at.exact("YEAR")))
            _laboratory(cells, at, rows)

        rows = gather(file, table_rows(file), lambda names: names[:2] == ["YEAR", "HCPCS"], take)
        named = _CLFS_NAME.search(file.name)
        if named is None:
            raise undated(file, "laboratory fee schedule")
        if years != {named[1]}:
            raise UnreadableFile(
                f"the name says {named[1]}, the rows {', '.join(sorted(years))}.",
                where=file.where,
                fix="The file is mislabelled: fetch it again.",
            )
        span = days(asked, *quarter(int(named[1]), int(named[2])))
        label = f"CLFS {named[1]} Q{named[2]}"
        drafts.append(fee_draft([file], rows, fees.CLFS, label, span=span, bounds=(1_500, 4_000)))
    return drafts


def _drug(cells: list[str], at: Columns, rows: Rows) -> None:
    code = cell(cells, at.exact("HCPCS CODE"))
    if len(code) != 5:  # a footnote
        return
    limit = number_or_none(cell(cells, at.exact("PAYMENT LIMIT")))
    if limit is None:
        return
    row = fees.DrugLimit(
        procedure_code(code),
        cell(cells, at.find("DOSAGE")),
        limit,
        number_or_none(cell(cells, at.maybe("CO-INSURANCE")).rstrip("%")),
        cell(cells, at.maybe("NOTES")),
    )
    add_once(rows, code, row, ("code",))


def _effective(file: SourceFile) -> Span | None:
    said = _EFFECTIVE.search(file.start.replace("\xa0", " "))
    if said is None:
        return None
    months = month_in(said[1]), month_in(said[4])
    if months[0] is None or months[1] is None:
        return None
    return date(int(said[3]), months[0], int(said[2])), date(int(said[6]), months[1], int(said[5]))


def _of_quarter(file: SourceFile, asked: Asked, what: str) -> tuple[Span, str]:
    """Return the days that the preamble states, else those of the name; both must agree."""
    said = _effective(file)
    if said is None:
        return named_quarter(file, asked, file.name, what)
    year, month = _YEAR.search(file.name), month_in(file.name)
    if (year and int(year[1]) != said[0].year) or (month and not said[0].month <= month <= said[1].month):
        raise UnreadableFile(
            f"the name and the content ({said[0]} to {said[1]}) differ.",
            where=file.where,
            fix="The file is mislabelled: fetch it again.",
        )
    return days(asked, *said), f"{said[0].year} Q{(said[0].month + 2) // 3}"


def _read_drugs(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows = gather(file, table_rows(file), lambda names: "PAYMENT LIMIT" in names, _drug)
        span, label = _of_quarter(file, asked, "list of payment limits")
        drafts.append(fee_draft([file], rows, fees.ASP, f"ASP {label}", span=span, bounds=(600, 2_500)))
    return drafts


def _product(cells: list[str], at: Columns, rows: Rows) -> None:
    code, ndc = procedure_code(cell(cells, 0)), cell(cells, at.exact("NDC"))
    if not _NDC.fullmatch(ndc):
        raise ValueError(f"{ndc!r} is not an NDC of 11 digits")
    bare = ndc.replace("-", "")
    row = fees.DrugCrosswalk(
        code,
        bare,
        cell(cells, at.find("DOSAGE")),
        cell(cells, at.exact("PKG SIZE")),
        cell(cells, at.exact("PKG QTY")),
        number_or_none(cell(cells, at.exact("BILLUNITS"))),
        number_or_none(cell(cells, at.exact("BILLUNITSPKG"))),
    )
    rows.add(code, row)
    rows.add(bare, row)


def _read_products(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows = gather(file, table_rows(file), lambda names: "NDC" in names and "BILLUNITS" in names, _product)
        span, label = _of_quarter(file, asked, "crosswalk of drugs")
        drafts.append(
            fee_draft([file], rows, fees.ASP_NDC, f"ASP NDC {label}", span=span, bounds=(6_000, 60_000))
        )
    return drafts


def _equipment(cells: list[str], at: Columns, rows: Rows) -> None:
    states: dict[str, list[Decimal | None]] = {}
    for place, name in enumerate(at.names):
        state = _STATE.fullmatch(name)
        if state is not None:
            pair = states.setdefault(state[1], [None, None])
            pair[state[2] == "R"] = number_or_none(cell(cells, place))
    code = procedure_code(cell(cells, at.exact("HCPCS")))
    row = fees.EquipmentFee(
        code,
        cell(cells, at.exact("MOD")),
        cell(cells, at.exact("MOD2")),
        cell(cells, at.exact("JURIS")),
        cell(cells, at.exact("CATG")),
        number_or_none(cell(cells, at.exact("CEILING"))),
        number_or_none(cell(cells, at.exact("FLOOR"))),
        tuple((state, pair[0], pair[1]) for state, pair in states.items()),
    )
    add_once(rows, code, row, ("modifier", "modifier2", "jurisdiction"))


def _read_equipment(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    drafts = []
    for file in files:
        rows = gather(
            file, table_rows(file), lambda names: names[:4] == ["HCPCS", "MOD", "MOD2", "JURIS"], _equipment
        )
        name = _DMEPOS_NAME.sub(r"DMEPOS 20\1 ", file.name)  # DMEPOS26_OCT.csv
        span, label = named_quarter(file, asked, name, "DMEPOS fee schedule")
        drafts.append(
            fee_draft([file], rows, fees.DMEPOS, f"DMEPOS {label}", span=span, bounds=(2_000, 8_000))
        )
    return drafts


IMPORTERS = (
    Importer("Clinical laboratory fee schedule", has_words("YEAR,HCPCS,MOD,EFF_DATE,"), _read_laboratory),
    Importer(
        "ASP payment limits", has_words("HCPCS Code", "HCPCS Code Dosage", "Payment Limit,"), _read_drugs
    ),
    Importer("ASP NDC to HCPCS crosswalk", has_words("LABELER NAME", "NDC", "BILLUNITSPKG"), _read_products),
    Importer("DMEPOS fee schedule", has_words("HCPCS,Mod,Mod2,JURIS,CATG"), _read_equipment),
)
