"""What a reversal takes back, and that it comes before the payment that corrects it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from cleanclaim.ledger import Account, AccountKind, JournalEntry, balances
from cleanclaim.posting.keys import is_claim_payment_key
from cleanclaim.posting.values import ClaimAccount
from cleanclaim.primitives import ZERO, Money
from cleanclaim.remittance import ClaimPayment


def receivable_of(account: ClaimAccount) -> Account:
    """Return the account of what the paying payer owes for a claim."""
    return Account(AccountKind.RECEIVABLE_PAYER, claim=account.patient_control_number, payer=account.payer)


def originals(reversal: ClaimPayment, key: str, account: ClaimAccount) -> list[JournalEntry]:
    """Return the booked claim payments that a reversal (with its key) may undo, oldest first."""
    undone = {entry.reverses for entry in account.posted if entry.reverses and entry.key != key}
    return [
        entry
        for entry in account.posted
        if is_claim_payment_key(entry.key)
        and not entry.reverses
        and entry.key not in undone
        and entry.key != key
        and _payment_in(entry) == -reversal.paid
        and receivable_of(account) in {posting.account for posting in entry.postings}
    ]


def posting_order(
    claims: Sequence[ClaimPayment],
    keys: Sequence[str],
    known: Mapping[str, ClaimAccount],
    names: Sequence[str],
) -> list[int]:
    """Return the indices of a remittance's claim payments in the order to post them.

    File order, but that a reversal of something in the books comes before all that is no
    reversal: payers also list the corrected payment first, which then would find nothing open.
    One that takes back a payment standing before it in the same remittance keeps its place.
    ``names`` are the numbers under which ``known`` has the claims answered.
    """

    before: defaultdict[str, list[ClaimPayment]] = defaultdict(list)
    first: list[int] = []
    then: list[int] = []
    for index, (claim, key, name) in enumerate(zip(claims, keys, names, strict=True)):
        account = known.get(name)
        earlier = before[name]
        early = (
            claim.is_reversal
            and account is not None
            and not any(_takes_back(claim, payment) for payment in earlier)
            and bool(originals(claim, key, account))
        )
        (first if early else then).append(index)
        earlier.append(claim)
    return first + then


def cancels(original: JournalEntry, said: JournalEntry) -> bool:
    """Return whether two entries together leave every account as it was."""
    return not any(balances((original, said)).values())


def same_effect(undone: JournalEntry, said: JournalEntry | None) -> bool:
    """Return whether two entries do the same to every account."""
    stated = {} if said is None else balances((said,))
    done = balances((undone,))
    return all(stated.get(account, ZERO) == done.get(account, ZERO) for account in {*stated, *done})


def _takes_back(reversal: ClaimPayment, payment: ClaimPayment) -> bool:
    return (
        not payment.is_reversal
        and payment.paid == -reversal.paid
        and _amounts(payment, 1) == _amounts(reversal, -1)
    )


def _amounts(claim: ClaimPayment, sign: int) -> list[tuple[str, str, Money]]:
    return sorted((each.group_code, each.carc, each.amount * sign) for each in claim.all_adjustments)


def _payment_in(entry: JournalEntry) -> Money:
    """Return what an entry took out of unapplied: the payment of its claim."""
    return sum((p.debit - p.credit for p in entry.postings if p.account.kind is AccountKind.UNAPPLIED), ZERO)
