"""What a denial is worked with: actions, guardrails, steps, the case."""

from datetime import date
from enum import StrEnum

import msgspec

from cleanclaim.parameters import Deadline, NotKnown
from cleanclaim.primitives import Citation, Money
from cleanclaim.remittance import Cause


class Action(StrEnum):
    """What can be done about a denial."""

    FIND_ORIGINAL = "find_original"  # see what became of the claim that this is said to repeat
    CHECK_COVERAGE = "check_coverage"  # eligibility, other insurance, the card
    NEW_CLAIM = "new_claim"  # nothing was determined: send a new original claim
    CORRECT = "correct"  # replacement (frequency 7) that keeps the payer's number
    REOPEN = "reopen"  # clerical error, by telephone or form, without an appeal
    SEND_RECORDS = "send_records"
    APPEAL = "appeal"
    DISPUTE = "dispute"  # open negotiation or contract dispute about an amount
    BILL_NEXT_PAYER = "bill_next_payer"
    BILL_PATIENT = "bill_patient"
    WAIT = "wait"  # the payer will decide by itself
    WRITE_OFF = "write_off"


class DenialFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What is known besides the remittance, all of it given.

    ``decided_on`` is the remittance's date, ``received_on`` the day it arrived where there is
    evidence; ``today`` the day on which the case is looked at. ``service_date`` is the last day of
    service. ``ptp_indicator`` is the modifier indicator of the NCCI pair that was hit (0, 1, 9).
    ``notice_signed``: a valid ABN or the plan's own waiver for all of it, ``notice_lines`` the lines of
    the answer that have one. ``medicaid``: some payer of the patient is Medicaid. ``next_payer``:
    somebody is billed after this payer; ``forwarded``: this payer has passed the claim on.
    ``restricted``: the patient paid in full and restricts disclosure. ``frequency_codes`` those the
    payer takes; nothing: ask its parameters. ``appealed`` is the order of the highest level already
    asked for.
    """

    payer_kind: str
    decided_on: date
    today: date
    payer_id: str = ""
    filing_indicator: str = ""
    received_on: date | None = None
    service_date: date | None = None
    qmb: bool = False
    surprise_bill: bool = False
    medicaid: bool = False
    notice_signed: bool = False
    notice_lines: frozenset[int] = frozenset()
    ptp_indicator: str = ""
    next_payer: bool = False
    forwarded: bool = False
    restricted: bool = False
    frequency_codes: tuple[str, ...] | None = None
    appealed: int = 0


class Guardrail(msgspec.Struct, frozen=True):
    """A rule that forbids actions here, with its reason and where it stands. ``id`` is stable."""

    id: str
    forbids: tuple[Action, ...]
    because: str
    sources: tuple[Citation, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """One thing to do, in order. ``forbidden_by`` names guardrails; a forbidden step is shown, not offered.

    ``deadline`` is the last day with its derivation, :class:`NotKnown` where a limit must exist but
    is not on record, nothing where there is none. ``level`` is the key of the level of appeal.
    """

    action: Action
    why: str
    deadline: Deadline | NotKnown | None = None
    level: str = ""
    forbidden_by: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether no guardrail forbids it."""
        return not self.forbidden_by


class DenialCase(msgspec.Struct, frozen=True):
    """A denial at its place, worked up: cause, verdicts first, then steps.

    ``line`` is nothing for a denial of the whole claim. ``amount`` is what was refused in dollars.
    """

    line: int | None
    code: str
    remarks: tuple[str, ...]
    amount: Money
    cause: Cause
    rule: str
    reason: str
    guardrails: tuple[Guardrail, ...]
    steps: tuple[Step, ...]

    @property
    def next_step(self) -> Step | None:
        """The first step that is allowed; nothing when a person must think."""
        return next((step for step in self.steps if step.allowed), None)

    @property
    def due(self) -> date | None:
        """The day by which something must have been done: that of the next step, else the first there is."""
        steps = [step for step in self.steps if step.allowed and isinstance(step.deadline, Deadline)]
        chosen = self.next_step
        if chosen is not None and isinstance(chosen.deadline, Deadline):
            return chosen.deadline.last_day
        days = [step.deadline.last_day for step in steps if isinstance(step.deadline, Deadline)]
        return min(days, default=None)

    def forbids(self, action: Action) -> bool:
        """Whether a guardrail forbids an action here."""
        return any(action in rail.forbids for rail in self.guardrails)
