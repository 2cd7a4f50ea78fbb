"""Small invented files in the official formats, as an examiner would cut them from the published ones."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from cleanclaim.primitives import NPI
from tests.reference.official import PTP_HEADING, hcpcs, hcpcs_row, mue, order, rvu, write

EXCLUDED = str(NPI.from_nine("155500001"))
DEACTIVATED = str(NPI.from_nine("155500004"))
SOMEBODY = str(NPI.from_nine("155500006"))

_DAY = "3 Date of Service Edit: Clinical"
_POLICY = "2 Date of Service Edit: Policy"
_LINE = "1 Line Edit"


def _pairs(directory: Path, name: str, rows: Iterable[tuple[str, str, str, str, int]]) -> Path:
    lines = "".join(
        f"{one}\t{two}\t\t{first}\t{last}\t{indicator}\tMisuse of Column Two code with Column One code\r\n"
        for one, two, first, last, indicator in rows
    )
    return write(directory / name, PTP_HEADING + lines)


def _units(rows: Iterable[tuple[str, int, str]]) -> str:
    return "".join(f"{code},{units},{kind},Clinical: CMS Workgroup\n" for code, units, kind in rows)


def _ncci(at: Path) -> list[Path]:
    practitioner = [
        ("29881", "29877", "20050101", "*", 0),
        ("45385", "45380", "20000101", "*", 1),
        ("20610", "20605", "20200101", "20251231", 1),
        ("47562", "44180", "20261001", "*", 1),
        ("99214", "36415", "20200101", "20200101", 9),
    ]
    hospital = [("71260", "71046", "20150101", "*", 1)]
    units = [("97110", 8, _DAY), ("80053", 1, _POLICY), ("93000", 3, _LINE), ("J1885", 8, _DAY)]
    earlier = [(code, 4 if code == "J1885" else limit, kind) for code, limit, kind in units]
    add_on = "".join(
        f"{kind}{code:5}{'':7}{primary:5}{'':7}{first:7}{'':7}{'':58}\r\n"
        for kind, code, primary, first in (
            ("1", "11045", "11042", "2011001"),
            ("3", "22614", "22610", "2013091"),
            ("3", "22614", "CCCCC", "2013091"),
        )
    )
    return [
        _pairs(at, "ccipra-v323r0-f1.txt", practitioner),
        _pairs(at, "ccioph-v323r0-f1.txt", hospital),
        mue(at, "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", _units(units)),
        mue(at, "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv", _units(earlier)),
        mue(
            at,
            "MCR_MUE_OutpatientHospitalServices_Eff_10-01-2026.csv",
            _units([("96374", 1, _DAY)]),
            "Outpatient Hospital Services",
        ),
        write(at / "AOC_V2026Q4-MCR.txt", add_on),
    ]


def _relative_values() -> str:
    def row(
        code: str, *, status: str = "A", parts: str = "0", days: str = "XXX", bilateral: str = "0"
    ) -> str:
        return (
            f"{code},,Text,{status},,1.00,1.00,,0.50,,0.10,2.10,1.60,{parts},{days},0.00,0.00,0.00,"
            f"0,{bilateral},1,0,0,9,,33.4009,09,0,99,0.00,0.00,0.00\n"
        )

    return (
        row("99213")
        + row("99214")
        + row("92015", status="N")
        + row("20610", days="000", bilateral="1")
        + row("11721", days="000")
        + row("27447", days="090", bilateral="1")
    )


def _csv(columns: str, *rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns.split(","), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in columns.split(",")} for row in rows)
    return out.getvalue()


def _people(at: Path) -> list[Path]:
    excluded = _csv(
        "LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,EXCLTYPE,"
        "EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE",
        {"LASTNAME": "DOE", "FIRSTNAME": "INVENTED", "NPI": EXCLUDED, "STATE": "IL", "EXCLTYPE": "1128a1"}
        | {"EXCLDATE": "20200120", "REINDATE": "00000000", "WAIVERDATE": "00000000"},
    ).replace('"', "")
    return [write(at / "UPDATED.csv", excluded)]


def official_files(at: Path) -> list[Path]:
    """Write the files of the examination; returns their paths."""
    codes = (
        ("E11", 0),
        ("E119", 1),
        ("I10", 1),
        ("I50", 0),
        ("I509", 1),
        ("K635", 1),
        ("M1711", 1),
        ("L600", 1),
        ("S0181XA", 1),
        ("S52501A", 1),
        ("S52501D", 1),
    )
    return [
        *_ncci(at),
        hcpcs(
            at / "HCPC2026_OCT_ANWEB_09232026.csv",
            hcpcs_row("J1885", "3", "Invented drug"),
            hcpcs_row("G2010", "3", "Invented picture", TERM_DT="20260630"),
            hcpcs_row("G9999", "3", "Invented service to come", ADD_DT="20270101"),
        ),
        rvu(
            at / "PPRRVU2026_Oct_nonQPP.csv",
            "2026 National Physician Fee Schedule Relative Value File October Release",
            "9",
            _relative_values(),
        ),
        order(
            at / "icd10cm_order_2027.txt",
            tuple((code, valid, f"Invented {code}") for code, valid in sorted(codes)),
        ),
        *_people(at),
    ]
