"""The demonstration's account in words."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from cleanclaim.ledger import AccountKind
from cleanclaim.primitives import ZERO, show_money
from cleanclaim.web.demo.practice import company
from cleanclaim.web.demo.run import Account

_REASON_WIDTH = 88
_OTHER = (
    AccountKind.PATIENT_CASH,
    AccountKind.UNAPPLIED,
    AccountKind.PROVIDER_ADJUSTMENT,
    AccountKind.WRITE_OFF,
)
_WITH_PAYER = ("released", "queued", "sent", "received", "accepted")


def accounts_in_words(accounts: Mapping[str, Account], today: date) -> Iterator[str]:
    """Yield the lines that tell what happened in each tenant, and in all of them together."""
    yield f"{company().name} on {today:%A}, {today} (everything in it is invented)"
    for name, account in accounts.items():
        yield ""
        yield name
        yield from account_in_words(account)
    if len(accounts) > 1:
        yield ""
        yield "All together"
        yield from _equation([account.ledger for account in accounts.values()])


def account_in_words(account: Account) -> Iterator[str]:
    """Yield the lines that tell what happened in one tenant, the ledger's equation last."""
    encounters, claims = account.encounters, account.claims
    done = encounters.get("accepted", 0) + encounters.get("claimed", 0)
    waiting = f"{encounters.get('coded', 0)} wait for the coder, {encounters.get('queried', 0)} for an answer"
    asked = f"{account.queries} queries to providers, {account.open_items.get('query', 0)} of them open"
    yield _line("encounters", sum(encounters.values()), f"{done} coded, {waiting}; {asked}")
    before = [(state, claims.get(state, 0)) for state in ("held", "clean")]
    under_way = [(state, claims.get(state, 0)) for state in _WITH_PAYER]
    decided = [(state, claims.get(state, 0)) for state in ("rejected", "paid", "denied", "closed")]
    states = ", ".join(f"{number} {state}" for state, number in (*before, *under_way, *decided) if number)
    yield _line("claims", sum(claims.values()), states or "none")
    for reason, number in account.held.items():
        shown = reason if len(reason) <= _REASON_WIDTH else f"{reason[:_REASON_WIDTH]}…"
        yield f"    held{f' ({number})' if number > 1 else ''}: {shown}"
    yield _line("837 files sent", account.files_sent, "")
    posted = account.remittances.get("posted", 0)
    paid = f"{posted} posted, {show_money(account.paid)} in all; {account.payments_denied} with a denial"
    yield _line("remittances", sum(account.remittances.values()), paid)
    items = ", ".join(f"{number} {kind}" for kind, number in account.open_items.items())
    yield _line("open items", sum(account.open_items.values()), items or "none")
    yield from _equation([account.ledger])


def _line(what: str, number: int, more: str) -> str:
    return f"  {what:<15} {number:>5}   {more}".rstrip()


def _equation(ledgers: list[dict[str, Decimal]]) -> Iterator[str]:
    total = {kind: sum((ledger.get(kind, ZERO) for ledger in ledgers), ZERO) for kind in AccountKind}
    payers, patients = total[AccountKind.RECEIVABLE_PAYER], total[AccountKind.RECEIVABLE_PATIENT]
    charges, cash = -total[AccountKind.REVENUE], total[AccountKind.CASH_CLEARING]
    contractual = total[AccountKind.CONTRACTUAL]
    other = sum((total[kind] for kind in _OTHER), ZERO)
    yield f"  A/R {show_money(payers + patients)}. The ledger:"
    yield "  charges = paid + contractual + owed by payers + owed by patients + other"
    shown = " + ".join(show_money(amount) for amount in (cash, contractual, payers, patients, other))
    yield f"  {show_money(charges)} = {shown}"
