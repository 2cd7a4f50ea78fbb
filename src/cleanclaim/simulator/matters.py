"""What payers do later: late and split payments, corrections nobody asked for, recoupments, appeals.

A matter stands in the memory from the day of the decision on; here is what happens on its day. A claim
that the sender has replaced or voided meanwhile takes its matters with it.
"""

import msgspec

from cleanclaim.primitives import ZERO, CleanclaimError, decode_document
from cleanclaim.simulator.answer_835 import Item
from cleanclaim.simulator.answers import AnswerFile, Answers
from cleanclaim.simulator.appeals import Appeal, judged, letter
from cleanclaim.simulator.desk import Desk
from cleanclaim.simulator.memory import DecidedClaim, Later
from cleanclaim.simulator.mistakes import put_right

APPEAL, LATE_PAYMENT, CORRECTION, RECOUPMENT = "appeal", "pay", "correct", "take_back"


class Day(Desk):
    """One day of a payer: everything that is due on it, in the order in which it came up."""

    def run(self) -> Answers:
        """Do what is due and return what goes out."""
        due = [matter for matter in self.memory.later.values() if matter.due <= self.today]
        batches: dict[tuple[str, str], list[Item]] = {}
        for matter in due:
            self.done.append(matter.key)
            del self.memory.later[matter.key]
            claim = self.memory.claims.get(matter.number)
            if claim is not None:
                key = (claim.payer_id, claim.billing_npi)
                batches.setdefault(key, []).extend(self._items(matter, claim))
        for key, items in batches.items():
            if items:
                self.pay(self.memory.correspondents[key], items, self.today, self.now)
        return self.answers()

    def appeal(self, data: bytes) -> Answers:
        """Take in an appeal (JSON of :class:`Appeal`); it is decided some days later."""
        try:
            asked = decode_document(data, Appeal, where="appeal")
        except CleanclaimError as error:
            return self._refuse(f"The appeal cannot be read: {error}")
        claim = self.memory.claims.get(asked.claim_number)
        if claim is None:
            return self._refuse(f"No claim has the number {asked.claim_number}.")
        terms = self.terms(claim.payer_id)
        assert terms is not None
        verdict = judged(asked, claim, terms, self.today)
        if verdict.refused:
            return self._refuse(verdict.refused)
        matter = Later(APPEAL, verdict.due, claim.number, upheld=verdict.upheld)
        if matter.key in self.memory.later:
            return self._refuse(f"An appeal of claim {asked.claim_number} is under way already.")
        self.later.append(matter)
        self.said.append(f"The appeal of claim {claim.control_number} will be decided on {verdict.due}.")
        return self.answers()

    def _refuse(self, why: str) -> Answers:
        self.refused = True
        self.said.append(why)
        self.files.append(AnswerFile("appeal-refused.txt", f"{why}\n".encode()))
        return self.answers()

    def _items(self, matter: Later, claim: DecidedClaim) -> list[Item]:
        if matter.kind == LATE_PAYMENT:
            self.said.append(f"Claim {claim.control_number} is paid late.")
            return [Item(claim, interest=matter.interest, unbalanced=claim.mistake == "unbalanced")]
        if matter.kind == APPEAL:
            content = letter(claim, matter.upheld, self.today)
            # Several letters of a day are told apart by the claim's number.
            self.files.append(AnswerFile(f"appeal-{claim.number}.txt", content.encode()))
            if matter.upheld:
                self.said.append(f"The decision about claim {claim.control_number} is upheld.")
                return []
        if not claim.right and not (matter.kind == APPEAL and claim.otherwise):
            return []  # put right already
        before = self.undo(claim.number)
        after = msgspec.structs.replace(put_right(before), received=before.received)
        self.accept(after)
        self.said.append(
            f"Claim {claim.control_number} is corrected: {before.paid} paid before, {after.paid} now."
        )
        overpaid = max(ZERO, before.paid - after.paid)
        held_off = overpaid if matter.kind == RECOUPMENT else ZERO
        return [Item(before, reversal=True), Item(after, take_back=held_off)]
