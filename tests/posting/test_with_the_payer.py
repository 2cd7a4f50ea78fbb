"""The built-in payer's remittances, read and posted by us: two programs that share no code."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.ledger import (
    Account,
    AccountKind,
    JournalEntry,
    Posting,
    balance_of,
    balances,
    check_entry,
    check_ledger,
    reversal_of,
)
from cleanclaim.posting import ClaimAccount, ItemKind, PostingResult, post_charges, post_remittance
from cleanclaim.remittance import balance
from cleanclaim.simulator import Memory, built_in_payer
from cleanclaim.simulator.memory import DecidedClaim
from tests.simulator.scenario import NOW, Bill, Line, sent
from tests.simulator.test_adjudication import SECOND

DAY = date(2025, 12, 20)


class Practice:
    """Sends bills, posts what comes back, keeps the books."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.books: list[JournalEntry] = []
        self.charged: dict[str, JournalEntry] = {}
        self.files = 0

    def bill(self, *bills: Bill) -> tuple[list[PostingResult], list[str]]:
        """Return what was posted, and the payer's numbers of what it decided."""
        self.files += 1
        for bill in bills:
            self.book(bill)
        answers = built_in_payer().answer(
            sent(*bills, control_number=self.files), now=NOW, memory=self.memory
        )
        self.memory.apply(answers.changes)
        results = []
        for file in answers.files:
            if not file.name.startswith("835"):
                continue
            for remittance in read_835(file.content, where=file.name):
                assert balance(remittance) == ()
                known = {
                    claim.patient_control_number: self.account(claim.patient_control_number)
                    for claim in remittance.claims
                }
                result = post_remittance(remittance, known=known, on=DAY)
                assert balance_of(result.entries, AccountKind.CASH_CLEARING) == remittance.payment
                self.books += result.entries
                results.append(result)
        assert results
        assert check_ledger(self.books) == ()
        decided = [step.number for step in answers.changes.steps if isinstance(step, DecidedClaim)]
        return results, decided

    def book(self, bill: Bill) -> None:
        """Book a claim's charges; those of a replacement take the place of the first ones."""
        if bill.frequency == "8":
            return
        standing = self.charged.get(bill.number)
        if standing is not None:
            self.books.append(reversal_of(standing, key=f"{standing.key}/undone", on=DAY, memo="replaced"))
        self.charged[bill.number] = post_charges(
            patient_control_number=bill.number,
            payer="FIRST" if bill.sequence == "S" else "PAYER",
            patient="PAT",
            on=DAY,
            charges=[Decimal(line.charge) for line in bill.lines],
            reference=str(self.files),
        )
        self.books.append(self.charged[bill.number])

    def account(self, number: str) -> ClaimAccount:
        """Return all that the books know of a claim, so that posting compares everything."""
        return ClaimAccount(
            number,
            "PAYER",
            "PAT",
            open_amount=balance_of(self.books, AccountKind.RECEIVABLE_PAYER, claim=number, payer="PAYER"),
            charge=-balance_of(self.books, AccountKind.REVENUE, claim=number),
            posted=tuple(self.books),
        )

    def of(self, kind: AccountKind) -> str:
        """Return the balance of one kind of account."""
        return str(balance_of(self.books, kind))


def test_a_visit_with_a_copay():
    """Charge 150, contractual 33, copay 25, paid 92."""
    practice = Practice()
    (result,), _ = practice.bill(Bill("A"))
    assert result.open_items == ()
    assert practice.of(AccountKind.CASH_CLEARING) == "92.00"
    assert practice.of(AccountKind.CONTRACTUAL) == "33.00"
    assert practice.of(AccountKind.RECEIVABLE_PATIENT) == "25.00"
    assert practice.of(AccountKind.RECEIVABLE_PAYER) == "0.00"
    assert practice.of(AccountKind.UNAPPLIED) == "0.00"


def test_a_replacement_undoes_the_original_exactly_and_posts_the_new_decision():
    """The original paid 92; 99214 pays 141.40 of 200 with the copay of 25."""
    practice = Practice()
    (first,), (number,) = practice.bill(Bill("A"))
    replacement = Bill(
        "A", frequency="7", lines=(Line("99214", "200.00"),), references=(("REF", "F8", number),)
    )
    (second,), _ = practice.bill(replacement)
    reversal = next(entry for entry in second.entries if entry.reverses)
    assert reversal.reverses == first.claim_entries[0]
    assert second.open_items == ()
    assert practice.of(AccountKind.RECEIVABLE_PAYER) == "0.00"
    assert practice.of(AccountKind.CASH_CLEARING) == "141.40"
    assert practice.of(AccountKind.RECEIVABLE_PATIENT) == "25.00"
    assert practice.of(AccountKind.UNAPPLIED) == "0.00"


def test_a_void_and_its_recovery_leave_nothing_behind():
    """92 taken back but owed to the payer (FB), then recovered from the next payment (FB again)."""
    practice = Practice()
    (first,), (number,) = practice.bill(Bill("A"))
    (second,), _ = practice.bill(Bill("A", frequency="8", references=(("REF", "F8", number),)))
    assert {item.kind for item in second.open_items} == {ItemKind.PROVIDER_ADJUSTMENT}
    claims = (first.claim_entries[0], second.claim_entries[0])
    undone = [entry for entry in practice.books if entry.key in claims]
    assert len(undone) == 2
    assert not any(balances(undone).values())
    assert practice.of(AccountKind.PROVIDER_ADJUSTMENT) == "-92.00"
    (third,), _ = practice.bill(Bill("B", lines=(Line("99214", "200.00", on=date(2025, 11, 10)),)))
    assert {item.kind for item in third.open_items} == {ItemKind.PROVIDER_ADJUSTMENT}
    assert practice.of(AccountKind.PROVIDER_ADJUSTMENT) == "0.00"
    assert practice.of(AccountKind.UNAPPLIED) == "0.00"


def test_the_second_payer_closes_the_share_that_the_first_left():
    """Charge 150; the first paid 72, wrote off 60 and left 18, which northwind pays."""
    practice = Practice()
    second = msgspec.structs.replace(SECOND, number="S", payer="northwind")
    first = Account(AccountKind.RECEIVABLE_PAYER, claim="S", payer="FIRST")
    decided = (
        Posting(Account(AccountKind.UNAPPLIED, payer="FIRST"), debit=Decimal("72.00")),
        Posting(Account(AccountKind.CONTRACTUAL, claim="S", payer="FIRST"), debit=Decimal("60.00")),
        Posting(Account(AccountKind.RECEIVABLE_PAYER, claim="S", payer="PAYER"), debit=Decimal("18.00")),
        Posting(first, credit=Decimal("150.00")),
    )
    practice.books.append(check_entry(JournalEntry("835/first/claim/1", DAY, "First payer", decided)))
    (result,), _ = practice.bill(second)
    assert result.open_items == ()
    assert practice.of(AccountKind.RECEIVABLE_PAYER) == "0.00"
    assert practice.of(AccountKind.CONTRACTUAL) == "60.00"


@pytest.mark.parametrize("payer", ["medicare", "medicaid", "northwind", "summit"])
def test_every_payer_posts_to_the_cent(payer):
    lines = (Line("99214", "200.00"), Line("85025", "30.33"), Line("70551", "900.00"))
    practice = Practice()
    (result,), _ = practice.bill(Bill("A", payer, lines=lines))
    held = sum((item.amount for item in result.open_items), Decimal(0))
    owed = balance_of(practice.books, AccountKind.RECEIVABLE_PAYER, payer="PAYER")
    assert owed == held
    assert practice.of(AccountKind.UNAPPLIED) == "0.00"
