"""The gate: may the interchange in, and which of its transactions pass the guide.

The syntax is judged by ``x12.acknowledge``, whose TA1 or 999 goes back to the sender. What it
lets through is counted again here: a payer trusts nobody's counts.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec

from cleanclaim.simulator.answers import CLEARINGHOUSE_ID, envelope_back
from cleanclaim.simulator.submitted import day
from cleanclaim.x12 import (
    Interchange,
    Segment,
    Transaction,
    read_segments,
    read_transactions,
    write_interchange,
)

DUPLICATE_INTERCHANGE = "025"
CONTROL_NUMBERS_DIFFER = "001"
UNKNOWN_RECEIVER = "009"
WRONG_NUMBER_OF_GROUPS = "021"
INVALID_CONTENT = "024"


class GroupCount(msgspec.Struct, frozen=True):
    """What a group's header and trailer say, and the ST02 of its transactions."""

    receiver: str
    date: str
    control_number: str
    trailer_number: str
    trailer_count: str
    transactions: tuple[str, ...]

    def fault(self, transaction: str) -> str:
        """Return what makes a transaction of the group unusable, in words; empty when nothing does."""
        if self.control_number != self.trailer_number:
            return "GE02 does not repeat GS06."
        if self.trailer_count != str(len(self.transactions)):
            return f"GE01 says {self.trailer_count!r}, there are {len(self.transactions)} transactions."
        if self.transactions.count(transaction) > 1:
            return "Two transactions of a group have the same ST02."
        return ""

    def is_for(self, interchange_receiver: str, receivers: Collection[str]) -> bool:
        """Whether the group is for whom its interchange is; the clearinghouse takes all of ours in."""
        if interchange_receiver == CLEARINGHOUSE_ID:
            return self.receiver in receivers
        return self.receiver == interchange_receiver


class Envelope(msgspec.Struct, frozen=True):
    """One interchange's envelope: its ISA and IEA, and its groups."""

    header: Segment
    trailer: Segment
    groups: tuple[GroupCount, ...]

    @property
    def key(self) -> str:
        """What must not come twice: sender with qualifier, and ISA13."""
        isa = self.header
        return f"{isa.get(5)}/{isa.get(6).strip()}/{isa.get(13).strip()}"

    def note(self, receivers: Collection[str], *, anybody: bool = False) -> str:
        """Return the TA1 note code (I18) for a faulty envelope; empty when it holds.

        ``receivers`` are the ids that are served here; with ``anybody`` it is not asked for whom it
        is. What is wrong in a GS and has no code of
        its own in a 999 is content of the interchange.
        """
        if self.header.get(13).strip() != self.trailer.get(2).strip():
            return CONTROL_NUMBERS_DIFFER
        if self.trailer.get(1).strip() != str(len(self.groups)):
            return WRONG_NUMBER_OF_GROUPS
        receiver = self.header.get(8).strip()
        if not anybody and receiver not in receivers:
            return UNKNOWN_RECEIVER
        if not all(
            (anybody or group.is_for(receiver, receivers)) and day(group.date) for group in self.groups
        ):
            return INVALID_CONTENT
        return ""


def envelopes_of(data: bytes) -> tuple[Envelope, ...]:
    """Return the envelopes of a file, as far as they can be told; checks nothing."""
    found: list[Envelope] = []
    nothing = Segment("", ())
    isa = gs = nothing
    groups: list[GroupCount] = []
    transactions: list[str] = []
    for segment in read_segments(data):
        match segment.id:
            case "ISA":
                isa, groups = segment, []
            case "GS":
                gs, transactions = segment, []
            case "ST":
                transactions.append(segment.get(2))
            case "GE":
                groups.append(
                    GroupCount(
                        receiver=gs.get(3).strip(),
                        date=gs.get(4),
                        control_number=gs.get(6),
                        trailer_number=segment.get(2),
                        trailer_count=segment.get(1),
                        transactions=tuple(transactions),
                    )
                )
            case "IEA":
                found.append(Envelope(isa, segment, tuple(groups)))
    return tuple(found)


def passed(acknowledgment: bytes) -> tuple[bool, ...] | None:
    """Return for each transaction, in the order of the file, whether its 999 accepts it.

    ``None`` for a refusing TA1. "Accepted, but errors were noted" counts as accepted, as it does
    with payers; nothing of a rejected group is accepted. Groups of 999s have no answer.
    """
    found: list[bool] = []
    for transaction in read_transactions(acknowledgment):
        if transaction.set_id == "TA1":
            if transaction.segments[0].get(4) == "R":
                return None
            continue
        outcomes = [s.get(1) in ("A", "E") for s in transaction.segments if s.id == "IK5"]
        rejected = any(s.id == "AK9" and s.get(1) == "R" for s in transaction.segments)
        found += [outcome and not rejected for outcome in outcomes]
    return tuple(found)


def is_answered(transaction: Transaction) -> bool:
    """Whether a 999 answers the transaction: all but acknowledgements themselves."""
    return transaction.set_id != "TA1" and transaction.group.functional_id != "FA"


def refusal(envelope: Envelope, note: str, *, control_number: int, now: datetime) -> bytes:
    """Return an interchange with the one TA1 that refuses an interchange."""
    isa = envelope.header
    to = Interchange(
        sender_qualifier=isa.get(5).strip(),
        sender_id=isa.get(6).strip(),
        receiver_qualifier=isa.get(7).strip(),
        receiver_id=isa.get(8).strip(),
        usage=isa.get(15),
        delimiters=isa.delimiters,
    )
    back = envelope_back(
        to,
        to.sender_id,
        to.receiver_id or CLEARINGHOUSE_ID,
        functional_id="",
        version="",
        control_number=control_number,
        now=now,
    )
    row = ("TA1", isa.get(13).strip(), isa.get(9), isa.get(10), "R", note)
    return write_interchange(back, [("TA1", [row])])


def rejected_names(acknowledgment: bytes) -> Sequence[str]:
    """Return, for people, the control numbers of the transactions that a 999 rejects."""
    names: list[str] = []
    for transaction in read_transactions(acknowledgment):
        current = ""
        for segment in transaction.segments:
            if segment.id == "AK2":
                current = segment.get(2)
            elif segment.id == "IK5" and segment.get(1) not in ("A", "E"):
                names.append(current)
    return names
