"""Mistakes of real payers, made on purpose: which claim meets which, chosen by a seed and nothing else.

The choice depends on the seed and on what is billed (payer, provider, control number, charge), not on the
file in which it comes: a run that was cut in pieces meets the same mistakes as one that was not.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal

import msgspec

from cleanclaim.primitives import ZERO, InvalidValue, Money, money
from cleanclaim.simulator.denials import Denial
from cleanclaim.simulator.memory import DecidedClaim, LineDecision

DENIED_WRONGLY = "denied"
UNDERPAID = "underpaid"
MODIFIER_DROPPED = "modifier"
LATE = "late"
SPLIT = "split"
REVERSED = "reversed"
RECOUPED = "recouped"
UNBALANCED = "unbalanced"

KINDS = (DENIED_WRONGLY, UNDERPAID, MODIFIER_DROPPED, LATE, SPLIT, REVERSED, RECOUPED, UNBALANCED)
"""In the order in which a claim's number is held against the rates."""

_OF = 1000
_DISTINGUISHING = frozenset({"25", "59", "XE", "XP", "XS", "XU"})
"""Modifiers without which a payer takes a service to be part of another."""
_WRONG_DENIALS = (
    Denial("CO", "16", ("N290",)),
    Denial("CO", "197"),
    Denial("CO", "50", ("N115",)),
    Denial("CO", "18"),
    Denial("CO", "29"),
    Denial("CO", "11"),
)


class Mistakes(msgspec.Struct, frozen=True):
    """How many claims in a thousand meet each kind of mistake, and the seed that chooses them."""

    rates: Mapping[str, int]
    seed: int = 0

    def chosen(self, claim: DecidedClaim) -> str:
        """Return the mistake that is made with a claim, if it can be made with it; mostly none."""
        number = _number(self.seed, claim, "which") % _OF
        for kind in KINDS:
            number -= self.rates.get(kind, 0)
            if number < 0:
                return kind if _can(kind, claim) else ""
        return ""


NO_MISTAKES = Mistakes({})
USUAL: Mapping[str, int] = {
    DENIED_WRONGLY: 40,
    UNDERPAID: 30,
    MODIFIER_DROPPED: 40,
    LATE: 30,
    SPLIT: 30,
    REVERSED: 25,
    RECOUPED: 20,
    UNBALANCED: 0,
}
"""So that about a claim in five meets one; invented. An 835 that does not add up is not among them."""


def mistakes_named(text: str, seed: int = 0) -> Mistakes:
    """Return mistakes from ``none``, ``usual``, or rates in a thousand such as ``late=50,split=100``."""
    if text == "none":
        return NO_MISTAKES
    if text == "usual":
        return Mistakes(USUAL, seed)
    rates: dict[str, int] = {}
    for part in text.split(","):
        kind, _, rate = part.strip().partition("=")
        if kind not in KINDS or not rate.isdigit() or int(rate) > _OF:
            raise InvalidValue(
                f"{part.strip()!r} is no mistake with a rate.",
                fix=f"Say none, usual, or rates in a thousand: late=50. There are {', '.join(KINDS)}.",
            )
        rates[kind] = int(rate)
    if sum(rates.values()) > _OF:
        raise InvalidValue("the rates are more than a thousand together.", fix="Make them smaller.")
    return Mistakes(rates, seed)


def made_wrong(claim: DecidedClaim, kind: str, seed: int) -> DecidedClaim:
    """Return a decision with a mistake in it, and what would have been right beside it."""
    choice = _number(seed, claim, "how")
    lines = list(claim.lines)
    if kind == DENIED_WRONGLY:
        at = _one_of([i for i, line in enumerate(lines) if line.paid > 0], choice)
        lines[at] = _denied(lines[at], _WRONG_DENIALS[choice // 64 % len(_WRONG_DENIALS)])
    elif kind == UNDERPAID:
        at = _one_of([i for i, line in enumerate(lines) if line.paid > 0], choice)
        lines[at] = _with_less(lines[at], money(lines[at].paid * Decimal(10 + choice // 64 % 20) / 100))
    elif kind == MODIFIER_DROPPED:
        at = _one_of([i for i, line in enumerate(lines) if line.modifiers and line.paid > 0], choice)
        lines[at] = _without_modifier(lines[at])
    elif kind in (REVERSED, RECOUPED):
        at = _one_of([i for i, line in enumerate(lines) if _room(line) > 0], choice)
        lines[at] = _with_less(lines[at], -money(_room(lines[at]) * Decimal(30 + choice // 64 % 70) / 100))
    wrong = tuple(lines)
    if wrong == claim.lines:
        return msgspec.structs.replace(claim, mistake=kind)
    status = "4" if all(line.denied for line in wrong) else claim.status
    return msgspec.structs.replace(claim, lines=wrong, right=claim.lines, mistake=kind, status=status)


def put_right(claim: DecidedClaim) -> DecidedClaim:
    """Return the decision without its mistake, or without a denial that evidence has felled."""
    lines = claim.right or claim.otherwise or claim.lines
    status = claim.status
    if status == "4" and not all(line.denied for line in lines):
        status = "1"
    return msgspec.structs.replace(claim, lines=lines, right=(), otherwise=(), mistake="", status=status)


def halves(claim: DecidedClaim) -> tuple[DecidedClaim, DecidedClaim]:
    """Return a claim in two parts that are told apart: the first lines, and the rest."""
    at = (len(claim.lines) + 1) // 2
    whole = msgspec.structs.replace(claim, right=())
    return (
        msgspec.structs.replace(whole, lines=claim.lines[:at], otherwise=claim.otherwise[:at]),
        msgspec.structs.replace(
            whole,
            lines=claim.lines[at:],
            otherwise=claim.otherwise[at:],
            number=f"{claim.number}S",
            part_of=claim.number,
        ),
    )


def days_late(claim: DecidedClaim, seed: int, kind: str) -> int:
    """Return by how many days a payment is late, or after how many a mistake is put right."""
    number = _number(seed, claim, "when")
    least, spread = {LATE: (6, 12), SPLIT: (2, 6), REVERSED: (4, 8), RECOUPED: (5, 9)}[kind]
    return least + number % spread


def interest_of(claim: DecidedClaim, days: int) -> Money:
    """Return what a payer pays for being late: 10 % a year, to the cent; invented."""
    return money(claim.paid * days * 10 / 36500)


def _can(kind: str, claim: DecidedClaim) -> bool:
    """Whether a mistake can be made with a claim. Where a payer passed it on, the next has decided."""
    paid = [line for line in claim.lines if line.paid > 0]
    if claim.passed_to is not None or not paid:
        return False
    if kind == MODIFIER_DROPPED:
        return any(line.modifiers for line in paid)
    if kind == SPLIT:
        return len(claim.lines) > 1
    if kind in (REVERSED, RECOUPED):
        return any(_room(line) > 0 for line in paid)
    return True


def _number(seed: int, claim: DecidedClaim, purpose: str) -> int:
    billed = f"{claim.payer_id}|{claim.billing_npi}|{claim.control_number}|{claim.frequency}|{claim.charge}"
    found = hashlib.sha256(f"{seed}|{purpose}|{billed}".encode()).digest()
    return int.from_bytes(found[:6], "big")


def _one_of(places: list[int], choice: int) -> int:
    return places[choice % 64 % len(places)]


def _room(line: LineDecision) -> Money:
    """Return by how much a line could be overpaid: what is written off of it (CO-45)."""
    if line.paid <= 0:
        return ZERO
    return sum((amount for group, carc, amount in line.adjustments if (group, carc) == ("CO", "45")), ZERO)


def _denied(line: LineDecision, denial: Denial) -> LineDecision:
    return msgspec.structs.replace(
        line,
        allowed=ZERO,
        paid=ZERO,
        adjustments=((denial.group, denial.carc, line.charge),),
        remarks=denial.remarks,
        copay=ZERO,
        deductible=ZERO,
        coinsurance=ZERO,
        copay_key="",
        denied=True,
    )


def _with_less(line: LineDecision, less: Money) -> LineDecision:
    """Return a line that is paid less than it should be, or more where ``less`` is negative."""
    contractual = less + sum(
        (a for group, carc, a in line.adjustments if (group, carc) == ("CO", "45")), ZERO
    )
    rest = tuple(each for each in line.adjustments if each[:2] != ("CO", "45"))
    first = (("CO", "45", contractual),) if contractual else ()
    return msgspec.structs.replace(
        line, allowed=line.allowed - less, paid=line.paid - less, adjustments=(*first, *rest)
    )


def _without_modifier(line: LineDecision) -> LineDecision:
    """Return a line answered without one of its modifiers; without some it is taken for another's part."""
    dropped = next((m for m in line.modifiers if m in _DISTINGUISHING), line.modifiers[-1])
    kept = tuple(m for m in line.modifiers if m != dropped)
    answered = _denied(line, Denial("CO", "97")) if dropped in _DISTINGUISHING else line
    return msgspec.structs.replace(answered, modifiers=kept, submitted_modifiers=line.modifiers)
