"""Whether a check balances: what of it is posted, set aside, waits; in one query over its payments."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Count, F, Q, Sum

from cleanclaim.primitives import ZERO, Money
from cleanclaim.web.remits.models import ClaimPayment, ProviderAdjustment, Remittance

_NOT_OURS = ClaimPayment.MatchedBy.NOT_OURS
WAITS = Q(claim=None) | Q(entry=None, paid__lt=0) | Q(entry=None, paid__gt=0)
"""Claim payments that a person must decide about, unless they are declared not ours."""


class Check(msgspec.Struct, frozen=True):
    """The balance of a check in dollars: total = posted + set aside + unposted + difference.

    ``posted`` went to claims, less what provider adjustments took; ``set_aside`` is declared not ours;
    ``unposted`` waits with ``waiting`` claim payments (some of which may be of nothing).
    """

    total: Money
    posted: Money = ZERO
    set_aside: Money = ZERO
    unposted: Money = ZERO
    payments: int = 0
    waiting: int = 0
    denied: int = 0

    @property
    def difference(self) -> Money:
        """What neither postings nor open payments explain; zero when all is well."""
        return self.total - self.posted - self.set_aside - self.unposted

    @property
    def unexplained(self) -> Money:
        """What keeps the check from being closed."""
        return self.difference + self.unposted

    @property
    def may_close(self) -> bool:
        """Whether nothing waits and the difference is zero."""
        return self.waiting == 0 and self.unexplained == 0


def checks_of(rows: Sequence[Remittance]) -> dict[UUID, Check]:
    """Return the balances of some remittances, in two queries."""
    ids = [row.pk for row in rows]
    set_aside = Q(matched_by=_NOT_OURS)
    sums = {
        found["remittance"]: found
        for found in ClaimPayment.objects.filter(remittance__in=ids)
        .values("remittance")
        .annotate(
            posted=Sum("paid", filter=Q(entry__isnull=False)),
            aside=Sum("paid", filter=set_aside),
            unposted=Sum("paid", filter=Q(entry=None) & ~set_aside),
            payments=Count("pk"),
            waiting=Count("pk", filter=WAITS & ~set_aside),
            n_denied=Count("pk", filter=Q(denied=True)),
        )
    }
    taken: dict[UUID, Decimal] = dict(
        ProviderAdjustment.objects.filter(remittance__in=ids)
        .values_list("remittance")
        .annotate(total=Sum(F("amount")))
    )
    return {row.pk: _check(row, sums.get(row.pk, {}), taken.get(row.pk, ZERO)) for row in rows}


def check_of(row: Remittance) -> Check:
    """Return the balance of one remittance."""
    return checks_of([row])[row.pk]


def _check(row: Remittance, sums: Mapping[str, Any], taken: Decimal) -> Check:
    payments, waiting = int(sums.get("payments") or 0), int(sums.get("waiting") or 0)
    if row.state != Remittance.State.POSTED:
        waits = row.state in (Remittance.State.RECEIVED, Remittance.State.DRAFT)
        unposted = row.payment if waits else ZERO
        return Check(row.payment, unposted=unposted, payments=payments, waiting=waiting)
    return Check(
        row.payment,
        posted=(sums.get("posted") or ZERO) - taken,
        set_aside=sums.get("aside") or ZERO,
        unposted=sums.get("unposted") or ZERO,
        denied=int(sums.get("n_denied") or 0),
        payments=payments,
        waiting=waiting,
    )
