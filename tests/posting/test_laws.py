"""What holds for every remittance that adds up (the guarantees of ``docs/algorithms/posting.md``)."""

from dataclasses import dataclass
from decimal import Decimal

import msgspec
from hypothesis import given, strategies as st

from cleanclaim.ledger import AccountKind, balance_of, balances, check_ledger
from cleanclaim.posting import ClaimAccount, post_remittance
from cleanclaim.remittance import Effect, Remittance, balance, classify_claim
from tests.posting.generated import DAY, ZERO, claim_payments, known_accounts, remittances


@given(remittances(), known_accounts)
def test_entries_balance_and_cash_clearing_is_the_payment(remittance, known):
    assert balance(remittance) == ()
    result = post_remittance(remittance, known=known, on=DAY)
    assert check_ledger(result.entries) == ()
    assert balance_of(result.entries, AccountKind.CASH_CLEARING) == remittance.payment


@given(remittances(), known_accounts)
def test_what_stays_in_unapplied_is_what_the_open_items_say(remittance, known):
    result = post_remittance(remittance, known=known, on=DAY)
    waiting = sum((item.unapplied for item in result.open_items), ZERO)
    assert -balance_of(result.entries, AccountKind.UNAPPLIED) == waiting


@given(remittances(), known_accounts)
def test_posting_again_gives_equal_entries_and_items(remittance, known):
    first = post_remittance(remittance, known=known, on=DAY)
    moved = msgspec.structs.replace(remittance, position=remittance.position + 1)
    again = post_remittance(moved, known=known, on=DAY)
    assert [entry.key for entry in first.entries] == [entry.key for entry in again.entries]
    assert first == again
    keys = [entry.key for entry in first.entries] + [item.key for item in first.open_items]
    assert len(keys) == len(set(keys))
    assert all(len(key) <= 200 for key in keys)


@given(remittances(), known_accounts)
def test_posting_again_after_booking_changes_nothing(remittance, known):
    """The second time, the claims already have the entries of the first."""
    first = post_remittance(remittance, known=known, on=DAY)
    booked = {
        number: msgspec.structs.replace(account, posted=first.entries, open_amount=Decimal("1.00"))
        for number, account in known.items()
    }
    again = post_remittance(remittance, known=booked, on=DAY)
    stated = {entry.key: entry for entry in first.entries}
    assert all(stated.get(entry.key, entry) == entry for entry in again.entries)


@given(remittances(), known_accounts)
def test_nothing_but_cost_sharing_under_pr_reaches_a_patient(remittance, known):
    result = post_remittance(remittance, known=known, on=DAY)
    for entry in result.entries:
        for posting in entry.postings:
            if posting.account.kind is AccountKind.RECEIVABLE_PATIENT:
                assert posting.reason in {"PR-1", "PR-2"}
                assert posting.account.patient == f"P-{posting.account.claim}"


@given(claim_payments(1), st.sampled_from(["", "NEXT"]))
def test_the_cents_of_a_claim_are_conserved(claim, next_payer):
    """What leaves the receivable is the payment and what is moved; the rest stays owed."""
    claim = msgspec.structs.replace(claim, status="1")
    remittance = Remittance(1, claim.paid, payer_id="INV01", trace_number="T", claims=(claim,))
    account = ClaimAccount(claim.patient_control_number, "INV01", "P", next_payer=next_payer)
    result = post_remittance(remittance, known={claim.patient_control_number: account}, on=DAY)
    left = -balance_of(result.entries, AccountKind.RECEIVABLE_PAYER, payer="INV01")
    moving = {Effect.WRITE_DOWN, Effect.PATIENT} | (
        {Effect.NEXT_PAYER} if next_payer or claim.crossover else set()
    )
    stays = sum(
        (
            found.adjustment.amount
            for found in classify_claim(claim).adjustments
            if found.classification.effect not in moving
        ),
        ZERO,
    )
    assert left + stays == claim.charge
    listed = sum((item.amount for item in result.open_items), ZERO)
    prior = sum(
        (
            found.adjustment.amount
            for found in classify_claim(claim).adjustments
            if found.classification.effect is Effect.NONE
        ),
        ZERO,
    )
    assert listed + prior == stays


@dataclass
class Mirror:
    """A claim payment and the reversal that takes it back."""

    paid: Remittance
    taken: Remittance


@st.composite
def mirrored(draw) -> Mirror:
    claim = msgspec.structs.replace(draw(claim_payments(1)), status="1", patient_control_number="C1")
    turned = msgspec.structs.replace(
        claim,
        status="22",
        charge=-claim.charge,
        paid=-claim.paid,
        adjustments=tuple(msgspec.structs.replace(a, amount=-a.amount) for a in claim.adjustments),
        lines=tuple(
            msgspec.structs.replace(
                line,
                charge=-line.charge,
                paid=-line.paid,
                adjustments=tuple(msgspec.structs.replace(a, amount=-a.amount) for a in line.adjustments),
            )
            for line in claim.lines
        ),
    )
    return Mirror(
        Remittance(1, claim.paid, payer_id="INV01", trace_number="T1", claims=(claim,)),
        Remittance(1, -claim.paid, payer_id="INV01", trace_number="T2", claims=(turned,)),
    )


@given(mirrored())
def test_a_reversal_after_its_original_leaves_every_account_at_zero(mirror):
    account = ClaimAccount("C1", "INV01", "P")
    first = post_remittance(mirror.paid, known={"C1": account}, on=DAY)
    account = msgspec.structs.replace(account, posted=first.entries)
    second = post_remittance(mirror.taken, known={"C1": account}, on=DAY)
    everything = (*first.entries, *second.entries)
    assert check_ledger(everything) == ()
    assert not any(balances(everything).values())
    assert not second.open_items


@given(mirrored())
def test_a_reversal_without_its_original_still_leaves_every_account_at_zero(mirror):
    """Posted as it reads, it takes back the same amounts, and asks a person to look."""
    account = ClaimAccount("C1", "INV01", "P")
    first = post_remittance(mirror.paid, known={"C1": account}, on=DAY)
    second = post_remittance(mirror.taken, known={"C1": account}, on=DAY)
    assert not any(balances((*first.entries, *second.entries)).values())


@given(remittances(), known_accounts)
def test_a_claim_overpaid_by_a_remittance_is_always_listed_and_no_other(remittance, known):
    """Owed by the payer afterwards, from the entries alone: below zero, and below what it was."""
    result = post_remittance(remittance, known=known, on=DAY)
    listed = {i.patient_control_number for i in result.open_items if i.key.endswith("/overpayment")}
    paid = {c.patient_control_number for c in remittance.claims if c.paid > 0}
    for number, account in known.items():
        if account.open_amount is None:
            assert number not in listed
            continue
        moved = balance_of(result.entries, AccountKind.RECEIVABLE_PAYER, claim=number, payer="INV01")
        below = account.open_amount + moved < min(account.open_amount, ZERO)
        assert (number in listed) == (below and number in paid)


@given(remittances(), known_accounts)
def test_comparing_the_charge_changes_no_entry_and_lists_by_how_much_it_differs(remittance, known):
    told = {
        number: msgspec.structs.replace(account, charge=Decimal("123.45"))
        for number, account in known.items()
    }
    silent = post_remittance(remittance, known=known, on=DAY)
    result = post_remittance(remittance, known=told, on=DAY)
    new = [item for item in result.open_items if item not in silent.open_items]
    assert result.entries == silent.entries
    assert all(item.key.endswith("/review/charge") and item.unapplied == ZERO for item in new)
    by_position = {claim.position: claim for claim in remittance.claims}
    assert all(by_position[item.claim].charge == Decimal("123.45") + item.amount for item in new)
