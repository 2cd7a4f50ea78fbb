"""Deposits without remittance, remittances without deposit, and which may belong together."""

from collections.abc import Sequence

import msgspec
from django.db.models import Q, QuerySet

from cleanclaim.posting import Announced, Deposit, DepositMatch, match_deposits
from cleanclaim.web.access import Access
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.remits.access import remittances_for
from cleanclaim.web.remits.models import BankDeposit, Remittance

MOST = 500
"""Of each side looked at for a match, the latest first."""

_MONEY_CAME = Q(state__in=[Remittance.State.POSTED, Remittance.State.HELD, Remittance.State.RECEIVED])


class Funding(msgspec.Struct, frozen=True):
    """A deposit that nothing is tied to, and the remittances that it may carry."""

    deposit: BankDeposit
    remittances: Sequence[Remittance]
    because: str


def unfunded_for(access: Access, permission: Permission = Permission.SEE_MONEY) -> QuerySet[Remittance]:
    """Return the remittances with a payment that no deposit carries, the oldest first."""
    rows = remittances_for(access, permission).filter(_MONEY_CAME, deposit=None, payment__gt=0)
    return rows.defer("document").order_by("paid_on", "pk")


def unmatched_deposits() -> QuerySet[BankDeposit]:
    """Return the deposits that no remittance is tied to, the oldest first."""
    return BankDeposit.objects.filter(remittances=None).order_by("on", "pk")


def match_open(deposits: Sequence[BankDeposit], rows: Sequence[Remittance]) -> tuple[DepositMatch, ...]:
    """Return what the engine makes of deposits and remittances that are open."""
    return match_deposits(
        [
            Deposit(
                str(each.pk), each.on, each.amount, each.trace_number, f"{each.bank_reference} {each.text}"
            )
            for each in deposits
        ],
        [Announced(str(row.pk), row.trace_number, row.payment, row.paid_on, row.payer_name) for row in rows],
    )


def fundings_for(access: Access) -> tuple[list[Funding], list[Remittance]]:
    """Return the open deposits with what they may carry, and the remittances that are not funded."""
    deposits, rows = list(unmatched_deposits()[:MOST]), list(unfunded_for(access)[:MOST])
    by_key = {str(row.pk): row for row in rows}
    found = {each.deposit.key: each for each in match_open(deposits, rows)}
    fundings = []
    for deposit in deposits:
        match = found.get(str(deposit.pk))
        proposed = [by_key[each.key] for each in match.remittances] if match else []
        fundings.append(Funding(deposit, proposed, match.because if match else ""))
    return fundings, rows
