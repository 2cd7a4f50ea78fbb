"""What the Medicare physician fee schedule is computed from."""

from decimal import Decimal

import msgspec

from cleanclaim.codesets.kinds import Kind


class RelativeValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of the relative value file: a code, or its 26 or TC component, with its indicators.

    Values and factors are as printed. Indicators are the one-character codes of the RVU file's
    layout document; ``price_indicator`` exists from 2026 on (9 and 1 tell the two conversion
    factors apart). ``nonfacility_na``/``facility_na``: "NA" where the service is rarely or never
    done there. The descriptor (AMA, ADA) is not kept.
    """

    code: str
    modifier: str
    status: str
    work: Decimal
    nonfacility_pe: Decimal
    facility_pe: Decimal
    malpractice: Decimal
    nonfacility_total: Decimal
    facility_total: Decimal
    conversion_factor: Decimal
    pc_tc: str
    global_days: str
    preoperative: Decimal
    intraoperative: Decimal
    postoperative: Decimal
    multiple_procedure: str
    bilateral: str
    assistant: str
    co_surgeons: str
    team: str
    endoscopic_base: str = ""
    supervision: str = ""
    imaging_family: str = ""
    opps_nonfacility_pe: Decimal = Decimal(0)
    opps_facility_pe: Decimal = Decimal(0)
    opps_malpractice: Decimal = Decimal(0)
    nonfacility_na: bool = False
    facility_na: bool = False
    not_used_for_medicare: bool = False
    calculation_flag: str = ""
    price_indicator: str = ""


class PriceIndices(msgspec.Struct, frozen=True):
    """The geographic practice cost indices of a locality. Key: ``<MAC>-<locality>`` (10112-00).

    ``state`` is the postal code. California's MACs differ between files: see :func:`locality_key`.
    """

    mac: str
    locality: str
    state: str
    name: str
    work: Decimal
    practice_expense: Decimal
    malpractice: Decimal


class AnesthesiaFactor(msgspec.Struct, frozen=True):
    """A locality's anesthesia conversion factor in dollars a unit, and the national one."""

    mac: str
    locality: str
    name: str
    factor: Decimal
    national: Decimal


class AnesthesiaBase(msgspec.Struct, frozen=True):
    """The base units of an anesthesia service. Key: the code."""

    code: str
    units: Decimal


class OPPSCap(msgspec.Struct, frozen=True):
    """The most a locality pays for a technical component, in dollars. Key: the code."""

    code: str
    modifier: str
    status: str
    mac: str
    locality: str
    facility: Decimal
    nonfacility: Decimal


class LocalityCounties(msgspec.Struct, frozen=True):
    """Which counties a locality holds, as printed. Key: ``<MAC>-<locality>``."""

    mac: str
    locality: str
    state: str
    area: str
    counties: str


class ZIPLocality(msgspec.Struct, frozen=True, omit_defaults=True):
    """The MAC and locality of a ZIP code. Key: the five digits, or nine where they decide.

    ``rural``: blank urban, R rural, B super rural. ``plus_four``: only the nine digits decide.
    """

    zip: str
    state: str
    mac: str
    locality: str
    rural: str = ""
    plus_four: bool = False


def locality_key(mac: str, locality: str) -> str:
    """Return the key of a locality: five digits of MAC, a dash, two of locality."""
    return f"{mac.strip().zfill(5)}-{locality.strip().zfill(2)}"


_FEES_OFF = "physician fee schedule amounts"
MPFS = Kind("MPFS", "Physician fee schedule relative values", RelativeValue, _FEES_OFF)
MPFS_QPP = Kind("MPFS_QPP", "Physician fee schedule, QPP conversion factor", RelativeValue, _FEES_OFF)
GPCI = Kind("GPCI", "Geographic practice cost indices", PriceIndices, _FEES_OFF)
ANESTHESIA = Kind("ANESTHESIA", "Anesthesia conversion factors", AnesthesiaFactor, "anesthesia amounts")
ANESTHESIA_QPP = Kind(
    "ANESTHESIA_QPP", "Anesthesia conversion factors, QPP", AnesthesiaFactor, "anesthesia amounts"
)
ANESTHESIA_BASE = Kind(
    "ANESTHESIA_BASE", "Anesthesia base units", AnesthesiaBase, "anesthesia amounts without --base-units"
)
OPPS_CAP = Kind("OPPS_CAP", "OPPS caps by locality", OPPSCap, "caps on technical components")
LOCALITY = Kind("LOCALITY", "Counties of the localities", LocalityCounties, "localities by county")
ZIP_LOCALITY = Kind("ZIP_LOCALITY", "ZIP codes to localities", ZIPLocality, "localities by ZIP code")
