"""Whether a claim lacks what nearly every claim has: then, and only then, the edits about it run.

Each is the promise that a claim or line that is not odd gives those edits nothing to say; being odd is no
fault. What makes one odd is wider than what the edits find, and may be.
"""

from cleanclaim.claim import Address, Claim, Coverage, Person, Provider, ServiceLine

_USUAL_RELATIONSHIPS = ("18", "01", "19")
_NINE, _FIVE, _FOUR = 9, 5, 4


def is_odd_line(line: ServiceLine, diagnoses: int) -> bool:
    """Return whether a line lacks something, or has what is rare.

    That is a code, day, charge, units or pointer that lack, charge or units below zero, a pointer that
    comes twice, is one too many, or points beyond so many diagnoses.
    """
    charge, units = line.charge, line.units
    if not (charge and units and line.dates and line.pointers and line.code.strip()):
        return True
    if charge.is_signed() or units.is_signed():
        return True
    pointers = line.pointers
    if len(pointers) == 1:
        return not 0 < pointers[0] <= diagnoses
    most = max(pointers)
    return (
        most > diagnoses or min(pointers) < 1 or len(pointers) > _FOUR or len(set(pointers)) < len(pointers)
    )


def has_odd_header(claim: Claim) -> bool:
    """Return whether something about the claim as a whole, its parties or coverages is missing or rare."""
    if not (claim.lines and claim.coverages and claim.total_charge is not None):
        return True
    if not any(diagnosis.role in ("principal", "other") for diagnosis in claim.diagnoses):
        return True
    if claim.patient_paid is not None or not claim.patient_control_number.strip():
        return True
    if claim.assignment not in ("A", "B", "C") or claim.provider_signature not in ("Y", "N"):
        return True
    if not 0 <= claim.billed_coverage < len(claim.coverages):
        return True
    return (
        _is_odd_provider(claim.billing_provider)
        or _is_odd_person(claim.patient)
        or any(map(_is_odd_coverage, claim.coverages))
    )


def _is_odd_provider(billing: Provider) -> bool:
    address = billing.address
    if not (billing.npi.strip() and billing.tax_id.strip() and billing.name.last.strip()):
        return True
    return address is None or len(address.zip_code) != _NINE or _is_odd_address(address)


def _is_odd_person(patient: Person) -> bool:
    name, address = patient.name, patient.address
    if patient.birth_date is None or patient.sex not in ("F", "M", "U"):
        return True
    if address is None or not (name.last.strip() and name.first.strip()):
        return True
    return _is_odd_address(address)


def _is_odd_address(address: Address) -> bool:
    zip_code = address.zip_code
    if not zip_code.isdigit() or len(zip_code) not in (_FIVE, _NINE):
        return True
    return not (address.line1.strip() and address.city.strip())


def _is_odd_coverage(coverage: Coverage) -> bool:
    if coverage.relationship not in _USUAL_RELATIONSHIPS or coverage.sequence not in ("P", "S", "T"):
        return True
    if coverage.assignment_of_benefits not in ("Y", "N", "W"):
        return True
    if coverage.release_of_information not in ("Y", "I") or coverage.payer_claim_control_number:
        return True
    subscriber = coverage.subscriber
    if coverage.relationship == "18":
        if subscriber is not None:
            return True
    elif subscriber is None or not subscriber.name.last.strip():
        return True
    payer = coverage.payer
    return not (coverage.member_id.strip() and payer.payer_id.strip() and payer.name.strip())
