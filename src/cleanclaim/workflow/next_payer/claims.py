"""The claim to the next payer: the earlier answer in it, line by line, balancing to the cent."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.claim import (
    Adjustment,
    Claim,
    Coverage,
    InpatientDecision,
    LineAdjudication,
    PriorPayment,
    ServiceLine,
)
from cleanclaim.parameters import NotKnown, Parameters, secondary_payer_rule
from cleanclaim.posting import LineMatch, LineMatchedBy, known_lines, match_lines
from cleanclaim.primitives import ZERO, Money, show_money
from cleanclaim.remittance import (
    Category,
    ClaimPayment,
    LinePayment,
    Outcome,
    RemitAdjustment,
    balance_claim,
    classify_claim,
    crossover,
)
from cleanclaim.workflow.next_payer.standing import joined, standing

_MEDICARE = frozenset({"MA", "MB"})
_REMARKS = 5
_MIA = {
    1: "covered_days",
    3: "lifetime_psychiatric_days",
    4: "drg_amount",
    6: "disproportionate_share",
    7: "msp_pass_through",
    8: "pps_capital",
    9: "pps_capital_federal_drg",
    10: "pps_capital_hospital_drg",
    11: "pps_capital_disproportionate_share",
    12: "old_capital",
    13: "pps_capital_medical_education",
    14: "pps_operating_hospital_drg",
    15: "cost_report_days",
    16: "pps_operating_federal_drg",
    17: "pps_capital_outlier",
    18: "indirect_teaching",
    19: "nonpayable_professional",
    24: "pps_capital_exception",
}


class NotBillable(msgspec.Struct, frozen=True):
    """Why no claim goes to the next payer now, and what to do. ``code`` is stable."""

    code: str
    reason: str
    fix: str = ""


class NextClaim(msgspec.Struct, frozen=True):
    """The claim to send, what is asked of the payer in dollars, and what a person should look at."""

    claim: Claim
    asked: Money
    looks: tuple[str, ...] = ()


def next_claim(
    claim: Claim,
    payments: Sequence[ClaimPayment],
    *,
    adjudicated_on: date,
    parameters: Parameters,
    secondary_reason: str = "",
) -> NextClaim | NotBillable:
    """Return the claim to the payer after the billed one, from that one's answers (oldest first).

    ``adjudicated_on`` is the date of the last remittance. ``secondary_reason`` says why Medicare comes
    later (``working_aged``, ``disability``, …) where its coverage does not. The answer's adjustments stand
    at the level at which they were sent; for this payer and every line charge = paid + Σ adjustments.
    """
    at = claim.billed_coverage
    answer = _answer(claim, payments)
    if isinstance(answer, NotBillable):
        return answer
    if at + 1 >= len(claim.coverages):
        return NotBillable("no-next-payer", "The claim names no payer after this one.")
    asked = _left(answer)
    if asked <= 0:
        return NotBillable("nothing-left", "The payer's answer leaves nothing for the next payer.")
    following = _with_type(claim.coverages[at + 1], parameters, adjudicated_on, secondary_reason)
    if isinstance(following, NotBillable):
        return following
    matches = match_lines(answer, known_lines(claim)) if answer.lines else ()
    trouble = _line_trouble(claim, answer, matches)
    if trouble is not None:
        return trouble
    billed = _with_answer(claim.coverages[at], answer, adjudicated_on)
    coverages = (*claim.coverages[:at], billed, following, *claim.coverages[at + 2 :])
    built = msgspec.structs.replace(
        claim,
        coverages=coverages,
        billed_coverage=at + 1,
        claim_frequency_code="1",
        lines=_Decisions(claim, answer, matches, adjudicated_on).lines(),
    )
    looks = tuple(
        f"line {match.billed}: {change}" for match in matches for change in match.changed if match.billed
    )
    return NextClaim(built, asked, looks)


def _answer(claim: Claim, payments: Sequence[ClaimPayment]) -> ClaimPayment | NotBillable:
    left = standing(payments)
    if not left:
        return NotBillable("no-answer", "No answer of the payer stands.", "Wait for its remittance.")
    for payment in left:
        passed = crossover(payment)
        if passed.forwarded:
            to = f" to {passed.to}" if passed.to else ""
            return NotBillable(
                "forwarded",
                f"The payer has passed the claim on{to} ({'; '.join(passed.because)}).",
                "Wait for the next payer's answer; bill it only where the crossover failed.",
            )
        if balance_claim(payment):
            return NotBillable(
                "out-of-balance",
                "The payer's answer does not add up, and a claim that carries it would be returned.",
                "Ask the payer for a corrected remittance.",
            )
        if classify_claim(payment).outcome in {Outcome.REJECTED, Outcome.NOT_OURS, Outcome.PREDETERMINED}:
            return NotBillable(
                "not-determined", "The payer has determined nothing.", "Send it a correct claim first."
            )
        if any(_waits(each.classification.rule) for each in classify_claim(payment).adjustments):
            return NotBillable("pending", "The payer has not decided all of it.", "Wait for its decision.")
    answer = joined(left, claim.charge)
    if answer is None:
        said = sum((each.charge for each in left), ZERO)
        return NotBillable(
            "another-charge",
            f"The standing answers are about {show_money(said)}, the claim about {show_money(claim.charge)}.",
            "Match the answers to the right claim.",
        )
    return answer


def _waits(rule: str) -> bool:
    return rule == "pending"


def _left(answer: ClaimPayment) -> Money:
    """Return what is neither paid, contractual nor accounted for before: what a next payer may pay."""
    gone = {Category.CONTRACTUAL, Category.PRIOR_PAYER}
    return sum(
        (
            found.adjustment.amount
            for found in classify_claim(answer).adjustments
            if found.classification.category not in gone
        ),
        ZERO,
    )


def _with_type(coverage: Coverage, parameters: Parameters, on: date, reason: str) -> Coverage | NotBillable:
    """Return the next coverage with the reason why Medicare comes second (SBR05) where it is Medicare."""
    if coverage.filing_indicator not in _MEDICARE or coverage.insurance_type:
        return coverage
    if reason:
        rule = secondary_payer_rule(parameters, reason, on)
        if not isinstance(rule, NotKnown):
            return msgspec.structs.replace(coverage, insurance_type=rule.insurance_type)
    return NotBillable(
        "secondary-type-missing",
        "Medicare comes second here, and nothing says why (SBR05).",
        "Ask the secondary payer questions and enter the reason.",
    )


def _with_answer(coverage: Coverage, answer: ClaimPayment, on: date) -> Coverage:
    prior = PriorPayment(
        paid=answer.paid,
        remaining_patient_liability=None if answer.lines else _patient(answer.adjustments),
        adjudicated_on=on,
        adjustments=tuple(_adjustment(each) for each in answer.adjustments),
        remarks=answer.remarks[:_REMARKS],
        inpatient=_inpatient(answer.inpatient),
    )
    return msgspec.structs.replace(
        coverage,
        prior_payment=prior,
        payer_claim_control_number=answer.payer_claim_control_number or coverage.payer_claim_control_number,
    )


class _Decisions:
    """The answer's lines as decisions on the claim's lines."""

    def __init__(
        self, claim: Claim, answer: ClaimPayment, matches: Sequence[LineMatch], adjudicated_on: date
    ) -> None:
        self.claim = claim
        self.payer = claim.coverage.payer.payer_id
        self.matches = matches
        self.paid = {each.position: each for each in answer.lines}
        self.on = adjudicated_on

    def lines(self) -> tuple[ServiceLine, ...]:
        """Return the claim's lines, each with what was decided about it; earlier payers' decisions stay."""
        return tuple(
            msgspec.structs.replace(
                line,
                adjudications=(
                    *(each for each in line.adjudications if each.payer_id != self.payer),
                    *(
                        self._decision(number, line, self.paid[match.paid])
                        for match in self.matches
                        if match.billed == number
                    ),
                ),
            )
            for number, line in enumerate(self.claim.lines, start=1)
        )

    def _decision(self, number: int, line: ServiceLine, paid: LinePayment) -> LineAdjudication:
        return LineAdjudication(
            payer_id=self.payer,
            paid=paid.paid,
            code=paid.code or line.code,
            code_qualifier=paid.code_qualifier or line.code_qualifier,
            modifiers=paid.modifiers,
            units=paid.units or line.units,
            adjustments=tuple(_adjustment(each) for each in paid.adjustments),
            adjudicated_on=self.on,
            remaining_patient_liability=_patient(paid.adjustments),
            bundled_into=self._bundled_into(number, paid),
            revenue_code=line.revenue_code,
        )

    def _bundled_into(self, number: int, paid: LinePayment) -> str:
        """Return the number of the line that this one was paid with: another's code, and paid nothing."""
        if not paid.submitted_code or paid.code == self.claim.lines[number - 1].code or paid.paid != 0:
            return ""
        carriers = [
            match.billed
            for match in self.matches
            if match.billed not in {None, number} and self.paid[match.paid].code == paid.code
        ]
        return str(carriers[0]) if carriers else ""


def _line_trouble(claim: Claim, answer: ClaimPayment, matches: Sequence[LineMatch]) -> NotBillable | None:
    for match in matches:
        if match.billed is None or match.by is LineMatchedBy.ONLY_ONE_LEFT:
            return NotBillable(
                "line-unmatched",
                f"Line {match.paid} of the payer's answer is none of the claim's lines.",
                "Match the lines by hand.",
            )
    if not answer.lines:
        return None
    answered: dict[int, Money] = {}
    paid = {each.position: each for each in answer.lines}
    for match in matches:
        if match.billed is not None:
            answered[match.billed] = answered.get(match.billed, ZERO) + paid[match.paid].charge
    for number, line in enumerate(claim.lines, start=1):
        if answered.get(number, ZERO) != (line.charge or ZERO):
            return NotBillable(
                "line-charge",
                f"The payer answers {show_money(answered.get(number, ZERO))} of line {number}, billed were "
                f"{show_money(line.charge or ZERO)}.",
                "Match the lines by hand, or ask the payer.",
            )
    return None


def _adjustment(found: RemitAdjustment) -> Adjustment:
    return Adjustment(found.group_code, found.carc, found.amount, found.quantity)


def _patient(adjustments: Sequence[RemitAdjustment]) -> Money:
    return sum((each.amount for each in adjustments if each.group_code == "PR"), ZERO)


def _inpatient(mia: tuple[str, ...]) -> InpatientDecision | None:
    if not mia:
        return None
    found = {name: Decimal(mia[n - 1]) for n, name in _MIA.items() if n <= len(mia) and mia[n - 1].strip()}
    return msgspec.convert(found, InpatientDecision)
