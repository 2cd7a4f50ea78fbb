"""Institutional and dental claims for tests; ``tests.strategies`` has the professional ones and the parts.

Everybody and everything here is invented. Procedure codes are numbers only; whether a code is in
force is no matter of the tests that use them.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import strategies as st

from cleanclaim.claim import (
    Accident,
    Attachment,
    Claim,
    CodedDate,
    Coverage,
    DentalDetails,
    DentalLine,
    Diagnosis,
    InpatientDecision,
    InstitutionalDetails,
    LineProviders,
    Note,
    OtherSegment,
    Provider,
    QualifiedDate,
    Reference,
    ServiceLine,
    Tooth,
    ValueCode,
)
from cleanclaim.exchange.forms import DENTAL, FORMS, INSTITUTIONAL, Form
from cleanclaim.exchange.left_out import refused
from cleanclaim.primitives import DateRange, money, one_day
from tests import strategies as parts

_replace = msgspec.structs.replace

PROCEDURES = ("0DTJ4ZZ", "0SRC0J9", "10E0XZZ", "5A1955Z")
ANCILLARY = (("0300", "80053"), ("0320", "71046"), ("0450", "99283"), ("0730", "93000"), ("0250", ""))
POA = ("Y", "N", "U", "W")
HOSPITALS = ("QUARRY HILL HOSPITAL", "HARBOR GENERAL")
DENTAL_CODES = ("D0120", "D0150", "D1110", "D0230")
TOOTH_CODES = ("D2140", "D2391", "D2750", "D7140")
SURFACES = ("M", "O", "D", "B", "L")
DENTAL_TAXONOMIES = ("122300000X", "1223G0001X", "1223X0400X")
HOSPITAL_TAXONOMY = "282N00000X"


def _hospitals() -> st.SearchStrategy[Provider]:
    return st.builds(
        Provider,
        name=st.sampled_from(HOSPITALS).map(lambda name: parts.Name(last=name, is_organization=True)),
        npi=parts.npis(),
        taxonomy=st.sampled_from(("", HOSPITAL_TAXONOMY)),
        tax_id=st.integers(200_000_000, 299_999_999).map(str),
        address=parts.addresses(),
        contact=st.one_of(st.none(), parts.contacts()),
    )


def _physicians() -> st.SearchStrategy[Provider]:
    return st.one_of(st.none(), parts.physicians())


@st.composite
def _hospital_lines(draw: st.DrawFn, days: DateRange, *, inpatient: bool) -> tuple[ServiceLine, ...]:
    lines = []
    if inpatient:
        nights = Decimal(max((days.end - days.start).days, 1))
        room = ServiceLine(revenue_code="0120", charge=draw(parts.cents()), units=nights, unit="DA")
        lines.append(_replace(room, noncovered=draw(st.one_of(st.none(), st.just(room.charge)))))
    for revenue_code, code in draw(st.lists(st.sampled_from(ANCILLARY), min_size=1, max_size=4)):
        modifiers = draw(st.lists(st.sampled_from(parts.MODIFIERS), max_size=4, unique=True)) if code else ()
        lines.append(
            ServiceLine(
                code=code,
                revenue_code=revenue_code,
                modifiers=tuple(modifiers),
                charge=draw(parts.cents()),
                units=Decimal(draw(st.integers(1, 4))),
                dates=None if inpatient else one_day(days.start),
                providers=LineProviders(
                    operating=draw(_physicians()),
                    other_operating=draw(_physicians()),
                    rendering=draw(_physicians()),
                    referring=draw(_physicians()),
                ),
                notes=draw(st.sampled_from(((), (), (Note("TPO", "REPRICED"),)))),
                attachments=draw(st.sampled_from(((), (), (Attachment("OZ", "EL", "ATT1"),)))),
            )
        )
    return tuple(lines)


def _coded_days(code: str, days: DateRange) -> CodedDate:
    return CodedDate(code, days)


@st.composite
def institutional_claims(draw: st.DrawFn) -> Claim:
    """Inpatient stays and outpatient visits that are right in every way that the guide can say."""
    inpatient = draw(st.booleans())
    first = parts.FIRST_DAY + timedelta(days=draw(st.integers(0, 60)))
    days = DateRange(first, first + timedelta(days=draw(st.integers(1, 9)))) if inpatient else one_day(first)
    number = draw(st.integers(1, 999_999).map(lambda n: f"HSP{n}"))
    lines = tuple(
        _replace(line, control_number=f"{number}L{n}")
        for n, line in enumerate(draw(_hospital_lines(days, inpatient=inpatient)), 1)
    )
    total = sum((line.charge or money(0) for line in lines), money(0))
    coverages, billed = draw(parts.coverages_of(total))
    claim = Claim(
        patient_control_number=number,
        claim_type="institutional",
        total_charge=total,
        assignment=draw(st.sampled_from("AC")),
        billing_provider=draw(_hospitals()),
        patient=draw(parts.persons()),
        coverages=coverages,
        billed_coverage=billed,
        diagnoses=draw(_hospital_diagnoses(inpatient=inpatient)),
        lines=lines,
        rendering=draw(_physicians()),
        referring=draw(_physicians()),
        facility=draw(st.one_of(st.none(), parts.facilities())),
        medical_record_number=draw(st.sampled_from(("", "MRN55"))),
        institutional=draw(_hospital_details(days, inpatient=inpatient)),
        notes=draw(st.sampled_from(((), (), (Note("ADD", "SEE CHART"),)))),
        references=draw(st.sampled_from(((), (), (Reference("D9", "CH1"), Reference("LU", "CO"))))),
    )
    claim = draw(parts.with_prior_payments(claim))
    if not inpatient:
        return claim
    return _replace(
        claim,
        coverages=tuple([draw(_with_inpatient_decision(coverage)) for coverage in claim.coverages]),
    )


@st.composite
def _hospital_diagnoses(draw: st.DrawFn, *, inpatient: bool) -> tuple[Diagnosis, ...]:
    codes = draw(st.lists(st.sampled_from(parts.DIAGNOSES), min_size=1, max_size=25, unique=True))
    poa = st.sampled_from(POA) if inpatient else st.just("")
    found = [Diagnosis(c, "other" if n else "principal", draw(poa)) for n, c in enumerate(codes)]
    if inpatient:
        found.append(Diagnosis(draw(st.sampled_from(parts.DIAGNOSES)), "admitting"))
    else:
        reasons = draw(st.lists(st.sampled_from(parts.DIAGNOSES), min_size=1, max_size=3, unique=True))
        found += [Diagnosis(code, "reason_for_visit") for code in reasons]
    if draw(st.booleans()):
        found.append(Diagnosis("W19XXXA", "external_cause", draw(poa)))
    return tuple(found)


@st.composite
def _hospital_details(draw: st.DrawFn, days: DateRange, *, inpatient: bool) -> InstitutionalDetails:
    day = st.just(one_day(days.start))
    dated = st.builds(_coded_days, st.sampled_from(("11", "A1", "42")), day)
    spans = st.builds(_coded_days, st.sampled_from(("74", "76")), st.just(days))
    values = st.builds(ValueCode, st.sampled_from(("80", "A2", "D3")), parts.cents())
    procedures = st.builds(_coded_days, st.sampled_from(PROCEDURES), day)
    operating = draw(_physicians()) if inpatient else None
    return InstitutionalDetails(
        facility_type="11" if inpatient else "13",
        statement=days,
        admission_date=days.start if inpatient else None,
        admission_hour=draw(st.sampled_from(("0815", "2340"))) if inpatient else "",
        admission_type=draw(st.sampled_from("123")),
        admission_source=draw(st.sampled_from(("1", "2"))),
        patient_status="01",
        discharge_hour="1130" if inpatient else "",
        drg=draw(st.sampled_from(("", "470"))) if inpatient else "",
        procedures=tuple(draw(st.lists(procedures, max_size=14))) if inpatient else (),
        occurrences=tuple(draw(st.lists(dated, max_size=3))),
        occurrence_spans=tuple(draw(st.lists(spans, max_size=2))),
        values=tuple(draw(st.lists(values, max_size=14))),
        conditions=tuple(draw(st.lists(st.sampled_from(("09", "C5")), max_size=3, unique=True))),
        treatment_codes=tuple(draw(st.lists(st.sampled_from(("A01", "B02")), max_size=2, unique=True))),
        attending=draw(parts.physicians(taxonomy=True)),
        operating=operating,
        other_operating=draw(_physicians()) if operating else None,
        patient_estimated_due=draw(st.one_of(st.none(), parts.cents(1, 5000))),
    )


@st.composite
def _with_inpatient_decision(draw: st.DrawFn, coverage: Coverage) -> Coverage:
    if coverage.prior_payment is None or draw(st.booleans()):
        return coverage
    decision = InpatientDecision(
        covered_days=Decimal(draw(st.integers(1, 9))),
        drg_amount=draw(st.one_of(st.none(), parts.cents())),
        pps_capital=draw(st.one_of(st.none(), parts.cents())),
        pps_capital_exception=draw(st.one_of(st.none(), parts.cents())),
    )
    return _replace(coverage, prior_payment=_replace(coverage.prior_payment, inpatient=decision))


@st.composite
def _dental_lines(draw: st.DrawFn, diagnoses: int, dates: DateRange | None) -> ServiceLine:
    at_a_tooth = draw(st.booleans())
    details = DentalLine()
    if at_a_tooth:
        teeth = st.builds(
            Tooth,
            st.integers(1, 32).map(str),
            st.lists(st.sampled_from(SURFACES), max_size=5, unique=True).map(tuple),
        )
        prosthesis = draw(st.sampled_from(("", "I", "R")))
        details = DentalLine(
            teeth=tuple(draw(st.lists(teeth, min_size=1, max_size=3))),
            prosthesis=prosthesis,
            prior_placement=date(2019, 4, 1) if prosthesis == "R" else None,
        )
    elif draw(st.booleans()):
        details = DentalLine(oral_cavity=draw(st.sampled_from((("00",), ("10", "20")))))
    pointers = st.lists(st.integers(1, diagnoses), min_size=1, max_size=4, unique=True) if diagnoses else None
    began = QualifiedDate("196", one_day(parts.FIRST_DAY))
    return ServiceLine(
        code=draw(st.sampled_from(TOOTH_CODES if at_a_tooth else DENTAL_CODES)),
        code_qualifier="AD",
        charge=draw(parts.cents()),
        units=Decimal(draw(st.integers(1, 3))),
        dates=dates,
        place_of_service=draw(st.sampled_from(("", "11"))),
        pointers=() if pointers is None else tuple(draw(pointers)),
        dental=None if details == DentalLine() else details,
        providers=LineProviders(
            rendering=draw(st.one_of(st.none(), parts.physicians(taxonomy=True))),
            assistant=draw(st.one_of(st.none(), parts.physicians(taxonomy=True))),
            supervising=draw(_physicians()),
        ),
        prior_authorization=draw(st.sampled_from(("", "AUTH1"))),
        other_dates=draw(st.sampled_from(((), (), (began,)))),
    )


@st.composite
def dental_claims(draw: st.DrawFn) -> Claim:
    """Dental claims that are right: visits, teeth, orthodontics, predeterminations."""
    day = parts.FIRST_DAY + timedelta(days=draw(st.integers(0, 80)))
    number = draw(st.integers(1, 999_999).map(lambda n: f"DEN{n}"))
    codes = draw(st.lists(st.sampled_from(parts.DIAGNOSES), max_size=4, unique=True))
    kind = draw(st.sampled_from(("lines dated", "claim dated", "predetermination")))
    dates = one_day(day) if kind == "lines dated" else None
    lines = tuple(
        _replace(line, control_number=f"{number}L{n}")
        for n, line in enumerate(draw(st.lists(_dental_lines(len(codes), dates), min_size=1, max_size=3)), 1)
    )
    total = sum((line.charge or money(0) for line in lines), money(0))
    coverages, billed = draw(parts.coverages_of(total))
    orthodontic = draw(st.booleans())
    details = DentalDetails(
        orthodontic_months_total=Decimal(24) if orthodontic else None,
        orthodontic_months_remaining=Decimal(11) if orthodontic else None,
        appliance_placed=day if orthodontic else None,
        missing_teeth=draw(st.sampled_from(((), (Tooth("1"), Tooth("32"))))),
        teeth_to_extract=draw(st.sampled_from(((), ("16",)))),
        assistant_surgeon=draw(st.one_of(st.none(), parts.physicians(taxonomy=True))),
        service=one_day(day) if kind == "claim dated" else None,
        predetermination=kind == "predetermination",
        predetermination_number=draw(st.sampled_from(("", "PD77"))),
    )
    hurt = draw(st.booleans())
    claim = Claim(
        patient_control_number=number,
        claim_type="dental",
        total_charge=total,
        place_of_service="11",
        assignment=draw(st.sampled_from("AC")),
        billing_provider=draw(parts.billing_providers()),
        pay_to=draw(st.one_of(st.none(), st.builds(parts.pay_to, parts.addresses()))),
        patient=draw(parts.persons()),
        coverages=coverages,
        billed_coverage=billed,
        diagnoses=tuple(Diagnosis(c, "other" if n else "principal") for n, c in enumerate(codes)),
        lines=lines,
        rendering=draw(st.one_of(st.none(), parts.physicians(taxonomy=True))),
        referring=draw(st.one_of(st.none(), parts.physicians(taxonomy=True))),
        supervising=draw(_physicians()),
        facility=draw(st.one_of(st.none(), parts.facilities())),
        accident=Accident(("OA",), on=day) if hurt else None,
        patient_paid=draw(st.one_of(st.none(), parts.cents(1, 5000))),
        dental=details,
        notes=draw(st.sampled_from(((), (), (Note("ADD", "SEE X-RAY"),)))),
        attachments=draw(st.sampled_from(((), (), (Attachment("RB", "EL", "XR1"),)))),
    )
    return draw(parts.with_prior_payments(claim))


# --- Anything that an institutional or dental claim can hold --------------------------------------

_KEPT: dict[str, tuple[tuple[OtherSegment, ...], tuple[OtherSegment, ...]]] = {
    "institutional": (
        (
            OtherSegment("2000A", ("CUR", "85", "USD")),
            OtherSegment("2300", ("HI", ("BR", "3891"))),
            OtherSegment("2300", ("HI", ("BH", "11", "D8", "20251399"))),
            OtherSegment("2300", ("DTP", "434", "D8", "20251399")),
            OtherSegment("2300", ("CRC", "ZZ", "Y", "NU")),
            OtherSegment("2310", ("NM1", "QB", "1", "A")),
        ),
        (
            OtherSegment("2400", ("AMT", "GT", "3.37")),
            OtherSegment("2400", ("SV1", ("HC", "99213"), "5")),
            OtherSegment("2420", ("NM1", "P3", "1", "A")),
        ),
    ),
    "dental": (
        (
            OtherSegment("2000A", ("CUR", "85", "USD")),
            OtherSegment("2300", ("HI", ("TQ", "123"))),
            OtherSegment("2300", ("DN2", "4", "Z")),
            OtherSegment("2310", ("NM1", "QB", "1", "A")),
        ),
        (
            OtherSegment("2400", ("TOO", "ZZ", "4")),
            OtherSegment("2400", ("AMT", "T", "3.37")),
            OtherSegment("2400", ("NTE", "ADD", "X")),
        ),
    ),
}
_ROLES = ("principal", "other", "admitting", "reason_for_visit", "external_cause")


@st.composite
def any_claims_of(draw: st.DrawFn, claim_type: str, claim: Claim) -> Claim:
    """The claim as one of another type: what that cannot hold taken out, its own details put in."""
    form = FORMS[claim_type]
    claim_segments, line_segments = _KEPT[claim_type]
    lines = tuple(
        [
            _replace(
                line,
                revenue_code=draw(parts.any_value(str)),
                noncovered=draw(st.one_of(st.none(), parts.any_value(Decimal))),
                dental=draw(st.one_of(st.none(), parts.any_value(DentalLine))),
                providers=_replace(line.providers, **draw(_line_providers(form))),
                other_segments=draw(parts.any_of(line_segments)),
            )
            for line in claim.lines
        ]
    )
    found = _replace(
        claim,
        claim_type=claim_type,
        lines=lines,
        other_segments=draw(parts.any_of(claim_segments)),
        institutional=draw(_any_institutional()) if form is INSTITUTIONAL else None,
        dental=draw(st.one_of(st.none(), parts.any_value(DentalDetails))) if form is DENTAL else None,
    )
    if form is INSTITUTIONAL:
        roles = [draw(st.sampled_from(_ROLES)) for _ in claim.diagnoses]
        diagnoses = [
            _replace(dx, role=role, poa=draw(parts.any_value(str)))
            for dx, role in zip(claim.diagnoses, roles, strict=True)
        ]
        found = _replace(found, diagnoses=tuple(diagnoses))
    return without_refused(found, form)


def _line_providers(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    fields = [field for field in ("operating", "other_operating", "assistant") if field in form.line_roles]
    return st.fixed_dictionaries({field: st.one_of(st.none(), parts.any_value(Provider)) for field in fields})


@st.composite
def _any_institutional(draw: st.DrawFn) -> InstitutionalDetails | None:
    details: InstitutionalDetails | None = draw(st.one_of(st.none(), parts.any_value(InstitutionalDetails)))
    if details is not None and details.admission_date is None:
        return _replace(details, admission_hour="")
    return details


def without_refused(claim: Claim, form: Form) -> Claim:
    """The claim without everything for which writing it in this form is refused."""
    for pattern in refused(form):
        steps = pattern.rstrip("*").rstrip(".").split(".")
        if steps != ["claim_type"] and steps[:2] != ["coverages", "billed"]:
            claim = _reset(claim, [step for step in steps if step != "other"])
    return claim


def _reset(value: Any, steps: list[str]) -> Any:
    step, rest = steps[0], steps[1:]
    if not rest:
        default = next(f.default for f in msgspec.structs.fields(value) if f.name == step)
        return _replace(value, **{step: default})
    found = getattr(value, step)
    if isinstance(found, tuple):
        return _replace(value, **{step: tuple(_reset(item, rest) for item in found)})
    return value if found is None else _replace(value, **{step: _reset(found, rest)})
