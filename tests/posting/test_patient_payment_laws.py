"""A patient's payment: balanced entries, every cent somewhere, never more on a claim than is owed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from cleanclaim.ledger import AccountKind
from cleanclaim.posting import allocate, post_patient_payment
from cleanclaim.primitives import LedgerError

CENTS = st.integers(1, 99_999_999).map(lambda cents: Decimal(cents) / 100)
OWED = st.lists(
    st.tuples(st.text("ABC0123456789", min_size=1, max_size=4), st.integers(-5000, 50_000)), max_size=6
).map(lambda rows: [(claim, Decimal(cents) / 100) for claim, cents in dict(rows).items()])


@given(CENTS, OWED)
def test_parts_are_what_is_owed_in_order_until_the_money_ends(
    amount: Decimal, owed: list[tuple[str, Decimal]]
) -> None:
    parts = allocate(amount, owed)
    owing = {claim: balance for claim, balance in owed if balance > 0}
    assert sum(parts.values(), Decimal(0)) == min(amount, sum(owing.values(), Decimal(0)))
    assert all(0 < part <= owing[claim] for claim, part in parts.items())
    assert list(parts) == list(owing)[: len(parts)], "no claim is passed over"
    assert all(parts[claim] == owing[claim] for claim in list(parts)[:-1]), "only the last is paid in part"


@given(CENTS, OWED)
def test_the_entry_balances_and_says_where_every_cent_went(
    amount: Decimal, owed: list[tuple[str, Decimal]]
) -> None:
    parts = allocate(amount, owed)
    entry = post_patient_payment(
        receipt="R1", patient="MRN1", on=date(2025, 12, 1), amount=amount, applied=parts
    )
    debits = sum((posting.debit for posting in entry.postings), Decimal(0))
    credits_ = sum((posting.credit for posting in entry.postings), Decimal(0))
    assert debits == credits_ == amount
    cash = [posting for posting in entry.postings if posting.account.kind == AccountKind.PATIENT_CASH]
    assert sum((posting.debit for posting in cash), Decimal(0)) == amount
    lowered = {
        posting.account.claim: posting.credit
        for posting in entry.postings
        if posting.account.kind == AccountKind.RECEIVABLE_PATIENT
    }
    assert lowered == parts
    kept = [posting.credit for posting in entry.postings if posting.account.kind == AccountKind.UNAPPLIED]
    assert sum(kept, Decimal(0)) == amount - sum(parts.values(), Decimal(0))
    assert {posting.account.patient for posting in entry.postings} == {"MRN1"}


@given(CENTS, CENTS)
def test_no_more_is_applied_than_was_paid(amount: Decimal, more: Decimal) -> None:
    with pytest.raises(LedgerError, match="would be applied"):
        post_patient_payment(
            receipt="R1", patient="MRN1", on=date(2025, 12, 1), amount=amount, applied={"A": amount + more}
        )


@given(st.integers(-10_000, 0).map(lambda cents: Decimal(cents) / 100))
def test_nothing_and_less_is_no_payment(amount: Decimal) -> None:
    with pytest.raises(LedgerError, match="more than nothing"):
        post_patient_payment(receipt="R1", patient="MRN1", on=date(2025, 12, 1), amount=amount, applied={})
    with pytest.raises(LedgerError, match="more than nothing"):
        post_patient_payment(
            receipt="R1", patient="M", on=date(2025, 12, 1), amount=Decimal(1), applied={"A": amount}
        )
