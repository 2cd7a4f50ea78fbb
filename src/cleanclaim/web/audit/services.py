"""Writing the audit trail."""

import re
from collections.abc import Mapping
from datetime import datetime

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.actor import Actor
from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.tenancy import current_organization

_ACTION = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")


def record(
    *,
    actor: Actor,
    action: str,
    object_type: str,
    object_id: object,
    at: datetime,
    details: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Add an event to the current organization's trail, in the caller's transaction.

    Call it inside the ``tenant()`` block of the change it tells of: both commit or neither.
    ``action`` is like ``claim.submitted``; ``object_id`` is opaque; ``at`` is the caller's now,
    with a time zone; ``details`` holds codes, counts and ids, never patient data. Raises
    ``InvalidValue`` for an action of another form or a time without zone, ``AccessDenied``
    outside of a tenant.
    """
    if not _ACTION.fullmatch(action):
        raise InvalidValue(f"{action!r} is not an audit action.", fix="Write it like claim.submitted.")
    if at.tzinfo is None:
        raise InvalidValue("The time of an audit event has no time zone.")
    return AuditEvent.objects.create(
        organization_id=current_organization(),
        at=at,
        actor_kind=actor.kind,
        actor=actor.identifier,
        action=action,
        object_type=object_type,
        object_id=str(object_id),
        details=dict(details or {}),
    )
