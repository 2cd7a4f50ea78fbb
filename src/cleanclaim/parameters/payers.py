"""What is known of a payer on a day, read out of the parameters into one value."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

import msgspec

from cleanclaim.parameters.filing import FilingLimit, limit_below
from cleanclaim.parameters.values import NotKnown, Parameters, ParameterValue
from cleanclaim.primitives import ConfigurationError, InvalidValue, Money, luhn_is_valid, money

ROOT = "payer.demo"
MEMBER_ENDED_MARK = "9"
"""A demonstration member whose number begins with this digit has lost its coverage."""

MEMBER_MET_DEDUCTIBLE_MARK = "8"
"""A demonstration member whose number begins with this digit has met each year's deductible elsewhere."""

T = TypeVar("T")


class BenefitPlan(msgspec.Struct, frozen=True):
    """What a plan leaves to its member, per plan year (the calendar year), in dollars.

    ``copay`` is by service family and taken once a day; families in ``covered_after_copay``
    owe neither deductible nor coinsurance, those in ``covered_in_full`` nothing at all.
    ``coinsurance`` is the member's percentage. Members' numbers begin with ``member_prefix``;
    the coverage of those marked as ended stopped on ``ended_on``.
    """

    name: str
    member_prefix: str
    deductible: Money
    coinsurance: Decimal
    out_of_pocket_limit: Money
    copay: Mapping[str, Money]
    covered_after_copay: tuple[str, ...]
    covered_in_full: tuple[str, ...]
    ended_on: date


class PayerTerms(msgspec.Struct, frozen=True):
    """One payer's identity, rules and plans on a day.

    ``fee_percent`` is its contract as a percentage of the demonstration fee schedule;
    ``unlisted_percent`` the percentage of the charge that it allows for codes outside it
    (0: not covered). ``diagnosis_required`` maps a procedure code to the beginnings of the
    diagnosis codes, parted by spaces, one of which must justify it. ``code_edits`` names Medicare's
    tables by which it denies lines (``ptp``, ``mue``, ``policies``); of institutional and dental claims it
    allows a percentage of the charge; ``crosses_over_to`` are payers to which it passes claims on.
    """

    key: str
    payer_id: str
    name: str
    kind: str
    filing_indicator: str
    address: tuple[str, str, str, str]
    phone: str
    tax_id: str
    claim_types: tuple[str, ...]
    frequency_codes: tuple[str, ...]
    days_to_pay: int
    filing: FilingLimit
    fee_percent: Decimal
    unlisted_percent: Decimal
    authorization_required: tuple[str, ...]
    not_covered: tuple[str, ...]
    diagnosis_required: Mapping[str, str]
    not_enrolled: tuple[str, ...]
    code_edits: tuple[str, ...]
    institutional_percent: Decimal
    dental_percent: Decimal
    crosses_over_to: tuple[str, ...]
    plans: tuple[BenefitPlan, ...]


def payer_kind_of(parameters: Parameters, filing_indicator: str, on: date) -> str | NotKnown:
    """Return the payer kind that a claim filing indicator code (SBR09) names on a day."""
    path = "payer.filing_indicators.kinds"
    table = parameters.at(path, on)
    if isinstance(table, NotKnown):
        return table
    kind = table.get(filing_indicator) if isinstance(table, Mapping) else None
    if kind is None:
        return NotKnown(path, on, f"the claim filing indicator {filing_indicator!r} names no kind of payer")
    return kind


def payer_ids(parameters: Parameters, on: date) -> tuple[str, ...]:
    """Return the ids of the built-in payers on a day, in the order of their keys."""
    found = (parameters.at(f"{ROOT}.{key}.payer_id", on) for key in parameters.under(ROOT))
    return tuple(value for value in found if isinstance(value, str))


def payer_terms(parameters: Parameters, payer_id: str, on: date) -> PayerTerms | NotKnown:
    """Return what is known of a built-in payer on a day.

    Raises ``ConfigurationError`` when the payer is there but its parameters are incomplete.
    """
    for key in parameters.under(ROOT):
        if parameters.at(f"{ROOT}.{key}.payer_id", on) == payer_id:
            return _terms(_Reader(parameters, f"{ROOT}.{key}", on), key)
    return NotKnown(f"{ROOT}.*.payer_id", on, f"no payer has the id {payer_id!r} on {on}")


def demo_member_id(plan: BenefitPlan, number: int) -> str:
    """Return the member id of the plan's member with this number (at most eight digits).

    The last digit is a check digit, so that an id with a typing error is (mostly) an unknown member. A
    plan whose prefix begins as a Medicare number does has ids of the form of a Medicare
    beneficiary identifier, in which the nine digits are written with its letters.
    """
    digits = f"{number:08d}"
    if len(digits) != 8 or number < 0:
        raise InvalidValue(f"{number} is not a member number of at most eight digits.")
    for check in "0123456789":
        if luhn_is_valid(digits + check):
            return plan.member_prefix + _written(plan, digits + check)
    raise AssertionError("one of ten check digits always fits")


def member_digits(plan: BenefitPlan, member_id: str) -> str:
    """Return the nine digits of one of the plan's member ids; nothing when it is none."""
    rest = member_id.strip().upper().removeprefix(plan.member_prefix)
    if rest == member_id.strip().upper():
        return ""
    digits = _read(rest) if _as_medicare(plan) else rest
    return digits if len(digits) == 9 and luhn_is_valid(digits) else ""


def plan_of_member(terms: PayerTerms, member_id: str) -> BenefitPlan | None:
    """Return the plan that a member id belongs to; nothing when it is nobody's."""
    return next((plan for plan in terms.plans if member_digits(plan, member_id)), None)


_DIGITS = "0123456789"
_LETTERS = "ACDEFGHJKMNPQRTUVWXY"
"""The letters of a Medicare beneficiary identifier: not S, L, O, I, B, Z."""
_PLACES = (_DIGITS, _LETTERS, _LETTERS, _DIGITS, _LETTERS, _LETTERS, _DIGITS, _DIGITS)
"""What may stand in the fourth to the eleventh place of such an identifier."""
_MEDICARE_PREFIX = re.compile(r"[1-9][A-Z][0-9A-Z]")


def _as_medicare(plan: BenefitPlan) -> bool:
    return _MEDICARE_PREFIX.fullmatch(plan.member_prefix) is not None


def _written(plan: BenefitPlan, digits: str) -> str:
    if not _as_medicare(plan):
        return digits
    rest, written = int(digits), ""
    for characters in reversed(_PLACES):
        rest, at = divmod(rest, len(characters))
        written = characters[at] + written
    return written


def _read(written: str) -> str:
    if len(written) != len(_PLACES):
        return ""
    number = 0
    for character, characters in zip(written, _PLACES, strict=True):
        if character not in characters:
            return ""
        number = number * len(characters) + characters.index(character)
    return f"{number:09d}"


class _Reader:
    """Reads one payer's parameters on one day, insisting on presence and type."""

    def __init__(self, parameters: Parameters, root: str, on: date) -> None:
        self.parameters = parameters
        self.root = root
        self.on = on

    def value(self, name: str, kind: type[T]) -> T:
        path = f"{self.root}.{name}"
        found: ParameterValue | NotKnown = self.parameters.at(path, self.on)
        if not isinstance(found, kind):
            raise ConfigurationError(f"the parameter {path} has no fitting value on {self.on}.")
        return found

    def table(self, name: str) -> Mapping[str, str]:
        path = f"{self.root}.{name}"
        found = self.parameters.at(path, self.on)
        if not isinstance(found, Mapping):
            raise ConfigurationError(f"the parameter {path} has no table on {self.on}.")
        return found

    def below(self, name: str) -> "_Reader":
        return _Reader(self.parameters, f"{self.root}.{name}", self.on)


def _terms(read: _Reader, key: str) -> PayerTerms:
    kind = read.value("kind", str)
    limit = limit_below(read.parameters, kind, read.on, read.root)
    if isinstance(limit, NotKnown):
        raise ConfigurationError(f"the parameter {read.root}.filing_days has no value on {read.on}.")
    lines = read.table("address")
    names = read.parameters.under(f"{read.root}.plans")
    return PayerTerms(
        key=key,
        payer_id=read.value("payer_id", str),
        name=read.value("name", str),
        kind=kind,
        filing_indicator=read.value("filing_indicator", str),
        address=(lines["street"], lines["city"], lines["state"], lines["zip"]),
        phone=read.value("phone", str),
        tax_id=read.value("tax_id", str),
        claim_types=read.value("claim_types", tuple),
        frequency_codes=read.value("frequency_codes", tuple),
        days_to_pay=read.value("days_to_pay", int),
        filing=limit,
        fee_percent=read.value("fee_percent", Decimal),
        unlisted_percent=read.value("unlisted_percent", Decimal),
        authorization_required=read.value("authorization_required", tuple),
        not_covered=read.value("not_covered", tuple),
        diagnosis_required=read.table("diagnosis_required"),
        not_enrolled=read.value("not_enrolled", tuple),
        code_edits=read.value("code_edits", tuple),
        institutional_percent=read.value("institutional_percent", Decimal),
        dental_percent=read.value("dental_percent", Decimal),
        crosses_over_to=read.value("crosses_over_to", tuple),
        plans=tuple(_plan(read.below(f"plans.{name}"), name) for name in names),
    )


def _plan(read: _Reader, name: str) -> BenefitPlan:
    copays = {family: money(amount) for family, amount in read.table("copay").items()}
    return BenefitPlan(
        name=name,
        member_prefix=read.value("member_prefix", str),
        deductible=read.value("deductible", Decimal),
        coinsurance=read.value("coinsurance", Decimal),
        out_of_pocket_limit=read.value("out_of_pocket_limit", Decimal),
        copay=MappingProxyType(copays),
        covered_after_copay=read.value("covered_after_copay", tuple),
        covered_in_full=read.value("covered_in_full", tuple),
        ended_on=date.fromisoformat(read.value("ended_on", str)),
    )
