"""Eligibility: what is asked of a payer (270) and what it answers (271), as values.

Guide 005010X279A1. Codes are as sent: EB01 of a benefit, service types, insurance types.
"""

from decimal import Decimal

from cleanclaim.claim import Claim, OtherSegment, QualifiedDate, Reference
from cleanclaim.claim.parties import Value
from cleanclaim.exchange.acknowledgements import Origin
from cleanclaim.exchange.inquiries.parties import Insured, Party, insured_by, payer_party, provider_party
from cleanclaim.primitives import DateRange

HEALTH_BENEFIT_PLAN_COVERAGE = "30"
"""The service type that asks for everything that the plan covers."""

ACTIVE = frozenset("12345")
"""EB01 of coverage that is in force, with or without conditions."""

INACTIVE = frozenset("678")
"""EB01 of coverage that is not in force."""

COINSURANCE, COPAYMENT, DEDUCTIBLE, OUT_OF_POCKET, LIMITATION = "A", "B", "C", "G", "F"
"""EB01 of the amounts that patients ask for."""

OTHER_PAYER, MANAGED_CARE = "R", "MC"
"""EB01 of another payer, and of who coordinates a managed care enrolment (Medicaid)."""


class Procedure(Value, frozen=True):
    """A procedure that is asked about: list (HC, AD, …), code, modifiers."""

    qualifier: str
    code: str
    modifiers: tuple[str, ...] = ()


class EligibilityRequest(Value, frozen=True, kw_only=True):
    """One question about one person: is there coverage, for which services, on which days.

    ``trace`` comes back with the answer (TRN02); ``trace_source`` is TRN03, ten characters: 1 and
    the taxpayer number, or 9 and a number of one's own. Without ``service_types`` and
    ``procedures`` the whole plan is asked for (30).
    """

    payer: Party
    provider: Party
    insured: Insured
    trace: str
    trace_source: str
    dates: DateRange | None = None
    service_types: tuple[str, ...] = (HEALTH_BENEFIT_PLAN_COVERAGE,)
    procedures: tuple[Procedure, ...] = ()


def eligibility_request_of(
    claim: Claim, trace: str, trace_source: str, *, service_types: tuple[str, ...] = ()
) -> EligibilityRequest:
    """Return the question whether the coverage that a claim is billed to covers its days."""
    return EligibilityRequest(
        payer=payer_party(claim.coverage.payer),
        provider=provider_party(claim.billing_provider),
        insured=insured_by(claim),
        trace=trace,
        trace_source=trace_source,
        dates=claim.service_dates,
        service_types=service_types or (HEALTH_BENEFIT_PLAN_COVERAGE,),
    )


class Rejection(Value, frozen=True):
    """Why a question could not be answered (AAA): ``code`` AAA03, ``follow_up`` AAA04.

    ``level`` is payer, provider, subscriber, dependent, event, service or benefit: whose data the
    payer objects to. ``was_valid`` is AAA01 Y: the question was right, the payer could not answer.
    """

    level: str
    code: str
    follow_up: str = ""
    was_valid: bool = False


class Benefit(Value, frozen=True):
    """One benefit (EB): amounts in dollars, ``percent`` as a fraction (0.2 is 20 %).

    ``code`` is EB01, ``coverage_level`` EB02 (IND, FAM, …), ``insurance_type`` EB04,
    ``period`` EB06 (23 calendar year, 27 visit, 29 remaining, …), ``authorization_required`` EB11
    and ``in_network`` EB12 (Y, N, U unknown, W not applicable), ``pointers`` EB14, counted from 1 in
    the diagnoses of the answer. ``parties`` are those of loop 2120:
    other payers, providers to use, a managed care organization.
    """

    code: str
    coverage_level: str = ""
    service_types: tuple[str, ...] = ()
    insurance_type: str = ""
    plan: str = ""
    period: str = ""
    amount: Decimal | None = None
    percent: Decimal | None = None
    quantity_qualifier: str = ""
    quantity: Decimal | None = None
    authorization_required: str = ""
    in_network: str = ""
    procedure: Procedure | None = None
    pointers: tuple[int, ...] = ()
    dates: tuple[QualifiedDate, ...] = ()
    references: tuple[Reference, ...] = ()
    messages: tuple[str, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    parties: tuple[Party, ...] = ()
    other_segments: tuple[OtherSegment, ...] = ()

    @property
    def is_active(self) -> bool:
        """Whether this says that coverage is in force."""
        return self.code in ACTIVE


class EligibilityAnswer(Value, frozen=True, kw_only=True):
    """What a payer answers about one person.

    ``traces`` are the numbers by which it answers (the asker's own first), ``trace_sources`` who gave
    each (TRN03, see ``EligibilityRequest``); ``dates`` those of the
    plan (346 plan begin, 347 plan end, 307 eligibility, 291 plan, …).
    """

    payer: Party | None = None
    provider: Party | None = None
    insured: Insured = Insured()
    traces: tuple[str, ...] = ()
    trace_sources: tuple[str, ...] = ()
    dates: tuple[QualifiedDate, ...] = ()
    rejections: tuple[Rejection, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    other_segments: tuple[OtherSegment, ...] = ()
    origin: Origin = Origin()

    @property
    def is_active(self) -> bool | None:
        """Whether coverage is in force; nothing when the answer does not say.

        A plan may be active for one service and not for another: the whole plan (30) decides
        where it is answered, else any service.
        """
        whole = [b for b in self.benefits if HEALTH_BENEFIT_PLAN_COVERAGE in b.service_types]
        said = {b.code for b in whole or self.benefits} & (ACTIVE | INACTIVE)
        return bool(said & ACTIVE) if said else None

    @property
    def other_payers(self) -> tuple[Party, ...]:
        """Who else pays or coordinates for this person: other payers, managed care organizations."""
        return tuple(
            party
            for benefit in self.benefits
            if benefit.code in (OTHER_PAYER, MANAGED_CARE)
            for party in benefit.parties
        )

    def benefits_of(
        self, code: str, *, service_type: str = "", in_network: bool | None = None
    ) -> tuple[Benefit, ...]:
        """Return the benefits of a kind (EB01), of a service type when one is named.

        ``in_network`` keeps those of that side; benefits that do not tell, or apply to both, are kept.
        """
        side = {True: "N", False: "Y"}
        return tuple(
            b
            for b in self.benefits
            if b.code == code
            and (not service_type or service_type in b.service_types)
            and (in_network is None or b.in_network != side[in_network])
        )
