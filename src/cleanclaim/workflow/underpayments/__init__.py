"""Paid against agreed: underpayments to dispute, overpayments to return."""

from cleanclaim.workflow.underpayments.comparing import allowed_of, compare, expected_lines
from cleanclaim.workflow.underpayments.grouping import TermGroup, by_term
from cleanclaim.workflow.underpayments.overpaying import Overpayment, ReturnBy, return_by
from cleanclaim.workflow.underpayments.values import (
    ClaimVariance,
    Expected,
    Tolerance,
    Variance,
    Verdict,
)

__all__ = [
    "ClaimVariance",
    "Expected",
    "Overpayment",
    "ReturnBy",
    "TermGroup",
    "Tolerance",
    "Variance",
    "Verdict",
    "allowed_of",
    "by_term",
    "compare",
    "expected_lines",
    "return_by",
]
