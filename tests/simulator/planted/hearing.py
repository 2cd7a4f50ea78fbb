"""Sending to the built-in payer, and listening for what it objects to."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.exchange import (
    ClaimAcknowledgement,
    FunctionalAcknowledgement,
    InterchangeAcknowledgement,
    Verdict,
    read_acknowledgements,
    write_837p,
)
from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.simulator import Memory, Payer
from tests.simulator.planted.sendings import Sending, submission

_replace = msgspec.structs.replace


class Heard(msgspec.Struct, frozen=True):
    """What the payer answered to one file.

    ``objections`` are the rejections and denials as short lines: ``TA1 025``, ``999 HL02 I10``,
    ``277CA A7:562:85``, ``835 CO-18`` (835: adjustments and remarks of lines paid nothing).
    ``numbers`` are the payer's claim numbers in the file's order.
    """

    objections: tuple[str, ...]
    numbers: tuple[str, ...]
    paid: tuple[str, ...]


class Conversation:
    """One sender and the payer: files go one day after another, and the payer remembers."""

    def __init__(self, payer: Payer, *, first: int = 1) -> None:
        self.payer = payer
        self.memory = Memory()
        self.number = first

    def write(self, claims: tuple[Claim, ...], at: datetime) -> bytes:
        """Return the next file of this sender."""
        return write_837p(claims, submission=submission(self.number, claims, at))

    def send(self, data: bytes, at: datetime) -> Heard:
        """Let the payer answer a file and remember it; return what it said."""
        answers = self.payer.answer(data, now=at + timedelta(hours=1), memory=self.memory)
        self.memory.apply(answers.changes)
        self.number += 1
        objections: list[str] = []
        numbers: list[str] = []
        paid: list[str] = []
        for file in answers.files:
            if file.name.startswith("835"):
                for remittance in read_835(file.content):
                    for payment in remittance.claims:
                        if payment.status != "22":
                            paid.append(payment.patient_control_number)
                        for line in payment.lines:
                            if line.paid == 0 and line.charge > 0:
                                objections += [
                                    f"835 {a.group_code}-{a.carc}"
                                    for a in line.adjustments
                                    if a.amount == line.charge and a.group_code + a.carc not in _SHARES
                                ]
            else:
                for answer in read_acknowledgements(file.content):
                    if isinstance(answer, InterchangeAcknowledgement):
                        objections += _of_interchange(answer)
                    elif isinstance(answer, FunctionalAcknowledgement):
                        objections += _of_group(answer)
                    else:
                        objections += _of_claims(answer)
                        numbers += [claim.payer_claim_control_number for claim in answer.claims]
        return Heard(tuple(objections), tuple(numbers), tuple(paid))


_SHARES = frozenset({"PR1", "PR2", "PR3", "OA23"})
"""Shares of the member, and another payer's decision: paying nothing for them denies nothing."""


def _of_interchange(answer: InterchangeAcknowledgement) -> Iterator[str]:
    if answer.verdict is Verdict.REJECTED:
        yield f"TA1 {answer.note_code}"


def _of_group(answer: FunctionalAcknowledgement) -> Iterator[str]:
    if answer.verdict in (Verdict.REJECTED, Verdict.PARTLY_ACCEPTED):
        for code in answer.error_codes:
            yield f"999 group {code}"
        for transaction in answer.transactions:
            if transaction.verdict is Verdict.REJECTED:
                for code in transaction.error_codes:
                    yield f"999 transaction {code}"
                for error in transaction.errors:
                    place, _, component = error.element.partition(":")
                    element = f"{int(place):02d}" if place else ""
                    part = f"-{component}" if component else ""
                    yield f"999 {error.segment}{element}{part} {error.code}"


def _of_claims(answer: ClaimAcknowledgement) -> Iterator[str]:
    for batch in answer.batches:
        if batch.verdict is Verdict.REJECTED:
            yield from (f"277CA {batch.level} {s.category}:{s.code}:{s.entity}" for s in batch.statuses)
    for claim in answer.claims:
        lines = (s for line in claim.lines if line.verdict is Verdict.REJECTED for s in line.statuses)
        if claim.verdict is Verdict.REJECTED:
            yield from (
                f"277CA {s.category}:{s.code}:{s.entity}".rstrip(":") for s in (*claim.statuses, *lines)
            )


class Exchange:
    """A scenario up to the file in question: what goes before is written and accepted rightly."""

    def __init__(self, payer: Payer, sending: Sending) -> None:
        self.conversation = Conversation(payer)
        numbers: list[str] = []
        for day, claims in enumerate(sending.earlier, start=len(sending.earlier) * -1):
            at = sending.at + timedelta(days=day)
            heard = self.conversation.send(self.conversation.write(claims, at), at)
            assert heard.objections == ()
            numbers += heard.numbers
        self.claims = tuple(
            _of_original(claim, numbers[sending.replaces[index]]) if sending.replaces else claim
            for index, claim in enumerate(sending.claims)
        )
        self.at = sending.at
        self.known_numbers = tuple(numbers)

    def write(self) -> bytes:
        """Return the file in question; any mistake in our writer is made here."""
        return self.conversation.write(self.claims, self.at)

    def send(self, data: bytes) -> Heard:
        """Send it, our writer being right again (the payer's answers go through its lower half)."""
        return self.conversation.send(data, self.at)


def _of_original(claim: Claim, number: str) -> Claim:
    billed = claim.billed_coverage
    coverage = _replace(claim.coverages[billed], payer_claim_control_number=number)
    coverages = (*claim.coverages[:billed], coverage, *claim.coverages[billed + 1 :])
    return _replace(claim, coverages=coverages)
