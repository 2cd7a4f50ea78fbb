"""Measures made of money: what is owed and what was paid, beside what was charged."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from cleanclaim.web.reports.measures import Unit


class Ratio(msgspec.Struct, frozen=True):
    """A measure that divides two amounts of money."""

    slug: str
    name: str
    definition: str
    formula: str
    unit: Unit
    numerator: Decimal
    denominator: Decimal
    aim: Decimal
    more_is_better: bool = False


def ratios(
    *, flows: Mapping[str, Decimal], owed: Decimal, old: Decimal, credit: Decimal, days: int
) -> list[Ratio]:
    """Return the measures of money over ``days``, from its movements and from what stands at their end.

    ``credit`` is zero or negative. All amounts in dollars.
    """
    revenue = flows["charges"] - flows["contractual"]
    return [
        Ratio(
            "net_days",
            "Net days in A/R",
            "How many days of net revenue are owed: what payers and patients owe at the end of the last "
            "day, credit balances subtracted first, beside the period's charges less contractual "
            "adjustments, by day.",
            "(owed − credits) ÷ ((charges − contractual) ÷ days)",
            Unit.DAYS,
            owed + credit,
            revenue / days,
            Decimal(30),
        ),
        Ratio(
            "old_share",
            "Owed for more than 90 days",
            "What was owed at the end of the last day for services more than 90 days before, of all that "
            "was owed.",
            "owed for more than 90 days ÷ owed",
            Unit.SHARE,
            old,
            owed,
            Decimal("0.10"),
        ),
        Ratio(
            "net_collection",
            "Net collection rate",
            "What was paid in the period beside what was charged in it less contractual adjustments. In a "
            "growing practice it lags: money comes for the charges of weeks before.",
            "payments ÷ (charges − contractual)",
            Unit.SHARE,
            flows["payer_payments"] + flows["patient_payments"],
            revenue,
            Decimal("0.96"),
            more_is_better=True,
        ),
    ]
