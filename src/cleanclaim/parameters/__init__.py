"""Dated parameters with references: what federal rules and payers say, and since when.

A value is never edited: a new date is appended, and code asks for the value in force::

    parameters = shipped_parameters()
    parameters.at("federal.timely_filing.medicare.calendar_years", date(2025, 3, 4))
"""

from cleanclaim.parameters.appeals import AppealLevel, appeal_levels, deadline
from cleanclaim.parameters.deadlines import Deadline
from cleanclaim.parameters.filing import FilingLimit, filing_limit, last_filing_day
from cleanclaim.parameters.loading import load_parameters, shipped_parameters
from cleanclaim.parameters.overpayments import (
    Recoupment,
    look_back_day,
    overpayment_deadline,
    reconsideration_that_stops_recoupment,
    recoupment,
)
from cleanclaim.parameters.payer_files import payer_deadline, payer_rule
from cleanclaim.parameters.payers import (
    MEMBER_ENDED_MARK,
    MEMBER_MET_DEDUCTIBLE_MARK,
    BenefitPlan,
    PayerTerms,
    demo_member_id,
    member_digits,
    payer_ids,
    payer_kind_of,
    payer_terms,
    plan_of_member,
)
from cleanclaim.parameters.reopening import reopening_deadline
from cleanclaim.parameters.secondary_payer import (
    SecondaryPayerRule,
    secondary_payer_rule,
    secondary_payer_rules,
)
from cleanclaim.parameters.terms import AppealTerms, DeadlineTerms
from cleanclaim.parameters.values import NotKnown, Parameter, Parameters, ParameterValue

__all__ = [
    "MEMBER_ENDED_MARK",
    "MEMBER_MET_DEDUCTIBLE_MARK",
    "AppealLevel",
    "AppealTerms",
    "BenefitPlan",
    "Deadline",
    "DeadlineTerms",
    "FilingLimit",
    "NotKnown",
    "Parameter",
    "ParameterValue",
    "Parameters",
    "PayerTerms",
    "Recoupment",
    "SecondaryPayerRule",
    "appeal_levels",
    "deadline",
    "demo_member_id",
    "filing_limit",
    "last_filing_day",
    "load_parameters",
    "look_back_day",
    "member_digits",
    "overpayment_deadline",
    "payer_deadline",
    "payer_ids",
    "payer_kind_of",
    "payer_rule",
    "payer_terms",
    "plan_of_member",
    "reconsideration_that_stops_recoupment",
    "recoupment",
    "reopening_deadline",
    "secondary_payer_rule",
    "secondary_payer_rules",
    "shipped_parameters",
]
