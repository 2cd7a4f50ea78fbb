"""Checks of payments (835): what a payer says that cannot be, or that says too little."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from cleanclaim.x12.blocks import Placed
from cleanclaim.x12.elements import is_date
from cleanclaim.x12.situations.checks import Check, Found
from cleanclaim.x12.situations.scopes import Scope
from cleanclaim.x12.sums import amount


def statements_reversed(scope: Scope) -> Iterator[Found]:
    """A claim payment's statement ends before it begins."""
    dates = {one.get(1): one for one in scope.find("2100", "DTM")}
    if "232" in dates and "233" in dates:
        first, last = dates["232"].get(2), dates["233"].get(2)
        if is_date(first) and is_date(last) and last < first:
            yield Found(dates["233"], 2, 0, last)


def services_without_date(scope: Scope) -> Iterator[Found]:
    """Neither a service nor its claim has a service date."""
    if any(one.get(1) in ("232", "233") for one in scope.find("2100", "DTM")):
        return
    service: Placed | None = None
    for one in scope.placed:
        if one.parts[0] == "SVC":
            if service is not None:
                yield Found(service)
            service = one
        elif one.parts[0] == "DTM" and one.loop == "2110":
            service = None
    if service is not None:
        yield Found(service)


def adjustments_without_remark(scope: Scope) -> Iterator[Found]:
    """An adjustment has reason 16, which says nothing without a remark code, and there is none."""
    bare = [one for one in scope.of("CAS") if "16" in one.parts and _gives_reason(one, "16")]
    if not bare or any(scope.of("MOA")) or any(scope.of("MIA")):
        return
    remarked = {index for index, one in _by_service(scope) if one.parts[0] == "LQ"}
    of = {id(one): index for index, one in _by_service(scope)}
    for one in bare:
        if of[id(one)] not in remarked and (one.loop != "2100" or not remarked):
            yield Found(one, 2, 0, "16")


def _by_service(scope: Scope) -> Iterator[tuple[int, Placed]]:
    """Yield a claim payment's segments with the number of their service, 0 for the claim's own."""
    number = 0
    for one in scope.placed:
        number += one.parts[0] == "SVC"
        yield number, one


def _gives_reason(adjustment: Placed, reason: str) -> bool:
    return any(adjustment.get(number) == reason for number in (2, 5, 8, 11, 14, 17))


def paid_although_denied(scope: Scope) -> Iterator[Found]:
    """A claim that was denied has a payment."""
    for one in scope.find("2100", "CLP"):
        paid = amount(one.parts, 4)
        if one.get(2) == "4" and paid is not None and paid > 0:
            yield Found(one, 4, 0, one.get(4))


def reversals_that_add(scope: Scope) -> Iterator[Found]:
    """A reversal's charge or payment is above zero, although it takes something back."""
    for one in scope.find("2100", "CLP"):
        for number in (3, 4):
            value = amount(one.parts, number)
            if one.get(2) == "22" and value is not None and value > 0:
                yield Found(one, number, 0, one.get(number))
                return


def traces_that_differ(scope: Scope) -> Iterator[Found]:
    """The payer's id in the payment is not the one in its trace."""
    loop = scope.placed[0].loop
    for payment in scope.find(loop, "BPR"):
        for trace in scope.find(loop, "TRN"):
            if payment.get(10) and trace.get(3) and payment.get(10) != trace.get(3):
                yield Found(payment, 10, 0, payment.get(10))


def payments_above_allowed(scope: Scope) -> Iterator[Found]:
    """More is paid on a service than is allowed."""
    service: Placed | None = None
    for one in scope.placed:
        if one.parts[0] == "SVC":
            service = one
        elif one.parts[0] == "AMT" and service is not None and one.get(1) == "B6":
            paid, limit = amount(service.parts, 3), amount(one.parts, 2)
            if paid is not None and limit is not None and paid > limit:
                yield Found(service, 3, 0, service.get(3))


PAYMENT_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "statements-reversed": statements_reversed,
        "services-without-date": services_without_date,
        "adjustments-without-remark": adjustments_without_remark,
        "paid-although-denied": paid_although_denied,
        "reversals-that-add": reversals_that_add,
        "traces-that-differ": traces_that_differ,
        "payments-above-allowed": payments_above_allowed,
    }
)
