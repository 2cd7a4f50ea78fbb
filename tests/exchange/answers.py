"""Answers of payers for the tests of this folder: about the invented people of ``questions``."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from msgspec.structs import replace

from cleanclaim.claim import Name, OtherSegment, Person, QualifiedDate, Reference
from cleanclaim.exchange.acknowledgements import Status
from cleanclaim.exchange.inquiries import (
    Benefit,
    ClaimStatus,
    Decision,
    Delivery,
    EligibilityAnswer,
    LineStatus,
    Party,
    Procedure,
    Rejection,
    ReviewAnswer,
    ReviewDiagnosis,
    ReviewService,
    ServiceAnswer,
)
from cleanclaim.primitives import DateRange, one_day
from tests import strategies as parts
from tests.exchange.questions import eligibility_requests, review_requests, status_requests

_DAY = date(2025, 12, 2)
_YEAR = DateRange(date(2025, 1, 1), date(2025, 12, 31))
_OTHER_PAYER = Party("PR", Name("SUMMIT PLAN", is_organization=True), "72000", "PI")
_DOCTOR = Party("P3", Name("HSIEH", "HUGO"), "1234560027", taxonomy="207R00000X", function="PC")


def _benefits() -> st.SearchStrategy[Benefit]:
    hsd = OtherSegment("2110", ("HSD", "VS", "20", "", "", "23", "1"))
    iii = OtherSegment("2115", ("III", "ZZ", "21"))
    return st.builds(
        Benefit,
        code=st.sampled_from(("1", "6", "A", "B", "C", "F", "R", "MC")),
        coverage_level=st.sampled_from(("", "IND", "FAM")),
        service_types=st.sampled_from((("30",), ("98", "UC"), ())),
        insurance_type=st.sampled_from(("", "HM")),
        plan=st.sampled_from(("", "GOLD PLAN")),
        period=st.sampled_from(("", "23", "29")),
        amount=st.one_of(st.none(), parts.cents()),
        percent=st.sampled_from((None, Decimal("0.2"), Decimal(0))),
        quantity_qualifier=st.just("P6"),
        quantity=st.integers(1, 40).map(Decimal),
        authorization_required=st.sampled_from(("", "Y")),
        in_network=st.sampled_from(("", "Y", "W")),
        procedure=st.sampled_from((None, Procedure("HC", "97110", ("GP",)))),
        pointers=st.sampled_from(((), (1, 2))),
        dates=st.sampled_from(((), (QualifiedDate("348", one_day(_DAY)),))),
        references=st.sampled_from(((), (Reference("18", "PLAN7"),))),
        messages=st.sampled_from(((), ("NOT FOR PREVENTIVE CARE", "CALL FIRST"))),
        rejections=st.sampled_from(((), (Rejection("benefit", "70", "C"),))),
        parties=st.sampled_from(((), (_OTHER_PAYER,), (_OTHER_PAYER, _DOCTOR))),
        other_segments=st.sampled_from(((), (hsd,), (hsd, iii))),
    )


@st.composite
def eligibility_answers(draw: st.DrawFn) -> EligibilityAnswer:
    """What a payer answers to a right question: benefits, or why not; or nobody was looked for."""
    question = draw(eligibility_requests())
    payer, provider = question.payer, question.provider
    kind = draw(st.sampled_from(("covered", "covered", "unknown", "payer", "provider")))
    if kind in ("payer", "provider"):
        refusal = Rejection(kind, "42" if kind == "payer" else "50", "N", was_valid=kind == "payer")
        return EligibilityAnswer(
            payer=payer, provider=None if kind == "payer" else provider, rejections=(refusal,)
        )
    insured = question.insured
    level = "subscriber" if insured.dependent is None else "dependent"
    insured = replace(insured, relationship="19" if insured.dependent else "")
    return EligibilityAnswer(
        payer=replace(payer, contact=draw(st.one_of(st.none(), parts.contacts()))),
        provider=provider,
        insured=insured,
        traces=(question.trace, "PAYERS1"),
        trace_sources=(question.trace_source, "9PAYER0001"),
        dates=draw(st.sampled_from(((), (QualifiedDate("291", _YEAR), QualifiedDate("307", one_day(_DAY)))))),
        rejections=(Rejection(level, "75", "C"),) if kind == "unknown" else (),
        benefits=tuple(draw(st.lists(_benefits(), min_size=1, max_size=4))) if kind == "covered" else (),
        other_segments=draw(
            st.sampled_from(((), (OtherSegment("2100C" if level == "subscriber" else "2100D", _MILITARY),)))
        ),
    )


_MILITARY = ("MPI", "C", "AO", "A", "", "", "D8", "20200101")


def _statuses() -> st.SearchStrategy[tuple[Status, ...]]:
    one = st.builds(
        Status,
        category=st.sampled_from(("F1", "P1", "A1")),
        code=st.sampled_from(("65", "20", "107")),
        entity=st.sampled_from(("", "PR")),
    )
    return st.lists(one, min_size=1, max_size=5).map(tuple)


@st.composite
def claim_statuses(draw: st.DrawFn) -> ClaimStatus:
    """What a payer answers about a claim, a provider's claims, or all that a receiver asked."""
    question = draw(status_requests())
    level = draw(st.sampled_from(("claim", "claim", "claim", "provider", "receiver")))
    found = ClaimStatus(
        level=level,
        trace=question.trace,
        statuses=draw(_statuses()),
        payer=question.payer,
        receiver=Party("41", Name("LARCH BILLING", is_organization=True), "LBS001", "46"),
        provider=question.provider if level != "receiver" else None,
        on=_DAY,
    )
    if level != "claim":
        return found
    insured = question.insured
    lines = st.builds(
        LineStatus,
        code=st.sampled_from(("99213", "71046")),
        code_qualifier=st.just("HC"),
        modifiers=st.sampled_from(((), ("25",))),
        revenue_code=st.sampled_from(("", "0450")),
        charge=parts.cents(),
        paid=parts.cents(),
        units=st.one_of(st.none(), st.integers(1, 9).map(Decimal)),
        statuses=_statuses(),
        on=st.just(_DAY),
        control_number=st.sampled_from(("", "PCN1L1")),
        dates=st.one_of(st.none(), st.just(one_day(_DAY))),
    )
    return replace(
        found,
        insured=replace(
            insured,
            subscriber=Person(insured.subscriber.name),
            dependent=insured.dependent and Person(insured.dependent.name),
        ),
        charge=draw(st.one_of(st.none(), parts.cents())),
        paid=draw(st.one_of(st.none(), parts.cents())),
        finalized_on=draw(st.sampled_from((None, _DAY))),
        payment_on=draw(st.sampled_from((None, _DAY))),
        payment_number=draw(st.sampled_from(("", "CHK77"))),
        payer_claim_control_number=draw(st.sampled_from(("", "ICN77"))),
        bill_type=question.bill_type,
        patient_control_number=question.patient_control_number,
        voucher=draw(st.sampled_from(("", "V1"))),
        clearinghouse_number=question.clearinghouse_number,
        dates=question.dates,
        lines=tuple(draw(st.lists(lines, max_size=2))),
    )


@st.composite
def review_answers(draw: st.DrawFn) -> ReviewAnswer:
    """How a payer decides about an event, or refuses the request before it reached one."""
    request = draw(review_requests())
    purpose = draw(st.sampled_from(("", "18", "19")))
    level = draw(st.sampled_from(("event", "event", "event", "payer", "requester", "subscriber")))
    insured = request.insured
    if level == "subscriber":
        insured = replace(insured, dependent=None, relationship="")
    found = ReviewAnswer(
        payer=request.payer,
        requester=request.requester if level != "payer" else None,
        insured=insured if level in ("event", "subscriber") else ReviewAnswer().insured,
        purpose=purpose,
        rejections=() if level == "event" else (Rejection(level, "42", "C"),),
    )
    if level != "event":
        return found
    decision = st.sampled_from((None, Decision("A1", "AUTH1"), Decision("A3", reason="0Y")))
    services = [
        ServiceAnswer(
            ReviewService(
                code=service.code,
                modifiers=service.modifiers,
                charge=service.charge,
                units=service.units,
                dates=service.dates,
                delivery=service.delivery,
                providers=service.providers,
                message=service.message,
            ),
            decision=draw(decision),
            dates=(
                *((QualifiedDate("472", service.dates),) if service.dates else ()),
                *draw(st.sampled_from(((), (QualifiedDate("007", _YEAR),)))),
            ),
            references=draw(st.sampled_from(((), (Reference("BB", "AUTH9"),)))),
        )
        for service in request.services
    ]
    return replace(
        found,
        traces=(request.trace, "PAYERS1"),
        trace_sources=(request.trace_source, "9PAYER0001"),
        category=request.category,
        certification=request.certification,
        service_type=request.service_type,
        place=request.place,
        decision=draw(decision),
        dates=(QualifiedDate("007", _YEAR),),
        references=draw(st.sampled_from(((), (Reference("NT", "ADM5"),)))),
        diagnoses=(ReviewDiagnosis("M1711", "ABK"), ReviewDiagnosis("E119", "ABF", one_day(_DAY))),
        delivery=draw(st.sampled_from((None, Delivery("VS", Decimal(12))))),
        rejections=draw(st.sampled_from(((), (Rejection("event", "33", "C"),)))),
        messages=draw(st.sampled_from(((), ("CALL FIRST",)))),
        providers=request.providers,
        services=tuple(services),
        other_segments=draw(st.sampled_from(((), (OtherSegment("2000E", ("CL1", "2", "1")),)))),
    )
