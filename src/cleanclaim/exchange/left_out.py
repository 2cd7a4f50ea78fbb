"""What a ``Claim`` may hold that a claim guide says nothing about, and why that loses nothing.

A practice's records know more of a provider or a subscriber than the guides ask for: such facts stay
in the claim's own document (``left_out``). What would be lost is refused by name (``refused``,
raised in ``refusals``). Everything else is written; a test walks every field of ``Claim`` for each
guide and compares it with these tables.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from cleanclaim.claim import LineProviders
from cleanclaim.exchange.forms import DENTAL, INSTITUTIONAL, PROFESSIONAL, Form
from cleanclaim.exchange.roles import PAY_TO, Role

_PAY_TO = "loop 2010AB is an address: its NM1 says only whether it is a person's or an organization's."
_PURCHASED = "loop 2420B identifies by number only: its NM1 has no name elements."
_PRIOR = "the payer that is billed knows what it has decided; loop 2320 is for the others."
_PAT = "PAT is for the patient; in 2000B it stands only when the subscriber is the patient."
_NO_PAT = "of PAT, this guide uses only the relationship."
_OTHER_SUBSCRIBER = "loop 2330A holds name, address and identifiers of another payer's subscriber."
_NO_SBR05 = "SBR05 is not used; why Medicare is secondary is told in other ways (value codes)."
_NO_SIGNATURE_SOURCE = "CLM10 and OI04 are not used."

_CONDITION = ("death_date", "weight_pounds", "pregnant")
_ROLE_PARTS = (
    ("npi", "npi"),
    ("specialty", "taxonomy"),
    ("tax_id", "tax_id*"),
    ("address", "address.*"),
    ("contact", "contact.*"),
    ("references", "references*"),
)
_CLAIM_PROVIDERS = ("rendering", "referring", "primary_care", "supervising", "facility")


@cache
def left_out(form: Form) -> Mapping[str, str]:
    """Return field (``*`` for everything that continues so) to the reason why it is not carried."""
    found = dict(_of_role("pay_to", PAY_TO, _PAY_TO, _PAY_TO))
    role_reason = f"{form.guide} gives a provider in this role no such segment; the NPI stands for it."
    for field, role in form.claim_roles.items():
        found |= _of_role(field, role, _PURCHASED, role_reason)
    for field, role in form.line_roles.items():
        found |= _of_role(f"lines.providers.{field}", role, _PURCHASED, role_reason)
    found["coverages.billed.prior_payment.*"] = _PRIOR
    for field in _CONDITION:
        found[f"coverages.billed.subscriber.{field}"] = _PAT if form.condition else _NO_PAT
        if not form.condition:
            found[f"patient.{field}"] = _NO_PAT
    for field in ("birth_date", "sex", *_CONDITION, "property_casualty_claim_number"):
        found[f"coverages.other.subscriber.{field}"] = _OTHER_SUBSCRIBER
    for place in ("billed", "other"):
        if not form.insurance_type:
            found[f"coverages.{place}.insurance_type"] = _NO_SBR05
        if not form.signature_source:
            found[f"coverages.{place}.patient_signature_source"] = _NO_SIGNATURE_SOURCE
    if form is INSTITUTIONAL:
        found["provider_signature"] = "CLM06 is not used in the institutional guide."
    return MappingProxyType(found)


def _of_role(path: str, role: Role, name_reason: str, reason: str) -> Iterator[tuple[str, str]]:
    if not role.name:
        for part in ("last", "first", "middle", "suffix"):
            yield f"{path}.name.{part}", name_reason
    for flag, pattern in _ROLE_PARTS:
        if not getattr(role, flag):
            yield f"{path}.{pattern}", reason


@cache
def refused(form: Form) -> Mapping[str, str]:
    """Return field to the reason why a claim that holds it cannot be written in this form."""
    found = {"claim_type": "the type chooses the guide; there are professional, institutional and dental."}
    found |= _REFUSED[form.claim_type]
    for field in _CLAIM_PROVIDERS:
        if field not in form.claim_roles:
            found[f"{field}.*"] = f"the {form.name} has no such provider."
    for field in LineProviders.__struct_fields__:
        if field not in form.line_roles:
            found[f"lines.providers.{field}.*"] = f"the {form.name} has no such provider of a line."
    found["coverages.billed.other_segments*"] = "loops 2320 and 2330 are for the other coverages."
    return MappingProxyType(found)


_POA = "only the 837I carries present-on-admission indicators."
_ONLY_I = "only the 837I carries it."
_ONLY_D = "only the 837D carries it."
_ONLY_P = "only the 837P carries it."
_NOT_I = "the 837I does not carry it."
_NOT_D = "the 837D does not carry it."

_REFUSED: Mapping[str, Mapping[str, str]] = {
    PROFESSIONAL.claim_type: {
        "institutional.*": _ONLY_I,
        "dental.*": _ONLY_D,
        "diagnoses.poa": _POA,
        "ambulance.transport_code": "CR103 is not used in version 005010.",
        "coverages.other.prior_payment.inpatient.*": _ONLY_I,
        "lines.revenue_code": _ONLY_I,
        "lines.noncovered": _ONLY_I,
        "lines.dental.*": _ONLY_D,
        "lines.ambulance.transport_code": "CR103 is not used in version 005010.",
        "lines.adjudications.revenue_code": _ONLY_I,
    },
    INSTITUTIONAL.claim_type: {
        "dental.*": _ONLY_D,
        "place_of_service": "an institutional claim says where by its type of bill.",
        "special_program": _NOT_I,
        "accident.*": "an institutional claim tells of accidents by occurrence codes and REF LU.",
        "dates.*": "an institutional claim has its own dates and occurrence codes.",
        "patient_paid": "an institutional claim has the patient's estimated share (AMT F3), or a value code.",
        "clia": _NOT_I,
        "ambulance.*": _ONLY_P,
        "lines.place_of_service": _NOT_I,
        "lines.pointers*": _NOT_I,
        "lines.emergency": _ONLY_P,
        "lines.epsdt": _ONLY_P,
        "lines.family_planning": _ONLY_P,
        "lines.copay_exempt": _ONLY_P,
        "lines.dental.*": _ONLY_D,
        "lines.prior_authorization": _NOT_I,
        "lines.referral_number": _NOT_I,
        "lines.clia": _ONLY_P,
        "lines.ambulance.*": _ONLY_P,
    },
    DENTAL.claim_type: {
        "institutional.*": _ONLY_I,
        "dental.missing_teeth.surfaces*": "a missing tooth has no surfaces.",
        "dates.*": "a dental claim has accident, appliance placement and service dates.",
        "diagnoses.poa": _POA,
        "clia": _ONLY_P,
        "medical_record_number": _NOT_D,
        "ambulance.*": _ONLY_P,
        "coverages.other.prior_payment.inpatient.*": _ONLY_I,
        "lines.unit": "the quantity of a dental service (SV306) is a number without a unit.",
        "lines.emergency": _ONLY_P,
        "lines.epsdt": _ONLY_P,
        "lines.family_planning": _ONLY_P,
        "lines.copay_exempt": _ONLY_P,
        "lines.revenue_code": _ONLY_I,
        "lines.noncovered": _ONLY_I,
        "lines.drug.*": _NOT_D,
        "lines.clia": _ONLY_P,
        "lines.ambulance.*": _ONLY_P,
        "lines.notes.*": _NOT_D,
        "lines.attachments.*": "a dental claim's attachments belong to the whole claim.",
        "lines.adjudications.revenue_code": _ONLY_I,
    },
}
