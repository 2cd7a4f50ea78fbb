"""What is measured, in one table: name, definition, formula, aim, and the claims behind it.

The definitions are our own words for measures that billing offices share (HFMA's MAP Keys name
several of them); where an aim is stated, it is one that is usual in the field and not verified.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import msgspec
from django.db.models import Exists, OuterRef, QuerySet

from cleanclaim.web.claims.models import ClaimEvent
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.encounters.models import ProviderQuery

ONE = Decimal(1)
NONE = Decimal(0)


class Unit(StrEnum):
    """How a measure is written."""

    SHARE = "share"
    DAYS = "days"


class Part(msgspec.Struct, frozen=True):
    """What one claim or question adds to a measure on a day."""

    practice_id: UUID
    payer: str
    numerator: Decimal
    denominator: Decimal
    on: date
    claim_id: UUID | None = None


Parts = Callable[[datetime, datetime], Iterable[Part]]
"""The parts of a measure from one moment to before another."""


class Measure(msgspec.Struct, frozen=True):
    """One measure. ``aim`` is what is good; ``more_is_better`` says on which side of it."""

    slug: str
    name: str
    definition: str
    formula: str
    unit: Unit
    parts: Parts
    more_is_better: bool = True
    aim: Decimal | None = None


def _first(events: tuple[str, ...], since: datetime, until: datetime) -> QuerySet[ClaimEvent]:
    """Return the first of these events of each claim, where it fell into the time."""
    before = ClaimEvent.objects.filter(
        claim=OuterRef("claim"), event__in=events, position__lt=OuterRef("position")
    )
    return (
        ClaimEvent.objects.filter(at__gte=since, at__lt=until, event__in=events)
        .exclude(Exists(before))
        .select_related("claim")
    )


def _share(events: tuple[str, ...], good: str) -> Parts:
    def parts(since: datetime, until: datetime) -> Iterable[Part]:
        for row in _first(events, since, until):
            claim = row.claim
            won = ONE if row.event == good else NONE
            yield Part(claim.practice_id, claim.payer_id, won, ONE, row.at.date(), claim.pk)

    return parts


_SCRUBBED = ("scrubbed_clean", "scrubbed_with_findings")
_GATE = ("claim_accepted", "claim_rejected", "file_rejected")
_TURNED_AWAY = ("claim_rejected", "file_rejected")
_DECIDED = ("paid", "denied")
_TOUCHES = ("corrected", "released_with_override", "recalled")


def _first_pass(since: datetime, until: datetime) -> Iterable[Part]:
    turned_away = ClaimEvent.objects.filter(
        claim=OuterRef("claim"), event__in=_TURNED_AWAY, position__lt=OuterRef("position")
    )
    for row in _first(_DECIDED, since, until).annotate(again=Exists(turned_away)):
        claim = row.claim
        won = ONE if row.event == "paid" and not row.again else NONE
        yield Part(claim.practice_id, claim.payer_id, won, ONE, row.at.date(), claim.pk)


def _denied_amount(since: datetime, until: datetime) -> Iterable[Part]:
    for row in _first(_DECIDED, since, until):
        claim = row.claim
        yield Part(claim.practice_id, claim.payer_id, NONE, claim.charge, row.at.date(), claim.pk)
    cases = DenialCase.objects.filter(opened_at__gte=since, opened_at__lt=until)
    for case in cases.only("practice_id", "payer_id", "amount", "opened_at", "claim_id"):
        yield Part(case.practice_id, case.payer_id, case.amount, NONE, case.opened_at.date(), case.claim_id)


def _overturned(since: datetime, until: datetime) -> Iterable[Part]:
    for case in DenialCase.objects.filter(closed_at__gte=since, closed_at__lt=until):
        won = ONE if case.recovered else NONE
        assert case.closed_at is not None
        yield Part(case.practice_id, case.payer_id, won, ONE, case.closed_at.date(), case.claim_id)


def _charge_lag(since: datetime, until: datetime) -> Iterable[Part]:
    for row in _first(("sent",), since, until):
        claim = row.claim
        if claim.date_of_service is not None:
            lag = Decimal((row.at.date() - claim.date_of_service).days)
            yield Part(claim.practice_id, claim.payer_id, lag, ONE, row.at.date(), claim.pk)


def _untouched(since: datetime, until: datetime) -> Iterable[Part]:
    touched = ClaimEvent.objects.filter(
        claim=OuterRef("claim"), event__in=_TOUCHES, position__lt=OuterRef("position")
    )
    for row in _first(("sent",), since, until).annotate(touched=Exists(touched)):
        claim = row.claim
        won = NONE if row.touched else ONE
        yield Part(claim.practice_id, claim.payer_id, won, ONE, row.at.date(), claim.pk)


def _days_to_answer(since: datetime, until: datetime) -> Iterable[Part]:
    """The days from the last sending before the first decision."""
    decided = list(_first(_DECIDED, since, until))
    sent: dict[UUID, datetime] = {}
    for claim_id, position, moment in (
        ClaimEvent.objects.filter(claim__in=[row.claim_id for row in decided], event="sent")
        .order_by("position")
        .values_list("claim_id", "position", "at")
    ):
        if any(row.claim_id == claim_id and position < row.position for row in decided):
            sent[claim_id] = moment
    for row in decided:
        if (gone := sent.get(row.claim_id)) is not None:
            days = Decimal((row.at.date() - gone.date()).days)
            yield Part(row.claim.practice_id, row.claim.payer_id, days, ONE, row.at.date(), row.claim_id)


def _question_days(since: datetime, until: datetime) -> Iterable[Part]:
    rows = ProviderQuery.objects.filter(answered_at__gte=since, answered_at__lt=until, sent_at__isnull=False)
    for row in rows.select_related("encounter"):
        assert row.answered_at is not None
        assert row.sent_at is not None
        days = Decimal((row.answered_at.date() - row.sent_at.date()).days)
        yield Part(row.encounter.practice_id, "", days, ONE, row.answered_at.date())


MEASURES: tuple[Measure, ...] = (
    Measure(
        "clean_claims",
        "Clean claim rate",
        "Claims that passed the edits as they were first built, of all claims that were scrubbed for "
        "the first time in the period.",
        "passed at their first scrub ÷ scrubbed for the first time",
        Unit.SHARE,
        _share(_SCRUBBED, "scrubbed_clean"),
        aim=Decimal("0.97"),
    ),
    Measure(
        "accepted_first_time",
        "Accepted first time",
        "Claims that the payer's front end took at their first sending. Not the same as clean: the "
        "edits are ours, the gate is the payer's.",
        "first answer of the front end (999, 277CA) is acceptance ÷ first answers",
        Unit.SHARE,
        _share(_GATE, "claim_accepted"),
        aim=Decimal("0.98"),
    ),
    Measure(
        "first_pass",
        "First-pass resolution",
        "Claims whose first decision was payment, without a rejection before it.",
        "first decision is payment and nothing was rejected before ÷ first decisions",
        Unit.SHARE,
        _first_pass,
        aim=Decimal("0.92"),
    ),
    Measure(
        "initial_denials",
        "Initial denial rate",
        "Claims denied, in whole or in part, by their first remittance.",
        "first decision is denial ÷ first decisions",
        Unit.SHARE,
        _share(_DECIDED, "denied"),
        more_is_better=False,
        aim=Decimal("0.05"),
    ),
    Measure(
        "denied_amount",
        "Denied amount",
        "Dollars denied in the period beside the charges of claims decided for the first time in it. "
        "Contractual adjustments and what patients owe are no denials.",
        "amounts of denial cases opened ÷ charges of claims first decided",
        Unit.SHARE,
        _denied_amount,
        more_is_better=False,
        aim=Decimal("0.05"),
    ),
    Measure(
        "overturned",
        "Overturn rate",
        "Denial cases that were closed with money recovered, of those closed.",
        "closed with a recovery ÷ closed",
        Unit.SHARE,
        _overturned,
    ),
    Measure(
        "charge_lag",
        "Charge lag",
        "Days from the service to the first sending of its claim.",
        "sum of days ÷ claims sent for the first time",
        Unit.DAYS,
        _charge_lag,
        more_is_better=False,
        aim=Decimal(2),
    ),
    Measure(
        "days_to_answer",
        "Days to the payer’s answer",
        "Days from the last sending to the payer's first decision.",
        "sum of days ÷ claims first decided",
        Unit.DAYS,
        _days_to_answer,
        more_is_better=False,
    ),
    Measure(
        "untouched",
        "Touchless rate",
        "Claims that went out with no correction, recall or override; somebody still released each.",
        "sent for the first time without any of these ÷ sent for the first time",
        Unit.SHARE,
        _untouched,
    ),
    Measure(
        "question_days",
        "Provider’s answer",
        "Days from sending a question to the provider to the answer.",
        "sum of days ÷ questions answered",
        Unit.DAYS,
        _question_days,
        more_is_better=False,
    ),
)
"""What is counted by claims and questions; money is in ``money.py``."""

BY_SLUG = {measure.slug: measure for measure in MEASURES}
