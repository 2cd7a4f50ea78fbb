"""What the three claim guides have in common and where they differ, as data.

A form says for one type of claim which guide carries it, the order of its segments, the loops
that it knows, the providers that it names, and which of a claim's identifiers and dates have a
segment of their own. The writer, the reader and ``canonical`` are the same for all three.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.exchange.roles import (
    ASSISTANT,
    ATTENDING,
    DENTAL_FACILITY,
    DENTAL_PRIMARY_CARE,
    DENTAL_REFERRING,
    DENTAL_SUPERVISING,
    FACILITY,
    HOSPITAL_RENDERING,
    LINE_ASSISTANT,
    LINE_DENTAL_FACILITY,
    LINE_DENTAL_SUPERVISING,
    LINE_FACILITY,
    LINE_HOSPITAL_REFERRING,
    LINE_HOSPITAL_RENDERING,
    LINE_OPERATING,
    LINE_OTHER_OPERATING,
    LINE_REFERRING,
    LINE_RENDERING,
    LINE_SUPERVISING,
    OPERATING,
    ORDERING,
    OTHER_OPERATING,
    PRIMARY_CARE,
    PURCHASED_SERVICE,
    REFERRING,
    RENDERING,
    SERVICE_LOCATION,
    SUPERVISING,
    WHO_REFERRED,
    Role,
)
from cleanclaim.primitives import InvalidValue


class Form(msgspec.Struct, frozen=True, eq=False):
    """One claim guide. Roles are keyed by the field of ``Claim`` or ``LineProviders`` they fill.

    ``single_days`` maps DTP01 of loop 2300 to fields of ``ClaimDates``; ``references`` REF01 of
    loop 2300 to fields of ``Claim``, ``line_references`` REF01 of loop 2400 to fields of
    ``ServiceLine``. ``condition`` says whether PAT tells more than the relationship (PAT05 to
    PAT09), ``insurance_type`` whether SBR05 is used, ``signature_source`` whether CLM10 and OI04.
    """

    name: str
    claim_type: str
    guide: str
    facility_qualifier: str
    service: str
    claim_order: tuple[str, ...]
    line_order: tuple[str, ...]
    coverage_order: tuple[str, ...]
    claim_loops: tuple[str, ...]
    line_loops: tuple[str, ...]
    claim_roles: Mapping[str, Role]
    line_roles: Mapping[str, Role]
    references: Mapping[str, str] = MappingProxyType({})
    line_references: Mapping[str, str] = MappingProxyType({})
    single_days: Mapping[str, str] = MappingProxyType({})
    condition: bool = False
    insurance_type: bool = False
    signature_source: bool = False
    lines: int = 50
    diagnoses: int = 12

    @property
    def orders(self) -> Mapping[str, tuple[str, ...]]:
        """Loop to the order of its segments, for the loops in which one is kept."""
        return {"2300": self.claim_order, "2400": self.line_order, "2320": self.coverage_order}


_LEVELS = ("2000A", "2010AA", "2010AB", "2010AC", "2000B", "2010BA", "2010BB", "2000C", "2010CA", "2300")

COVERAGE_LOOPS = ("2320", "2330A", "2330B", "2330")
"""Loops in which a coverage may keep segments without a field; 2330 for whole loops."""

SINGLE_DAYS = MappingProxyType(
    {
        "431": "onset",
        "454": "initial_treatment",
        "304": "last_seen",
        "453": "acute_manifestation",
        "484": "last_menstrual_period",
        "455": "last_x_ray",
        "297": "last_worked",
        "296": "return_to_work",
        "435": "admission",
        "096": "discharge",
    }
)
"""DTP01 of the professional claim's dates that are one day, and their fields in ``ClaimDates``."""

PROFESSIONAL = Form(
    name="837P",
    claim_type="professional",
    guide="005010X222A1",
    facility_qualifier="B",
    service="SV1",
    claim_order=(*("CLM", "DTP", "PWK", "CN1", "AMT", "REF", "K3", "NTE", "CR1", "CR2", "CRC", "HI", "HCP"),),
    line_order=(
        *("LX", "SV1", "SV5", "PWK", "CR1", "CR3", "CRC", "DTP", "QTY", "MEA", "CN1"),
        *("REF", "AMT", "K3", "NTE", "PS1", "HCP"),
    ),
    coverage_order=("SBR", "CAS", "AMT", "OI", "MOA"),
    claim_loops=(
        *_LEVELS,
        *("2310A[DN]", "2310A[P3]", "2310B", "2310C", "2310D", "2310E", "2310F", "2310"),
    ),
    line_loops=(
        *("2400", "2410", "2420A", "2420B", "2420C", "2420D", "2420E", "2420F[DN]", "2420G", "2420H"),
        *("2420", "2430", "2440"),
    ),
    claim_roles=MappingProxyType(
        {
            "referring": REFERRING,
            "primary_care": PRIMARY_CARE,
            "rendering": RENDERING,
            "facility": FACILITY,
            "supervising": SUPERVISING,
        }
    ),
    line_roles=MappingProxyType(
        {
            "rendering": LINE_RENDERING,
            "purchased_service": PURCHASED_SERVICE,
            "facility": LINE_FACILITY,
            "supervising": LINE_SUPERVISING,
            "ordering": ORDERING,
            "referring": LINE_REFERRING,
        }
    ),
    references=MappingProxyType({"X4": "clia", "EA": "medical_record_number"}),
    line_references=MappingProxyType(
        {"G1": "prior_authorization", "X4": "clia", "9F": "referral_number"},
    ),
    single_days=SINGLE_DAYS,
    condition=True,
    insurance_type=True,
    signature_source=True,
)

INSTITUTIONAL = Form(
    name="837I",
    claim_type="institutional",
    guide="005010X223A2",
    facility_qualifier="A",
    service="SV2",
    claim_order=("CLM", "DTP", "CL1", "PWK", "CN1", "AMT", "REF", "K3", "NTE", "CRC", "HI", "HCP"),
    line_order=("LX", "SV2", "PWK", "DTP", "REF", "AMT", "NTE", "HCP"),
    coverage_order=("SBR", "CAS", "AMT", "OI", "MIA", "MOA"),
    claim_loops=(
        *_LEVELS,
        *("2310A", "2310B", "2310C", "2310D", "2310E", "2310F", "2310"),
    ),
    line_loops=("2400", "2410", "2420A", "2420B", "2420C", "2420D", "2420", "2430", "2440"),
    claim_roles=MappingProxyType(
        {
            "institutional.attending": ATTENDING,
            "institutional.operating": OPERATING,
            "institutional.other_operating": OTHER_OPERATING,
            "rendering": HOSPITAL_RENDERING,
            "facility": SERVICE_LOCATION,
            "referring": WHO_REFERRED,
        }
    ),
    line_roles=MappingProxyType(
        {
            "operating": LINE_OPERATING,
            "other_operating": LINE_OTHER_OPERATING,
            "rendering": LINE_HOSPITAL_RENDERING,
            "referring": LINE_HOSPITAL_REFERRING,
        }
    ),
    references=MappingProxyType({"EA": "medical_record_number"}),
    lines=999,
)

DENTAL = Form(
    name="837D",
    claim_type="dental",
    guide="005010X224A2",
    facility_qualifier="B",
    service="SV3",
    claim_order=("CLM", "DTP", "DN1", "DN2", "PWK", "CN1", "AMT", "REF", "K3", "NTE", "HI", "HCP"),
    line_order=("LX", "SV3", "TOO", "DTP", "CN1", "REF", "AMT", "K3", "HCP"),
    coverage_order=("SBR", "CAS", "AMT", "OI", "MOA"),
    claim_loops=(
        *_LEVELS,
        *("2310A[DN]", "2310A[P3]", "2310B", "2310C", "2310D", "2310E", "2310"),
    ),
    line_loops=("2400", "2420A", "2420B", "2420C", "2420D", "2420", "2430", "2440"),
    claim_roles=MappingProxyType(
        {
            "referring": DENTAL_REFERRING,
            "primary_care": DENTAL_PRIMARY_CARE,
            "rendering": RENDERING,
            "facility": DENTAL_FACILITY,
            "dental.assistant_surgeon": ASSISTANT,
            "supervising": DENTAL_SUPERVISING,
        }
    ),
    line_roles=MappingProxyType(
        {
            "rendering": LINE_RENDERING,
            "assistant": LINE_ASSISTANT,
            "supervising": LINE_DENTAL_SUPERVISING,
            "facility": LINE_DENTAL_FACILITY,
        }
    ),
    line_references=MappingProxyType({"G1": "prior_authorization", "9F": "referral_number"}),
    insurance_type=True,
    diagnoses=4,
)


@cache
def claim_roles_by_code(form: Form) -> Mapping[str, tuple[str, Role]]:
    """Return NM101 of loops 2310 to the field and role that it stands for."""
    return {role.code: (field, role) for field, role in form.claim_roles.items()}


@cache
def line_roles_by_code(form: Form) -> Mapping[str, tuple[str, Role]]:
    """Return NM101 of loops 2420 to the field and role that it stands for."""
    return {role.code: (field, role) for field, role in form.line_roles.items()}


FORMS: Mapping[str, Form] = MappingProxyType(
    {form.claim_type: form for form in (PROFESSIONAL, INSTITUTIONAL, DENTAL)}
)
"""Claim type to its form."""


def form_of(claim: Claim, where: str = "") -> Form:
    """Return the form of a claim; raises ``InvalidValue`` for a type that there is no guide for."""
    form = FORMS.get(claim.claim_type)
    if form is None:
        raise InvalidValue(
            f"there is no 837 for a claim of type {claim.claim_type!r}.",
            where=f"{where}.claim_type" if where else "claim_type",
            fix=f"Use {', '.join(FORMS)}.",
        )
    return form
