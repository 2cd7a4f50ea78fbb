"""Remittances: their values, their one classification, their balance."""

from cleanclaim.remittance.values import (
    ClaimPayment,
    LinePayment,
    ProviderAdjustment,
    RemitAdjustment,
    Remittance,
)

__all__ = ["ClaimPayment", "LinePayment", "ProviderAdjustment", "RemitAdjustment", "Remittance"]
