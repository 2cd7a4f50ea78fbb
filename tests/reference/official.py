"""Small invented files in the layouts of the official ones."""

import zipfile
from pathlib import Path

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
