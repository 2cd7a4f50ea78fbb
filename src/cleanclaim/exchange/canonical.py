"""What writing an 837P and reading it back does to a claim: nothing but what stands here.

``read_837(write_837p([claim], …)) == (canonical(claim),)`` for every claim that is written, and
``canonical(canonical(claim)) == canonical(claim)``. The reasons are in
``docs/algorithms/claim-837p.md``.
"""

from collections.abc import Sequence

import msgspec

from cleanclaim.claim import (
    Accident,
    Address,
    Ambulance,
    Claim,
    ClaimDates,
    Contact,
    Coverage,
    Drug,
    LineAdjudication,
    LineProviders,
    Name,
    OtherSegment,
    Payer,
    Person,
    PriorPayment,
    Provider,
    QualifiedDate,
    Reference,
    ServiceLine,
)
from cleanclaim.exchange.claim_837p import line_control_number
from cleanclaim.exchange.parties_837p import BILLING, CLAIM_ROLES, LINE_ROLES, PAY_TO, Role
from cleanclaim.exchange.plain_letters import in_plain_letters
from cleanclaim.exchange.wire import (
    CLAIM_LOOPS,
    COVERAGE_LOOPS,
    LINE_LOOPS,
    ORDERS,
    SEQUENCES,
)
from cleanclaim.primitives import money

_replace = msgspec.structs.replace

SINGLE_DAYS = {
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
"""DTP01 of the claim's dates that are one day, and their fields in ``ClaimDates``."""


def canonical(claim: Claim) -> Claim:
    """Return the claim as it will be read back from its own 837P.

    Filled in: the total charge, the lines' control numbers. Left out: what the guide has no place
    for (a provider's address outside the roles that carry one, a birth date of the subscriber of
    another coverage, a prior payment of the payer that is billed). Moved: identifiers and dates
    among ``references`` and ``other_dates`` that have a field of their own; the billed coverage to
    its place by sequence. Empty parts become absent ones. Letters lose their marks.
    """
    claim = in_plain_letters(claim)
    claim = _with_hoisted_references(claim)
    other_dates, dates, accident = _hoisted_dates(claim)
    self_insured = claim.coverage.relationship == "18"
    coverages, billed = _coverages(claim)
    return _replace(
        claim,
        total_charge=money(claim.charge),
        billing_provider=_provider(BILLING, claim.billing_provider) or Provider(),
        pay_to=_provider(PAY_TO, claim.pay_to),
        patient=_person(claim.patient),
        coverages=tuple(
            _billed_coverage(c, self_insured) if i == billed else _other_coverage(c, claim.patient)
            for i, c in enumerate(coverages)
        ),
        billed_coverage=billed,
        lines=tuple(_line(line, line_control_number(claim, n)) for n, line in enumerate(claim.lines, 1)),
        accident=accident,
        dates=dates,
        ambulance=_ambulance(claim.ambulance),
        notes=tuple(n for n in claim.notes if n.qualifier or n.text),
        attachments=tuple(
            a for a in claim.attachments if a.report_type or a.transmission or a.control_number
        ),
        other_dates=other_dates,
        references=_references(claim.references),
        other_segments=kept_in_order(claim.other_segments, CLAIM_LOOPS),
        **{field: _provider(role, getattr(claim, field)) for field, role in CLAIM_ROLES.items()},
    )


def paying_place(sequence: str, others: Sequence[str]) -> int:
    """Return where a coverage of this sequence (SBR01) belongs among others that keep their order.

    Before the first that pays later, or in the same turn.
    """
    for index, other in enumerate(others):
        if sequence_rank(other) >= sequence_rank(sequence):
            return index
    return len(others)


def sequence_rank(sequence: str) -> int:
    """Return the turn in which a coverage pays, from 0; an unknown one pays last."""
    return SEQUENCES.index(sequence) if len(sequence) == 1 and sequence in SEQUENCES else len(SEQUENCES)


def take(references: Sequence[Reference], qualifier: str) -> tuple[str, tuple[Reference, ...]]:
    """Return the first identifier of a qualifier, ``""`` when there is none, and the rest."""
    for index, reference in enumerate(references):
        if reference.qualifier == qualifier and reference.value:
            return reference.value, (*references[:index], *references[index + 1 :])
    return "", tuple(references)


def _with_hoisted_references(claim: Claim) -> Claim:
    rest: tuple[Reference, ...] = claim.references
    clia, medical_record_number = claim.clia, claim.medical_record_number
    if not clia:
        clia, rest = take(rest, "X4")
    if not medical_record_number:
        medical_record_number, rest = take(rest, "EA")
    coverages = list(claim.coverages)
    if coverages:
        billed, rest = _coverage_numbers(claim.coverage, rest)
        coverages[claim.billed_coverage] = billed
    return _replace(
        claim,
        clia=clia,
        medical_record_number=medical_record_number,
        coverages=tuple(coverages),
        references=rest,
    )


def _coverage_numbers(
    coverage: Coverage, references: tuple[Reference, ...]
) -> tuple[Coverage, tuple[Reference, ...]]:
    fields = {"referral_number": "9F", "prior_authorization": "G1", "payer_claim_control_number": "F8"}
    found: dict[str, str] = {}
    for field, qualifier in fields.items():
        if not getattr(coverage, field):
            found[field], references = take(references, qualifier)
    return _replace(coverage, **found), references


def _hoisted_dates(claim: Claim) -> tuple[tuple[QualifiedDate, ...], ClaimDates, Accident | None]:
    found = {field: getattr(claim.dates, field) for field in ClaimDates.__struct_fields__}
    accident = claim.accident or Accident()
    accident = _replace(accident, causes=tuple(cause for cause in accident.causes if cause))
    rest: list[QualifiedDate] = []
    for item in claim.other_dates:
        single = item.dates.start == item.dates.end
        field = SINGLE_DAYS.get(item.qualifier, "")
        if item.qualifier == "439" and single and accident.on is None:
            accident = _replace(accident, on=item.dates.start)
        elif item.qualifier == "314" and not single and found["disability"] is None:
            found["disability"] = item.dates
        elif field and single and found[field] is None:
            found[field] = item.dates.start
        else:
            rest.append(item)
    return tuple(rest), ClaimDates(**found), None if accident == Accident() else accident


def _coverages(claim: Claim) -> tuple[list[Coverage], int]:
    if not claim.coverages:
        return [], 0
    others = [c for i, c in enumerate(claim.coverages) if i != claim.billed_coverage]
    place = paying_place(claim.coverage.sequence, [c.sequence for c in others])
    return [*others[:place], claim.coverage, *others[place:]], place


def _coverage(coverage: Coverage) -> Coverage:
    return _replace(
        coverage,
        payer=_payer(coverage.payer),
        member_id_qualifier=coverage.member_id_qualifier if coverage.member_id else "MI",
    )


def _billed_coverage(coverage: Coverage, self_insured: bool) -> Coverage:
    subscriber = None if self_insured or coverage.subscriber is None else _person(coverage.subscriber)
    if subscriber is not None:
        subscriber = _replace(subscriber, death_date=None, weight_pounds=None, pregnant=False)
    return _replace(
        _coverage(coverage),
        subscriber=None if subscriber == Person() else subscriber,
        prior_payment=None,
        other_segments=(),
    )


def _other_coverage(coverage: Coverage, patient: Person) -> Coverage:
    payer = _payer(coverage.payer)
    coverage, references = _coverage_numbers(_coverage(coverage), payer.references)
    prior = coverage.prior_payment
    if prior is not None:
        groups = dict.fromkeys(a.group_code for a in prior.adjustments)
        prior = _replace(
            prior,
            adjustments=tuple(a for group in groups for a in prior.adjustments if a.group_code == group),
            remarks=_without_trailing_blanks(prior.remarks),
        )
    return _replace(
        coverage,
        payer=_replace(payer, references=references),
        subscriber=other_subscriber(coverage.subscriber, coverage.relationship, patient),
        prior_payment=None if prior == PriorPayment() else prior,
        other_segments=kept_in_order(coverage.other_segments, COVERAGE_LOOPS),
    )


def other_subscriber(subscriber: Person | None, relationship: str, patient: Person) -> Person | None:
    """Return what loop 2330A leaves of a subscriber: name, address, identifiers; the patient as none."""
    if subscriber is None:
        return None
    person = Person(
        name=subscriber.name,
        address=_address(subscriber.address),
        references=_references(subscriber.references),
    )
    if person == Person():
        return None
    is_patient = (
        relationship == "18"
        and person.name == patient.name
        and person.address in (None, _address(patient.address))
        and not person.references
    )
    return None if is_patient else person


def _line(line: ServiceLine, control_number: str) -> ServiceLine:
    references = line.references
    authorization, referral, clia = line.prior_authorization, line.referral_number, line.clia
    if not authorization:
        authorization, references = take(references, "G1")
    if not referral:
        referral, references = take(references, "9F")
    if not clia:
        clia, references = take(references, "X4")
    dates, other_dates = line.dates, line.other_dates
    if dates is None:
        at = next((i for i, item in enumerate(other_dates) if item.qualifier == "472"), None)
        if at is not None:
            dates, other_dates = other_dates[at].dates, (*other_dates[:at], *other_dates[at + 1 :])
    return _replace(
        line,
        modifiers=_without_trailing_blanks(line.modifiers),
        unit="UN" if line.units is None else line.unit,
        dates=dates,
        drug=None if line.drug == Drug(qualifier="") else line.drug,
        providers=LineProviders(
            **{field: _provider(role, getattr(line.providers, field)) for field, role in LINE_ROLES.items()}
        ),
        prior_authorization=authorization,
        referral_number=referral,
        clia=clia,
        control_number=control_number,
        ambulance=_ambulance(line.ambulance),
        notes=tuple(n for n in line.notes if n.qualifier or n.text),
        attachments=tuple(a for a in line.attachments if a.report_type or a.transmission or a.control_number),
        other_dates=other_dates,
        references=_references(references),
        adjudications=tuple(_adjudication(a) for a in line.adjudications),
        other_segments=kept_in_order(line.other_segments, LINE_LOOPS),
    )


def _adjudication(adjudication: LineAdjudication) -> LineAdjudication:
    groups = dict.fromkeys(a.group_code for a in adjudication.adjustments)
    modifiers = _without_trailing_blanks(adjudication.modifiers)
    return _replace(
        adjudication,
        code_qualifier=adjudication.code_qualifier if adjudication.code or modifiers else "HC",
        modifiers=modifiers,
        adjustments=tuple(a for group in groups for a in adjudication.adjustments if a.group_code == group),
    )


def _ambulance(ambulance: Ambulance | None) -> Ambulance | None:
    if ambulance is None:
        return None
    found = _replace(
        ambulance,
        conditions=tuple(condition for condition in ambulance.conditions if condition),
        pickup=_address(ambulance.pickup),
        dropoff=_address(ambulance.dropoff),
    )
    return None if found == Ambulance() else found


def _provider(role: Role, provider: Provider | None) -> Provider | None:
    if provider is None:
        return None
    name = provider.name if role.name else Name(is_organization=provider.name.is_organization)
    tax_id, kind = (provider.tax_id, provider.tax_id_kind) if role.tax_id else ("", "EI")
    references = provider.references
    if role.tax_id and not tax_id:
        kind = next((r.qualifier for r in references if r.qualifier in ("EI", "SY") and r.value), "EI")
        tax_id, references = take(references, kind)
    return Provider(
        name=name,
        npi=provider.npi if role.npi else "",
        taxonomy=provider.taxonomy if role.taxonomy else "",
        tax_id=tax_id,
        tax_id_kind=kind,
        address=_address(provider.address) if role.address else None,
        contact=_contact(provider.contact) if role.contact else None,
        references=_references(references) if role.references else (),
    )


def _person(person: Person) -> Person:
    number, references = person.property_casualty_claim_number, person.references
    if not number:
        number, references = take(references, "Y4")
    return _replace(
        person,
        address=_address(person.address),
        property_casualty_claim_number=number,
        references=_references(references),
    )


def _payer(payer: Payer) -> Payer:
    return _replace(
        payer,
        id_qualifier=payer.id_qualifier if payer.payer_id else "PI",
        address=_address(payer.address),
        references=_references(payer.references),
    )


def _address(address: Address | None) -> Address | None:
    return None if address == Address() else address


def _contact(contact: Contact | None) -> Contact | None:
    return None if contact == Contact() else contact


def _references(references: tuple[Reference, ...]) -> tuple[Reference, ...]:
    return tuple(r for r in references if r.qualifier or r.value)


def kept_in_order(segments: tuple[OtherSegment, ...], loops: Sequence[str]) -> tuple[OtherSegment, ...]:
    """Return segments without a field in the order of their loops and places in the guide."""

    def place(segment: OtherSegment) -> tuple[int, int]:
        order = ORDERS.get(segment.loop, ())
        name = segment.elements[0]
        at = order.index(name) if isinstance(name, str) and name in order else len(order)
        return loops.index(segment.loop), at

    return tuple(sorted(segments, key=place))


def _without_trailing_blanks(values: tuple[str, ...]) -> tuple[str, ...]:
    while values and not values[-1]:
        values = values[:-1]
    return values
