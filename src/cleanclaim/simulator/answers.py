"""What the payer puts in its outbox, and the small change of writing it."""

from datetime import datetime
from decimal import Decimal

import msgspec

from cleanclaim.simulator.memory import Changes
from cleanclaim.x12 import Delimiters, Envelope, Interchange

CLEARINGHOUSE_NAME = "CLEANCLAIM PRACTICE CLEARINGHOUSE"
CLEARINGHOUSE_ID = "CLEANCLAIMSIM"


class AnswerFile(msgspec.Struct, frozen=True):
    """One file of the outbox: ``name`` such as ``277ca.x12`` or ``835-2.x12``, and its bytes.

    ``due`` is the moment from which it is handed out; ``None``: at once.
    """

    name: str
    content: bytes
    due: datetime | None = None


class Answers(msgspec.Struct, frozen=True):
    """All that one file leads to.

    ``said`` tells a person what happened, a sentence each, without names; ``refused`` says
    whether anything was refused, rejected or denied; ``changes`` is what the payer has to
    remember from now on.
    """

    files: tuple[AnswerFile, ...] = ()
    said: tuple[str, ...] = ()
    changes: Changes = Changes()
    refused: bool = False


def amount_text(amount: Decimal) -> str:
    """Return a decimal as X12 likes it: no trailing zeros, no exponent, no point at the end."""
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def safe(text: str, marks: Delimiters, limit: int = 80) -> str:
    """Return our own words without anything that the file's delimiters or character set forbid."""
    kept = "".join(c if " " <= c <= "~" and c not in marks.all else " " for c in text)
    return " ".join(kept.split())[:limit].rstrip()


def envelope_back(
    to: Interchange,
    gs_sender: str,
    gs_receiver: str,
    *,
    functional_id: str,
    version: str,
    control_number: int,
    now: datetime,
) -> Envelope:
    """Return the envelope of an answer: sender and receiver exchanged, the same delimiters."""
    marks = to.delimiters
    return Envelope(
        sender_qualifier=to.receiver_qualifier or "ZZ",
        sender_id=to.receiver_id or CLEARINGHOUSE_ID,
        receiver_qualifier=to.sender_qualifier or "ZZ",
        receiver_id=to.sender_id or "UNKNOWN",
        control_number=control_number,
        at=now,
        usage=to.usage if to.usage in ("P", "T") else "T",
        functional_id=functional_id,
        gs_sender=gs_receiver or CLEARINGHOUSE_ID,
        gs_receiver=gs_sender or "UNKNOWN",
        version=version,
        delimiters=marks
        if marks.repetition
        else Delimiters(marks.element, marks.component, marks.segment, "^"),
    )
