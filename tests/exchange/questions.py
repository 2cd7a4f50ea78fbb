"""Questions to payers for the tests of this folder: invented people, providers and payers."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st
from msgspec.structs import replace

from cleanclaim.claim import Attachment, Name, Person, Provider
from cleanclaim.exchange.inquiries import (
    ClaimStatusRequest,
    Delivery,
    EligibilityRequest,
    Insured,
    LineQuestion,
    Party,
    Procedure,
    ReviewDiagnosis,
    ReviewRequest,
    ReviewService,
    payer_party,
    provider_party,
)
from cleanclaim.primitives import one_day
from tests import strategies as parts

_DAY = date(2025, 12, 2)


def _payers(role: str = "PR") -> st.SearchStrategy[Party]:
    numbered = st.sampled_from(("71000", "72000")).flatmap(parts.payers)
    return numbered.map(lambda payer: payer_party(payer, role))


def _askers(**more: st.SearchStrategy[object]) -> st.SearchStrategy[Party]:
    providers = st.builds(Provider, name=parts.organizations(), npi=parts.npis())
    return st.builds(
        lambda provider, extra: replace(provider_party(provider), **extra),
        providers,
        st.fixed_dictionaries(more),
    )


@st.composite
def _insured(draw: st.DrawFn, *, bare: bool = False, related: bool = True) -> Insured:
    """A member, or a member's dependent; ``bare`` people have no address (and no unknown sex)."""
    people = parts.persons()
    if bare:
        people = st.builds(
            Person,
            name=parts.people(),
            birth_date=st.dates(date(1930, 1, 1), date(2024, 12, 31)),
            sex=st.sampled_from("FM"),
        )
    dependent = draw(st.one_of(st.none(), people))
    subscriber = draw(people)
    if bare and dependent is not None:
        subscriber = Person(subscriber.name)
    return Insured(
        subscriber=subscriber,
        member_id=draw(st.integers(10_000, 99_999).map(lambda n: f"INV{n}")),
        dependent=dependent,
        relationship=draw(st.sampled_from(("", "01", "19"))) if related and dependent else "",
    )


@st.composite
def eligibility_requests(draw: st.DrawFn) -> EligibilityRequest:
    """Questions about coverage that are right."""
    procedures = st.builds(
        Procedure, st.just("HC"), st.sampled_from(("99213", "97110")), st.sampled_from(((), ("25", "59")))
    )
    return EligibilityRequest(
        payer=draw(_payers()),
        provider=draw(_askers()),
        insured=draw(_insured()),
        trace=draw(st.integers(1, 9999).map(lambda n: f"ELG{n}")),
        trace_source="9DEMO00001",
        dates=draw(st.one_of(st.none(), st.just(one_day(_DAY)))),
        service_types=tuple(draw(st.lists(st.sampled_from(("30", "98", "MH")), min_size=1, unique=True))),
        procedures=tuple(draw(st.lists(procedures, max_size=2))),
    )


@st.composite
def status_requests(draw: st.DrawFn) -> ClaimStatusRequest:
    """Questions about claims that are right."""
    lines = st.builds(
        LineQuestion,
        code=st.sampled_from(("99213", "71046")),
        charge=parts.cents(),
        dates=st.just(one_day(_DAY)),
        modifiers=st.sampled_from(((), ("25",))),
        units=st.one_of(st.none(), st.integers(1, 9).map(Decimal)),
        control_number=st.sampled_from(("", "PCN1L1")),
    )
    return ClaimStatusRequest(
        payer=draw(_payers()),
        provider=draw(_askers()),
        insured=draw(_insured(bare=True, related=False)),
        trace=draw(st.integers(1, 9999).map(lambda n: f"STA{n}")),
        payer_claim_control_number=draw(st.sampled_from(("", "ICN77"))),
        bill_type=draw(st.sampled_from(("", "111"))),
        group_number=draw(st.sampled_from(("", "GRP77"))),
        patient_control_number=draw(st.sampled_from(("", "PCN1"))),
        clearinghouse_number=draw(st.sampled_from(("", "CH1"))),
        charge=draw(st.one_of(st.none(), parts.cents())),
        dates=draw(st.one_of(st.none(), st.just(one_day(_DAY)))),
        lines=tuple(draw(st.lists(lines, max_size=2))),
    )


@st.composite
def review_requests(draw: st.DrawFn) -> ReviewRequest:
    """Requests for authorization that are right."""
    deliveries = st.builds(
        Delivery,
        unit=st.just("VS"),
        quantity=st.integers(1, 20).map(Decimal),
        frequency=st.sampled_from(("", "WK")),
        period=st.just("34"),
        periods=st.integers(1, 4).map(Decimal),
    )
    doctor = Party("SJ", Name("HSIEH", "HUGO"), draw(parts.npis()), taxonomy="207R00000X", function="PE")
    services = st.builds(
        ReviewService,
        code=st.sampled_from(("97110", "33510")),
        modifiers=st.sampled_from(((), ("59",))),
        charge=st.one_of(st.none(), parts.cents()),
        units=st.one_of(st.none(), st.integers(1, 9).map(Decimal)),
        dates=st.one_of(st.none(), st.just(one_day(_DAY))),
        delivery=st.one_of(st.none(), deliveries),
        providers=st.sampled_from(((), (doctor,))),
        message=st.sampled_from(("", "AFTER SURGERY")),
    )
    admission = draw(st.booleans())
    return ReviewRequest(
        payer=draw(_payers("X3")),
        requester=draw(_askers(contact=st.one_of(st.none(), parts.contacts()))),
        insured=draw(_insured()),
        trace=draw(st.integers(1, 9999).map(lambda n: f"REV{n}")),
        trace_source="9DEMO00001",
        category="AR" if admission else "HS",
        service_type=draw(st.sampled_from(("", "2"))),
        place="21" if admission else "11",
        release_of_information="Y",
        prior_authorization=draw(st.sampled_from(("", "AUTH1"))),
        event=None if admission else one_day(_DAY),
        admission=one_day(_DAY) if admission else None,
        admission_type="2" if admission else "",
        diagnoses=(ReviewDiagnosis("M1711", "ABK"), ReviewDiagnosis("E119", "ABF", one_day(_DAY))),
        delivery=draw(st.one_of(st.none(), deliveries)),
        attachments=draw(st.sampled_from(((), (Attachment("77", "EL", "ATT1"),)))),
        message=draw(st.sampled_from(("", "SEE ATTACHED"))),
        providers=draw(st.sampled_from(((), (doctor,)))),
        services=tuple(draw(st.lists(services, max_size=2))),
    )
