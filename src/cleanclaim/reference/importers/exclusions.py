"""The OIG's list of excluded individuals and entities: ``UPDATED.csv``.

The columns are as others publish them (18, LASTNAME to WVRSTATE); no official copy was at hand.
The monthly supplements have the same columns and hold only a month: they are refused by their name.
"""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from cleanclaim.codesets.exclusions import EXCLUSION, Exclusion, entity_key, person_key
from cleanclaim.primitives import NPI, InvalidValue, UnreadableFile, parse_ccyymmdd
from cleanclaim.reference.checks import in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import Columns, broken, cell, days, excerpt_end, heading, table_rows

_BEGINS = "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,"
_SUPPLEMENT = re.compile(r"\d{4}(excl|rein)", re.I)


def _recognise(file: SourceFile) -> bool:
    return not file.is_zip and file.start.replace('"', "").removeprefix("\xef\xbb\xbf").startswith(_BEGINS)


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_draft(file, asked) for file in files]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    if _SUPPLEMENT.match(file.name):
        raise UnreadableFile(
            "this is a supplement of one month.",
            where=file.where,
            fix="Import the whole list, UPDATED.csv, which the OIG renews every month.",
        )
    rows, line, columns, last = Rows(), 0, None, date.min
    total = numbered = 0
    first, odd = date.max, list[str]()
    try:
        for line, cells in table_rows(file):
            if columns is None:
                columns = Columns(heading(cells), file)
                continue
            if not any(cells):
                continue
            if len(cells) != len(columns.names):
                raise ValueError(f"there are {len(cells)} cells instead of {len(columns.names)}")
            row = _row(cells, columns)
            total += 1
            if row.npi and not _is_npi(row.npi):
                odd.append(f"row {line}")
                row = msgspec.structs.replace(row, npi="")
            first, last = min(first, row.effective_from), max(last, row.effective_from)
            if row.npi:
                numbered += 1
                rows.add(row.npi, row)
            if row.business:
                rows.add(entity_key(row.business), row, row.business)
            if row.last_name:
                rows.add(person_key(row.last_name, row.first_name), row, f"{row.first_name} {row.last_name}")
    except (ValueError, InvalidValue) as error:
        raise broken(file, line, str(error)) from None
    if not total:
        raise UnreadableFile("there is no exclusion in this file.", where=file.where)
    too_few = in_bounds("exclusions", total, 60_000, 150_000)
    next_one = _end_of_month(_end_of_month(last) + timedelta(1))
    start, end = days(asked, first, excerpt_end(last) if too_few else next_one)
    return Draft(
        kind=EXCLUSION.name,
        label=f"OIG exclusions to {last}",
        effective_from=start,
        effective_to=end,
        files=[file],
        counts={"exclusions": total, "with NPI": numbered},
        write=rows.write,
        problems=[
            *too_few,
            *in_bounds("exclusions with an NPI", numbered, 5_000, 60_000),
            *told("An NPI that is none", odd),
        ],
        remarks=[
            f"The last exclusion in it began on {last}; taken to hold to {end}.",
            "Who was reinstated since is not in it: it cannot say who was excluded in earlier years.",
        ],
    )


def _row(cells: list[str], at: Columns) -> Exclusion:
    def said(name: str) -> str:
        return cell(cells, at.exact(name))

    begins = _day(said("EXCLDATE"))
    if begins is None:
        raise ValueError("the exclusion has no first day")
    npi = said("NPI") if said("NPI").strip("0") else ""
    back = _day(said("REINDATE"))
    if not (said("LASTNAME") or said("BUSNAME")):
        raise ValueError("the exclusion has no name")
    return Exclusion(
        effective_from=begins,
        effective_to=back - timedelta(1) if back else None,
        npi=npi,
        last_name=said("LASTNAME"),
        first_name=said("FIRSTNAME"),
        middle_name=said("MIDNAME"),
        business=said("BUSNAME"),
        state=said("STATE"),
        specialty=said("SPECIALTY"),
        basis=said("EXCLTYPE"),
        waived_from=_day(said("WAIVERDATE")),
        waiver_state=cell(cells, at.find("STATE", nth=2)),
    )


def _day(text: str) -> date | None:
    return parse_ccyymmdd(text) if text.strip("0") else None


def _is_npi(text: str) -> bool:
    try:
        NPI.parse(text)
    except InvalidValue:
        return False
    return True


def _end_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


IMPORTER = Importer("OIG exclusions", _recognise, _read)
