"""Denials: what may not be done, what to do, until when, what it is worth, what could have caught it."""

from cleanclaim.workflow.denials.cases import denial_cases, with_frequency_codes, work_up
from cleanclaim.workflow.denials.facts import facts_of, kind_of_payer
from cleanclaim.workflow.denials.frequency import refused_by
from cleanclaim.workflow.denials.groups import DenialGroup, group_cases
from cleanclaim.workflow.denials.guardrails import GUARDRAILS, guardrails_for
from cleanclaim.workflow.denials.lifecycle import (
    DENIAL,
    EVENT_OF_ACTION,
    FINISHED,
    STANDING,
    TO_WORK,
    WITH_PAYER,
    DenialState,
)
from cleanclaim.workflow.denials.playbooks import PLAYBOOKS
from cleanclaim.workflow.denials.recovery import DenialOutcome, ExpectedRecovery, expected_recovery
from cleanclaim.workflow.denials.root_causes import CouldHaveCaught, could_have_caught, edits_by_answer
from cleanclaim.workflow.denials.values import Action, DenialCase, DenialFacts, Guardrail, Step

__all__ = [
    "DENIAL",
    "EVENT_OF_ACTION",
    "FINISHED",
    "GUARDRAILS",
    "PLAYBOOKS",
    "STANDING",
    "TO_WORK",
    "WITH_PAYER",
    "Action",
    "CouldHaveCaught",
    "DenialCase",
    "DenialFacts",
    "DenialGroup",
    "DenialOutcome",
    "DenialState",
    "ExpectedRecovery",
    "Guardrail",
    "Step",
    "could_have_caught",
    "denial_cases",
    "edits_by_answer",
    "expected_recovery",
    "facts_of",
    "group_cases",
    "guardrails_for",
    "kind_of_payer",
    "refused_by",
    "with_frequency_codes",
    "work_up",
]
