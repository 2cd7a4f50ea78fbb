"""Fee tables beside the physician schedule: laboratory, drugs, equipment, outpatient, ASC, DRG."""

from decimal import Decimal

import msgspec

from cleanclaim.codesets.kinds import Kind


class LaboratoryFee(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the clinical laboratory fee schedule: dollars a test; ``modifier`` QW or empty."""

    code: str
    modifier: str
    rate: Decimal
    effective: str
    indicator: str = ""


class DrugLimit(msgspec.Struct, frozen=True, omit_defaults=True):
    """The payment limit of a Part B drug (ASP) in dollars a dose; ``dose`` as printed (``10 MG``)."""

    code: str
    dose: str
    limit: Decimal
    coinsurance_percent: Decimal | None = None
    notes: str = ""


class DrugCrosswalk(msgspec.Struct, frozen=True, omit_defaults=True):
    """A product (NDC in 11 digits) of a drug code. Key: the code; a second entry stands under the NDC.

    ``billing_units`` is how many units of the code one package holds.
    """

    code: str
    ndc: str
    dose: str = ""
    package_size: str = ""
    package_quantity: str = ""
    billing_units: Decimal | None = None
    billing_units_package: Decimal | None = None


class EquipmentFee(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the DMEPOS fee schedule. ``fees``: (state, non-rural, rural) in dollars, None if blank."""

    code: str
    modifier: str
    modifier2: str
    jurisdiction: str
    category: str
    ceiling: Decimal | None
    floor: Decimal | None
    fees: tuple[tuple[str, Decimal | None, Decimal | None], ...]


class OutpatientRate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of OPPS Addendum B: status indicator, APC, weight, national rate and copayments in dollars."""

    code: str
    status: str
    apc: str = ""
    weight: Decimal | None = None
    rate: Decimal | None = None
    copayment: Decimal | None = None
    minimum_copayment: Decimal | None = None


class APCRate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of OPPS Addendum A: an ambulatory payment classification, weight, rate, copayments in dollars."""

    apc: str
    title: str
    status: str
    weight: Decimal | None = None
    rate: Decimal | None = None
    copayment: Decimal | None = None
    minimum_copayment: Decimal | None = None


class SurgicalCenterRate(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of the ASC addenda; ``addendum`` AA (procedures) or BB (ancillary), weight and dollars."""

    code: str
    addendum: str
    indicator: str
    discounted: bool = False
    weight: Decimal | None = None
    rate: Decimal | None = None


class DRGWeight(msgspec.Struct, frozen=True, omit_defaults=True):
    """A row of IPPS Table 5: weight, mean lengths of stay in days, transfer policy."""

    code: str
    title: str
    mdc: str
    kind: str
    weight: Decimal
    weight_before_cap: Decimal
    geometric_days: Decimal | None
    arithmetic_days: Decimal | None
    post_acute: bool = False
    special_pay: bool = False


CLFS = Kind("CLFS", "Clinical laboratory fee schedule", LaboratoryFee, "laboratory amounts")
ASP = Kind("ASP", "Part B drug payment limits", DrugLimit, "drug amounts")
ASP_NDC = Kind("ASP_NDC", "Drug codes to NDC", DrugCrosswalk, "NDC against drug codes")
DMEPOS = Kind("DMEPOS", "DMEPOS fee schedule", EquipmentFee, "equipment and supply amounts")
OPPS = Kind("OPPS", "OPPS Addendum B", OutpatientRate, "outpatient hospital amounts")
ASC = Kind("ASC", "ASC addenda", SurgicalCenterRate, "ambulatory surgical center amounts")
MS_DRG = Kind("MS_DRG", "MS-DRG weights (Table 5)", DRGWeight, "inpatient amounts", described=True)
APC = Kind("APC", "OPPS Addendum A (APCs)", APCRate, "rates of outpatient classifications", described=True)
