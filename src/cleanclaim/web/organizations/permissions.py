"""What each role may do: one table, asked at the doors (``cleanclaim.web.access``).

A permission is held in a practice, through a membership with a role there. The table is printed
in ``docs/screens/roles.md``, which a test compares with it.
"""

from enum import StrEnum

from cleanclaim.web.organizations.models import Role


class Permission(StrEnum):
    """Something that can be done; the value is what the audit trail and the documents call it."""

    WORK_LIST = "see the work list"
    WORK_ITEMS = "close, defer and assign work items"
    SEE_PATIENTS = "see patients and their coverages"
    TAKE_IN_ENCOUNTERS = "take in encounters and their notes"
    SEE_NOTES = "read notes, codes and queries"
    CODE = "accept, reject and add codes"
    ANSWER_QUERIES = "answer provider queries"
    SEE_CLAIMS = "see claims, their findings and timelines"
    CHANGE_CLAIMS = "correct and recall claims"
    RELEASE_CLAIMS = "release claims to the payer"
    OVERRIDE_FINDINGS = "override findings with a reason"
    MANAGE_RULES = "write rules of payers and of the practice"
    SEE_MONEY = "see remittances and ledgers"
    POST_MONEY = "post remittances and take payments"
    DECIDE_MONEY = "write off, transfer and refund"
    CLOSE_MONTHS = "close months"
    WORK_DENIALS = "work denials, appeals, under- and overpayments"
    SEE_REPORTS = "see figures of practices and payers"
    SEE_REFERENCE = "see which code sets and tables are loaded"
    SEE_AUDIT = "see who saw and changed what"
    MANAGE_USERS = "manage users and their roles"
    MANAGE_TOKENS = "give programs access to the API"
    MOVE_THE_DAY = "move the demonstration's day"


P = Permission
_EVERYBODY = frozenset({P.SEE_REFERENCE, P.MOVE_THE_DAY})
_READING = frozenset({P.WORK_LIST, P.SEE_PATIENTS, P.SEE_NOTES, P.SEE_CLAIMS})
_CODING = _READING | {P.CODE, P.WORK_ITEMS}
_BILLING = _READING | {
    P.WORK_ITEMS,
    P.CHANGE_CLAIMS,
    P.RELEASE_CLAIMS,
    P.SEE_MONEY,
    P.SEE_REPORTS,
    P.POST_MONEY,
    P.DECIDE_MONEY,
    P.WORK_DENIALS,
}

MATRIX: dict[Role, frozenset[Permission]] = {
    Role.BILLER: _EVERYBODY | _BILLING,
    Role.CODER: _EVERYBODY | _CODING,
    Role.AUDITOR: _EVERYBODY | _READING | {P.SEE_MONEY, P.SEE_REPORTS},
    Role.SUPERVISOR: _EVERYBODY
    | _BILLING
    | _CODING
    | {P.TAKE_IN_ENCOUNTERS, P.SEE_AUDIT, P.OVERRIDE_FINDINGS, P.MANAGE_RULES, P.CLOSE_MONTHS},
    Role.FRONT_DESK: _EVERYBODY | {P.SEE_PATIENTS, P.TAKE_IN_ENCOUNTERS},
    Role.PROVIDER: _EVERYBODY | {P.SEE_PATIENTS, P.SEE_NOTES, P.ANSWER_QUERIES},
    Role.COMPLIANCE: _EVERYBODY | _READING | {P.SEE_MONEY, P.SEE_REPORTS, P.SEE_AUDIT},
    Role.ADMIN: _EVERYBODY | {P.MANAGE_USERS, P.MANAGE_TOKENS},
}
"""By role. The front desk reads no notes, an administrator sees no patient: the minimum necessary
(45 CFR 164.502(b))."""
