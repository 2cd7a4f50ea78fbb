"""Level 3 of an 835: service, claim and transaction balancing (the guide's balancing section).

A sum that contains an amount which cannot be read is not judged: level 1 has reported that amount.
"""

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.x12.problems import Severity
from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.sums import Imbalance, adjusted, amount, needed, plus, shown


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
        self._share: Decimal | None = None
        self._of_the_patient: Decimal | None = Decimal(0)
        self._service: tuple[Decimal | None, Decimal | None] | None = None
        self._service_at = (0, 0, 0)
        self._service_adjusted: Decimal | None = Decimal(0)
        self._services_off = Decimal(0)

    def see(self, loop: str, parts: Sequence[str], at: tuple[int, int, int], marks: Delimiters) -> None:  # noqa: ARG002
        """Take in one segment of the transaction."""
        match parts[0]:
            case "CAS":
                one = adjusted(parts)
                self._claim_adjusted = plus(self._claim_adjusted, one)
                if parts[1:2] == ["PR"]:
                    self._of_the_patient = plus(self._of_the_patient, one)
                if self._service is not None:
                    self._service_adjusted = plus(self._service_adjusted, one)
            case "SVC":
                self._close_service()
                self._service = (needed(parts, 2), needed(parts, 3))
                self._service_at = at
            case "CLP":
                self._close_claim()
                self._claim = (needed(parts, 3), needed(parts, 4))
                self._claim_at = at
                self._claim_id = parts[1] if len(parts) > 1 else ""
                self._paid = plus(self._paid, self._claim[1])
                # of later payers and of reversals the share is often another one
                self._share = needed(parts, 5) if parts[2:3] == ["1"] else None
            case "BPR":
                self._payment, self._payment_at = needed(parts, 2), at
                if self._payment is not None and parts[3:4] == ["D"]:
                    self._payment = -abs(self._payment)
            case "PLB":
                self._close_claim()
                for number in range(4, min(len(parts) + 1, 15), 2):
                    read = needed if parts[number - 1] else amount
                    self._provider = plus(self._provider, read(parts, number))
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
        off = service[0] - total - service[1]
        if off:
            self._services_off += off
            self._found.append(
                Imbalance(
                    id="service-payment-unbalanced",
                    loop="2110",
                    segment="SVC",
                    element="SVC03",
                    at=self._service_at,
                    claim_id=self._claim_id,
                    value=shown(service[1]),
                    expected=shown(service[0] - total),
                    message=f"The service's charge {shown(service[0])} less adjustments {shown(total)} is "
                    f"{shown(service[0] - total)}, but {shown(service[1])} is said to be paid.",
                    plain="The service's charge less its adjustments is not what is said to be paid.",
                    fix="Ask the payer for a corrected 835.",
                )
            )

    def _close_claim(self) -> None:
        self._close_service()
        self._judge_share()
        services_off, self._services_off = self._services_off, Decimal(0)
        claim, self._claim = self._claim, None
        total, self._claim_adjusted = self._claim_adjusted, Decimal(0)
        if claim is None or total is None or claim[0] is None or claim[1] is None:
            return
        off = claim[0] - total - claim[1]
        if off and off != services_off:  # what its services are off has been told of them
            self._found.append(
                Imbalance(
                    id="claim-payment-unbalanced",
                    loop="2100",
                    segment="CLP",
                    element="CLP04",
                    at=self._claim_at,
                    claim_id=self._claim_id,
                    value=shown(claim[1]),
                    expected=shown(claim[0] - total),
                    message=f"The claim's charge {shown(claim[0])} less all adjustments {shown(total)} is "
                    f"{shown(claim[0] - total)}, but {shown(claim[1])} is said to be paid.",
                    plain="The claim's charge less all adjustments is not what is said to be paid.",
                    fix="Ask the payer for a corrected 835.",
                )
            )

    def _judge_share(self) -> None:
        """CLP05 is to be supported by adjustments of the group PR; a warning, for it balances nothing."""
        share, self._share = self._share, None
        total, self._of_the_patient = self._of_the_patient, Decimal(0)
        if share is None or total is None or share == total:
            return
        self._found.append(
            Imbalance(
                id="patient-share-unexplained",
                loop="2100",
                segment="CLP",
                element="CLP05",
                at=self._claim_at,
                claim_id=self._claim_id,
                value=shown(share),
                expected=shown(total),
                message=f"The patient's share (CLP05) is {shown(share)}, but the adjustments of group PR "
                f"come to {shown(total)}.",
                plain="The patient's share (CLP05) is not the sum of the adjustments of group PR.",
                fix="Bill the patient from the adjustments, and ask the payer about the difference.",
                severity=Severity.WARNING,
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
                value=shown(payment),
                expected=shown(total),
                message=f"The payment is {shown(payment)}, but the claims less the provider "
                f"adjustments (PLB) come to {shown(total)}.",
                plain="The payment is not the sum of its claims less the provider adjustments (PLB).",
                fix="Ask the payer for a corrected 835; do not post the difference unseen.",
            )
        )
