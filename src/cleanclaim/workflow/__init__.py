"""The claim's way from draft to closed: allowed moves, and who may make them."""

from cleanclaim.workflow.lifecycle import (
    CLAIM,
    ENCOUNTER,
    LIFECYCLES,
    MACHINE,
    PERSON,
    SUBMISSION,
    ClaimState,
    EncounterState,
    Lifecycle,
    Move,
    SubmissionState,
)

__all__ = [
    "CLAIM",
    "ENCOUNTER",
    "LIFECYCLES",
    "MACHINE",
    "PERSON",
    "SUBMISSION",
    "ClaimState",
    "EncounterState",
    "Lifecycle",
    "Move",
    "SubmissionState",
]
