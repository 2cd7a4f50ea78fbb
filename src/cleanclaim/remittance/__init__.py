"""Remittances: their values, their one classification, their balance."""

from cleanclaim.remittance.balance import (
    Difference,
    balance,
    balance_claim,
    balance_payment,
    balance_transaction,
)
from cleanclaim.remittance.classification import (
    ClaimDecision,
    Classification,
    ClassifiedAdjustment,
    Outcome,
    classify_adjustments,
    classify_claim,
    classify_code,
    describe,
)
from cleanclaim.remittance.crossover import Crossover, crossover
from cleanclaim.remittance.reasons import Cause, cause_of, listed_carcs, plain_reason
from cleanclaim.remittance.rules import RULES, Category, Effect, Liable, Rule
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
    "RULES",
    "Category",
    "Cause",
    "ClaimDecision",
    "ClaimGroup",
    "ClaimPayment",
    "Classification",
    "ClassifiedAdjustment",
    "Crossover",
    "Difference",
    "Effect",
    "Liable",
    "LinePayment",
    "Outcome",
    "ProviderAdjustment",
    "RemitAdjustment",
    "RemitParty",
    "Remittance",
    "Row",
    "Rule",
    "balance",
    "balance_claim",
    "balance_payment",
    "balance_transaction",
    "cause_of",
    "classify_adjustments",
    "classify_claim",
    "classify_code",
    "crossover",
    "describe",
    "listed_carcs",
    "plain_reason",
]
