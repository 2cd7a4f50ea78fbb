"""What a claim and its answer themselves say of a denial's circumstances."""

from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.parameters import NotKnown, Parameters, payer_kind_of
from cleanclaim.posting import known_lines, match_lines
from cleanclaim.remittance import ClaimPayment, crossover
from cleanclaim.remittance.rules import QMB, SURPRISE_BILL
from cleanclaim.workflow.denials.values import DenialFacts

NOTICE = "GA"
"""The modifier that says that a required notice (ABN) is on file."""


ADVANTAGE = "16"
"""The filing indicator of a Medicare Advantage plan, which has its own appeals and filing limits."""


def facts_of(
    claim: Claim,
    payment: ClaimPayment,
    *,
    decided_on: date,
    today: date,
    parameters: Parameters,
    received_on: date | None = None,
    qmb: bool = False,
    surprise_bill: bool = False,
    restricted: bool = False,
    ptp_indicator: str = "",
    appealed: int = 0,
) -> DenialFacts:
    """Return the facts of a denial: who the payer is, the days, notices, who comes next.

    The kind of payer follows from the billed coverage's filing indicator. What neither claim nor answer
    tells (QMB by eligibility, a surprise bill, a restriction, the pair's indicator, levels asked for) is
    given.
    """
    billed = claim.coverage
    remarks = {*payment.remarks, *(remark for line in payment.lines for remark in line.remarks)}
    dates = claim.service_dates
    noticed = {
        match.paid
        for match in match_lines(payment, known_lines(claim))
        if match.billed is not None and NOTICE in claim.lines[match.billed - 1].modifiers
    }
    kinds = [kind_of_payer(parameters, each.filing_indicator, decided_on) for each in claim.coverages]
    return DenialFacts(
        payer_kind=kind_of_payer(parameters, billed.filing_indicator, decided_on),
        payer_id=billed.payer.payer_id,
        filing_indicator=billed.filing_indicator,
        decided_on=decided_on,
        received_on=received_on,
        today=today,
        service_date=dates.end if dates else None,
        qmb=qmb or bool(QMB & remarks),
        surprise_bill=surprise_bill or bool(SURPRISE_BILL & remarks),
        medicaid="medicaid" in kinds,
        notice_lines=frozenset(noticed),
        ptp_indicator=ptp_indicator,
        next_payer=claim.billed_coverage + 1 < len(claim.coverages),
        forwarded=crossover(payment).forwarded,
        restricted=restricted,
        appealed=appealed,
    )


def kind_of_payer(parameters: Parameters, indicator: str, on: date) -> str:
    """Return the kind of payer as deadlines know it; empty where the indicator names none."""
    if indicator == ADVANTAGE:
        return "medicare_advantage"
    found = payer_kind_of(parameters, indicator, on)
    return "" if isinstance(found, NotKnown) else found
