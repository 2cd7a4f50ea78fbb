"""What a payer remembers: claims decided, what members have used up, what providers owe back.

All of it is the fold of :class:`Changes` in the order of receipt; nothing else is kept.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import msgspec

from cleanclaim.primitives import ZERO, Money
from cleanclaim.x12 import Interchange

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
    qualifier: str = "HC"
    """What the code is: HC procedure, AD dental procedure, NU revenue code."""
    revenue: str = ""
    submitted_modifiers: tuple[str, ...] | None = None
    """Those that were sent, where the payer answers under others."""

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
    passed_to: tuple[str, str] | None = None
    """Id and name of the payer to which this one passed the claim on (crossover)."""
    inpatient: bool = False
    part_of: str = ""
    """The payer's number of the first part, where the payer split the claim."""
    mistake: str = ""
    """What the payer did wrong here (see ``mistakes``), until it has put it right."""
    right: tuple[LineDecision, ...] = ()
    """What the lines should have been decided, where there was a mistake."""
    otherwise: tuple[LineDecision, ...] = ()
    """What they would be if a denial fell that evidence can fell (see ``appeals``)."""
    kind: str = "professional"

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
    """What a provider owes a payer, under which reference.

    ``reason`` is the PLB code: FB after a payment below zero, WO for an overpayment that is taken
    back. It is recovered by payments from the day ``since`` on.
    """

    payer_id: str
    billing_npi: str
    amount: Money
    reference: str
    reason: str = "FB"
    since: date | None = None


class Payee(msgspec.Struct, frozen=True):
    """Who is paid: name, NPI, taxpayer number, street, city, state and ZIP code."""

    name: str
    npi: str
    tax_id: str
    address: tuple[str, str, str, str]


class Correspondent(msgspec.Struct, frozen=True):
    """Where a payer's 835s for a payee go: as the payee's last file of claims came."""

    payer_id: str
    payee: Payee
    interchange: Interchange
    sender: str
    receiver: str

    @property
    def key(self) -> tuple[str, str]:
        """Payer and billing NPI."""
        return self.payer_id, self.payee.npi


class Later(msgspec.Struct, frozen=True):
    """What a payer will do about a decided claim on a day that is still to come.

    ``kind``: ``pay`` (the 835 was held back), ``correct`` (its mistake, unasked), ``take_back`` (an
    overpayment, recovered from later payments), ``appeal`` (what was asked of it). ``number`` is the
    payer's number of the claim; ``interest`` in dollars goes with a late payment, ``upheld`` says in
    words why an appeal will not help.
    """

    kind: str
    due: date
    number: str
    interest: Money = ZERO
    upheld: str = ""

    @property
    def key(self) -> str:
        """What tells it from every other."""
        return f"{self.number}/{self.kind}"


class Changes(msgspec.Struct, frozen=True):
    """What one file, or one day, changed.

    Interchanges received, claims decided and undone, balances, where answers go, what is to be
    done later, and the keys of what was done of it.
    """

    interchanges: tuple[str, ...] = ()
    steps: tuple[DecidedClaim | str, ...] = ()
    """In order: a claim that was decided, or the payer's number of one that was undone."""
    balances: tuple[Balance, ...] = ()
    correspondents: tuple[Correspondent, ...] = ()
    later: tuple[Later, ...] = ()
    done: tuple[str, ...] = ()


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
        self.owed: dict[tuple[str, str, str], Balance] = {}
        self.correspondents: dict[tuple[str, str], Correspondent] = {}
        self.later: dict[str, Later] = {}
        self.services: dict[tuple[str, date, str], list[LineDecision]] = {}

    def copy(self) -> "Memory":
        """Return a memory that can change without this one changing."""
        other = Memory()
        other.files = self.files
        for name in ("interchanges", "fingerprints", "line_fingerprints", "copays"):
            setattr(other, name, set(getattr(self, name)))
        for name in ("claims", "deductible_used", "out_of_pocket_used", "owed", "correspondents", "later"):
            setattr(other, name, dict(getattr(self, name)))
        other.services = {key: list(lines) for key, lines in self.services.items()}
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
            self.owed[balance.payer_id, balance.billing_npi, balance.reference] = balance
        for correspondent in changes.correspondents:
            self.correspondents[correspondent.key] = correspondent
        for key in changes.done:
            self.later.pop(key, None)
        for matter in changes.later:
            self.later[matter.key] = matter

    def owed_by(self, payer_id: str, npi: str, on: date) -> tuple[Balance, ...]:
        """Return what a provider owes a payer and may be recovered on a day, the oldest first."""
        return tuple(
            balance
            for balance in self.owed.values()
            if (balance.payer_id, balance.billing_npi) == (payer_id, npi)
            and balance.amount > 0
            and (balance.since is None or balance.since <= on)
        )

    def parts(self, number: str) -> tuple[str, ...]:
        """Return the payer's numbers of all parts of a claim, the first one's first."""
        first = self.claims[number].part_of or number
        others = [each.number for each in self.claims.values() if each.part_of == first]
        return tuple(each for each in (first, *others) if each in self.claims)

    def accept(self, claim: DecidedClaim) -> None:
        """Remember a decided claim and what it used up."""
        self.claims[claim.number] = claim
        self.fingerprints.add(claim.fingerprint)
        for line in claim.lines:
            self.use(claim.member_key, line, 1)
            if not line.denied:
                self.services.setdefault(_day_of(claim, line), []).append(line)

    def undo(self, number: str) -> DecidedClaim:
        """Forget a decided claim and give back what it used up; returns it."""
        claim = self.claims.pop(number)
        self.fingerprints.discard(claim.fingerprint)
        for line in claim.lines:
            self.use(claim.member_key, line, -1)
            if not line.denied:
                self.services[_day_of(claim, line)].remove(line)
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


def _day_of(claim: DecidedClaim, line: LineDecision) -> tuple[str, date, str]:
    """Return patient, day and provider: whose services of a day are looked at together."""
    rendering = claim.rendering.identifier if claim.rendering else claim.billing_npi
    return claim.member_key, line.first_day, rendering


def _mark(marks: set[str], key: str, sign: int) -> None:
    if sign > 0:
        marks.add(key)
    else:
        marks.discard(key)
