"""One claim payment becomes one entry and the items it leaves open."""

from collections.abc import Iterable
from datetime import date

import msgspec

from cleanclaim.ledger import Account, AccountKind, JournalEntry, Posting, balances, check_entry, reversal_of
from cleanclaim.posting.reversals import cancels, originals, receivable_of, same_effect
from cleanclaim.posting.sides import move
from cleanclaim.posting.values import ClaimAccount, ItemKind, OpenItem
from cleanclaim.primitives import ZERO, Money, show_money
from cleanclaim.remittance import (
    Category,
    ClaimDecision,
    ClaimPayment,
    ClassifiedAdjustment,
    Difference,
    Effect,
    balance_claim,
    classify_claim,
    describe,
)

_PREDETERMINATION = "25"
_NOT_OURS = "23"


class ClaimPosting:
    """The posting of one claim payment: its entry, if any, and its open items.

    ``charged_together`` is Σ CLP03 of the remittance's claim payments under the same number,
    reversals left out: a payer may answer one claim in parts.
    """

    def __init__(
        self,
        claim: ClaimPayment,
        *,
        key: str,
        payer: str,
        account: ClaimAccount | None,
        on: date,
        charged_together: Money,
    ) -> None:
        self.claim = claim
        self.charged_together = charged_together
        self.key = key
        self.payer = payer
        self.on = on
        self.entry: JournalEntry | None = None
        self.decided = False
        self.items: list[OpenItem] = []
        differences = balance_claim(claim)
        if differences:
            places = "; ".join(
                f"{each.where}: {show_money(each.found)} sent, {show_money(each.expected)} adds up"
                for each in differences
            )
            self._add(
                ItemKind.CLAIM_OUT_OF_BALANCE,
                f"The claim does not add up ({places}).",
                claim.paid,
                unapplied=claim.paid,
                differences=differences,
            )
        elif account is None:
            self._add(
                ItemKind.UNMATCHED,
                "The payer answers a claim that is not known here.",
                claim.paid,
                unapplied=claim.paid,
            )
        elif claim.status == _PREDETERMINATION:
            if claim.paid != 0:
                self._add(
                    ItemKind.PREDETERMINATION,
                    "Money came with an estimate, for which none is due.",
                    claim.paid,
                    unapplied=claim.paid,
                )
        else:
            self._post(account)

    def _post(self, account: ClaimAccount) -> None:
        decision = classify_claim(self.claim)
        self.decided = self.claim.status != _NOT_OURS
        already = next((entry for entry in account.posted if entry.key == self.key), None)
        postings = self._payment(account) + self._adjustments(account, decision)
        said = self._entry(postings)
        if self.claim.is_reversal:
            self.entry = self._undo(account, said)
        else:
            self.entry = said
        if already is not None:
            # The same remittance again: what is booked stands, whatever is known by now.
            self.entry = already
        if self.claim.status == _NOT_OURS:
            to = f" It went to {self.claim.crossover}." if self.claim.crossover else ""
            self._add(
                ItemKind.NOT_OUR_CLAIM,
                f"The payer says that the claim is not its own.{to}",
                self.claim.charge,
            )
        self._compare_charge(account)
        if self.claim.status == "4" and decision.denied and not self._has_denial():
            self._add(ItemKind.DENIAL, f"{decision.denial_reasons[0].capitalize()}.", self.claim.charge)

    def _compare_charge(self, account: ClaimAccount) -> None:
        """List a claim charge that is not ours; a reversal repeats one that may be replaced by now."""
        said, booked = self.claim.charge, account.charge
        if booked is None or booked in {said, self.charged_together}:
            return
        if self.claim.is_reversal or self.claim.status == _NOT_OURS:
            return
        self._add(
            ItemKind.REVIEW,
            f"The payer answers a charge of {show_money(said)}, but {show_money(booked)} is booked as "
            "billed: make sure that it is the same claim.",
            said - booked,
            about="charge",
        )

    def list_overpayment(self, excess: Money, *, owed: Money) -> None:
        """List that the payer has paid ``excess`` dollars beyond the ``owed`` ones, after this payment."""
        self._add(
            ItemKind.REVIEW,
            f"The payer paid {show_money(excess)} more than the {show_money(owed)} that it owed for this "
            "claim: return it, or find what it is for.",
            excess,
            about="overpayment",
        )

    def _has_denial(self) -> bool:
        return any(item.kind in {ItemKind.DENIAL, ItemKind.REJECTION} for item in self.items)

    def _payment(self, account: ClaimAccount) -> list[Posting]:
        """The payment, line by line where the lines add up to it, else as one amount."""
        receivable = receivable_of(account)
        unapplied = Account(AccountKind.UNAPPLIED, payer=self.payer)
        lines = self.claim.lines
        if lines and sum((line.paid for line in lines), ZERO) == self.claim.paid:
            return [
                posting
                for line in lines
                for posting in move(unapplied, receivable, line.paid, reason="payment", line=line.position)
            ]
        return list(move(unapplied, receivable, self.claim.paid, reason="payment"))

    def _adjustments(self, account: ClaimAccount, decision: ClaimDecision) -> list[Posting]:
        postings: list[Posting] = []
        available = None if account.open_amount is None else account.open_amount - self.claim.paid
        for found in decision.adjustments:
            amount = found.adjustment.amount
            target = self._target(account, found, decision)
            if target is not None and available is not None:
                if amount > max(available, ZERO):
                    self._hold(found, f"more than the {show_money(available)} still open with this payer")
                    continue
                available -= amount
            if target is None:
                self._leave_open(account, found)
                continue
            postings += move(target, receivable_of(account), amount, reason=found.code, line=found.line)
        return postings

    def _target(
        self, account: ClaimAccount, found: ClassifiedAdjustment, decision: ClaimDecision
    ) -> Account | None:
        """Return the account that an adjustment's amount goes to, nothing when it stays."""
        pcn = account.patient_control_number
        next_payer = account.next_payer or (self.claim.crossover[:80] if decision.forwarded else "")
        match found.classification.effect:
            case Effect.WRITE_DOWN:
                return Account(AccountKind.CONTRACTUAL, claim=pcn, payer=account.payer)
            case Effect.PATIENT if not next_payer and not decision.forwarded:
                return Account(AccountKind.RECEIVABLE_PATIENT, claim=pcn, patient=account.patient)
            case Effect.PATIENT | Effect.NEXT_PAYER if next_payer:
                return Account(AccountKind.RECEIVABLE_PAYER, claim=pcn, payer=next_payer)
        return None

    def _leave_open(self, account: ClaimAccount, found: ClassifiedAdjustment) -> None:
        """List what is not moved, unless nothing needs to be done about it."""
        what = found.classification
        if self.claim.is_reversal or self.claim.status == _NOT_OURS or what.effect is Effect.NONE:
            return
        match what.category:
            case Category.DENIAL:
                self._add_adjustment(ItemKind.DENIAL, found, describe(found))
            case Category.REJECTION:
                self._add_adjustment(ItemKind.REJECTION, found, describe(found))
            case _ if what.effect is Effect.PATIENT:
                self._hold(found, "forwarded to a payer that is not named")
            case _ if what.effect is Effect.NEXT_PAYER and not account.next_payer:
                self._hold(found, f"{what.reason}, and no next payer is known")
            case _:
                self._hold(found, what.reason)

    def _hold(self, found: ClassifiedAdjustment, why: str) -> None:
        self._add_adjustment(ItemKind.REVIEW, found, f"{describe(found)}: {why}")

    def _undo(self, account: ClaimAccount, said: JournalEntry | None) -> JournalEntry | None:
        """Return the exact undoing of the original where it is at hand, else what was said."""
        original = self._original(account, said)
        if original is None:
            if said is not None:
                self._add(
                    ItemKind.REVERSAL_WITHOUT_ORIGINAL,
                    "The payer takes back a payment of which no entry is at hand; posted as it reads.",
                    self.claim.paid,
                )
            return said
        undone = reversal_of(original, key=self.key, on=self.on, memo=self._memo("Reversal"))
        if not same_effect(undone, said) and not same_effect(undone, self._said_if_forwarded(account)):
            self._add(
                ItemKind.REVERSAL_DIFFERS,
                "The original is undone exactly, but the reversal's adjustments say something else.",
                self.claim.paid,
            )
        return undone

    def _said_if_forwarded(self, account: ClaimAccount) -> JournalEntry | None:
        """Return what a reversal says when its original was passed on, which status 22 does not repeat."""
        decision = msgspec.structs.replace(classify_claim(self.claim), forwarded=True)
        listed = len(self.items)
        said = self._entry(self._payment(account) + self._adjustments(account, decision))
        del self.items[listed:]
        return said

    def _original(self, account: ClaimAccount, said: JournalEntry | None) -> JournalEntry | None:
        candidates = originals(self.claim, self.key, account)
        exact = [entry for entry in candidates if said is not None and cancels(entry, said)]
        return (exact or candidates)[-1] if candidates else None

    def _entry(self, postings: Iterable[Posting]) -> JournalEntry | None:
        kept = tuple(postings)
        if not kept:
            return None
        word = "Reversal" if self.claim.is_reversal else "Claim payment"
        return check_entry(JournalEntry(self.key, self.on, self._memo(word), kept))

    def _memo(self, word: str) -> str:
        paid, number = show_money(self.claim.paid), self.claim.patient_control_number
        return f"{word} {paid} by {self.payer}, claim {number}"[:200]

    def after(self, account: ClaimAccount) -> ClaimAccount:
        """Return the account as it stands once this entry is booked, for what follows it."""
        if self.entry is None or self.entry in account.posted:
            return account
        moved = balances((self.entry,)).get(receivable_of(account), ZERO)
        return msgspec.structs.replace(
            account,
            posted=(*account.posted, self.entry),
            open_amount=None if account.open_amount is None else account.open_amount + moved,
        )

    def _add_adjustment(self, kind: ItemKind, found: ClassifiedAdjustment, reason: str) -> None:
        number = sum(1 for item in self.items if item.key.startswith(f"{self.key}/{kind}")) + 1
        self.items.append(
            OpenItem(
                key=f"{self.key}/{kind}/{number}",
                kind=kind,
                reason=f"{reason[:1].upper()}{reason[1:]}.",
                amount=found.adjustment.amount,
                patient_control_number=self.claim.patient_control_number,
                payer=self.payer,
                claim=self.claim.position,
                line=found.line,
                group_code=found.adjustment.group_code,
                carc=found.adjustment.carc,
                remarks=found.remarks,
                rule=found.classification.rule,
                appeal=found.classification.appeal,
            )
        )

    def _add(
        self,
        kind: ItemKind,
        reason: str,
        amount: Money,
        *,
        unapplied: Money = ZERO,
        differences: tuple[Difference, ...] = (),
        about: str = "",
    ) -> None:
        """List one item of the claim as a whole; ``about`` tells several of a kind apart."""
        self.items.append(
            OpenItem(
                key="/".join(part for part in (self.key, kind, about) if part),
                kind=kind,
                reason=reason,
                amount=amount,
                unapplied=unapplied,
                patient_control_number=self.claim.patient_control_number,
                payer=self.payer,
                claim=self.claim.position,
                differences=differences,
            )
        )
