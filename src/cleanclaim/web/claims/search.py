"""Finding claims: what somebody asked for, kept in the session so that no address carries it."""

from collections.abc import Mapping, MutableMapping
from datetime import date
from typing import Any

import msgspec
from django.db.models import Q, QuerySet
from django.http import QueryDict

from cleanclaim.primitives import InvalidValue, parse_iso
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.patients.selectors import find_patients
from cleanclaim.workflow import ClaimState

KEY = "claims.search"


class ClaimSearch(msgspec.Struct, frozen=True):
    """What claims are looked for; empty fields ask for nothing. Several states or payers mean any of them."""

    number: str = ""
    last_name: str = ""
    record_number: str = ""
    states: tuple[str, ...] = ()
    payers: tuple[str, ...] = ()
    first_day: date | None = None
    last_day: date | None = None

    def apply(self, claims: QuerySet[Claim]) -> QuerySet[Claim]:
        """Return those of the claims that were asked for."""
        if self.number:
            claims = claims.filter(
                Q(patient_control_number=self.number) | Q(payer_claim_control_number=self.number)
            )
        if self.last_name:
            claims = claims.filter(patient__in=find_patients(last_name=self.last_name).order_by())
        if self.record_number:
            claims = claims.filter(patient__number=self.record_number)
        if self.states:
            claims = claims.filter(state__in=self.states)
        if self.payers:
            claims = claims.filter(payer_id__in=self.payers)
        if self.first_day:
            claims = claims.filter(date_of_service__gte=self.first_day)
        if self.last_day:
            claims = claims.filter(date_of_service__lte=self.last_day)
        return claims

    @property
    def is_empty(self) -> bool:
        """Return whether all claims are asked for."""
        return self == ClaimSearch()


def entered_search(form: QueryDict) -> ClaimSearch:
    """Return what a form asks for; raises ``InvalidValue`` for a day or a state that there is not."""
    states = tuple(form.getlist("state"))
    unknown = set(states) - set(ClaimState)
    if unknown:
        raise InvalidValue("there is no such state of a claim.", where="State")
    first, last = _day(form, "first_day", "From"), _day(form, "last_day", "To")
    if first and last and last < first:
        raise InvalidValue("the last day is before the first.", where="To", fix="Exchange the two days.")
    return ClaimSearch(
        number=form.get("number", "").strip()[:50],
        last_name=form.get("last_name", "").strip()[:60],
        record_number=form.get("record_number", "").strip()[:38],
        states=states,
        payers=tuple(form.getlist("payer")),
        first_day=first,
        last_day=last,
    )


def remember(session: MutableMapping[str, Any], search: ClaimSearch) -> None:
    """Keep what was asked for until the person asks for something else or signs out."""
    session[KEY] = msgspec.to_builtins(search)


def remembered(session: Mapping[str, Any]) -> ClaimSearch:
    """Return what the person asked for last; all claims at first."""
    try:
        return msgspec.convert(session.get(KEY, {}), ClaimSearch)
    except msgspec.ValidationError:
        return ClaimSearch()


def _day(form: QueryDict, field: str, label: str) -> date | None:
    text = form.get(field, "").strip()
    if not text:
        return None
    try:
        return parse_iso(text)
    except InvalidValue as error:
        raise InvalidValue(error.message, where=label, fix=error.fix) from None
