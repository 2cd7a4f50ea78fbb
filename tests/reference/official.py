"""Small invented files in the layouts of the official ones."""

import csv
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

PTP_HEADING = (
    "CPT only copyright notice\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n"
    "\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
PTP_ROWS = (
    "11000\t11042\t\t20200101\t20231231\t1\tMisuse of Column Two code with Column One code\r\n"
    "11000\t11042\t\t20250101\t*\t0\tMisuse of Column Two code with Column One code\r\n"
    "11000\tG0008\t*\t19960101\t*\t1\tStandards of medical/surgical practice\r\n"
    "11000\tJ1100\t\t20220101\t20220101\t9\tMutually exclusive procedures\r\n"
    "20610\t20605\t\t20240701\t20260630\t1\tMore extensive procedure\r\n"
)
MUE_HEADING = (
    '"Notice of the publisher, first line\n\nsecond line",,,\n'
    '"HCPCS/\nCPT Code",{service} MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
)
MUE_ROWS = (
    "99213,2,3 Date of Service Edit: Clinical,CMS Policy\n"
    "71046,2,3 Date of Service Edit: Clinical,Nature of Service/Procedure\n"
    "11000,1,2 Date of Service Edit: Policy,Code Descriptor / CPT Instruction\n"
    "20610,2,1 Line Edit,Anatomic Consideration\n"
    "0001U,0,2 Date of Service Edit: Policy,CMS Policy\n"
)


def write(path: Path, text: str, encoding: str = "latin-1") -> Path:
    """Write a text with its line ends as they are; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def zipped(path: Path, *files: Path, folder: str = "") -> Path:
    """Put files into a zip, in a folder of it when one is named; returns the zip's path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, folder + file.name)
    return path


_WORKBOOK_PARTS = {
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'
    ),
}


def workbook(path: Path, rows: Iterable[Sequence[str | float]]) -> Path:
    """Write a workbook of one sheet; a number is stored as spreadsheets do, a text within its cell."""
    lines = []
    for cells in rows:
        line = "".join(
            f'<c t="inlineStr"><is><t xml:space="preserve">{escape(one)}</t></is></c>'
            if isinstance(one, str)
            else f"<c><v>{one:.17g}</v></c>"
            for one in cells
        )
        lines.append(f"<row>{line}</row>")
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f"{''.join(lines)}</sheetData></worksheet>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in {**_WORKBOOK_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            archive.writestr(name, text)
    return path


def as_workbook(text_file: Path, name: str, delimiter: str = ",") -> Path:
    """Write a delimited text again as a workbook, its numbers as numbers but for codes."""
    with text_file.open(encoding="cp1252", newline="") as file:
        rows = [[_stored(cell) for cell in cells] for cells in csv.reader(file, delimiter=delimiter)]
    return workbook(text_file.parent / name, rows)


def _stored(cell: str) -> str | float:
    return float(cell) if re.fullmatch(r"[1-9]\d{0,3}(\.\d+)?|0\.\d+|[12]\d{7}", cell) else cell


def ptp(directory: Path, name: str = "ccipra-v323r0-f1.txt", rows: str = PTP_ROWS) -> Path:
    """Write a part of the NCCI PTP edits."""
    return write(directory / name, PTP_HEADING + rows)


def mue(
    directory: Path,
    name: str = "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv",
    rows: str = MUE_ROWS,
    service: str = "Practitioner Services",
) -> Path:
    """Write one of the three MUE tables."""
    return write(directory / name, MUE_HEADING.format(service=service) + rows, "cp1252")


ORDER_CM = (
    ("A00", 0, "Cholera"),
    ("A000", 1, "Cholera due to Vibrio cholerae 01, biovar cholerae"),
    ("E11", 0, "Type 2 diabetes mellitus"),
    ("E119", 1, "Type 2 diabetes mellitus without complications"),
    ("I10", 1, "Essential (primary) hypertension"),
    ("S525", 0, "Fracture of lower end of radius"),
    ("S52501A", 1, "Unspecified fracture of the lower end of right radius, initial encounter"),
)


def order(path: Path, codes: tuple[tuple[str, int, str], ...] = ORDER_CM) -> Path:
    """Write an ICD-10 order file."""
    return write(
        path,
        "".join(
            f"{number:05} {code:7} {valid} {title[:60]:60} {title}\r\n"
            for number, (code, valid, title) in enumerate(codes, 1)
        ),
    )


RVU_TITLE = "2025 National Physician Fee Schedule Relative Value File October Release"
RVU_ABOVE = (
    ",,,STATUS,MEDICARE ,WORK,NON-FAC,NA,FACILITY,NA,MP,NON-FACILITY,FACILITY,PCTC,GLOB,PRE,INTRA,POST,"
    "MULT,BILAT,ASST,CO-,TEAM,{price_above}ENDO,CONV,DIAGNOSTIC,CALCULATION,FAMILY,PAYMENT,PAYMENT,PAYMENT\n"
)
RVU_HEADING = (
    "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,"
    "OP,PROC,SURG,SURG,SURG,SURG,{price}BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT\n"
)


def rvu(
    path: Path, title: str = RVU_TITLE, price: str = "", rows: str | None = None, factor: str = "30.0000"
) -> Path:
    """Write a relative value file; ``price`` is what stands in PRIC IND, empty for a file without it."""
    named = price != ""
    text = (
        f",,{title},,\n"
        ",,copyright notice,,\n,,RELEASED 01/01/2020,,\n"
        + RVU_ABOVE.format(price_above="PRIC," if named else "")
        + RVU_HEADING.format(price="IND," if named else "")
    )
    if rows is None:
        no_surgery = f"XXX,0.00,0.00,0.00,0,0,0,0,0,{f'{price},' if named else ''}"
        rows = (
            f"99213,,Text,A,,1.00,1.20,NA,0.50,,0.10,2.30,1.60,0,{no_surgery},{factor},09,0,99,0.00,0.00,0.00\n"
            f"71046,26,Text,A,,0.20,0.10,,0.10,NA,0.01,0.31,0.31,1,{no_surgery},{factor},09,0,88,1.50,0.25,0.01\n"
            f"71046,,Text,A,,0.20,0.80,,0.80,,0.02,1.02,1.02,1,{no_surgery},{factor},09,0,88,0.00,0.00,0.00\n"
        )
    return write(path, text + rows, "cp1252")


HCPCS_COLUMNS = (
    "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,PRICE1,PRICE2,PRICE3,PRICE4,MULT_PI,CIM1,CIM2,CIM3,"
    "MCM1,MCM2,MCM3,STATUTE,LABCERT1,LABCERT2,LABCERT3,LABCERT4,LABCERT5,LABCERT6,LABCERT7,LABCERT8,XREF1,"
    "XREF2,XREF3,XREF4,XREF5,COV,ASC_GRP,ASC_DT,OPPS,OPPS_PI,OPPS_DT,PROCNOTE,BETOS,TOS1,TOS2,TOS3,TOS4,TOS5,"
    "ANEST_BU,ADD DT,ACT EFF DT,TERM DT,ACTION CD"
)


def hcpcs_row(code: str, record: str, title: str, **cells: str) -> str:
    """Return one row of the HCPCS table as CSV."""
    given = {"HCPC": code, "SEQNUM": "0010", "RECID": record, "LONG DESCRIPTION": title, "ADD DT": "19900101"}
    given |= {name.replace("_", " "): value for name, value in cells.items()}
    return ",".join(f'"{given.get(name, "")}"' for name in HCPCS_COLUMNS.split(",")) + "\n"


def hcpcs(path: Path, *rows: str) -> Path:
    """Write the HCPCS table as CSV, with a note above the heading."""
    return write(path, "A note\n\n" + HCPCS_COLUMNS + "\n" + "".join(rows), "utf-8")


def hcpcs_record(code: str, record: str, title: str, **cells: str) -> str:
    """Return one record of the HCPCS file as fixed-width text; cells by name as in the table."""
    places = {
        "SHORT_DESCRIPTION": 92, "PRICE1": 120, "XREF1": 205, "COV": 230, "ASC_GRP": 231, "BETOS": 257,
        "TOS1": 261, "TOS2": 262, "ADD_DT": 269, "ACT_EFF_DT": 277, "TERM_DT": 285, "ACTION_CD": 293,
    }  # fmt: skip
    line = f"{code:>5}00100{record}{title[:80]:80}".ljust(293)
    for name, value in ({"ADD_DT": "19900101", "ACTION_CD": "N"} | cells).items():
        at = places[name] - 1
        line = line[:at] + value + line[at + len(value) :]
    return (line if record in "37" else line[:91].rstrip()) + "\r\n"
