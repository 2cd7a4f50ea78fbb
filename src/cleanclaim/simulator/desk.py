"""One piece of a payer's work: files written, sentences said, what is to be remembered of it."""

from collections.abc import Sequence
from datetime import date, datetime

from cleanclaim.parameters import PayerTerms
from cleanclaim.primitives import Money
from cleanclaim.simulator import answer_835
from cleanclaim.simulator.answer_835 import Item
from cleanclaim.simulator.answers import AnswerFile, Answers, envelope_back
from cleanclaim.simulator.house import House
from cleanclaim.simulator.memory import Balance, Changes, Correspondent, DecidedClaim, Later, Memory
from cleanclaim.x12 import write_interchange

_LARGEST_SEQUENCE = 9_999_999


class Desk:
    """Collects files, sentences and changes; works on a memory of its own."""

    def __init__(self, house: House, now: datetime, memory: Memory, sequence: int) -> None:
        self.house = house
        self.now = now
        self.today = now.date()
        self.memory = memory.copy()
        self.sequence = sequence % _LARGEST_SEQUENCE
        self.files: list[AnswerFile] = []
        self.said: list[str] = []
        self.steps: list[DecidedClaim | str] = []
        self.balances: list[Balance] = []
        self.correspondents: list[Correspondent] = []
        self.later: list[Later] = []
        self.done: list[str] = []
        self.refused = False
        self.payments = 0
        self._known_terms: dict[str, PayerTerms | None] = {}

    def terms(self, payer_id: str) -> PayerTerms | None:
        """Return what a payer goes by on this day."""
        if payer_id not in self._known_terms:
            self._known_terms[payer_id] = self.house.terms(payer_id, self.today)
        return self._known_terms[payer_id]

    def pay(self, to: Correspondent, items: Sequence[Item], paid_on: date, told: datetime) -> Money:
        """Write the 835 of one payer to one payee, handed out at ``told``; return the payment."""
        terms = self.terms(to.payer_id)
        assert terms is not None
        self.payments += 1
        advice = answer_835.payment_advice(
            terms,
            to.payee,
            items,
            self.memory.owed_by(to.payer_id, to.payee.npi, paid_on),
            trace=f"{self.house.mark}{terms.payer_id[-3:]}{self.sequence:07d}{self.payments:03d}",
            now=told,
            paid_on=paid_on,
        )
        for balance in advice.balances:
            self.balances.append(balance)
            self.memory.owed[balance.payer_id, balance.billing_npi, balance.reference] = balance
        envelope = envelope_back(
            to.interchange,
            to.sender,
            to.receiver,
            functional_id="HP",
            version=answer_835.VERSION,
            control_number=self.control_number(),
            now=told,
        )
        self.file(f"835-{self.payments}", write_interchange(envelope, [advice.body]), due=told)
        count = sum(1 for item in items if not item.reversal)
        self.said.append(
            f"{terms.name} pays {advice.payment} for {count} claim{'s' * (count != 1)} on {paid_on} (835)."
        )
        return advice.payment

    def accept(self, claim: DecidedClaim) -> None:
        """Remember a decided claim."""
        self.memory.accept(claim)
        self.steps.append(claim)

    def undo(self, number: str) -> DecidedClaim:
        """Forget a decided claim, and what was still to be done about it; returns it."""
        for key, matter in list(self.memory.later.items()):
            if matter.number == number:
                del self.memory.later[key]
                self.done.append(key)
        self.later = [matter for matter in self.later if matter.number != number]
        self.steps.append(number)
        return self.memory.undo(number)

    def is_unpaid(self, number: str) -> bool:
        """Whether the payment of a claim is still held back."""
        return f"{number}/pay" in self.memory.later

    def answers(self, keys: tuple[str, ...] = ()) -> Answers:
        """Return all of it."""
        changes = Changes(
            keys,
            tuple(self.steps),
            tuple(self.balances),
            tuple(self.correspondents),
            tuple(self.later),
            tuple(self.done),
        )
        return Answers(tuple(self.files), tuple(self.said), changes, self.refused)

    def file(self, kind: str, content: bytes, *, due: datetime | None = None) -> None:
        """Put a file among the answers; ``due`` only matters when it is later than now."""
        later = due if due is not None and due > self.now else None
        self.files.append(AnswerFile(f"{kind}.x12", content, later))

    def control_number(self) -> int:
        """Control numbers of the answers to one file: its sequence, then 01, 02, …"""
        return self.sequence * 100 + len(self.files) + 1
