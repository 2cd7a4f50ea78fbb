"""Posting: remittances and charges become balanced journal entries, or stay open with a reason."""

from cleanclaim.posting.charges import post_charges
from cleanclaim.posting.keys import (
    claim_keys,
    payer_of,
    payment_key,
    provider_adjustment_keys,
    remittance_key,
)
from cleanclaim.posting.patient_payments import PATIENT_PAYMENT, allocate, post_patient_payment
from cleanclaim.posting.remittances import PROVIDER_ADJUSTMENT_REASONS, post_remittance
from cleanclaim.posting.values import ClaimAccount, ItemKind, OpenItem, PostingResult

__all__ = [
    "PATIENT_PAYMENT",
    "PROVIDER_ADJUSTMENT_REASONS",
    "ClaimAccount",
    "ItemKind",
    "OpenItem",
    "PostingResult",
    "allocate",
    "claim_keys",
    "payer_of",
    "payment_key",
    "post_charges",
    "post_patient_payment",
    "post_remittance",
    "provider_adjustment_keys",
    "remittance_key",
]
