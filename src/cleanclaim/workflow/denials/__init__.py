"""Denials: what may not be done, what to do, until when, what it is worth, what could have caught it."""

from cleanclaim.workflow.denials.cases import denial_cases, work_up
from cleanclaim.workflow.denials.facts import facts_of
from cleanclaim.workflow.denials.groups import DenialGroup, group_cases
from cleanclaim.workflow.denials.guardrails import GUARDRAILS, guardrails_for
from cleanclaim.workflow.denials.playbooks import PLAYBOOKS
from cleanclaim.workflow.denials.recovery import DenialOutcome, ExpectedRecovery, expected_recovery
from cleanclaim.workflow.denials.root_causes import CouldHaveCaught, could_have_caught, edits_by_answer
from cleanclaim.workflow.denials.values import Action, DenialCase, DenialFacts, Guardrail, Step

__all__ = [
    "GUARDRAILS",
    "PLAYBOOKS",
    "Action",
    "CouldHaveCaught",
    "DenialCase",
    "DenialFacts",
    "DenialGroup",
    "DenialOutcome",
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
    "work_up",
]
