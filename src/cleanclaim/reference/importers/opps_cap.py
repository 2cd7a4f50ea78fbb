"""OPPS caps on technical components: ``OPPSCAP_Oct.csv`` of a relative value release (``rvu26d….zip``).

No official copy was at hand. Others who read RVU25D print its heading (HCPCS, MOD, PROCSTAT, CARRIER,
LOCALITY, FACILITY PRICE, NON-FACILTY PRICE, the letter missing in the file too) and its count: 16,100 rows,
which are 140 services in each of 115 localities.
"""

import re
from collections import Counter
from collections.abc import Sequence

from cleanclaim.codesets.physician_fees import OPPS_CAP, OPPSCap
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, quarter, quarter_of
from cleanclaim.reference.fee_rows import gather
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import (
    Columns,
    cell,
    days,
    month_in,
    number,
    procedure_code,
    table_rows,
    undated,
)

_HEADING = re.compile(r"HCPCS\s*,\s*MOD(?:IFIER)?\s*,\s*PROC\s*STAT", re.I)
_RELEASE = re.compile(r"rvu(\d{2})([a-d])", re.I)
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_QUARTERS = "abcd"


def _recognise(file: SourceFile) -> bool:
    return not file.is_zip and _HEADING.search(file.start[:8000].replace('"', "")) is not None


def _row(cells: list[str], at: Columns, rows: Rows) -> None:
    if not cell(cells, 0).strip("\x1a"):  # the end of some files
        return
    code = procedure_code(cell(cells, at.find("HCPCS")))
    nonfacility = at.find("NON", "FAC")
    facility = next(
        (place for place, name in enumerate(at.names) if "FAC" in name and "NON" not in name), None
    )
    if facility is None:
        at.exact("FACILITY PRICE")  # refuses
    carrier = cell(cells, at.maybe("CARRIER") if at.maybe("CARRIER") is not None else at.find("MAC"))
    locality = cell(cells, at.find("LOCALITY"))
    if not (carrier.isdigit() and locality.isdigit()):
        raise ValueError(f"{carrier!r} {locality!r} is no contractor and locality")
    row = OPPSCap(
        code=code,
        modifier=cell(cells, at.find("MOD")),
        status=cell(cells, at.find("STAT")),
        mac=carrier.zfill(5),
        locality=locality.zfill(2),
        facility=number(cell(cells, facility)),
        nonfacility=number(cell(cells, nonfacility)),
    )
    rows.add(code, row)


def _quarter(file: SourceFile, asked: Asked) -> tuple[int, int]:
    """Return the year and quarter: from the release that it came in and its own name, which must agree."""
    release, month, year = _RELEASE.search(file.where), month_in(file.name), _YEAR.search(file.name)
    if release is not None:
        said = 2000 + int(release[1]), _QUARTERS.index(release[2].lower()) + 1
        if month is not None and (month + 2) // 3 != said[1]:
            raise UnreadableFile(
                f"the name says month {month}, the release {release[0]} is of quarter {said[1]}.",
                where=file.where,
                fix="The file is mislabelled: fetch it again.",
            )
        return said
    if year is not None and month is not None:
        return int(year[1]), (month + 2) // 3
    if asked.effective_from is not None:
        return quarter_of(asked.effective_from)
    raise undated(file, "table of OPPS caps")


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_draft(file, asked) for file in files]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    rows = gather(file, table_rows(file), lambda names: "HCPCS" in names and "LOCALITY" in names, _row)
    year, number_of = _quarter(file, asked)
    counted: Counter[tuple[str, str, str, str]] = Counter()
    of_service: Counter[tuple[str, str]] = Counter()
    for held in rows.by_key.values():
        for row in held:
            assert isinstance(row, OPPSCap)
            counted[row.code, row.modifier, row.mac, row.locality] += 1
            of_service[row.code, row.modifier] += 1
    twice = [
        f"{code} {modifier} {mac}-{place}"
        for (code, modifier, mac, place), many in counted.items()
        if many > 1
    ]
    if twice:
        raise UnreadableFile(f"{twice[0]} is there twice.", where=file.where, fix="Fetch the file again.")
    most = max(of_service.values())
    short = [f"{code} {modifier}".strip() for (code, modifier), many in of_service.items() if many != most]
    start, end = days(asked, *quarter(year, number_of))
    return Draft(
        kind=OPPS_CAP.name,
        label=f"OPPS caps {year} Q{number_of}",
        effective_from=start,
        effective_to=end,
        files=[file],
        counts={"rows": rows.count, "codes": len(rows.by_key), "localities": most},
        write=rows.write,
        problems=[
            *in_bounds("rows", rows.count, 10_000, 30_000),
            *in_bounds("localities", most, 100, 130),
            *told("Not in every locality", short),
        ],
        remarks=["Caps of California stand under the contractor 01112 in every locality."],
    )


IMPORTER = Importer("OPPS caps", _recognise, _read)
