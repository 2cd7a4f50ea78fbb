"""What a payer remembers: claims decided, what members have used up, what providers owe back.

All of it is the fold of :class:`Changes` in the order of receipt; nothing else is kept.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.primitives import ZERO, Money

Adjusted = tuple[str, str, Money]
"""Group code, CARC, dollars (positive reduces the payment)."""


class PersonName(msgspec.Struct, frozen=True):
    """A name as NM103 to NM107 carry it, with NM102 (1 person, 2 organization) and an id."""

    entity_type: str = "1"
    last: str = ""
    first: str = ""
    middle: str = ""
    suffix: str = ""
    identifier: str = ""


class LineDecision(msgspec.Struct, frozen=True):
    """What was decided about one line: ``charge = paid + sum(adjustments)``, in dollars.

    ``copay``, ``deductible`` and ``coinsurance`` are what the member owes and what counts
    towards the plan year's limits; ``copay_key`` marks the day's copay of a family as taken.
    """

    code: str
    modifiers: tuple[str, ...]
    charge: Money
    units: Decimal
    first_day: date
    last_day: date
    control_number: str
    fingerprint: str
    allowed: Money
    paid: Money
    adjustments: tuple[Adjusted, ...]
    remarks: tuple[str, ...] = ()
    copay: Money = ZERO
    deductible: Money = ZERO
    coinsurance: Money = ZERO
    copay_key: str = ""
    denied: bool = False

    @property
    def member_share(self) -> Money:
        """What the member owes and what counts towards the out-of-pocket limit."""
        return self.copay + self.deductible + self.coinsurance


class DecidedClaim(msgspec.Struct, frozen=True):
    """One claim as it was decided, with all that an 835, or a later reversal, says about it."""

    number: str
    payer_id: str
    control_number: str
    status: str
    place: str
    frequency: str
    received: date
    member_key: str
    member_id: str
    patient: PersonName
    insured: PersonName | None
    rendering: PersonName | None
    billing_npi: str
    fingerprint: str
    lines: tuple[LineDecision, ...]
    remarks: tuple[str, ...] = ()
    replaces: str = ""
    birth_date: date | None = None

    @property
    def charge(self) -> Money:
        """The sum of the lines' charges."""
        return sum((line.charge for line in self.lines), ZERO)

    @property
    def paid(self) -> Money:
        """The sum of what the lines are paid."""
        return sum((line.paid for line in self.lines), ZERO)

    @property
    def patient_responsibility(self) -> Money:
        """The sum of all adjustments with the group code PR."""
        return sum((a for line in self.lines for group, _, a in line.adjustments if group == "PR"), ZERO)


class Balance(msgspec.Struct, frozen=True):
    """What a provider owes a payer after a payment below zero, under which reference."""

    payer_id: str
    billing_npi: str
    amount: Money
    reference: str


class Changes(msgspec.Struct, frozen=True):
    """What one file changed: interchanges received, claims decided, claims undone, balances."""

    interchanges: tuple[str, ...] = ()
    steps: tuple[DecidedClaim | str, ...] = ()
    """In order: a claim that was decided, or the payer's number of one that was undone."""
    balances: tuple[Balance, ...] = ()


class Memory:
    """The fold of all changes so far. :meth:`copy` before trying something out."""

    def __init__(self) -> None:
        self.files = 0
        self.interchanges: set[str] = set()
        self.claims: dict[str, DecidedClaim] = {}
        self.fingerprints: set[str] = set()
        self.line_fingerprints: set[str] = set()
        self.deductible_used: dict[tuple[str, int], Money] = {}
        self.out_of_pocket_used: dict[tuple[str, int], Money] = {}
        self.copays: set[str] = set()
        self.owed: dict[tuple[str, str], Balance] = {}

    def copy(self) -> "Memory":
        """Return a memory that can change without this one changing."""
        other = Memory()
        other.files = self.files
        for name in ("interchanges", "fingerprints", "line_fingerprints", "copays"):
            setattr(other, name, set(getattr(self, name)))
        for name in ("claims", "deductible_used", "out_of_pocket_used", "owed"):
            setattr(other, name, dict(getattr(self, name)))
        return other

    def apply(self, changes: Changes) -> None:
        """Take in what one more file changed."""
        self.files += 1
        self.interchanges.update(changes.interchanges)
        for step in changes.steps:
            if isinstance(step, DecidedClaim):
                self.accept(step)
            else:
                self.undo(step)
        for balance in changes.balances:
            self.owed[balance.payer_id, balance.billing_npi] = balance

    def accept(self, claim: DecidedClaim) -> None:
        """Remember a decided claim and what it used up."""
        self.claims[claim.number] = claim
        self.fingerprints.add(claim.fingerprint)
        for line in claim.lines:
            self.use(claim.member_key, line, 1)

    def undo(self, number: str) -> DecidedClaim:
        """Forget a decided claim and give back what it used up; returns it."""
        claim = self.claims.pop(number)
        self.fingerprints.discard(claim.fingerprint)
        for line in claim.lines:
            self.use(claim.member_key, line, -1)
        return claim

    def originals(self, payer_id: str) -> Mapping[str, DecidedClaim]:
        """Return the claims that may be replaced or undone by the payer's numbers."""
        return {number: claim for number, claim in self.claims.items() if claim.payer_id == payer_id}

    def use(self, member_key: str, line: LineDecision, sign: int) -> None:
        """Add (1) or give back (-1) what a line uses up: limits, the day's copay, its fingerprint."""
        year = (member_key, line.first_day.year)
        self.deductible_used[year] = self.deductible_used.get(year, ZERO) + sign * line.deductible
        self.out_of_pocket_used[year] = self.out_of_pocket_used.get(year, ZERO) + sign * line.member_share
        if not line.denied:
            _mark(self.line_fingerprints, line.fingerprint, sign)
        if line.copay_key:
            _mark(self.copays, line.copay_key, sign)


def _mark(marks: set[str], key: str, sign: int) -> None:
    if sign > 0:
        marks.add(key)
    else:
        marks.discard(key)
