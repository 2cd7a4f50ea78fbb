"""Dated parameters with references: what federal rules and payers say, and since when.

A value is never edited: a new date is appended, and code asks for the value in force::

    parameters = shipped_parameters()
    parameters.at("federal.timely_filing.medicare.calendar_years", date(2025, 3, 4))
"""

from cleanclaim.parameters.filing import FilingLimit, filing_limit, last_filing_day
from cleanclaim.parameters.loading import load_parameters, shipped_parameters
from cleanclaim.parameters.payers import (
    MEMBER_ENDED_MARK,
    MEMBER_MET_DEDUCTIBLE_MARK,
    BenefitPlan,
    PayerTerms,
    demo_member_id,
    payer_ids,
    payer_kind_of,
    payer_terms,
    plan_of_member,
)
from cleanclaim.parameters.values import NotKnown, Parameter, Parameters, ParameterValue

__all__ = [
    "MEMBER_ENDED_MARK",
    "MEMBER_MET_DEDUCTIBLE_MARK",
    "BenefitPlan",
    "FilingLimit",
    "NotKnown",
    "Parameter",
    "ParameterValue",
    "Parameters",
    "PayerTerms",
    "demo_member_id",
    "filing_limit",
    "last_filing_day",
    "load_parameters",
    "payer_ids",
    "payer_kind_of",
    "payer_terms",
    "plan_of_member",
    "shipped_parameters",
]
