"""The next payer: who it is, whether it has the claim already, and the claim to send."""

from cleanclaim.remittance import Crossover, crossover
from cleanclaim.workflow.next_payer.claims import NextClaim, NotBillable, next_claim
from cleanclaim.workflow.next_payer.order import (
    Insurance,
    PayingOrder,
    Preference,
    paying_order,
    preference,
)
from cleanclaim.workflow.next_payer.standing import joined, standing

__all__ = [
    "Crossover",
    "Insurance",
    "NextClaim",
    "NotBillable",
    "PayingOrder",
    "Preference",
    "crossover",
    "joined",
    "next_claim",
    "paying_order",
    "preference",
    "standing",
]
