"""837P, 837I and 837D → ``Claim``, leniently: what was sent, right or wrong."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from cleanclaim.claim import (
    Accident,
    Adjustment,
    Attachment,
    Claim,
    ClaimDates,
    Coverage,
    DentalDetails,
    Diagnosis,
    Note,
    OtherSegment,
    Payer,
    Person,
    PriorPayment,
    Provider,
    QualifiedDate,
    Reference,
)
from cleanclaim.exchange import dental, institutional
from cleanclaim.exchange.forms import (
    COVERAGE_LOOPS,
    DENTAL,
    INSTITUTIONAL,
    PROFESSIONAL,
    Form,
    claim_roles_by_code,
)
from cleanclaim.exchange.loops import ClaimLoops, Line, claim_loops, cut, lines_of
from cleanclaim.exchange.read_lines import (
    ambulance_of,
    read_adjustments,
    read_ambulance_place,
    read_attachment,
    read_line,
    read_transport,
)
from cleanclaim.exchange.read_parties import (
    Kept,
    read_billing,
    read_payer,
    read_person,
    read_provider,
)
from cleanclaim.exchange.tidy import (
    kept_in_order,
    other_subscriber,
    paying_place,
    take,
    without_trailing_blanks,
)
from cleanclaim.exchange.wire import dates_of, day_of, number_of
from cleanclaim.x12 import Transaction

_replace = msgspec.structs.replace
_AMBULANCE_LOOPS = {"PW": "2310E", "45": "2310F"}
_DIAGNOSES = {
    qualifier: key
    for key, qualifier in institutional.DIAGNOSIS_QUALIFIERS.items()
    if key[0] in ("principal", "other")
}


def read_claims(transaction: Transaction, form: Form) -> Iterator[Claim]:
    """Yield the claims of one 837 transaction in their order.

    Never refuses a claim: a date that is no date or a segment that has no field is kept in
    ``other_segments`` and written again; an amount that is no number reads as missing.
    """
    lines: list[Line] | None = None
    level = _Billing(Provider(), None, ())
    for loops in claim_loops(lines_of(transaction)):
        if loops.provider is not lines:
            lines, level = loops.provider, _billing(loops.provider)
        yield _claim(loops, form, level)


class _Billing(msgspec.Struct, frozen=True):
    """What the level of a billing provider says, once for all its claims."""

    provider: Provider
    pay_to: Provider | None
    kept: tuple[OtherSegment, ...]


def _billing(lines: Sequence[Line]) -> _Billing:
    kept: Kept = []
    provider, pay_to = read_billing(lines, kept)
    return _Billing(provider, pay_to, tuple(kept))


def _claim(loops: ClaimLoops, form: Form, level: _Billing) -> Claim:
    kept: Kept = [*level.kept]
    before_lines, line_blocks = cut(loops.claim, lambda line: line.id == "LX")
    before_payers, payer_blocks = cut(before_lines, lambda line: line.id == "SBR")
    header, provider_blocks = cut(before_payers, lambda line: line.id == "NM1")
    found = _read_header(header, form, kept)
    coverage, patient, has_coverage = _levels(loops, form, kept)
    others = [_other_coverage(block, patient, form) for block in payer_blocks]
    shown = found.pop("coverage")
    coverages: tuple[Coverage, ...] = ()
    billed = 0
    if has_coverage or others or _replace(Coverage(), **shown) != Coverage():
        numbers, found["references"] = _numbers(coverage, found["references"])
        coverage = _replace(numbers, **shown)
        billed = paying_place(coverage.sequence, [other.sequence for other in others])
        coverages = (*others[:billed], coverage, *others[billed:])
    ambulance = found.pop("ambulance")
    roles = claim_roles_by_code(form)
    providers: dict[str, Any] = {}
    places: list[str] = []
    for block in provider_blocks:
        code = block[0].get(1)
        if code in roles and roles[code][0] not in providers:
            field, role = roles[code]
            providers[field] = read_provider(role, block, kept)
        elif form is PROFESSIONAL and code in _AMBULANCE_LOOPS and not places.count(code):
            places.append(code)
            read_ambulance_place(block, ambulance, _AMBULANCE_LOOPS[code], kept)
        else:
            kept += [line.kept("2310") for line in block]
    for path in [path for path in providers if "." in path]:
        owner, _, field = path.partition(".")
        found[owner] = _replace(found[owner], **{field: providers.pop(path)})
    return Claim(
        **found,
        claim_type=form.claim_type,
        billing_provider=level.provider,
        pay_to=level.pay_to,
        patient=patient,
        coverages=coverages,
        billed_coverage=billed,
        lines=tuple(read_line(block, form) for block in line_blocks),
        ambulance=ambulance_of(ambulance),
        other_segments=kept_in_order(tuple(kept), form.claim_loops, form.orders),
        **providers,
    )


def _levels(loops: ClaimLoops, form: Form, kept: Kept) -> tuple[Coverage, Person, bool]:
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


def _numbers(coverage: Coverage, references: Sequence[Reference]) -> tuple[Coverage, tuple[Reference, ...]]:
    referral, rest = take(references, "9F")
    authorization, rest = take(rest, "G1")
    control, rest = take(rest, "F8")
    return _replace(
        coverage,
        referral_number=referral,
        prior_authorization=authorization,
        payer_claim_control_number=control,
    ), rest


def _read_header(lines: Sequence[Line], form: Form, kept: Kept) -> dict[str, Any]:
    """Return the claim's fields of loop 2300, and under ``coverage`` those of the billed coverage."""
    found: dict[str, Any] = {"ambulance": {}, "accident": Accident()}
    details: dict[str, Any] = {}
    references: list[Reference] = []
    other_dates: list[QualifiedDate] = []
    notes: list[Note] = []
    attachments: list[Attachment] = []
    diagnoses: list[Diagnosis] = []
    dates: dict[str, Any] = {}
    for line in lines:
        if line.id != "CLM" and not any(line.elements):
            continue
        match line.id:
            case "CLM":
                found |= _read_claim(line, form)
            case _ if form is INSTITUTIONAL and institutional.read_header(line, details):
                continue
            case _ if form is DENTAL and dental.read_header(line, details):
                continue
            case "DTP" if (days := dates_of(line.get(2), line.get(3))) is not None:
                qualifier, single = line.get(1), line.get(2) == "D8"
                field = form.single_days.get(qualifier, "")
                if form is INSTITUTIONAL:
                    other_dates.append(QualifiedDate(qualifier, days))
                elif qualifier == "439" and single and found["accident"].on is None:
                    found["accident"] = _replace(found["accident"], on=days.start)
                elif form is PROFESSIONAL and qualifier == "314" and not single and "disability" not in dates:
                    dates["disability"] = days
                elif field and single and field not in dates:
                    dates[field] = days.start
                else:
                    other_dates.append(QualifiedDate(qualifier, days))
            case "REF" if line.only(1, 2):
                references.append(Reference(line.get(1), line.get(2)))
            case "AMT" if (
                line.get(1) == "F5" and found.get("patient_paid") is None and form is not INSTITUTIONAL
            ):
                found["patient_paid"] = number_of(line.get(2))
            case "NTE":
                notes.append(Note(line.get(1), line.get(2)))
            case "PWK" if line.only(1, 2, 5, 6):
                attachments.append(read_attachment(line))
            case "HI" if form is not INSTITUTIONAL and (read := _read_diagnoses(line)):
                diagnoses += read
            case _:
                if form is not PROFESSIONAL or not read_transport(line, found["ambulance"]):
                    kept.append(line.kept("2300"))
    rest: Sequence[Reference] = references
    for qualifier, field in form.references.items():
        found[field], rest = take(rest, qualifier)
    found["accident"] = None if found["accident"] == Accident() else found["accident"]
    if form is INSTITUTIONAL:
        found["institutional"], numbered = institutional.details_of(details, found.pop("facility_type", ""))
        diagnoses += numbered
    if form is DENTAL:
        details["predetermination_number"], rest = take(rest, "G3")
        found["dental"] = DentalDetails(predetermination=found.pop("predetermination", False), **details)
    return found | {
        "dates": ClaimDates(**dates),
        "references": rest,
        "other_dates": tuple(other_dates),
        "notes": tuple(notes),
        "attachments": tuple(attachments),
        "diagnoses": tuple(diagnoses),
    }


def _is_patient_paid(line: Line, found: dict[str, Any], form: Form) -> bool:
    return line.get(1) == "F5" and found.get("patient_paid") is None and form is not INSTITUTIONAL


def _read_claim(line: Line, form: Form) -> dict[str, Any]:
    found: dict[str, Any] = {
        "patient_control_number": line.get(1),
        "total_charge": number_of(line.get(2)),
        "claim_frequency_code": line.part(5, 3),
        "assignment": line.get(7),
        "delay_reason": line.get(20),
        "coverage": {
            "assignment_of_benefits": line.get(8),
            "release_of_information": line.get(9),
            "patient_signature_source": line.get(10) if form.signature_source else "",
        },
    }
    if form is INSTITUTIONAL:
        return found | {"facility_type": line.part(5, 1)}
    if form is DENTAL:
        found["predetermination"] = line.get(19) == dental.PREDETERMINATION
    causes = tuple(part for part in line.parts(11)[:3] if part)
    return found | {
        "place_of_service": line.part(5, 1),
        "provider_signature": line.get(6),
        "accident": Accident(causes, line.part(11, 4), line.part(11, 5)),
        "special_program": line.get(12),
    }


def _read_diagnoses(line: Line) -> list[Diagnosis]:
    """Return the diagnoses of an HI segment, none when it says anything else besides them."""
    found = []
    for n in range(1, len(line.elements) + 1):
        parts = line.parts(n)
        if not parts:
            continue
        if parts[0] not in _DIAGNOSES or len(parts) < 2 or any(parts[2:8]) or len(parts) > 9:
            return []
        role, system = _DIAGNOSES[parts[0]]
        poa = parts[8] if len(parts) == 9 else ""
        found.append(Diagnosis(parts[1], role=role, poa=poa, system=system))
    return found


def _other_coverage(block: Sequence[Line], patient: Person, form: Form) -> Coverage:
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
    coverage, references = _numbers(_coverage(header[0], insured, payer, form), payer.references)
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
