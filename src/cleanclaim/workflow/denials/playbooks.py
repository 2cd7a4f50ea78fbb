"""What is done about a denial of each cause, in order, before payers and guardrails are asked."""

from collections.abc import Mapping
from types import MappingProxyType

from cleanclaim.remittance import Cause
from cleanclaim.workflow.denials.values import Action

_CORRECT = (
    (
        Action.CORRECT,
        "Correct the field that the reason names and send a replacement with the payer's number.",
    ),
    (Action.REOPEN, "Where no replacement is taken, have the clerical error reopened."),
    (Action.NEW_CLAIM, "Else send it corrected as a new claim, within the filing limit."),
)
_APPEAL = (Action.APPEAL, "Appeal with the part of the record that answers the reason.")
_PATIENT = (Action.BILL_PATIENT, "Where the law and the contract allow it, the patient owes it.")
_WRITE_OFF = (Action.WRITE_OFF, "Close it by a person's decision, with the reason.")
_NEXT = (Action.BILL_NEXT_PAYER, "Bill the payer that comes next or first, with this answer.")
_CHECK = (Action.CHECK_COVERAGE, "Ask eligibility for the date of service; take the card again.")
_RECORDS = (Action.SEND_RECORDS, "Send the part of the record that was asked for, under this claim's number.")

PLAYBOOKS: Mapping[Cause, tuple[tuple[Action, str], ...]] = MappingProxyType(
    {
        Cause.AUTHORIZATION: (
            (Action.CORRECT, "If an authorization exists, send its number (REF G1) in a replacement."),
            (Action.APPEAL, "Else ask for a retrospective one, or appeal with the urgency and the record."),
            _WRITE_OFF,
        ),
        Cause.BENEFIT_LIMIT: (
            (Action.APPEAL, "Appeal where an exception for necessity exists."),
            _NEXT,
            _PATIENT,
            _WRITE_OFF,
        ),
        Cause.BUNDLING: (
            (
                Action.CORRECT,
                "Where the record shows a separate service, send the modifier in a replacement.",
            ),
            (Action.APPEAL, "Where the modifier was there, appeal with the two parts of the record."),
            _WRITE_OFF,
        ),
        Cause.CODING: (*_CORRECT, _APPEAL, _WRITE_OFF),
        Cause.COORDINATION: (_CHECK, _NEXT, *_CORRECT, _PATIENT, _WRITE_OFF),
        Cause.DOCUMENTATION: (_RECORDS, _APPEAL, _WRITE_OFF),
        Cause.DUPLICATE: (
            (Action.FIND_ORIGINAL, "Find the claim that this repeats: paid, denied, or never seen here."),
            (
                Action.REOPEN,
                "Where two services of one day were taken for one, have it reopened with a modifier.",
            ),
            _APPEAL,
        ),
        Cause.ELIGIBILITY: (_CHECK, _NEXT, *_CORRECT, _PATIENT, _WRITE_OFF),
        Cause.MEDICAL_NECESSITY: (
            (Action.CORRECT, "Where the record supports a listed diagnosis that was not coded, send it."),
            (Action.APPEAL, "Appeal with the policy's criteria, each shown in the record."),
            _NEXT,
            _PATIENT,
            _WRITE_OFF,
        ),
        Cause.MISSING_INFORMATION: (
            *_CORRECT,
            _RECORDS,
            _APPEAL,
        ),
        Cause.NON_COVERED: (
            (
                Action.CHECK_COVERAGE,
                "Read the remark and the policy: excluded by law, by plan, or by coding?",
            ),
            _NEXT,
            _APPEAL,
            _PATIENT,
            _WRITE_OFF,
        ),
        Cause.PAYMENT_RULES: (
            (Action.DISPUTE, "Compare with contract and fee schedule; dispute what is not agreed."),
            _APPEAL,
            _WRITE_OFF,
        ),
        Cause.PENDING: (
            (Action.WAIT, "Look again after the payer's usual time; ask for the status then."),
            _RECORDS,
        ),
        Cause.PROVIDER: (
            (Action.CORRECT, "Send the right provider, or the enrolment once it is in force."),
            (Action.REOPEN, "Have it reopened when the payer's provider file was wrong."),
            _APPEAL,
            _WRITE_OFF,
        ),
        Cause.TIMELY_FILING: (
            (Action.APPEAL, "Appeal with the proof of timely filing (277CA with its date)."),
            (
                Action.REOPEN,
                "Ask for an exception where the rules know one (retroactive entitlement, payer's error).",
            ),
            _WRITE_OFF,
        ),
        Cause.OTHER: (
            (Action.CHECK_COVERAGE, "Read the remark; ask the payer what it wants."),
            *_CORRECT,
            _APPEAL,
            _WRITE_OFF,
        ),
    }
)
"""Cause to steps. A step that a guardrail forbids is shown with the reason, and not offered."""

UNPROCESSABLE = (
    (
        Action.NEW_CLAIM,
        "Nothing was determined: correct it and send a new original claim, within the filing limit.",
    ),
)
SURPRISE = (
    (Action.DISPUTE, "Begin open negotiation with the plan, then independent dispute resolution."),
    _APPEAL,
    _WRITE_OFF,
)
