"""The ledger's own laws: entries balance, reversals undo, balances are sums of postings."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

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
    trial_balance,
)
from cleanclaim.primitives import LedgerError

DAY = date(2025, 12, 1)
CLEARING = Account(AccountKind.CASH_CLEARING, payer="INV01")
OWED = Account(AccountKind.RECEIVABLE_PAYER, claim="C1", payer="INV01")


def entry(key: str, amount: str, **changes) -> JournalEntry:
    postings = (Posting(CLEARING, debit=Decimal(amount)), Posting(OWED, credit=Decimal(amount)))
    return JournalEntry(key, DAY, "a payment", changes.get("postings", postings), changes.get("reverses", ""))


accounts = st.builds(
    Account,
    kind=st.sampled_from(AccountKind),
    claim=st.sampled_from(["", "C1", "C2"]),
    payer=st.sampled_from(["", "P1", "P2"]),
)
amounts = st.integers(1, 10_000_000).map(lambda cents: Decimal(cents) / 100)


@st.composite
def balanced_entries(draw) -> JournalEntry:
    """An entry of any accounts: some amounts moved from one to another."""
    moves = draw(st.lists(st.tuples(accounts, accounts, amounts), min_size=1, max_size=5))
    postings = [
        posting
        for debited, credited, amount in moves
        for posting in (Posting(debited, debit=amount), Posting(credited, credit=amount))
    ]
    return JournalEntry("some", DAY, "generated", tuple(draw(st.permutations(postings))))


@given(st.lists(balanced_entries(), max_size=6))
def test_every_sequence_of_entries_sums_to_zero(entries):
    for each in entries:
        assert check_entry(each) is each
    assert sum(trial_balance(entries).values(), Decimal(0)) == 0
    assert sum(balances(entries).values(), Decimal(0)) == 0


@given(balanced_entries(), st.lists(balanced_entries(), max_size=4))
def test_a_reversal_leaves_every_account_as_it_was(original, others):
    undone = reversal_of(original, key="undo", on=DAY, memo="undone")
    before, after = balances(others), balances([*others, original, undone])
    assert all(after[account] == before.get(account, 0) for account in after)
    assert undone.reverses == original.key
    assert {p.line for p in undone.postings} == {p.line for p in original.postings}


def test_an_entry_that_does_not_balance_is_refused():
    postings = (Posting(CLEARING, debit=Decimal("1.00")), Posting(OWED, credit=Decimal("1.01")))
    with pytest.raises(LedgerError, match=r"debits 1\.00 do not equal credits 1\.01"):
        check_entry(entry("K", "1", postings=postings))


@pytest.mark.parametrize(
    "posting",
    [
        Posting(OWED),
        Posting(OWED, debit=Decimal(1), credit=Decimal(1)),
        Posting(OWED, debit=Decimal(-1)),
        Posting(OWED, credit=Decimal(-1)),
    ],
)
def test_a_posting_needs_exactly_one_positive_side(posting):
    with pytest.raises(LedgerError, match="exactly one positive side"):
        check_entry(entry("K", "1", postings=(posting,)))


def test_an_entry_without_postings_is_refused():
    with pytest.raises(LedgerError, match="no postings"):
        check_entry(entry("K", "1", postings=()))


def test_balances_are_asked_by_claim_and_payer():
    entries = (entry("A", "10.00"), entry("B", "2.50"))
    assert balance_of(entries, AccountKind.RECEIVABLE_PAYER, claim="C1") == Decimal("-12.50")
    assert balance_of(entries, AccountKind.RECEIVABLE_PAYER, claim="C2") == 0
    assert balance_of(entries, AccountKind.CASH_CLEARING, payer="INV01") == Decimal("12.50")
    assert balance_of(entries, AccountKind.CASH_CLEARING, payer="ELSE") == 0


def test_a_sound_ledger_has_nothing_to_say():
    first = entry("A", "10.00")
    assert check_ledger((first, reversal_of(first, key="B", on=DAY, memo="undone"))) == ()


def test_a_key_booked_twice_is_named():
    assert check_ledger((entry("A", "1"), entry("A", "1"))) == ("entry A is booked twice.",)


def test_a_reversal_of_nothing_is_named():
    assert check_ledger((entry("B", "1", reverses="A"),)) == (
        "entry B reverses A, which is not booked before it.",
    )


def test_a_second_reversal_of_the_same_entry_is_named():
    first = entry("A", "1")
    once = reversal_of(first, key="B", on=DAY, memo="undone")
    again = reversal_of(first, key="C", on=DAY, memo="undone again")
    assert check_ledger((first, once, again)) == ("entry C reverses A, which B reversed already.",)


def test_a_reversal_that_undoes_something_else_is_named():
    wrong = entry("B", "1", reverses="A")
    assert check_ledger((entry("A", "1"), wrong)) == ("entry B does not undo A exactly.",)


def test_an_unbalanced_entry_is_named():
    postings = (Posting(CLEARING, debit=Decimal("1.00")),)
    (problem,) = check_ledger((entry("A", "1", postings=postings),))
    assert "do not equal" in problem
