"""The built-in payer's remittances, read and posted by us: two programs that share no code."""

from datetime import date
from decimal import Decimal

import pytest

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.ledger import AccountKind, JournalEntry, balance_of, balances, check_ledger
from cleanclaim.posting import ClaimAccount, ItemKind, PostingResult, post_remittance
from cleanclaim.remittance import balance
from cleanclaim.simulator import Memory, built_in_payer
from cleanclaim.simulator.memory import DecidedClaim
from tests.simulator.scenario import NOW, Bill, Line, sent

DAY = date(2025, 12, 20)


class Practice:
    """Sends bills, posts what comes back, keeps the books."""

    def __init__(self) -> None:
        self.memory = Memory()
        self.books: list[JournalEntry] = []
        self.files = 0

    def bill(self, *bills: Bill) -> tuple[list[PostingResult], list[str]]:
        """Return what was posted, and the payer's numbers of what it decided."""
        self.files += 1
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
                    claim.patient_control_number: ClaimAccount(
                        claim.patient_control_number, "PAYER", "PAT", posted=tuple(self.books)
                    )
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
    assert practice.of(AccountKind.RECEIVABLE_PAYER) == "-150.00"
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
    assert ItemKind.REVERSAL_DIFFERS not in [item.kind for item in second.open_items]
    assert practice.of(AccountKind.CASH_CLEARING) == "141.40"
    assert practice.of(AccountKind.RECEIVABLE_PATIENT) == "25.00"
    assert practice.of(AccountKind.UNAPPLIED) == "0.00"


def test_a_void_and_its_recovery_leave_nothing_behind():
    """92 taken back but owed to the payer (FB), then recovered from the next payment (FB again)."""
    practice = Practice()
    (first,), (number,) = practice.bill(Bill("A"))
    (second,), _ = practice.bill(Bill("A", frequency="8", references=(("REF", "F8", number),)))
    claims = (first.claim_entries[0], second.claim_entries[0])
    undone = [entry for entry in practice.books if entry.key in claims]
    assert len(undone) == 2
    assert not any(balances(undone).values())
    assert practice.of(AccountKind.PROVIDER_ADJUSTMENT) == "-92.00"
    practice.bill(Bill("B", lines=(Line("99214", "200.00", on=date(2025, 11, 10)),)))
    assert practice.of(AccountKind.PROVIDER_ADJUSTMENT) == "0.00"
    assert practice.of(AccountKind.UNAPPLIED) == "0.00"


@pytest.mark.parametrize("payer", ["medicare", "medicaid", "northwind", "summit"])
def test_every_payer_posts_to_the_cent(payer):
    lines = (Line("99214", "200.00"), Line("85025", "30.33"), Line("70551", "900.00"))
    practice = Practice()
    (result,), _ = practice.bill(Bill("A", payer, lines=lines))
    held = sum((item.amount for item in result.open_items), Decimal(0))
    owed = balance_of(practice.books, AccountKind.RECEIVABLE_PAYER, payer="PAYER")
    assert owed + Decimal("1130.33") == held
    assert practice.of(AccountKind.UNAPPLIED) == "0.00"
