"""The JSON lines of ``cleanclaim remit show``: a claim payment, then a file's totals."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cleanclaim.primitives import ZERO, Money, money_field

if TYPE_CHECKING:
    from cleanclaim.remittance import ClaimDecision, ClaimPayment, Difference, Remittance


def claim_line(
    file: Path,
    remittance: "Remittance",
    claim: "ClaimPayment",
    decision: "ClaimDecision",
    differences: "tuple[Difference, ...]",
) -> dict[str, Any]:
    """Return the object of one claim payment; ``differences`` are those of the claim and its lines."""
    return {
        "file": str(file),
        "payer": remittance.payer_name,
        "trace": remittance.trace_number,
        "claim_id": claim.patient_control_number,
        "status": claim.status,
        "charge": money_field(claim.charge),
        "paid": money_field(claim.paid),
        "patient_responsibility": money_field(claim.patient_responsibility),
        "adjustments": [
            {
                "level": found.level,
                "line": found.line,
                "group": found.adjustment.group_code,
                "carc": found.adjustment.carc,
                "amount": money_field(found.adjustment.amount),
                "quantity": None if found.adjustment.quantity is None else f"{found.adjustment.quantity:f}",
                "rarcs": list(found.remarks),
                "category": found.classification.category.value,
                "rule": found.classification.rule,
            }
            for found in decision.adjustments
        ],
        "denied": decision.denied,
        "denial_reasons": list(decision.denial_reasons),
        "balanced": not differences,
        "differences": [_difference(each) for each in differences],
        "outcome": decision.outcome.value,
        "transaction": remittance.position,
        "payer_claim_control_number": claim.payer_claim_control_number,
    }


class FileTotals:
    """What a file adds up to, claim by claim; memory grows with what is wrong, not with the file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.transactions = self.claims = self.claims_denied = 0
        self.payment = self.charge = self.paid = self.patient = ZERO
        self.by_category: dict[str, Money] = {}
        self.provider_adjustments: list[dict[str, Any]] = []
        self.differences: list[dict[str, Any]] = []
        self._of_claims: list[dict[str, Any]] = []

    @property
    def finding(self) -> bool:
        """Whether anything is denied or does not add up."""
        return bool(self.claims_denied or self.differences)

    def add(
        self,
        remittance: "Remittance",
        claim: "ClaimPayment",
        decision: "ClaimDecision",
        differences: "tuple[Difference, ...]",
    ) -> None:
        """Count a claim payment."""
        self.claims += 1
        self.claims_denied += decision.denied
        self.charge += claim.charge
        self.paid += claim.paid
        self.patient += claim.patient_responsibility
        for found in decision.adjustments:
            name = found.classification.category.value
            self.by_category[name] = self.by_category.get(name, ZERO) + found.adjustment.amount
        self._of_claims += [
            {
                "transaction": remittance.position,
                "claim_id": claim.patient_control_number,
                **_difference(each),
            }
            for each in differences
        ]

    def end(self, remittance: "Remittance", differences: "tuple[Difference, ...]") -> None:
        """Count a transaction at its end; ``differences`` are those of the transaction itself."""
        self.transactions += 1
        self.payment += remittance.payment
        self.provider_adjustments += [
            {
                "transaction": remittance.position,
                "provider": found.provider_id,
                "reason": found.reason,
                "reference": found.reference,
                "amount": money_field(found.amount),
            }
            for found in remittance.provider_adjustments
        ]
        self.differences += [
            {"transaction": remittance.position, "claim_id": "", **_difference(each)} for each in differences
        ]
        self.differences += self._of_claims
        self._of_claims = []

    def line(self) -> dict[str, Any]:
        """Return the object of the file."""
        return {
            "file": str(self.file),
            "transactions": self.transactions,
            "claims": self.claims,
            "payment": money_field(self.payment),
            "charge": money_field(self.charge),
            "paid": money_field(self.paid),
            "patient_responsibility": money_field(self.patient),
            "adjustments_by_category": {
                name: money_field(self.by_category[name]) for name in sorted(self.by_category)
            },
            "provider_adjustments": self.provider_adjustments,
            "denied": bool(self.claims_denied),
            "claims_denied": self.claims_denied,
            "balanced": not self.differences,
            "differences": self.differences,
        }


def _difference(found: "Difference") -> dict[str, Any]:
    return {
        "level": found.level,
        "where": found.where,
        "expected": money_field(found.expected),
        "found": money_field(found.found),
    }
