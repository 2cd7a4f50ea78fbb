"""Reading the audit trail."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec
from django.db.models import Q, QuerySet

from cleanclaim.web.audit.models import AuditEvent


class TrailSearch(msgspec.Struct, frozen=True):
    """What of the trail is looked at: who did it, to which record (opaque id), which action, on which day."""

    actor: str = ""
    record: str = ""
    action: str = ""
    day: date | None = None

    def apply(self, rows: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        """Return the events that were asked for."""
        if self.actor:
            rows = rows.filter(actor=self.actor)
        if self.record:
            rows = rows.filter(object_id=self.record)
        if self.action:
            rows = rows.filter(action=self.action)
        if self.day:
            begins = datetime.combine(self.day, time(), tzinfo=UTC)
            rows = rows.filter(at__gte=begins, at__lt=begins + timedelta(days=1))
        return rows


def trail(search: TrailSearch, *, after: str, size: int) -> list[AuditEvent]:
    """Return the open tenant's events, the newest first, from behind the event of id ``after``."""
    rows = search.apply(AuditEvent.objects.all())
    if after:
        last = AuditEvent.objects.filter(pk=after).values_list("at", "pk").first()
        if last is not None:
            rows = rows.filter(Q(at__lt=last[0]) | Q(at=last[0], pk__lt=last[1]))
    return list(rows.order_by("-at", "-pk")[:size])
