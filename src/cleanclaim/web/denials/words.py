"""States, steps and causes of denials as people read them."""

from collections.abc import Mapping

from cleanclaim.remittance import Cause
from cleanclaim.workflow.denials import Action, DenialState

STATES: Mapping[str, tuple[str, str, str]] = {
    DenialState.OPEN: ("Open", "red", "stop"),
    DenialState.WORKING: ("Worked on", "amber", "look"),
    DenialState.RESUBMITTED: ("Sent again", "blue", "under_way"),
    DenialState.ASKED: ("Asked", "blue", "under_way"),
    DenialState.APPEALED: ("Appealed", "blue", "under_way"),
    DenialState.UPHELD: ("Upheld", "red", "stop"),
    DenialState.RECOVERED: ("Recovered", "green", "done"),
    DenialState.PASSED_ON: ("Next payer", "green", "done"),
    DenialState.PATIENT: ("Patient owes", "green", "done"),
    DenialState.WRITTEN_OFF: ("Written off", "grey", "done"),
    DenialState.WITHDRAWN: ("Settled", "green", "done"),
}

ACTIONS: Mapping[str, str] = {
    Action.FIND_ORIGINAL: "Find the first claim",
    Action.CHECK_COVERAGE: "Check coverage",
    Action.NEW_CLAIM: "Send a new claim",
    Action.CORRECT: "Correct and replace",
    Action.REOPEN: "Ask for a reopening",
    Action.SEND_RECORDS: "Send records",
    Action.APPEAL: "Appeal",
    Action.DISPUTE: "Dispute",
    Action.BILL_NEXT_PAYER: "Bill the next payer",
    Action.BILL_PATIENT: "Bill the patient",
    Action.WAIT: "Wait",
    Action.WRITE_OFF: "Write off",
    "wait": "Wait for the payer",
    "": "A person must think",
}

EVENTS: Mapping[str, str] = {
    "opened": "Denied",
    "started": "Begun",
    "resubmitted": "Sent again",
    "reopening_asked": "A reopening was asked for",
    "records_sent": "Records were sent",
    "disputed": "Disputed",
    "appealed": "Appealed",
    "upheld": "The payer stays with its decision",
    "denied_again": "Denied again",
    "step_taken_back": "The step was taken back",
    "overturned": "Paid after all",
    "withdrawn": "Settled",
    "passed_on": "The next payer is billed",
    "patient_billed": "The patient is billed",
    "written_off": "Written off",
    "opened_again": "Opened again",
    "facts_changed": "What is known was changed",
    "noted": "Note",
    "letter_made": "A letter was begun",
    "letter_sent": "The letter was sent",
    "letter_answered": "The letter was answered",
}

LIMITS: Mapping[str, str] = {
    "too-late": "its last day has passed",
    "no-level-left": "no level of appeal is left",
    "too-little-at-stake": "less is at stake than this level asks for",
}
"""Why a step is not open, where no guardrail but a limit says so."""


def cause_in_words(cause: str) -> str:
    """Return a cause for people."""
    return cause.replace("_", " ").capitalize()


CAUSES = {cause.value: cause_in_words(cause.value) for cause in Cause}
