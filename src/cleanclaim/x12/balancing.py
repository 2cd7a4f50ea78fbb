"""Level 3: the amounts of a transaction must agree with each other.

Source: the balancing sections of the guides (837: total charge is the sum of the lines, other
payers' amounts; 835: service, claim and transaction balancing). A sum that contains an amount
which cannot be read is not judged: level 1 has reported that amount.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

import msgspec

from cleanclaim.x12.segments import Delimiters

_AMOUNT = re.compile(r"-?(?:\d{1,18}\.?\d{0,18}|\.\d{1,18})")


class Imbalance(msgspec.Struct, frozen=True, kw_only=True):
    """A sum that does not agree, at a segment (its number in the file, position, byte).

    ``message`` names the amounts, ``plain`` does not.
    """

    id: str
    loop: str
    segment: str
    element: str
    at: tuple[int, int, int]
    claim_id: str
    value: str
    expected: str
    message: str
    plain: str
    fix: str


class Balancer(Protocol):
    """Follows one transaction and tells what does not add up.

    ``wants`` are the segments that it must be shown; the others do not matter to it.
    """

    wants: frozenset[str]

    def see(self, loop: str, parts: Sequence[str], at: tuple[int, int, int], marks: Delimiters) -> None:
        """Take in one segment."""
        ...

    def found(self) -> list[Imbalance]:
        """Return what was found since the last time; complete only after the SE."""
        ...


def balancer_for(transaction: str) -> Balancer | None:
    """Return a balancer for a kind of transaction (837P, 835), nothing when it has no sums."""
    if transaction == "837P":
        return ClaimBalancer()
    if transaction == "835":
        return PaymentBalancer()
    return None


def amount(parts: Sequence[str], number: int) -> Decimal | None:
    """Return element ``number`` as an amount: zero when absent, nothing when it is no number."""
    if number >= len(parts) or not parts[number]:
        return Decimal(0)
    return Decimal(parts[number]) if _AMOUNT.fullmatch(parts[number]) else None


def adjusted(parts: Sequence[str]) -> Decimal | None:
    """Return the sum of the amounts of a CAS segment, nothing when one of them is no number."""
    total = Decimal(0)
    for number in range(3, min(len(parts), 19), 3):
        one = amount(parts, number)
        if one is None:
            return None
        total += one
    return total


def plus(total: Decimal | None, one: Decimal | None) -> Decimal | None:
    """Return a sum that is unknown as soon as one of its parts is."""
    return None if total is None or one is None else total + one


class _OtherPayer:
    """What one other payer (2320) decided on the claim."""

    def __init__(self, at: tuple[int, int, int]) -> None:
        self.at = at
        self.payer = ""
        self.paid: Decimal | None = None
        self.adjusted: Decimal | None = Decimal(0)
        self.line_adjusted: Decimal | None = Decimal(0)
        self.has_adjustments = False


class _LineDecision:
    """What one other payer decided on one line (2430)."""

    def __init__(self, payer: str, paid: Decimal | None, at: tuple[int, int, int], *, bundled: bool) -> None:
        self.payer = payer
        self.paid = paid
        self.adjusted: Decimal | None = Decimal(0)
        self.at = at
        self.bundled = bundled


class ClaimBalancer:
    """An 837P: each claim's charge is the sum of its lines; other payers' amounts explain it."""

    wants = frozenset({"SV1", "CLM", "HL", "SE", "SBR", "NM1", "AMT", "CAS", "SVD"})

    def __init__(self) -> None:
        self._found: list[Imbalance] = []
        self._claim_at: tuple[int, int, int] | None = None
        self._claim_id = ""
        self._start()

    def _start(self) -> None:
        self._charge: Decimal | None = None
        self._lines: Decimal | None = Decimal(0)
        self._line_charge: Decimal | None = None
        self._line_count = 0
        self._payers: list[_OtherPayer] = []
        self._decisions: list[_LineDecision] = []

    def see(self, loop: str, parts: Sequence[str], at: tuple[int, int, int], marks: Delimiters) -> None:  # noqa: ARG002
        """Take in one segment of the transaction."""
        match parts[0]:
            case "SV1" if loop == "2400":
                self._close_line()
                self._line_charge = amount(parts, 2)
                self._lines = plus(self._lines, self._line_charge)
                self._line_count += 1
            case "CLM":
                self._close_claim()
                self._claim_at = at
                self._claim_id = parts[1] if len(parts) > 1 else ""
                self._charge = amount(parts, 2)
            case "HL" | "SE":
                self._close_claim()
            case "SBR" if loop == "2320":
                self._payers.append(_OtherPayer(at))
            case "NM1" if loop == "2330B" and self._payers and len(parts) > 9:
                self._payers[-1].payer = parts[9]
            case "AMT" if loop == "2320" and self._payers and parts[1:2] == ["D"]:
                self._payers[-1].paid = amount(parts, 2)
            case "CAS" if loop == "2320" and self._payers:
                self._payers[-1].adjusted = plus(self._payers[-1].adjusted, adjusted(parts))
                self._payers[-1].has_adjustments = True
            case "SVD":
                self._decisions.append(
                    _LineDecision(
                        parts[1] if len(parts) > 1 else "",
                        amount(parts, 2),
                        at,
                        bundled=len(parts) > 6 and parts[6] != "",
                    )
                )
            case "CAS" if loop == "2430" and self._decisions:
                self._decisions[-1].adjusted = plus(self._decisions[-1].adjusted, adjusted(parts))
            case _:
                pass

    def found(self) -> list[Imbalance]:
        """Return what was found since the last time."""
        found, self._found = self._found, []
        return found

    def _close_line(self) -> None:
        for decision in self._decisions:
            for payer in self._payers:
                if payer.payer == decision.payer:
                    payer.line_adjusted = plus(payer.line_adjusted, decision.adjusted)
                    payer.has_adjustments = True
            total = plus(decision.paid, decision.adjusted)
            if decision.bundled or total is None or self._line_charge is None or total == self._line_charge:
                continue
            self._found.append(
                Imbalance(
                    id="line-decision-unbalanced",
                    loop="2430",
                    segment="SVD",
                    element="SVD02",
                    at=decision.at,
                    claim_id=self._claim_id,
                    value=_shown(decision.paid),
                    expected=_shown(self._line_charge),
                    message=f"What the other payer paid and adjusted on the line comes to {_shown(total)}, "
                    f"but the line's charge is {_shown(self._line_charge)}.",
                    plain="The other payer's payment and adjustments do not come to the line's charge.",
                    fix="Correct SVD02 or the line's CAS amounts from that payer's remittance.",
                )
            )
        self._decisions = []

    def _close_claim(self) -> None:
        self._close_line()
        if self._claim_at is not None and self._charge is not None:
            charge = self._charge
            if self._lines is not None and self._line_count and self._lines != charge:
                self._found.append(
                    Imbalance(
                        id="claim-charge-unbalanced",
                        loop="2300",
                        segment="CLM",
                        element="CLM02",
                        at=self._claim_at,
                        claim_id=self._claim_id,
                        value=_shown(charge),
                        expected=_shown(self._lines),
                        message=f"The claim's total charge is {_shown(charge)}, "
                        f"but its lines add up to {_shown(self._lines)}.",
                        plain="The claim's total charge is not the sum of its lines.",
                        fix="Correct CLM02 or the charges of the lines (SV102).",
                    )
                )
            for payer in self._payers:
                self._judge_payer(payer, charge)
        self._claim_at = None
        self._start()

    def _judge_payer(self, payer: _OtherPayer, charge: Decimal) -> None:
        adjustments = plus(payer.adjusted, payer.line_adjusted)
        if payer.paid is None or adjustments is None or not payer.has_adjustments:
            return
        if charge - adjustments != payer.paid:
            self._found.append(
                Imbalance(
                    id="other-payer-unbalanced",
                    loop="2320",
                    segment="SBR",
                    element="AMT02",
                    at=payer.at,
                    claim_id=self._claim_id,
                    value=_shown(payer.paid),
                    expected=_shown(charge - adjustments),
                    message=f"The other payer is said to have paid {_shown(payer.paid)}, but the charge less "
                    f"its adjustments is {_shown(charge - adjustments)}.",
                    plain="The charge less the other payer's adjustments is not what it paid.",
                    fix="Correct AMT*D or the CAS amounts from that payer's remittance.",
                )
            )


class PaymentBalancer:
    """An 835: each service, each claim and the whole payment must balance."""

    wants = frozenset({"CAS", "SVC", "CLP", "BPR", "PLB", "LX", "SE"})

    def __init__(self) -> None:
        self._found: list[Imbalance] = []
        self._payment: Decimal | None = None
        self._payment_at: tuple[int, int, int] | None = None
        self._paid: Decimal | None = Decimal(0)
        self._provider: Decimal | None = Decimal(0)
        self._claim: tuple[Decimal | None, Decimal | None] | None = None
        self._claim_at = (0, 0, 0)
        self._claim_id = ""
        self._claim_adjusted: Decimal | None = Decimal(0)
        self._service: tuple[Decimal | None, Decimal | None] | None = None
        self._service_at = (0, 0, 0)
        self._service_adjusted: Decimal | None = Decimal(0)

    def see(self, loop: str, parts: Sequence[str], at: tuple[int, int, int], marks: Delimiters) -> None:  # noqa: ARG002
        """Take in one segment of the transaction."""
        match parts[0]:
            case "CAS":
                one = adjusted(parts)
                self._claim_adjusted = plus(self._claim_adjusted, one)
                if self._service is not None:
                    self._service_adjusted = plus(self._service_adjusted, one)
            case "SVC":
                self._close_service()
                self._service = (amount(parts, 2), amount(parts, 3))
                self._service_at = at
            case "CLP":
                self._close_claim()
                self._claim = (amount(parts, 3), amount(parts, 4))
                self._claim_at = at
                self._claim_id = parts[1] if len(parts) > 1 else ""
                self._paid = plus(self._paid, self._claim[1])
            case "BPR":
                self._payment, self._payment_at = amount(parts, 2), at
                if self._payment is not None and parts[3:4] == ["D"]:
                    self._payment = -abs(self._payment)
            case "PLB":
                self._close_claim()
                for number in range(4, min(len(parts), 15), 2):
                    self._provider = plus(self._provider, amount(parts, number))
            case "LX":
                self._close_claim()
            case "SE":
                self._close_claim()
                self._close_payment()
            case _:
                pass

    def found(self) -> list[Imbalance]:
        """Return what was found since the last time."""
        found, self._found = self._found, []
        return found

    def _close_service(self) -> None:
        service, self._service = self._service, None
        total, self._service_adjusted = self._service_adjusted, Decimal(0)
        if service is None or total is None or service[0] is None or service[1] is None:
            return
        if service[0] - total != service[1]:
            self._found.append(
                Imbalance(
                    id="service-payment-unbalanced",
                    loop="2110",
                    segment="SVC",
                    element="SVC03",
                    at=self._service_at,
                    claim_id=self._claim_id,
                    value=_shown(service[1]),
                    expected=_shown(service[0] - total),
                    message=f"The service's charge {_shown(service[0])} less adjustments {_shown(total)} is "
                    f"{_shown(service[0] - total)}, but {_shown(service[1])} is said to be paid.",
                    plain="The service's charge less its adjustments is not what is said to be paid.",
                    fix="Ask the payer for a corrected 835.",
                )
            )

    def _close_claim(self) -> None:
        self._close_service()
        claim, self._claim = self._claim, None
        total, self._claim_adjusted = self._claim_adjusted, Decimal(0)
        if claim is None or total is None or claim[0] is None or claim[1] is None:
            return
        if claim[0] - total != claim[1]:
            self._found.append(
                Imbalance(
                    id="claim-payment-unbalanced",
                    loop="2100",
                    segment="CLP",
                    element="CLP04",
                    at=self._claim_at,
                    claim_id=self._claim_id,
                    value=_shown(claim[1]),
                    expected=_shown(claim[0] - total),
                    message=f"The claim's charge {_shown(claim[0])} less all adjustments {_shown(total)} is "
                    f"{_shown(claim[0] - total)}, but {_shown(claim[1])} is said to be paid.",
                    plain="The claim's charge less all adjustments is not what is said to be paid.",
                    fix="Ask the payer for a corrected 835.",
                )
            )

    def _close_payment(self) -> None:
        payment, self._payment = self._payment, None
        total = None if self._paid is None or self._provider is None else self._paid - self._provider
        if payment is None or self._payment_at is None or total is None or total == payment:
            return
        self._found.append(
            Imbalance(
                id="payment-unbalanced",
                loop="ST",
                segment="BPR",
                element="BPR02",
                at=self._payment_at,
                claim_id="",
                value=_shown(payment),
                expected=_shown(total),
                message=f"The payment is {_shown(payment)}, but the claims less the provider "
                f"adjustments (PLB) come to {_shown(total)}.",
                plain="The payment is not the sum of its claims less the provider adjustments (PLB).",
                fix="Ask the payer for a corrected 835; do not post the difference unseen.",
            )
        )


def _shown(value: Decimal | None) -> str:
    return "" if value is None else f"{value:.2f}"
