"""A remittance becomes balanced entries and open items (``docs/algorithms/posting.md``)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from cleanclaim.ledger import Account, AccountKind, JournalEntry, check_entry
from cleanclaim.posting.claims import ClaimPosting
from cleanclaim.posting.keys import RemittanceKeys, keys_of, payer_of, payment_key
from cleanclaim.posting.reversals import posting_order
from cleanclaim.posting.sides import move
from cleanclaim.posting.values import ClaimAccount, ItemKind, OpenItem, PostingResult
from cleanclaim.primitives import ZERO, Money, show_money
from cleanclaim.remittance import ProviderAdjustment, Remittance, balance_transaction

_INTEREST = "L6"

PROVIDER_ADJUSTMENT_REASONS: Mapping[str, str] = {
    "50": "late charge",
    "51": "interest penalty",
    "72": "refund of ours that the payer acknowledges",
    "90": "early payment allowance",
    "AP": "benefits paid in advance",
    "B2": "rebate",
    "B3": "recovery allowance",
    "BD": "bad debt",
    "BN": "bonus",
    "C5": "temporary allowance",
    "CS": "adjustment explained elsewhere",
    "CT": "capitation",
    "CV": "capital pass-through",
    "E3": "withheld",
    "FB": "balance carried forward",
    "FC": "share of a fund",
    "GO": "graduate medical education",
    "IP": "incentive payment",
    "IR": "tax withheld",
    "IS": "interim settlement",
    "J1": "not reimbursable",
    "L3": "penalty",
    "L6": "interest",
    "LE": "levy",
    "LS": "lump sum",
    "OA": "organ acquisition",
    "OB": "offset for an affiliate",
    "PI": "periodic interim payment",
    "PL": "final settlement",
    "RA": "retroactive adjustment",
    "RE": "return on equity",
    "SL": "student loan repayment",
    "TL": "third-party liability",
    "WO": "overpayment taken back",
    "WU": "recovery, cause not stated",
}
"""PLB reasons in our own words (from the guide's code list as commonly published; unverified)."""


def post_remittance(
    remittance: Remittance,
    *,
    known: Mapping[str, ClaimAccount],
    on: date,
    payer: str = "",
    answers: Mapping[int, str] = MappingProxyType({}),
    keys: RemittanceKeys | None = None,
) -> PostingResult:
    """Return the entries that book a remittance on a day, and what stays open.

    ``known`` has our claims by patient control number; ``answers`` says, by the position of a claim
    payment, under which of these numbers the claim is that it answers (default: its own number);
    ``payer`` is how the ledger names who paid (default: what the remittance says); ``keys`` are the
    remittance's (``keys_of``), for a caller that has them already.

    Nothing is booked when the transaction does not add up; a claim that does not, or is not
    known, stays in unapplied. Pure: the same remittance gives the same keys. Σ postings to cash
    clearing equals BPR02 otherwise.
    """
    keys = keys or keys_of(remittance)
    base = keys.remittance
    payer = payer or payer_of(remittance)
    out = balance_transaction(remittance)
    if out:
        item = OpenItem(
            key=f"{base}/{ItemKind.TRANSACTION_OUT_OF_BALANCE}",
            kind=ItemKind.TRANSACTION_OUT_OF_BALANCE,
            reason=(
                f"The remittance does not add up: the payment is {show_money(out[0].found)}, its claims less "
                f"provider adjustments are {show_money(out[0].expected)}; nothing of it is posted."
            ),
            amount=remittance.payment,
            payer=payer,
            differences=out,
        )
        nothing = len(remittance.claims)
        return PostingResult(base, (), (item,), ("",) * nothing, (False,) * nothing)
    claims = _claim_postings(remittance, known, payer, on, answers, keys.claims)
    entries = _payment_entries(remittance, payer, on)
    entries += [posted.entry for posted in claims if posted.entry is not None]
    items = [item for posted in claims for item in posted.items]
    adjustments = zip(remittance.provider_adjustments, keys.adjustments, strict=True)
    for found, key in adjustments:
        entries.extend(_provider_adjustment_entries(found, key, payer, on))
        if found.reason != _INTEREST and found.amount != 0:
            items.append(_provider_adjustment_item(found, key, payer))
    return PostingResult(
        base,
        tuple(entries),
        tuple(items),
        tuple(posted.entry.key if posted.entry else "" for posted in claims),
        tuple(posted.decided for posted in claims),
    )


def _claim_postings(  # noqa: PLR0917 - its caller's own values
    remittance: Remittance,
    known: Mapping[str, ClaimAccount],
    payer: str,
    on: date,
    answers: Mapping[int, str],
    keys: Sequence[str],
) -> list[ClaimPosting]:
    """Return the posting of each claim payment, in file order.

    Each is posted to the account as the ones before it left it: a reversal frees what its
    correction then uses. Whether a payer overpaid shows when all of them are posted.
    """
    names = [answers.get(claim.position, claim.patient_control_number) for claim in remittance.claims]
    charged: defaultdict[str, Money] = defaultdict(lambda: ZERO)
    for claim, name in zip(remittance.claims, names, strict=True):
        if not claim.is_reversal:
            charged[name] += claim.charge
    accounts = dict(known)
    done: dict[int, ClaimPosting] = {}
    last: dict[str, ClaimPosting] = {}
    for index in posting_order(remittance.claims, keys, known, names):
        claim, number = remittance.claims[index], names[index]
        account = accounts.get(number)
        posted = ClaimPosting(
            claim,
            key=keys[index],
            payer=payer,
            account=account,
            on=on,
            charged_together=charged[number],
        )
        done[index] = posted
        if account is not None:
            accounts[number] = posted.after(account)
            if posted.entry is not None and claim.paid > 0:
                last[number] = posted
    for number, posted in last.items():
        owed, left = known[number].open_amount, accounts[number].open_amount
        if owed is not None and left is not None and left < min(owed, ZERO):
            posted.list_overpayment(min(owed, ZERO) - left, owed=max(owed, ZERO))
    return [done[index] for index in range(len(done))]


def _payment_entries(remittance: Remittance, payer: str, on: date) -> list[JournalEntry]:
    postings = move(
        Account(AccountKind.CASH_CLEARING, payer=payer),
        Account(AccountKind.UNAPPLIED, payer=payer),
        remittance.payment,
        reason=f"payment {remittance.trace_number}"[:120],
    )
    if not postings:
        return []
    memo = f"Payment {show_money(remittance.payment)} by {payer}, trace {remittance.trace_number}"[:200]
    return [check_entry(JournalEntry(payment_key(remittance), on, memo, postings))]


def _provider_adjustment_entries(
    found: ProviderAdjustment, key: str, payer: str, on: date
) -> list[JournalEntry]:
    """A positive PLB took money out of the payment: it is ours to explain, so it is debited."""
    postings = move(
        Account(AccountKind.PROVIDER_ADJUSTMENT, payer=payer),
        Account(AccountKind.UNAPPLIED, payer=payer),
        found.amount,
        reason=f"{found.reason} {found.reference}".strip()[:120],
    )
    if not postings:
        return []
    memo = f"Provider adjustment {found.reason} {show_money(found.amount)} by {payer}"[:200]
    return [check_entry(JournalEntry(key, on, memo, postings))]


def _provider_adjustment_item(found: ProviderAdjustment, key: str, payer: str) -> OpenItem:
    meaning = PROVIDER_ADJUSTMENT_REASONS.get(found.reason, "reason not listed here, look the code up")
    verb = "takes" if found.amount > 0 else "adds"
    reference = f", reference {found.reference}" if found.reference else ""
    return OpenItem(
        key=f"{key}/{ItemKind.PROVIDER_ADJUSTMENT}",
        kind=ItemKind.PROVIDER_ADJUSTMENT,
        reason=(
            f"The payer {verb} {show_money(abs(found.amount))} outside any claim "
            f"({found.reason}: {meaning}{reference}); tie it to its cause."
        ),
        amount=found.amount,
        payer=payer,
    )
