"""Checks on a whole transaction: counts, header, hierarchy. One fault rejects it as a whole."""

import re
from collections.abc import Callable, Collection, Iterator

from cleanclaim.simulator.answers import CLEARINGHOUSE_ID
from cleanclaim.simulator.faults import RECEIVER, SUBMITTER, Fault, conflict, invalid, missing
from cleanclaim.simulator.loops import Batch, HierarchicalLevel
from cleanclaim.simulator.submitted import day
from cleanclaim.x12 import Segment, Transaction

GUIDES = {
    "005010X222A1": "professional",
    "005010X223A2": "institutional",
    "005010X223A3": "institutional",
    "005010X224A2": "dental",
    "005010X224A3": "dental",
}
"""The guides that claims have to name (45 CFR 162.1102), addenda included; errata A3 as their senders do."""
_FAMILIES = {"005010X222": "professional", "005010X223": "institutional", "005010X224": "dental"}

_PARENT = {"20": "", "22": "20", "23": "22"}
_TELEPHONE = re.compile(r"\d{10,15}")
_TELEPHONES = ("TE", "FX")
_LONGEST_MINIMUM = 2
"""Characters up to which a value may be filled with blanks: the largest minimum of a text here."""


def kind_of(transaction: Transaction, *, everything: bool = False) -> str:
    """Return the kind of claims that a transaction's guide is for; nothing where none here takes them.

    With ``everything`` any edition of a guide will do.
    """
    if everything:
        return _FAMILIES.get(transaction.version[:10], "")
    return GUIDES.get(transaction.version, "") if transaction.version == transaction.group.version else ""


def batch_faults(transaction: Transaction, batch: Batch, receivers: Collection[str]) -> tuple[Fault, ...]:
    """Return everything that makes a whole transaction unusable; ``receivers`` are served here."""
    return tuple(fault for check in BATCH_CHECKS for fault in check(transaction, batch, receivers))


def form(transaction: Transaction, batch: Batch, receivers: Collection[str]) -> Iterator[Fault]:  # noqa: ARG001
    """X12 leaves out separators after the last value, and blanks after a value's last character.

    ``x12`` reads over both and calls the first a repair, as many receivers do; this one does not.
    """
    for segment in transaction.segments:
        if segment.elements and not segment.elements[-1]:
            yield invalid(
                "trailing-separator", "481", f"{_place(transaction, segment)} ends with a separator."
            )
            break
    for segment in transaction.segments:
        padded = [
            number
            for number, element in enumerate(segment.elements, 1)
            for value in segment.split_components(element)
            if value.endswith(" ") and len(value) > _LONGEST_MINIMUM
        ]
        if padded:
            yield invalid(
                "trailing-blank",
                "481",
                f"{_place(transaction, segment)} has blanks at the end of element {padded[0]}.",
            )
            break


def counts(transaction: Transaction, batch: Batch, receivers: Collection[str]) -> Iterator[Fault]:  # noqa: ARG001
    """SE must repeat ST's number and count the segments, ST and SE included."""
    trailer = transaction.segments[-1]
    if trailer.get(1) != str(len(transaction.segments)):
        yield invalid(
            "segment-count",
            "481",
            f"SE01 says {trailer.get(1)!r}, there are {len(transaction.segments)} segments.",
        )
    if trailer.get(2) != transaction.control_number:
        yield conflict("transaction-control-number", "481", "SE02 does not repeat ST02.")


def header(transaction: Transaction, batch: Batch, receivers: Collection[str]) -> Iterator[Fault]:
    """BHT, submitter and receiver must be there and say what an 837 says."""
    if transaction.group.functional_id != "HC":
        yield conflict("functional-identifier", "481", "GS01 of an 837 is HC.")
    if transaction.version != transaction.group.version:
        yield conflict("version", "481", "ST03 and GS08 name different guides.")
    bht = batch.header.first("BHT")
    if bht.get(1) != "0019" or bht.get(2) not in ("00", "18"):
        yield invalid("bht-purpose", "481", "BHT01 must be 0019 and BHT02 00 or 18.")
    if not bht.get(3):
        yield missing("bht-reference", "481", "BHT03 is missing.")
    if day(bht.get(4)) is None or len(bht.get(5)) not in (4, 6, 7, 8):
        yield invalid("bht-date", "481", "BHT04 and BHT05 are not a date and a time.")
    if bht.get(6) != "CH":
        yield invalid("bht-use", "538", "BHT06 must be CH: only claims that ask for payment are taken here.")
    submitter = batch.header.party("41")
    if not submitter.head.get(3) or submitter.head.get(8) != "46" or not submitter.head.get(9):
        yield missing("submitter", "24", "The submitter needs a name and an identifier (46).", SUBMITTER)
    contacts = submitter.all("PER", "IC")
    if not contacts:
        yield missing("submitter-contact", "127", "The submitter needs a contact (PER*IC).", SUBMITTER)
    for contact in contacts:
        for at in (3, 5, 7):
            if contact.get(at) in _TELEPHONES and not _TELEPHONE.fullmatch(contact.get(at + 1)):
                yield invalid(
                    "submitter-telephone",
                    "127",
                    f"PER{at + 1:02d} has to be a telephone number: area code and number, digits only.",
                    SUBMITTER,
                )
    yield from _receiver(transaction, batch, receivers)


def _receiver(transaction: Transaction, batch: Batch, receivers: Collection[str]) -> Iterator[Fault]:
    head = batch.header.party("40").head
    if not head.get(3) or head.get(8) != "46" or not head.get(9):
        yield missing("receiver", "481", "The receiver needs a name and an identifier (46).")
        return
    # A file for one payer may name the clearinghouse on its way, and one for the clearinghouse a payer.
    group = transaction.group.receiver.strip()
    agreeing = receivers if group == CLEARINGHOUSE_ID else {group, CLEARINGHOUSE_ID}
    if head.get(9) not in receivers or head.get(9) not in agreeing:
        yield conflict(
            "receiver-identifier", "153", "The receiver (NM1*40) is not the one that GS03 names.", RECEIVER
        )


def hierarchy(transaction: Transaction, batch: Batch, receivers: Collection[str]) -> Iterator[Fault]:  # noqa: ARG001
    """Levels are numbered 1, 2, 3 …, point at the level above, and say if there is one below."""
    if not batch.levels:
        yield missing("no-levels", "481", "There is no hierarchical level.")
    above: dict[str, str] = {}
    parents = {level.parent for level in batch.levels}
    for position, level in enumerate(batch.levels, 1):
        yield from _level(position, level, above, has_child=level.number in parents)
        if level.code in _PARENT:
            above[level.code] = level.number
            if level.code == "20":
                above.pop("22", None)


def _level(
    position: int, level: HierarchicalLevel, above: dict[str, str], *, has_child: bool
) -> Iterator[Fault]:
    if level.number != str(position):
        yield invalid("hl-number", "481", f"Level {position} is numbered {level.number!r}.")
    if level.code not in _PARENT:
        yield invalid("hl-code", "481", f"Level {position} has the code {level.code!r}.")
        return
    expected = above.get(_PARENT[level.code], "") if _PARENT[level.code] else ""
    if level.parent != expected or (_PARENT[level.code] and not expected):
        yield conflict("hl-parent", "481", f"Level {position} names {level.parent!r} as its parent.")
    if level.child_flag != ("1" if has_child else "0"):
        yield conflict(
            "hl-child", "481", f"Level {position} has the child flag {level.child_flag!r}, which is not so."
        )
    if level.code == "20" and level.claims:
        yield invalid("claim-without-subscriber", "481", f"Level {position} is a provider and has claims.")
    if not has_child and not level.claims:
        yield missing("level-without-claim", "481", f"Level {position} leads to no claim.")


def _place(transaction: Transaction, segment: Segment) -> str:
    return f"Segment {segment.number - transaction.segments[0].number + 1} ({segment.id})"


BATCH_CHECKS: tuple[Callable[[Transaction, Batch, Collection[str]], Iterator[Fault]], ...] = (
    form,
    counts,
    header,
    hierarchy,
)
