"""What writing a claim and reading it back does to it: nothing but what stands here.

``read_837(write_837([claim], …)) == (canonical(claim),)`` for every claim that is written, and
``canonical(canonical(claim)) == canonical(claim)``. The reasons are in
``docs/algorithms/claim-837p.md``, ``claim-837i.md`` and ``claim-837d.md``.
"""

from typing import Any

import msgspec

from cleanclaim.claim import (
    Accident,
    Ambulance,
    Claim,
    ClaimDates,
    Coverage,
    Drug,
    InpatientDecision,
    LineAdjudication,
    LineProviders,
    Person,
    PriorPayment,
    Provider,
    QualifiedDate,
    Reference,
    ServiceLine,
)
from cleanclaim.exchange import dental, institutional
from cleanclaim.exchange.forms import COVERAGE_LOOPS, DENTAL, INSTITUTIONAL, PROFESSIONAL, Form, form_of
from cleanclaim.exchange.plain_letters import in_plain_letters
from cleanclaim.exchange.roles import BILLING, PAY_TO
from cleanclaim.exchange.tidy import (
    by_group,
    kept_in_order,
    other_subscriber,
    paying_place,
    take,
    tidy_address,
    tidy_payer,
    tidy_person,
    tidy_provider,
    tidy_references,
    without_trailing_blanks,
)
from cleanclaim.primitives import money

_replace = msgspec.structs.replace


def canonical(claim: Claim) -> Claim:
    """Return the claim as it will be read back from its own 837P, 837I or 837D.

    Filled in: the total charge, the lines' control numbers. Left out: what the guide has no place
    for (a provider's address outside the roles that carry one, a birth date of the subscriber of
    another coverage, a prior payment of the payer that is billed). Moved: identifiers and dates
    among ``references`` and ``other_dates`` that have a field of their own; the billed coverage to
    its place by sequence; diagnoses of an institutional claim into the order of their roles. Empty
    parts become absent ones. Letters lose their marks.
    """
    claim = in_plain_letters(claim)
    form = form_of(claim)
    claim = _with_hoisted_references(claim, form)
    other_dates, dates, accident = _hoisted_dates(claim, form)
    self_insured = claim.coverage.relationship == "18"
    coverages, billed = _coverages(claim)
    details, other_dates, references = _details(claim, form, other_dates)
    found = _replace(
        claim,
        total_charge=money(claim.charge),
        provider_signature="Y" if form is INSTITUTIONAL else claim.provider_signature,
        billing_provider=tidy_provider(BILLING, claim.billing_provider) or Provider(),
        pay_to=tidy_provider(PAY_TO, claim.pay_to),
        patient=tidy_person(claim.patient, condition=form.condition),
        coverages=tuple(
            _billed_coverage(c, self_insured, form)
            if i == billed
            else _other_coverage(c, claim.patient, form)
            for i, c in enumerate(coverages)
        ),
        billed_coverage=billed,
        lines=tuple(
            _line(line, line_control_number(claim, n), form) for n, line in enumerate(claim.lines, 1)
        ),
        accident=accident,
        dates=dates,
        ambulance=_ambulance(claim.ambulance),
        notes=tuple(n for n in claim.notes if n.qualifier or n.text),
        attachments=tuple(
            a for a in claim.attachments if a.report_type or a.transmission or a.control_number
        ),
        other_dates=other_dates,
        references=tidy_references(references),
        other_segments=kept_in_order(claim.other_segments, form.claim_loops, form.orders),
        **details,
    )
    return _with_tidy_providers(found, form)


def line_control_number(claim: Claim, position: int) -> str:
    """Return what REF 6R of a line says: its own number, or one made of the claim's and its place.

    ``position`` counts from 1. An 835 answers with it, so every line is sent with one; made
    numbers that would exceed the 30 characters allowed are the position alone.
    """
    made = f"{claim.patient_control_number}L{position}"
    return claim.lines[position - 1].control_number or (made if len(made) <= 30 else str(position))


def _details(
    claim: Claim, form: Form, other_dates: tuple[QualifiedDate, ...]
) -> tuple[dict[str, Any], tuple[QualifiedDate, ...], tuple[Reference, ...]]:
    """Return the fields that only one type of claim has, and what is left of dates and identifiers."""
    if form is INSTITUTIONAL:
        stay, rest = institutional.canonical_details(claim, other_dates)
        diagnoses = institutional.in_role_order(claim.diagnoses)
        return {"institutional": stay, "diagnoses": diagnoses}, rest, claim.references
    if form is DENTAL:
        teeth, rest, references = dental.canonical_details(claim, other_dates, claim.references)
        return {"dental": teeth}, rest, references
    return {}, other_dates, claim.references


def _with_tidy_providers(claim: Claim, form: Form) -> Claim:
    """Return the claim with every provider of a role as the guide carries it."""
    for path, role in form.claim_roles.items():
        owner, _, field = path.rpartition(".")
        if owner:
            holder = getattr(claim, owner)
            holder = _replace(holder, **{field: tidy_provider(role, getattr(holder, field))})
            claim = _replace(claim, **{owner: holder})
        else:
            claim = _replace(claim, **{field: tidy_provider(role, getattr(claim, field))})
    return claim


def _with_hoisted_references(claim: Claim, form: Form) -> Claim:
    rest: tuple[Reference, ...] = claim.references
    found: dict[str, Any] = {}
    for qualifier, field in form.references.items():
        if not getattr(claim, field):
            found[field], rest = take(rest, qualifier)
    coverages = list(claim.coverages)
    if coverages:
        billed, rest = _coverage_numbers(claim.coverage, rest)
        coverages[claim.billed_coverage] = billed
    return _replace(claim, coverages=tuple(coverages), references=rest, **found)


def _coverage_numbers(
    coverage: Coverage, references: tuple[Reference, ...]
) -> tuple[Coverage, tuple[Reference, ...]]:
    fields = {"referral_number": "9F", "prior_authorization": "G1", "payer_claim_control_number": "F8"}
    found: dict[str, str] = {}
    for field, qualifier in fields.items():
        if not getattr(coverage, field):
            found[field], references = take(references, qualifier)
    return _replace(coverage, **found), references


def _hoisted_dates(claim: Claim, form: Form) -> tuple[tuple[QualifiedDate, ...], ClaimDates, Accident | None]:
    found = {field: getattr(claim.dates, field) for field in ClaimDates.__struct_fields__}
    accident = claim.accident or Accident()
    accident = _replace(accident, causes=tuple(cause for cause in accident.causes if cause))
    rest: list[QualifiedDate] = []
    for item in claim.other_dates:
        single = item.dates.start == item.dates.end
        field = form.single_days.get(item.qualifier, "")
        if item.qualifier == "439" and single and accident.on is None and form is not INSTITUTIONAL:
            accident = _replace(accident, on=item.dates.start)
        elif item.qualifier == "314" and not single and found["disability"] is None and form is PROFESSIONAL:
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


def _coverage(coverage: Coverage, form: Form) -> Coverage:
    return _replace(
        coverage,
        payer=tidy_payer(coverage.payer),
        member_id_qualifier=coverage.member_id_qualifier if coverage.member_id else "MI",
        insurance_type=coverage.insurance_type if form.insurance_type else "",
        patient_signature_source=coverage.patient_signature_source if form.signature_source else "",
    )


def _billed_coverage(coverage: Coverage, self_insured: bool, form: Form) -> Coverage:
    subscriber = None
    if not self_insured and coverage.subscriber is not None:
        subscriber = tidy_person(coverage.subscriber, condition=False)
    return _replace(
        _coverage(coverage, form),
        subscriber=None if subscriber == Person() else subscriber,
        prior_payment=None,
        other_segments=(),
    )


def _other_coverage(coverage: Coverage, patient: Person, form: Form) -> Coverage:
    payer = tidy_payer(coverage.payer)
    coverage, references = _coverage_numbers(_coverage(coverage, form), payer.references)
    return _replace(
        coverage,
        payer=_replace(payer, references=references),
        subscriber=other_subscriber(coverage.subscriber, coverage.relationship, patient),
        prior_payment=_prior_payment(coverage.prior_payment),
        other_segments=kept_in_order(coverage.other_segments, COVERAGE_LOOPS, form.orders),
    )


def _prior_payment(prior: PriorPayment | None) -> PriorPayment | None:
    if prior is None:
        return None
    remarks = without_trailing_blanks(prior.remarks)
    inpatient = prior.inpatient if prior.inpatient != InpatientDecision() or remarks else None
    found = _replace(prior, adjustments=by_group(prior.adjustments), remarks=remarks, inpatient=inpatient)
    return None if found == PriorPayment() else found


def _line(line: ServiceLine, control_number: str, form: Form) -> ServiceLine:
    references, found = line.references, {}
    for qualifier, field in form.line_references.items():
        if not getattr(line, field):
            found[field], references = take(references, qualifier)
    dates, other_dates = line.dates, line.other_dates
    if dates is None:
        at = next((i for i, item in enumerate(other_dates) if item.qualifier == "472"), None)
        if at is not None:
            dates, other_dates = other_dates[at].dates, (*other_dates[:at], *other_dates[at + 1 :])
    teeth = line.dental
    if form is DENTAL:
        teeth, other_dates = dental.canonical_line_dates(line.dental, other_dates)
    modifiers = without_trailing_blanks(line.modifiers)
    unwritten = form is not PROFESSIONAL and not (line.code or modifiers or line.description)
    return _replace(
        line,
        code_qualifier="HC" if unwritten else line.code_qualifier,
        modifiers=modifiers,
        unit="UN" if line.units is None else line.unit,
        dates=dates,
        drug=None if line.drug == Drug(qualifier="") else line.drug,
        dental=dental.canonical_line(teeth),
        providers=LineProviders(
            **{
                field: tidy_provider(role, getattr(line.providers, field))
                for field, role in form.line_roles.items()
            }
        ),
        control_number=control_number,
        ambulance=_ambulance(line.ambulance),
        notes=tuple(n for n in line.notes if n.qualifier or n.text),
        attachments=tuple(a for a in line.attachments if a.report_type or a.transmission or a.control_number),
        other_dates=other_dates,
        references=tidy_references(references),
        adjudications=tuple(_adjudication(a) for a in line.adjudications),
        other_segments=kept_in_order(line.other_segments, form.line_loops, form.orders),
        **found,
    )


def _adjudication(adjudication: LineAdjudication) -> LineAdjudication:
    modifiers = without_trailing_blanks(adjudication.modifiers)
    described = adjudication.code or modifiers or adjudication.description
    return _replace(
        adjudication,
        code_qualifier=adjudication.code_qualifier if described else "HC",
        modifiers=modifiers,
        adjustments=by_group(adjudication.adjustments),
    )


def _ambulance(ambulance: Ambulance | None) -> Ambulance | None:
    if ambulance is None:
        return None
    found = _replace(
        ambulance,
        conditions=tuple(condition for condition in ambulance.conditions if condition),
        pickup=tidy_address(ambulance.pickup),
        dropoff=tidy_address(ambulance.dropoff),
    )
    return None if found == Ambulance() else found
