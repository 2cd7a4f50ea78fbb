"""Reading encounters."""

from datetime import date

from django.db.models import Max, Q, QuerySet

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.encounters.models import CodeAssignment, Encounter, ProviderQuery


def encounter_numbered(number: str) -> Encounter:
    """Return the open tenant's encounter of that number; raises ``InvalidValue`` when there is none."""
    found = Encounter.objects.filter(number=number).first()
    if found is None:
        raise InvalidValue(f"there is no encounter {number}.", fix="See: cleanclaim encounter list")
    return found


def newest_visit(record_number: str, *, but: Encounter | None = None) -> date | None:
    """Return the last date of service on which that patient was here; nothing when never.

    ``but`` names an encounter that does not count: the one that is being corrected.
    """
    visits = Encounter.objects.filter(patient__number=record_number)
    if but is not None:
        visits = visits.exclude(pk=but.pk)
    newest: date | None = visits.aggregate(newest=Max("date_of_service"))["newest"]
    return newest


def current_codes(encounter: Encounter) -> QuerySet[CodeAssignment]:
    """Return the codes of the note's latest version and those that a person entered, by rank."""
    latest = encounter.documents.order_by("-version")[0]
    return encounter.codes.filter(Q(source=latest) | Q(source=None)).order_by("rank")


def current_queries(encounter: Encounter) -> QuerySet[ProviderQuery]:
    """Return the queries that the note's latest version gave, in their order."""
    latest = encounter.documents.order_by("-version")[0]
    return encounter.queries.filter(source=latest).order_by("position")
