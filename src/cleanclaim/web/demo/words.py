"""The demonstration's account in words."""

from collections.abc import Iterator

from cleanclaim.ledger import AccountKind
from cleanclaim.primitives import ZERO, show_money
from cleanclaim.web.demo.run import Account, practice_today


def account_in_words(account: Account) -> Iterator[str]:
    """Yield the lines that tell what happened, the ledger's equation last."""
    ledger = account.ledger
    owed_by_payers = ledger.get(AccountKind.RECEIVABLE_PAYER, ZERO)
    owed_by_patients = ledger.get(AccountKind.RECEIVABLE_PATIENT, ZERO)
    charges = -ledger.get(AccountKind.REVENUE, ZERO)
    cash = ledger.get(AccountKind.CASH_CLEARING, ZERO)
    contractual = ledger.get(AccountKind.CONTRACTUAL, ZERO)
    other = sum(ledger.values(), start=ZERO) - (
        owed_by_payers + owed_by_patients - charges + cash + contractual
    )
    yield f"The demonstration practice on {practice_today()} (everything in it is invented)"
    yield f"  encounters      {account.encounters:>6}   queries to providers {account.queries}"
    states = ", ".join(f"{number} {state}" for state, number in account.claims.items()) or "none"
    yield f"  claims          {sum(account.claims.values()):>6}   {states}"
    yield f"  837 files sent  {account.files_sent:>6}"
    paid = f"paid {show_money(account.paid)}, {account.payments_denied} claim payments with denials"
    yield f"  remittances     {account.remittances:>6}   {paid}"
    items = ", ".join(f"{number} {kind}" for kind, number in account.open_items.items()) or "none"
    yield f"  open items      {sum(account.open_items.values()):>6}   {items}"
    yield "The ledger: charges = paid + contractual + owed by payers + owed by patients + other"
    yield (
        f"  {show_money(charges)} = {show_money(cash)} + {show_money(contractual)} + "
        f"{show_money(owed_by_payers)} + {show_money(owed_by_patients)} + {show_money(-other)}"
    )
    yield "See one claim:  cleanclaim claim show E1001     its postings:  cleanclaim ledger E1001"
