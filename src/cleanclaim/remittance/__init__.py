"""Remittances: their values, their one classification, their balance."""

from cleanclaim.remittance.balance import Difference, balance, balance_claim, balance_transaction
from cleanclaim.remittance.values import (
    ClaimGroup,
    ClaimPayment,
    LinePayment,
    ProviderAdjustment,
    RemitAdjustment,
    RemitParty,
    Remittance,
    Row,
)

__all__ = [
    "ClaimGroup",
    "ClaimPayment",
    "Difference",
    "LinePayment",
    "ProviderAdjustment",
    "RemitAdjustment",
    "RemitParty",
    "Remittance",
    "Row",
    "balance",
    "balance_claim",
    "balance_transaction",
]
