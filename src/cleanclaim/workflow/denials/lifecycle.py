"""Where a denial case stands, and which moves there are: one table."""

from enum import StrEnum

from cleanclaim.workflow.denials.values import Action
from cleanclaim.workflow.lifecycle import BY_MACHINE, BY_PERSON, Lifecycle, Move


class DenialState(StrEnum):
    """Where a denial stands between the payer's answer and its outcome."""

    OPEN = "open"  # found by posting, nobody has begun
    WORKING = "working"  # somebody is at it
    RESUBMITTED = "resubmitted"  # a corrected, voided or new claim is on its way
    ASKED = "asked"  # a reopening, records or a dispute are with the payer
    APPEALED = "appealed"  # a level of appeal is with the payer
    UPHELD = "upheld"  # the payer stays with its decision; the next level may be open
    RECOVERED = "recovered"  # paid after all, in whole or in part
    PASSED_ON = "passed_on"  # the next payer is billed
    PATIENT = "patient"  # the patient owes it
    WRITTEN_OFF = "written_off"  # given up by a person's decision
    WITHDRAWN = "withdrawn"  # the payer took its decision back, or nothing is owed any more


_S = DenialState
TO_WORK = (_S.OPEN, _S.WORKING, _S.UPHELD)
"""States in which the next step is ours."""
WITH_PAYER = (_S.RESUBMITTED, _S.ASKED, _S.APPEALED)
"""States in which the payer has to answer."""
STANDING = (*TO_WORK, *WITH_PAYER)
"""States in which a case is not finished."""
FINISHED = (_S.RECOVERED, _S.PASSED_ON, _S.PATIENT, _S.WRITTEN_OFF, _S.WITHDRAWN)

DENIAL = Lifecycle(
    entity="denial",
    initial=_S.OPEN,
    moves=(
        Move(_S.OPEN, "started", _S.WORKING, BY_PERSON),
        *(Move(state, "resubmitted", _S.RESUBMITTED, BY_PERSON) for state in TO_WORK),
        *(Move(state, "reopening_asked", _S.ASKED, BY_PERSON) for state in TO_WORK),
        *(Move(state, "records_sent", _S.ASKED, BY_PERSON) for state in TO_WORK),
        *(Move(state, "disputed", _S.ASKED, BY_PERSON) for state in TO_WORK),
        *(Move(state, "appealed", _S.APPEALED, BY_PERSON) for state in TO_WORK),
        *(Move(state, "upheld", _S.UPHELD) for state in WITH_PAYER),
        *(Move(state, "step_taken_back", _S.WORKING, BY_PERSON) for state in WITH_PAYER),
        *(Move(state, "overturned", _S.RECOVERED) for state in STANDING),
        *(Move(state, "withdrawn", _S.WITHDRAWN, BY_MACHINE) for state in STANDING),
        *(Move(state, "passed_on", _S.PASSED_ON, BY_PERSON) for state in TO_WORK),
        *(Move(state, "patient_billed", _S.PATIENT, BY_PERSON) for state in TO_WORK),
        *(Move(state, "written_off", _S.WRITTEN_OFF, BY_PERSON) for state in TO_WORK),
        *(Move(state, "opened_again", _S.WORKING, BY_PERSON) for state in FINISHED),
    ),
)
"""The moves. What a person decides, only a person may; the payer's answers are a machine's to post."""

EVENT_OF_ACTION = {
    Action.NEW_CLAIM: "resubmitted",
    Action.CORRECT: "resubmitted",
    Action.REOPEN: "reopening_asked",
    Action.SEND_RECORDS: "records_sent",
    Action.DISPUTE: "disputed",
    Action.APPEAL: "appealed",
    Action.BILL_NEXT_PAYER: "passed_on",
    Action.BILL_PATIENT: "patient_billed",
    Action.WRITE_OFF: "written_off",
}
"""What happens to a case when a step is taken; steps without an event are looks, and move nothing."""
