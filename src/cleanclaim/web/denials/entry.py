"""What people enter on the screens of denials, judged before it goes anywhere."""

from datetime import date
from decimal import Decimal, InvalidOperation

from cleanclaim.primitives import InvalidValue, money, parse_iso
from cleanclaim.web.access import AccessRequest
from cleanclaim.web.organizations.models import User
from cleanclaim.web.organizations.selectors import colleagues_in
from cleanclaim.workflow.denials import Action


def entered_amount(text: str, where: str) -> Decimal | None:
    """Return dollars as entered, nothing for an empty field; raises ``InvalidValue`` for what is none."""
    if not text.strip():
        return None
    try:
        amount = Decimal(text.replace(",", "").replace("$", "").strip())
        if (
            not amount.is_finite()
            or abs(amount) >= Decimal("1e12")
            or amount != amount.quantize(Decimal("0.01"))
        ):
            raise InvalidOperation
    except InvalidOperation:
        raise InvalidValue(
            "the amount is not one in dollars and cents.", where=where, fix="Write it like 25.00."
        ) from None
    return money(amount)


def entered_day(text: str, where: str) -> date | None:
    """Return a day as entered, nothing for an empty field; raises ``InvalidValue`` for what is none."""
    if not text.strip():
        return None
    try:
        return parse_iso(text.strip())
    except InvalidValue:
        raise InvalidValue("that is not a day.", where=where, fix="Write it like 2025-12-16.") from None


def required_day(text: str, where: str) -> date:
    """Return a day that must be entered."""
    day = entered_day(text, where)
    if day is None:
        raise InvalidValue("no day was chosen.", where=where, fix="Choose one.")
    return day


def chosen_colleague(request: AccessRequest) -> User | None:
    """Return whom a form chose as owner: me, nobody, or a colleague; raises for somebody else."""
    chosen = request.POST.get("owner", "")
    if not chosen:
        return None
    if chosen == "me":
        return request.access.user
    for user in colleagues_in(request.access.roles):
        if str(user.pk) == chosen:
            return user
    raise InvalidValue("that colleague does not work here.", where="Owner")


def entered_action(text: str) -> Action:
    """Return the step of that name; raises ``InvalidValue`` for what is none."""
    try:
        return Action(text)
    except ValueError:
        raise InvalidValue("there is no step of that kind.", where="Step") from None
