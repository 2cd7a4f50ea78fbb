"""``Claim`` → 837P (005010X222A1), 837I (005010X223A2) or 837D (005010X224A2)."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cleanclaim.claim import (
    Accident,
    Claim,
    Coverage,
    DentalDetails,
    InstitutionalDetails,
    Name,
    OtherSegment,
    Person,
    PriorPayment,
    Provider,
)
from cleanclaim.exchange import dental, institutional
from cleanclaim.exchange.canonical import canonical, line_control_number
from cleanclaim.exchange.forms import INSTITUTIONAL, PROFESSIONAL, Form, form_of
from cleanclaim.exchange.lines_837 import (
    adjustment_rows,
    ambulance_place_rows,
    ambulance_rows,
    attachment_rows,
    line_rows,
)
from cleanclaim.exchange.parties_837 import (
    address_rows,
    condition_row,
    contact_rows,
    demographic_rows,
    name_row,
    payer_rows,
    person_references,
    provider_rows,
    taxonomy_row,
)
from cleanclaim.exchange.plain_letters import in_plain_letters
from cleanclaim.exchange.read_837 import read_837
from cleanclaim.exchange.refusals import refuse_inexpressible
from cleanclaim.exchange.roles import BILLING, PAY_TO
from cleanclaim.exchange.sendable import delimiters_for
from cleanclaim.exchange.submission import Submission, envelope_of
from cleanclaim.exchange.wire import (
    dates_row,
    day_row,
    in_order,
    number_text,
    optional_reference,
    other_rows,
    reference_rows,
)
from cleanclaim.primitives import InputError, InvalidValue, money
from cleanclaim.x12 import Row, composite, write_interchange

CLAIMS_IN_A_TRANSACTION = 5000
"""The guide recommends at most 5,000 CLM segments in one ST to SE."""

CLAIMS_OF_A_PATIENT = 100
"""Loop 2300 may come 100 times under one subscriber or patient."""


def write_837p(claims: Sequence[Claim], *, submission: Submission) -> bytes:
    """Return one interchange with these professional claims; as :func:`write_837` otherwise."""
    return write_837(claims, submission=submission, form=PROFESSIONAL)


def write_837(claims: Sequence[Claim], *, submission: Submission, form: Form | None = None) -> bytes:
    """Return one interchange with these claims of one type, in their order.

    The type of the first chooses the guide: 837P, 837I or 837D. Neighbouring claims share the
    loops of billing provider, subscriber and patient where these are the same. The same arguments
    give the same bytes. Letters with marks are sent without them (José as Jose). ``canonical`` in
    this package says what a reader will find that was not so in the claim. Raises
    ``InvalidValue``, naming the field, for content that the guide cannot carry and for a claim
    of another type (one file per type); what is merely wrong is written as it is.
    """
    if not claims:
        raise InvalidValue("there is no claim to write.", fix="Name at least one claim.")
    if not submission.contact.numbers:
        raise InvalidValue(
            "the submitter has no telephone, fax or e-mail.",
            where="submission.contact",
            fix="Add one: the guide requires it.",
        )
    form = form or form_of(claims[0], "claims[0]")
    submission = in_plain_letters(submission)
    plain = [in_plain_letters(claim) for claim in claims]
    for index, claim in enumerate(plain):
        _refuse_other_type(claim, form, f"claims[{index}]")
        refuse_inexpressible(claim, f"claims[{index}]")
    claims = [canonical(claim) for claim in plain]
    for index, claim in enumerate(claims):
        _refuse_misleading_segments(claim, submission, f"claims[{index}]")
    return _interchange(claims, submission, form)


def _interchange(claims: Sequence[Claim], submission: Submission, form: Form) -> bytes:
    bodies = [
        ("837", list(_transaction_rows(claims[at : at + CLAIMS_IN_A_TRANSACTION], at, submission, number)))
        for number, at in enumerate(range(0, len(claims), CLAIMS_IN_A_TRANSACTION), start=1)
    ]
    delimiters = submission.delimiters or delimiters_for([*claims, submission])
    envelope = envelope_of(
        submission,
        functional_id="HC",
        version=form.guide,
        delimiters=delimiters,
        acknowledgment_requested=True,
    )
    return write_interchange(envelope, bodies, line_break="\n")


def _refuse_misleading_segments(claim: Claim, submission: Submission, where: str) -> None:
    """Refuse kept segments that a reader would take for fields of the claim, or for another loop's."""
    kept = (claim.other_segments, *(c.other_segments for c in claim.coverages))
    if not any((*kept, *(line.other_segments for line in claim.lines))):
        return
    written = _interchange([claim], submission, form_of(claim))
    try:
        back = read_837(written)
    except InputError:
        back = ()
    if back != (claim,):
        raise InvalidValue(
            "segments that are kept for want of a field would be read as something else.",
            where=f"{where}.other_segments",
            fix="Enter what they say in its field, or remove them.",
        )


def _refuse_other_type(claim: Claim, form: Form, where: str) -> None:
    """Refuse a claim of a type that is not this file's."""
    if claim.claim_type != form.claim_type:
        raise InvalidValue(
            f"a claim of type {claim.claim_type!r} is not an {form.name}.",
            where=f"{where}.claim_type",
            fix="Write one file for each type of claim.",
        )


def _transaction_rows(
    claims: Sequence[Claim], first: int, submission: Submission, number: int
) -> Iterator[Row]:
    yield (
        *("BHT", "0019", "00", f"{submission.control_number:09d}{number:04d}"),
        *(f"{submission.at:%Y%m%d}", f"{submission.at:%H%M}"),
        "RP" if submission.reports_encounters else "CH",
    )
    submitter = Name(last=submission.submitter_name, is_organization=True)
    receiver = Name(last=submission.receiver_name, is_organization=True)
    yield name_row("41", submitter, "46", submission.submitter_id)
    yield from contact_rows(submission.contact)
    yield name_row("40", receiver, "46", submission.receiver_id)
    levels = [_Levels(claim, f"claims[{index}]") for index, claim in enumerate(claims, start=first)]
    hl = 0
    for provider, under_provider in groupby(levels, key=lambda level: level.provider):
        hl += 1
        provider_hl = str(hl)
        yield ("HL", provider_hl, "", "20", "1")
        yield from provider
        for subscriber, under_subscriber in groupby(under_provider, key=lambda level: level.subscriber):
            members = list(under_subscriber)
            with_patient = members[0].has_patient
            for group in [members] if with_patient else _batches(members):
                hl += 1
                subscriber_hl = str(hl)
                yield ("HL", subscriber_hl, provider_hl, "22", "1" if with_patient else "0")
                yield from subscriber
                for patient, under_patient in groupby(group, key=lambda level: level.patient):
                    for claims_of_patient in _batches(list(under_patient)):
                        if patient is not None:
                            hl += 1
                            yield ("HL", str(hl), subscriber_hl, "23", "0")
                            yield from patient
                        for level in claims_of_patient:
                            yield from _claim_rows(level.claim, level.where)


def _batches(levels: "list[_Levels]") -> "Iterator[list[_Levels]]":
    """Yield the claims of one patient in lots that loop 2300 may hold."""
    for at in range(0, len(levels), CLAIMS_OF_A_PATIENT):
        yield levels[at : at + CLAIMS_OF_A_PATIENT]


class _Levels:
    """The rows of the three levels above a claim; claims with equal rows share a level."""

    def __init__(self, claim: Claim, where: str) -> None:
        self.claim = claim
        self.where = where
        self.has_patient = claim.coverage.relationship != "18"
        kept = claim.other_segments
        self.provider: list[Row] = [
            *taxonomy_row(BILLING, claim.billing_provider),
            *other_rows(kept, "2000A"),
            *provider_rows(BILLING, claim.billing_provider),
            *other_rows(kept, "2010AA"),
            *provider_rows(PAY_TO, claim.pay_to),
            *other_rows(kept, "2010AB"),
            *other_rows(kept, "2010AC"),
        ]
        self.subscriber = self._subscriber_rows(kept)
        self.patient: list[Row] | None = self._patient_rows(kept) if self.has_patient else None

    def _subscriber_rows(self, kept: tuple[OtherSegment, ...]) -> list[Row]:
        claim, coverage = self.claim, self.claim.coverage
        person = (coverage.subscriber or Person()) if self.has_patient else claim.patient
        rows: list[Row] = []
        if claim.coverages:
            rows += in_order([_coverage_row(coverage, "" if self.has_patient else "18")], ())
        if not self.has_patient:
            rows += condition_row(person, "", f"{self.where}.patient.weight_pounds")
        rows += other_rows(kept, "2000B")
        rows.append(name_row("IL", person.name, coverage.member_id_qualifier, coverage.member_id))
        rows += address_rows(person.address) + demographic_rows(person) + person_references(person)
        rows += other_rows(kept, "2010BA")
        if claim.coverages:
            rows += payer_rows(coverage.payer) + reference_rows(coverage.payer.references)
        return rows + other_rows(kept, "2010BB")

    def _patient_rows(self, kept: tuple[OtherSegment, ...]) -> list[Row]:
        person = self.claim.patient
        return [
            *condition_row(person, self.claim.coverage.relationship, f"{self.where}.patient.weight_pounds"),
            *other_rows(kept, "2000C"),
            name_row("QC", person.name),
            *address_rows(person.address),
            *demographic_rows(person),
            *person_references(person),
            *other_rows(kept, "2010CA"),
        ]


def _coverage_row(coverage: Coverage, relationship: str) -> Row:
    return (
        *("SBR", coverage.sequence, relationship, coverage.group_number, coverage.group_name),
        *(coverage.insurance_type, "", "", "", coverage.filing_indicator),
    )


def _claim_rows(claim: Claim, where: str) -> Iterator[Row]:
    """Yield loop 2300 with its providers, other payers and lines."""
    form = form_of(claim)
    kept, coverage = claim.other_segments, claim.coverage
    header = [_claim_row(claim, where), *_date_rows(claim), *_detail_rows(claim, where)]
    header += attachment_rows(claim.attachments)
    if claim.patient_paid is not None:
        header.append(("AMT", "F5", number_text(claim.patient_paid, f"{where}.patient_paid")))
    header += optional_reference("9F", coverage.referral_number)
    header += optional_reference("G1", coverage.prior_authorization)
    header += optional_reference("F8", coverage.payer_claim_control_number)
    header += optional_reference("X4", claim.clia)
    header += optional_reference("EA", claim.medical_record_number)
    header += reference_rows(claim.references)
    header += [("NTE", note.qualifier, note.text) for note in claim.notes]
    header += ambulance_rows(claim.ambulance, f"{where}.ambulance")
    header += institutional.code_rows(claim, where) if form is INSTITUTIONAL else _diagnosis_rows(claim)
    yield from in_order(header + other_rows(kept, "2300"), form.claim_order)
    for field, role in form.claim_roles.items():
        yield from provider_rows(role, provider_at(claim, field))
        yield from other_rows(kept, role.loop)
    yield from ambulance_place_rows(claim.ambulance)
    named = {role.loop for role in form.claim_roles.values()}
    for loop in form.claim_loops:
        if loop.startswith("2310") and loop not in named:
            yield from other_rows(kept, loop)
    for index, other in enumerate(claim.coverages):
        if index != claim.billed_coverage:
            yield from _other_payer_rows(claim, other, f"{where}.coverages[{index}]")
    for position, line in enumerate(claim.lines, start=1):
        number = line_control_number(claim, position)
        yield from line_rows(line, position, number, f"{where}.lines[{position - 1}]", form)


def provider_at(claim: Claim, path: str) -> Provider | None:
    """Return the provider of a form's role: ``rendering``, ``institutional.attending``."""
    owner, _, field = path.rpartition(".")
    holder = getattr(claim, owner) if owner else claim
    found: Provider | None = getattr(holder, field) if holder is not None else None
    return found


def _detail_rows(claim: Claim, where: str) -> list[Row]:
    """Return the segments of loop 2300 that only one type of claim has, dates and codes apart."""
    rows: list[Row] = []
    if claim.institutional is not None:
        rows += institutional.header_rows(claim.institutional, where)
    if claim.dental is not None:
        rows += dental.header_rows(claim.dental, where)
    return rows


def _claim_row(claim: Claim, where: str) -> Row:
    coverage = claim.coverage
    form, details = form_of(claim), claim.dental or DentalDetails()
    place = (claim.institutional or InstitutionalDetails()).facility_type
    accident = claim.accident or Accident()
    causes = (*accident.causes, *[""] * (3 - len(accident.causes)))
    return (
        "CLM",
        claim.patient_control_number,
        number_text(money(claim.charge), f"{where}.total_charge"),
        "",
        "",
        composite(
            place if form is INSTITUTIONAL else claim.place_of_service,
            form.facility_qualifier,
            claim.claim_frequency_code,
        ),
        "" if form is INSTITUTIONAL else claim.provider_signature,
        claim.assignment,
        coverage.assignment_of_benefits,
        coverage.release_of_information,
        coverage.patient_signature_source,
        composite(*causes, accident.state, accident.country),
        claim.special_program,
        *[""] * 6,
        dental.PREDETERMINATION if details.predetermination else "",
        claim.delay_reason,
    )


def _date_rows(claim: Claim) -> list[Row]:
    dates = claim.dates
    rows = day_row("431", dates.onset)
    rows += day_row("454", dates.initial_treatment)
    rows += day_row("304", dates.last_seen)
    rows += day_row("453", dates.acute_manifestation)
    rows += day_row("439", claim.accident.on if claim.accident else None)
    rows += day_row("484", dates.last_menstrual_period)
    rows += day_row("455", dates.last_x_ray)
    if dates.disability is not None:
        rows.append(dates_row("314", dates.disability, always_range=True))
    rows += day_row("297", dates.last_worked)
    rows += day_row("296", dates.return_to_work)
    rows += day_row("435", dates.admission)
    rows += day_row("096", dates.discharge)
    if claim.institutional is not None:
        rows += institutional.date_rows(claim.institutional)
    if claim.dental is not None:
        rows += dental.date_rows(claim.dental)
    return rows + [dates_row(item.qualifier, item.dates) for item in claim.other_dates]


def _diagnosis_rows(claim: Claim) -> list[Row]:
    if not claim.diagnoses:
        return []
    qualifiers = institutional.DIAGNOSIS_QUALIFIERS
    return [("HI", *(composite(qualifiers[dx.role, dx.system], dx.code) for dx in claim.diagnoses))]


def _other_payer_rows(claim: Claim, coverage: Coverage, where: str) -> Iterator[Row]:
    """Yield loop 2320 of a coverage that this claim is not sent to."""
    kept = coverage.other_segments
    prior = coverage.prior_payment or PriorPayment()
    header = [_coverage_row(coverage, coverage.relationship)]
    header += adjustment_rows(prior.adjustments, f"{where}.prior_payment.adjustments")
    for qualifier, field in (("D", "paid"), ("A8", "noncovered"), ("EAF", "remaining_patient_liability")):
        amount = getattr(prior, field)
        if amount is not None:
            header.append(("AMT", qualifier, number_text(amount, f"{where}.prior_payment.{field}")))
    header.append(
        (
            *("OI", "", "", coverage.assignment_of_benefits, coverage.patient_signature_source),
            *("", coverage.release_of_information),
        )
    )
    if prior.inpatient is not None:
        header.append(institutional.inpatient_row(prior, f"{where}.prior_payment"))
    elif prior.remarks:
        header.append(("MOA", "", "", *prior.remarks))
    yield from in_order(header + other_rows(kept, "2320"), form_of(claim).coverage_order)
    own = claim.patient if coverage.relationship == "18" else Person()
    person = coverage.subscriber or Person(name=own.name, address=own.address)
    yield name_row("IL", person.name, coverage.member_id_qualifier, coverage.member_id)
    yield from address_rows(person.address)
    yield from reference_rows(person.references)
    yield from other_rows(kept, "2330A")
    yield from payer_rows(coverage.payer)
    yield from day_row("573", prior.adjudicated_on)
    yield from optional_reference("G1", coverage.prior_authorization)
    yield from optional_reference("9F", coverage.referral_number)
    yield from optional_reference("F8", coverage.payer_claim_control_number)
    yield from reference_rows(coverage.payer.references)
    yield from other_rows(kept, "2330B")
    yield from other_rows(kept, "2330")
