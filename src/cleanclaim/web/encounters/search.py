"""Finding encounters: what somebody asked for, kept in the session so that no address carries it."""

from collections.abc import Mapping, MutableMapping
from typing import Any

import msgspec
from django.db.models import QuerySet
from django.http import QueryDict

from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.patients.selectors import find_patients
from cleanclaim.workflow import EncounterState

KEY = "encounters.search"
OPEN = (EncounterState.ARRIVED, EncounterState.CODED, EncounterState.QUERIED)


class EncounterSearch(msgspec.Struct, frozen=True):
    """What encounters are looked for; without states, those whose codes are not accepted."""

    number: str = ""
    last_name: str = ""
    states: tuple[str, ...] = ()

    def apply(self, rows: QuerySet[Encounter]) -> QuerySet[Encounter]:
        """Return those of the encounters that were asked for."""
        if self.number:
            return rows.filter(number=self.number) | rows.filter(patient__number=self.number)
        if self.last_name:
            rows = rows.filter(patient__in=find_patients(last_name=self.last_name).order_by())
        if self.states or not self.last_name:
            rows = rows.filter(state__in=self.states or OPEN)
        return rows


def entered_search(form: QueryDict) -> EncounterSearch:
    """Return what a form asks for; states that there are not are left out."""
    return EncounterSearch(
        number=form.get("number", "").strip()[:38],
        last_name=form.get("last_name", "").strip()[:60],
        states=tuple(state for state in form.getlist("state") if state in set(EncounterState)),
    )


def remember(session: MutableMapping[str, Any], search: EncounterSearch) -> None:
    """Keep what was asked for."""
    session[KEY] = msgspec.to_builtins(search)


def remembered(session: Mapping[str, Any]) -> EncounterSearch:
    """Return what the person asked for last."""
    try:
        return msgspec.convert(session.get(KEY, {}), EncounterSearch)
    except msgspec.ValidationError:
        return EncounterSearch()
