"""Checks on a whole transaction: counts, header, hierarchy. One fault rejects it as a whole."""

from collections.abc import Callable, Iterator

from cleanclaim.simulator.faults import SUBMITTER, Fault, conflict, invalid, missing
from cleanclaim.simulator.loops import Batch, HierarchicalLevel
from cleanclaim.simulator.submitted import day
from cleanclaim.x12 import Transaction

PROFESSIONAL = ("005010X222A1", "005010X222A2", "005010X222")
_PARENT = {"20": "", "22": "20", "23": "22"}


def batch_faults(transaction: Transaction, batch: Batch) -> tuple[Fault, ...]:
    """Return everything that makes a whole transaction unusable."""
    return tuple(fault for check in BATCH_CHECKS for fault in check(transaction, batch))


def counts(transaction: Transaction, batch: Batch) -> Iterator[Fault]:  # noqa: ARG001
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


def header(transaction: Transaction, batch: Batch) -> Iterator[Fault]:
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
    if bht.get(6) not in ("CH", "RP", "31"):
        yield invalid("bht-use", "481", "BHT06 must be CH, RP or 31.")
    submitter, receiver = batch.header.party("41"), batch.header.party("40")
    if not submitter.head.get(3) or submitter.head.get(8) != "46" or not submitter.head.get(9):
        yield missing("submitter", "24", "The submitter needs a name and an identifier (46).", SUBMITTER)
    if not submitter.all("PER", "IC"):
        yield missing("submitter-contact", "127", "The submitter needs a contact (PER*IC).", SUBMITTER)
    if not receiver.head.get(3) or receiver.head.get(8) != "46" or not receiver.head.get(9):
        yield missing("receiver", "481", "The receiver needs a name and an identifier (46).")


def hierarchy(transaction: Transaction, batch: Batch) -> Iterator[Fault]:  # noqa: ARG001
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


BATCH_CHECKS: tuple[Callable[[Transaction, Batch], Iterator[Fault]], ...] = (counts, header, hierarchy)
