"""An invented relative value file with one code for each indicator, and localities of round indices.

Every GPCI of 10112-00 is 1, the conversion factor 30 (40 for qualifying participants): a reader can
compute each fee. The codes are numbers without meaning; what they are invented to be is said here.
"""

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec

from cleanclaim.codesets import open_store
from cleanclaim.parameters import shipped_parameters
from cleanclaim.pricing import NotPriced, Priced, Service, Tables, price_services
from cleanclaim.reference import import_files
from tests.reference.official import rvu, write

DAY = date(2026, 8, 3)
PLAIN = "10112-00"
OTHER = "01182-18"
_TITLE = "2026 National Physician Fee Schedule Relative Value File July Release"

_GPCI = (
    "ADDENDUM E. FINAL CY 2026 GEOGRAPHIC PRACTICE COST INDICES (GPCIs) BY STATE,,,,,,\n,,,,,,\n"
    "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,"
    "2026 PW GPCI (with 1.0 Floor)***,2026 PE GPCI,2026 MP GPCI\n"
    "10112,AL,00,ALABAMA,1.000,1.000,1.000\n02102,AK,01,ALASKA*,1.500***,1.065,0.551\n"
    "01112,CA,05,NORTH,1.050,1.400,0.500\n01182,CA,18,SOUTH,1.040,1.183,0.664\n"
    "03602,WY,21,PLAINS,1.000,1.000,1.500\n"
)
_ANESTHESIA = (
    "Contractor,Locality,Locality Name,National Anes CF of 20.5000\n"
    "10112 ,00 ,ALABAMA,20.00 \n01182 ,18 ,SOUTH,25.00 \n"
)


def row(
    code: str,
    modifier: str = "",
    *,
    status: str = "A",
    work: str = "0.00",
    nonfacility: str = "0.00",
    facility: str = "0.00",
    malpractice: str = "0.00",
    pc_tc: str = "0",
    global_days: str = "XXX",
    split: tuple[str, str, str] = ("0.00", "0.00", "0.00"),
    multiple: str = "0",
    bilateral: str = "0",
    assistant: str = "0",
    co_surgeons: str = "0",
    team: str = "0",
    base: str = "",
    family: str = "99",
    opps: tuple[str, str] = ("0.00", "0.00"),
) -> str:
    """Return a row of the relative value file of 32 columns; factor and price indicator to be filled in."""
    total = Decimal(work) + Decimal(malpractice)
    return (
        f"{code},{modifier},Text,{status},,{work},{nonfacility},,{facility},,{malpractice},"
        f"{total + Decimal(nonfacility)},{total + Decimal(facility)},{pc_tc},{global_days},{','.join(split)},"
        f"{multiple},{bilateral},{assistant},{co_surgeons},{team},{{price}},{base},{{factor}},09,0,{family},"
        f"{opps[0]},{opps[0]},{opps[1]}\n"
    )


def _test(code: str, professional: str, technical: str, cap: str = "0.00", **cells: str) -> str:
    """Return whole, professional and technical rows of a test, in relative values of one unit each."""
    half = {"work": professional, "pc_tc": "1", **cells}
    return (
        row(code, nonfacility=technical, facility=technical, opps=(cap, "0.00"), **half)
        + row(code, "26", **half)
        + row(code, "TC", nonfacility=technical, facility=technical, opps=(cap, "0.00"), pc_tc="1", **cells)
    )


def _rows(factor: str, price: str) -> str:
    """Return the whole file; fees in the remarks are those with a factor of 30."""
    package = {"global_days": "090", "split": ("0.10", "0.70", "0.20"), "multiple": "2"}
    made = (
        # 100 dollars in an office, 60 in a facility
        row("99213", work="1.00", nonfacility="2.3333", facility="1.0000")
        + "".join(row(f"9000{number}", status=status) for number, status in enumerate("BEIMNPX"))
        + row("64999", status="C")
        + row("D0120", status="R")
        + row("97001", status="R", work="1.00", nonfacility="1.00", facility="1.00")
        + row("36000", status="T", work="0.50", nonfacility="0.50", facility="0.50")
        # surgery: 3000, 1500, 900, 600, 300, 150
        + row("27447", work="60.00", nonfacility="40.00", facility="40.00", bilateral="1", assistant="2",
              co_surgeons="2", team="1", **package)
        + row("29881", work="30.00", nonfacility="20.00", facility="20.00", bilateral="1", assistant="1",
              co_surgeons="1", **package)
        + row("11042", work="20.00", nonfacility="10.00", facility="10.00", multiple="2", bilateral="0",
              assistant="0", global_days="000")
        + row("20610", work="10.00", nonfacility="10.00", facility="10.00", multiple="2", bilateral="1",
              assistant="1", global_days="000")
        + row("11000", work="5.00", nonfacility="5.00", facility="5.00", multiple="2")
        + row("11001", work="3.00", nonfacility="2.00", facility="2.00", multiple="2")
        # both sides: 125 whichever way
        + row("92002", work="4.1666", bilateral="2")
        + row("92003", work="4.1666", bilateral="0")
        + row("92004", work="4.1666", bilateral="3")
        + row("92005", work="4.1666", bilateral="9")
        # endoscopies of a family: base 100, 150 and 240
        + row("43235", work="3.3334", multiple="2")
        + row("43239", work="5.00", multiple="3", base="43235")
        + row("43248", work="8.00", multiple="3", base="43235")
        # imaging: 60 + 300, 30 + 150, capped 30 + 150 with a cap of 60 on the technical part
        + _test("70551", "2.00", "10.00", multiple="4", family="88")
        + _test("72148", "1.00", "5.00", multiple="4", family="88")
        + _test("76145", "1.00", "5.00", cap="2.00", multiple="4", family="88")
        + _test("93306", "2.00", "8.00", multiple="6")
        + row("93000", work="0.50", nonfacility="0.70", facility="0.70", malpractice="0.02", pc_tc="4",
              multiple="6")
        + row("93005", nonfacility="0.50", facility="0.50", malpractice="0.01", pc_tc="3", multiple="6")
        + row("93010", work="0.50", nonfacility="0.20", facility="0.20", malpractice="0.01", pc_tc="2")
        + _test("92250", "1.00", "2.00", multiple="7")
        + _test("92235", "1.00", "3.00", multiple="7")
        # contractor-priced imaging: technical cap of 1.005 units, professional 1.005 units
        + row("78608", status="C", pc_tc="1")
        + row("78608", "26", work="1.0005", pc_tc="1")
        + row("78608", "TC", status="C", pc_tc="1", opps=("1.0005", "0.00"))
        # therapy: expense 1.00 and 0.60, work 1.00 each
        + row("97110", work="1.00", nonfacility="1.00", facility="1.00", pc_tc="7", multiple="5")
        + row("97140", work="1.00", nonfacility="0.60", facility="0.60", pc_tc="7", multiple="5")
        + row("45378", work="4.00", multiple="2")
        + row("45378", "53", work="2.00", multiple="2")
        + row("96372", work="0.50", nonfacility="0.50", facility="0.50", pc_tc="5")
        + row("00102", status="J", pc_tc="9", multiple="9", bilateral="9", assistant="9")
        + row("00100", status="J", pc_tc="9", multiple="9", bilateral="9", assistant="9")
    )  # fmt: skip
    return made.format(factor=factor, price=price)


def physician_tables(directory: Path, *, qpp: bool = True) -> Tables:
    """Import the invented files and return the tables; ``qpp``: also the second conversion factor."""
    files = [
        rvu(directory / "PPRRVU2026_Jul_nonQPP.csv", _TITLE, "9", _rows("30.0000", "9")),
        write(directory / "GPCI2026.csv", _GPCI),
        write(directory / "ANES2026.csv", _ANESTHESIA),
    ]
    if qpp:
        files.append(rvu(directory / "PPRRVU2026_Jul_QPP.csv", _TITLE, "1", _rows("40.0000", "1")))
    import_files(files, directory / "store")
    return Tables(open_store(directory / "store"), shipped_parameters())


def service(code: str, *modifiers: str, **fields: object) -> Service:
    """Return a service in an office of 10112-00 on the day."""
    made = Service(code=code, on=DAY, modifiers=modifiers, locality=PLAIN, setting="nonfacility")
    return msgspec.structs.replace(made, **fields)


def amounts(tables: Tables, *services: Service) -> list[str]:
    """Return the amounts of a claim's lines as text; the kind of the reason where there is none."""
    return [
        str(answer.amount) if isinstance(answer, Priced) else answer.kind
        for answer in price_services(services, tables)
    ]


def reason(tables: Tables, asked: Service) -> str:
    """Return why a service has no amount."""
    (answer,) = price_services([asked], tables)
    assert isinstance(answer, NotPriced), answer
    return answer.reason


def with_zip_codes(directory: Path) -> Tables:
    """Add ZIP codes to the store of a directory: 35004 in Alabama, 90001 in California, 35005 in both."""

    def line(state: str, zip_code: str, locality: str, flag: str = "0", plus_four: str = "") -> str:
        start = f"{state}{zip_code}{locality}".ljust(20) + flag + plus_four
        return start.ljust(75) + "20263" + "\r\n"

    text = (
        line("AL", "35004", "1011200")
        + line("CA", "90001", "0118218")
        + line("AL", "35005", "1011200", "1")
        + line("CA", "35005", "0118218", "0", "1234")
    )
    import_files([write(directory / "ZIP9_OCT2026.txt", text)], directory / "store")
    return Tables(open_store(directory / "store"), shipped_parameters())
