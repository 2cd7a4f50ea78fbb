"""Changes that several edits offer: a modifier taken off, a code written as its list writes it.

Offered is only what the claim itself determines. A modifier that somebody has to be able to prove
(25, 57, 59 and its kind, KX, GA, AT) is never offered, however well it would pass.
"""

from collections.abc import Callable, Iterable

from cleanclaim.claim import Claim
from cleanclaim.edits.facts import LineFacts
from cleanclaim.edits.values import Change

NOTHING = '""'
"""The text of an empty field or list."""


def without_modifiers(line: LineFacts, *wrong: str) -> tuple[Change, ...]:
    """Return the change that takes modifiers off a line."""
    kept = [one for one in line.modifiers if one not in wrong]
    return (Change(f"{line.path}.modifiers", ",".join(kept) or NOTHING),)


def with_modifier_for(line: LineFacts, wrong: str, right: str) -> tuple[Change, ...]:
    """Return the change that puts one modifier in the place of another."""
    modifiers = ",".join(right if one == wrong else one for one in line.modifiers)
    return (Change(f"{line.path}.modifiers", modifiers),)


def rewritten(path: str, sent: str, is_known: Callable[[str], bool]) -> tuple[Change, ...]:
    """Return the safe change that writes a code as its list does; nothing when that is not one code.

    The same characters without blanks and punctuation, in capitals, and with the zeros before them
    that the list has (``450`` is 0450, ``1`` is 01, ``013`` is 13).
    """
    plain = "".join(letter for letter in sent.upper() if letter.isalnum())
    spellings = [plain, *(plain.zfill(length) for length in (2, 4)), plain.lstrip("0")]
    return only(path, (one for one in spellings if one and one != sent and is_known(one)), safe=True)


def only(path: str, texts: Iterable[str], *, safe: bool = False) -> tuple[Change, ...]:
    """Return the change to the one text that is possible; nothing when there are none or several."""
    possible = tuple(dict.fromkeys(texts))
    return (Change(path, possible[0], safe=safe),) if len(possible) == 1 else ()


def charge_of_zero(claim: Claim, line: LineFacts) -> tuple[Change, ...]:
    """Return the changes that set the charge of a line to zero, and the total with it."""
    changes = (Change(f"{line.path}.charge", "0.00"),)
    if claim.total_charge is None or line.line.charge is None:
        return changes
    return (*changes, Change("total_charge", f"{claim.total_charge - line.line.charge:f}"))
