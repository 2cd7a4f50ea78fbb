"""Applying the table of rules: what each adjustment is, and what came of the claim."""

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

import msgspec

from cleanclaim.primitives import ZERO, Money, show_money
from cleanclaim.remittance.crossover import crossover
from cleanclaim.remittance.reasons import plain_reason
from cleanclaim.remittance.rules import REDUCTIONS, RULES, Category, Effect, Liable, Rule
from cleanclaim.remittance.values import ClaimPayment, LinePayment, RemitAdjustment

REVERSAL_STATUS = "22"
NOT_OURS_STATUS = "23"
_PAYER_ORDER = {"1": 1, "2": 2, "3": 3, "19": 1, "20": 2, "21": 3}


class Classification(msgspec.Struct, frozen=True):
    """What an adjustment is, what happens to its money, who bears it, and which rule says so.

    ``known`` is false when the CARC has no short reason here: somebody must look it up.
    """

    category: Category
    effect: Effect
    liable: Liable
    appeal: bool
    rule: str
    reason: str
    known: bool = True


class ClassifiedAdjustment(msgspec.Struct, frozen=True):
    """An adjustment at its place. ``line`` is nothing for an adjustment of the whole claim."""

    adjustment: RemitAdjustment
    classification: Classification
    line: int | None = None
    remarks: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """``claim`` or ``line``."""
        return "claim" if self.line is None else "line"

    @property
    def code(self) -> str:
        """Group and reason as people say them: ``CO-45``."""
        return f"{self.adjustment.group_code}-{self.adjustment.carc}"

    @property
    def is_denial(self) -> bool:
        """Whether money was refused: a denial, or a rejection."""
        return self.classification.category in {Category.DENIAL, Category.REJECTION}


class Outcome(StrEnum):
    """What came of a claim, in one word."""

    PAID = "paid"  # nothing refused; may be zero when all is contract, patient or prior payer
    PARTLY_DENIED = "partly_denied"
    DENIED = "denied"
    REJECTED = "rejected"
    REVERSED = "reversed"
    NOT_OURS = "not_ours"
    PREDETERMINED = "predetermined"


class ClaimDecision(msgspec.Struct, frozen=True):
    """A claim payment understood: its outcome, its adjustments, why anything was refused.

    ``payer_order`` is 1, 2 or 3 when CLP02 says so, else 0; ``forwarded`` tells that the payer
    passed its decided claim on to the next (status, remarks or a named crossover payer).
    """

    outcome: Outcome
    adjustments: tuple[ClassifiedAdjustment, ...]
    denial_reasons: tuple[str, ...]
    forwarded: bool
    payer_order: int

    @property
    def denied(self) -> bool:
        """Whether anything of the claim was denied or rejected."""
        return bool(self.denial_reasons)


def classify_claim(claim: ClaimPayment) -> ClaimDecision:
    """Return what the payer decided about one claim, adjustment by adjustment."""
    found = classify_adjustments(claim)
    reasons = _denial_reasons(claim, found)
    return ClaimDecision(
        outcome=_outcome(claim, found, denied=bool(reasons)),
        adjustments=found,
        denial_reasons=reasons,
        forwarded=claim.status != NOT_OURS_STATUS and crossover(claim).forwarded,
        payer_order=_PAYER_ORDER.get(claim.status, 0),
    )


def classify_adjustments(claim: ClaimPayment) -> tuple[ClassifiedAdjustment, ...]:
    """Return every adjustment of a claim classified: the claim's own, then line by line.

    In a reversal all are ``REVERSAL``; effect and rule are those of the decision taken back.
    """
    found = [
        ClassifiedAdjustment(adjustment, _classify(adjustment, claim, None), None, claim.remarks)
        for adjustment in claim.adjustments
    ]
    for line in claim.lines:
        found.extend(
            ClassifiedAdjustment(adjustment, _classify(adjustment, claim, line), line.position, line.remarks)
            for adjustment in line.adjustments
        )
    return tuple(found)


def classify_code(
    group_code: str,
    carc: str,
    *,
    status: str = "1",
    remarks: Sequence[str] = (),
    filing_indicator: str = "",
    amount: Money = Decimal("1.00"),
    takes_all: bool = False,
    unpaid: bool = False,
) -> Classification:
    """Return the classification of one combination of codes, outside of any claim.

    ``takes_all`` and ``unpaid`` as in ``Rule``; the amount in dollars matters by its sign only.
    """
    sign = (amount > 0) - (amount < 0)
    return _classification(
        group_code, carc, status, frozenset(remarks), filing_indicator, sign, takes_all, unpaid
    )


@lru_cache(maxsize=4096)
def _classification(  # noqa: PLR0917 - the key of the cache
    group_code: str,
    carc: str,
    status: str,
    remarks: frozenset[str],
    filing_indicator: str,
    sign: int,
    takes_all: bool,
    unpaid: bool,
) -> Classification:
    """Return the classification; payers use few combinations over and over."""
    reversal = status == REVERSAL_STATUS
    rule = next(
        rule
        for rule in RULES
        if _fits(
            rule,
            group_code=group_code,
            carc=carc,
            status=status,
            remarks=remarks,
            filing=filing_indicator,
            amount=Decimal(-sign if reversal else sign),
            takes_all=takes_all,
            unpaid=unpaid,
        )
    )
    return Classification(
        category=Category.REVERSAL if reversal else rule.category,
        effect=rule.effect,
        liable=rule.liable,
        appeal=rule.appeal and not reversal,
        rule=rule.id,
        reason=rule.reason,
        known=plain_reason(carc) is not None,
    )


def _classify(adjustment: RemitAdjustment, claim: ClaimPayment, line: LinePayment | None) -> Classification:
    remarks = claim.remarks if line is None else (*line.remarks, *claim.remarks)
    paid = claim.paid if line is None else line.paid
    return classify_code(
        adjustment.group_code,
        adjustment.carc,
        status=claim.status,
        remarks=remarks,
        filing_indicator=claim.filing_indicator,
        amount=adjustment.amount,
        takes_all=_takes_all(claim, line),
        unpaid=paid == 0,
    )


def _fits(
    rule: Rule,
    *,
    group_code: str,
    carc: str,
    status: str,
    remarks: frozenset[str],
    filing: str,
    amount: Money,
    takes_all: bool,
    unpaid: bool,
) -> bool:
    return (
        (not rule.groups or group_code in rule.groups)
        and (not rule.carcs or carc in rule.carcs)
        and (not rule.statuses or status in rule.statuses)
        and (not rule.filing or filing in rule.filing)
        and (not rule.remarks or bool(rule.remarks & remarks))
        and (rule.amount != "zero" or amount == 0)
        and (rule.amount != "negative" or amount < 0)
        and (rule.takes_all is None or rule.takes_all == takes_all)
        and (rule.unpaid is None or rule.unpaid == unpaid)
    )


def _takes_all(claim: ClaimPayment, line: LinePayment | None) -> bool:
    """Return whether contractual amounts eat the whole charge and nothing is paid.

    A claim that is paid as a whole (its lines do not add up to CLP04, as with a DRG) is judged
    as a whole: its lines are zero by nature. In a reversal signs are turned.
    """
    sign = -1 if claim.is_reversal else 1
    as_a_whole = line is None or sum((each.paid for each in claim.lines), ZERO) != claim.paid
    if as_a_whole or line is None:
        charge, paid, adjustments = claim.charge, claim.paid, claim.all_adjustments
    else:
        charge, paid, adjustments = line.charge, line.paid, line.adjustments
    taken = sum(
        (each.amount for each in adjustments if each.group_code == "CO" and each.carc in REDUCTIONS), ZERO
    )
    return paid * sign <= 0 < charge * sign <= taken * sign


def _outcome(claim: ClaimPayment, found: Sequence[ClassifiedAdjustment], *, denied: bool) -> Outcome:
    match claim.status:
        case "22":
            return Outcome.REVERSED
        case "23":
            return Outcome.NOT_OURS
        case "25":
            return Outcome.PREDETERMINED
    if not denied:
        return Outcome.PAID
    refused = [each for each in found if each.is_denial]
    if refused and all(each.classification.category is Category.REJECTION for each in refused):
        return Outcome.REJECTED if claim.paid == 0 else Outcome.PARTLY_DENIED
    something_else = claim.paid != 0 or any(
        each.classification.category in {Category.PATIENT, Category.PRIOR_PAYER}
        and each.adjustment.amount > 0
        for each in found
    )
    return Outcome.PARTLY_DENIED if something_else and claim.status != "4" else Outcome.DENIED


def _denial_reasons(claim: ClaimPayment, found: Sequence[ClassifiedAdjustment]) -> tuple[str, ...]:
    """Return in plain words why money was refused; none when nothing was."""
    if claim.is_reversal:
        return ()
    reasons = [describe(each) for each in found if each.is_denial]
    if claim.status == "4" and not reasons:
        reasons.append("the payer states the claim as denied (status 4) and gives no denial code")
    return tuple(dict.fromkeys(reasons))


def describe(found: ClassifiedAdjustment) -> str:
    """Return an adjustment in plain words: place, codes, our short reason, remarks, amount."""
    place = "claim" if found.line is None else f"line {found.line}"
    reason = plain_reason(found.adjustment.carc) or "a reason not listed here, look the code up"
    if found.classification.rule in {"contractual-takes-all", "cost-sharing-not-patients", "unprocessable"}:
        reason = f"{reason}; {found.classification.reason}"
    elif not found.classification.appeal:
        reason = f"{reason}; it cannot be appealed"
    remarks = f" [{', '.join(found.remarks)}]" if found.remarks else ""
    return f"{place}: {found.code} {reason}{remarks} ({show_money(found.adjustment.amount)})"
