"""837P, 837I and 837D → ``Claim``, leniently: what was sent, right or wrong."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from cleanclaim.claim import (
    Accident,
    Attachment,
    Claim,
    ClaimDates,
    Coverage,
    DentalDetails,
    Diagnosis,
    Note,
    OtherSegment,
    Provider,
    QualifiedDate,
    Reference,
)
from cleanclaim.exchange import dental, institutional
from cleanclaim.exchange.claim_loops import ClaimLoops, claim_loops
from cleanclaim.exchange.forms import (
    DENTAL,
    INSTITUTIONAL,
    PROFESSIONAL,
    Form,
    claim_roles_by_code,
)
from cleanclaim.exchange.loops import Line, cut
from cleanclaim.exchange.read_coverages import read_levels, read_other_coverage, take_numbers
from cleanclaim.exchange.read_lines import (
    ambulance_of,
    read_ambulance_place,
    read_attachment,
    read_line,
    read_transport,
)
from cleanclaim.exchange.read_parties import (
    Kept,
    read_billing,
    read_provider,
)
from cleanclaim.exchange.tidy import (
    kept_in_order,
    paying_place,
    take,
)
from cleanclaim.exchange.wire import dates_of, number_of
from cleanclaim.x12 import Segment

_replace = msgspec.structs.replace
_AMBULANCE_LOOPS = {"PW": "2310E", "45": "2310F"}
_DIAGNOSES = {
    qualifier: key
    for key, qualifier in institutional.DIAGNOSIS_QUALIFIERS.items()
    if key[0] in ("principal", "other")
}


def read_claims(segments: Iterable[Segment], form: Form, *, where: str = "") -> Iterator[Claim]:
    """Yield the claims of one 837 transaction in their order, one at a time as the segments come.

    Refuses no claim for what it says: a date that is no date or a segment that has no field is kept in
    ``other_segments`` and written again; an amount that is no number reads as missing.
    """
    lines: list[Line] | None = None
    level = _Billing(Provider(), None, ())
    for loops in claim_loops(segments, where=where):
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
    coverage, patient, has_coverage = read_levels(loops, form, kept)
    others = [read_other_coverage(block, patient, form) for block in payer_blocks]
    shown = found.pop("coverage")
    coverages: tuple[Coverage, ...] = ()
    billed = 0
    if has_coverage or others or _replace(Coverage(), **shown) != Coverage():
        numbers, found["references"] = take_numbers(coverage, found["references"])
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
