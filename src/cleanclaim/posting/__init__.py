"""Posting: remittances and charges become balanced journal entries, or stay open with a reason."""

from cleanclaim.posting.charges import post_charges
from cleanclaim.posting.decisions import (
    Owing,
    WriteOffReason,
    apply_unapplied,
    refund_claim,
    refund_unapplied,
    tie_recoupment,
    transfer,
    write_off,
)
from cleanclaim.posting.deposits import Announced, Deposit, DepositMatch, match_deposits
from cleanclaim.posting.keys import (
    RemittanceKeys,
    claim_keys,
    keys_of,
    payer_of,
    payment_key,
    provider_adjustment_keys,
    remittance_key,
)
from cleanclaim.posting.line_matching import KnownLine, LineMatch, LineMatchedBy, known_lines, match_lines
from cleanclaim.posting.matching import (
    Candidate,
    KnownClaim,
    Match,
    MatchedBy,
    candidates,
    known_claim,
    match_claim,
)
from cleanclaim.posting.patient_payments import PATIENT_PAYMENT, allocate, post_patient_payment
from cleanclaim.posting.recoupments import SeenAdjustment, Tie, numbers_of, tie_adjustments
from cleanclaim.posting.remittances import PROVIDER_ADJUSTMENT_REASONS, post_remittance
from cleanclaim.posting.values import ClaimAccount, ItemKind, OpenItem, PostingResult

__all__ = [
    "PATIENT_PAYMENT",
    "PROVIDER_ADJUSTMENT_REASONS",
    "Announced",
    "Candidate",
    "ClaimAccount",
    "Deposit",
    "DepositMatch",
    "ItemKind",
    "KnownClaim",
    "KnownLine",
    "LineMatch",
    "LineMatchedBy",
    "Match",
    "MatchedBy",
    "OpenItem",
    "Owing",
    "PostingResult",
    "RemittanceKeys",
    "SeenAdjustment",
    "Tie",
    "WriteOffReason",
    "allocate",
    "apply_unapplied",
    "candidates",
    "claim_keys",
    "keys_of",
    "known_claim",
    "known_lines",
    "match_claim",
    "match_deposits",
    "match_lines",
    "numbers_of",
    "payer_of",
    "payment_key",
    "post_charges",
    "post_patient_payment",
    "post_remittance",
    "provider_adjustment_keys",
    "refund_claim",
    "refund_unapplied",
    "remittance_key",
    "tie_adjustments",
    "tie_recoupment",
    "transfer",
    "write_off",
]
