"""The coverages of a claim out of loops 2000B to 2010CA and 2320 to 2330, and the patient."""

from collections.abc import Sequence
from typing import Any

import msgspec

from cleanclaim.claim import (
    Adjustment,
    Coverage,
    Payer,
    Person,
    PriorPayment,
    Reference,
)
from cleanclaim.exchange import institutional
from cleanclaim.exchange.claim_loops import ClaimLoops
from cleanclaim.exchange.forms import COVERAGE_LOOPS, INSTITUTIONAL, Form
from cleanclaim.exchange.loops import Line, cut
from cleanclaim.exchange.read_lines import read_adjustments
from cleanclaim.exchange.read_parties import Kept, read_payer, read_person
from cleanclaim.exchange.tidy import kept_in_order, other_subscriber, take, without_trailing_blanks
from cleanclaim.exchange.wire import day_of, number_of

_replace = msgspec.structs.replace


def read_levels(loops: ClaimLoops, form: Form, kept: Kept) -> tuple[Coverage, Person, bool]:
    """Return the billed coverage, the patient, and whether the file names a coverage at all."""
    header, blocks = cut(loops.subscriber, lambda line: line.id == "NM1")
    insurance = next((line for line in header if line.id == "SBR" and any(line.elements)), None)
    condition = next((line for line in header if line.id == "PAT"), None)
    own = condition if loops.patient is None and form.condition else None
    kept += [line.kept("2000B") for line in header if line is not insurance and line is not own]
    insured, payer_block = _insured_and_payer(blocks, "2010BB", kept)
    person, rest = read_person(insured or [], own)
    kept += [line.kept("2010BA") for line in rest]
    payer, rest = read_payer(payer_block) if payer_block else (Payer(), [])
    kept += [line.kept("2010BB") for line in rest]
    coverage = _coverage(insurance, insured, payer, form)
    if loops.patient is None:
        named = bool(insurance or payer_block or coverage.member_id)
        return coverage, person, named
    header, blocks = cut(loops.patient, lambda line: line.id == "NM1")
    condition = next((line for line in header if line.id == "PAT"), None)
    kept += [line.kept("2000C") for line in header if line is not condition]
    patient, rest = read_person(blocks[0] if blocks else [], condition if form.condition else None)
    kept += [line.kept("2010CA") for line in rest]
    kept += [line.kept("2010CA") for block in blocks[1:] for line in block]
    subscriber = None if person == Person() else person
    relationship = condition.get(1) if condition else ""
    return _replace(coverage, relationship=relationship, subscriber=subscriber), patient, True


def _insured_and_payer(
    blocks: Sequence[list[Line]], loop: str, kept: Kept
) -> tuple[list[Line] | None, list[Line] | None]:
    """Return the first loops of the insured and of the payer; others are kept under ``loop``."""
    found: dict[str, list[Line]] = {}
    for block in blocks:
        code = block[0].get(1)
        if code in ("IL", "PR") and code not in found:
            found[code] = block
        else:
            kept += [line.kept(loop) for line in block]
    return found.get("IL"), found.get("PR")


def _coverage(insurance: Line | None, insured: Sequence[Line] | None, payer: Payer, form: Form) -> Coverage:
    member_id = insured[0].get(9) if insured else ""
    return Coverage(
        sequence=insurance.get(1) if insurance else "",
        payer=payer,
        member_id=member_id,
        member_id_qualifier=insured[0].get(8) if insured and member_id else "MI",
        relationship=insurance.get(2) if insurance else "",
        group_number=insurance.get(3) if insurance else "",
        group_name=insurance.get(4) if insurance else "",
        insurance_type=insurance.get(5) if insurance and form.insurance_type else "",
        filing_indicator=insurance.get(9) if insurance else "",
    )


def take_numbers(
    coverage: Coverage, references: Sequence[Reference]
) -> tuple[Coverage, tuple[Reference, ...]]:
    """Return the coverage with its referral, authorization and claim numbers, and the other identifiers."""
    referral, rest = take(references, "9F")
    authorization, rest = take(rest, "G1")
    control, rest = take(rest, "F8")
    return _replace(
        coverage,
        referral_number=referral,
        prior_authorization=authorization,
        payer_claim_control_number=control,
    ), rest


def read_other_coverage(block: Sequence[Line], patient: Person, form: Form) -> Coverage:
    """Return a coverage that the claim is not sent to, of a loop 2320."""
    kept: Kept = []
    header, parties = cut(block, lambda line: line.id == "NM1")
    prior, shown, rest = _read_prior_payment(header[1:], form)
    kept += [line.kept("2320") for line in rest]
    insured, payer_block = _insured_and_payer(parties, "2330", kept)
    person, rest = read_person(
        [line for line in insured or [] if line.id != "DMG"], None, of_other_payer=True
    )
    kept += [line.kept("2330A") for line in [*rest, *(x for x in insured or [] if x.id == "DMG")]]
    payer, rest = read_payer(payer_block) if payer_block else (Payer(), [])
    for line in rest:
        if (
            line.id == "DTP"
            and line.get(1) == "573"
            and "adjudicated_on" not in prior
            and day_of(line.get(3))
        ):
            prior["adjudicated_on"] = day_of(line.get(3))
        else:
            kept.append(line.kept("2330B"))
    coverage, references = take_numbers(_coverage(header[0], insured, payer, form), payer.references)
    found = PriorPayment(**prior)
    return _replace(
        coverage,
        payer=_replace(payer, references=references),
        subscriber=other_subscriber(person, coverage.relationship, patient),
        prior_payment=None if found == PriorPayment() else found,
        other_segments=kept_in_order(tuple(kept), COVERAGE_LOOPS, form.orders),
        **shown,
    )


def _read_prior_payment(
    lines: Sequence[Line], form: Form
) -> tuple[dict[str, Any], dict[str, str], list[Line]]:
    """Return the fields of a prior payment, those of the coverage's OI, and what is left."""
    amounts = {"D": "paid", "A8": "noncovered", "EAF": "remaining_patient_liability"}
    found: dict[str, Any] = {}
    shown = {
        "assignment_of_benefits": "",
        "release_of_information": "",
        "patient_signature_source": "",
    }
    adjustments: list[Adjustment] = []
    rest: list[Line] = []
    stay = next((line for line in lines if line.id == "MIA"), None) if form is INSTITUTIONAL else None
    decision = institutional.read_inpatient(stay) if stay else None
    if decision is not None:
        found["inpatient"], remarks = decision
        found["remarks"] = without_trailing_blanks(remarks)
    for line in lines:
        if not any(line.elements):
            continue
        if line.id == "CAS":
            adjustments += read_adjustments(line)
        elif line is stay and decision is not None:
            continue
        elif line.id == "AMT" and line.get(1) in amounts and found.get(amounts[line.get(1)]) is None:
            found[amounts[line.get(1)]] = number_of(line.get(2))
        elif line.id == "OI" and not any(shown.values()):
            shown = {
                "assignment_of_benefits": line.get(3),
                "patient_signature_source": line.get(4) if form.signature_source else "",
                "release_of_information": line.get(6),
            }
        elif line.id == "MOA" and "remarks" not in found and line.only(3, 4, 5, 6, 7):
            found["remarks"] = tuple(line.elements[2:7])
        else:
            rest.append(line)
    if adjustments:
        found["adjustments"] = tuple(adjustments)
    return found, shown, rest
