"""Writing the audit trail: who did what to which record."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from django.db import models

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.models import AuditEvent
from cleanclaim.web.database.bulk import insert_rows
from cleanclaim.web.tenancy import current_organization
from cleanclaim.workflow import MACHINE, PERSON

_ACTION = re.compile(r"[a-z][a-z_]*\.[a-z][a-z_]*")


class Actor(msgspec.Struct, frozen=True):
    """Who does something: a person or a machine, never nobody.

    ``kind`` is ``PERSON`` or ``MACHINE`` of ``cleanclaim.workflow``. ``name`` says who to people
    (a colleague, a part of this program), never a patient; ``user_id`` is the opaque id of a
    person who is signed in.
    """

    kind: str
    name: str
    user_id: str = ""

    def __str__(self) -> str:
        return self.name


MACHINE_CODER = Actor(kind=MACHINE, name="coder")
MACHINE_BUILDER = Actor(kind=MACHINE, name="claim builder")
MACHINE_SCRUBBER = Actor(kind=MACHINE, name="scrubber")
MACHINE_SUBMITTER = Actor(kind=MACHINE, name="submitter")
MACHINE_RECEIVER = Actor(kind=MACHINE, name="receiver")
MACHINE_POSTER = Actor(kind=MACHINE, name="poster")


def record(
    *,
    actor: Actor,
    action: str,
    subject: models.Model,
    at: datetime,
    details: Mapping[str, object] | None = None,
) -> AuditEvent:
    """Add an event to the current organization's trail, in the caller's transaction.

    Call it inside the ``tenant()`` block of the change it tells of: both commit or neither.
    ``action`` is like ``claim.submitted``; ``subject`` is the row, of which only its kind and
    opaque key are kept; ``at`` is the caller's now, with a time zone; ``details`` holds codes,
    counts and ids, never patient data. Raises ``InvalidValue`` for an actor without kind or
    name, an action of another form or a time without zone, and ``AccessDenied`` outside of a
    tenant.
    """
    _require_sound(actor, action, at)
    return AuditEvent.objects.create(
        organization_id=current_organization(),
        at=at,
        actor_kind=actor.kind,
        actor=actor.name,
        actor_user=actor.user_id,
        action=action,
        object_type=subject._meta.label_lower,
        object_id=str(subject.pk),
        details=dict(details or {}),
    )


def record_all(
    *,
    actor: Actor,
    action: str,
    subjects: Sequence[models.Model],
    at: datetime,
    details: Mapping[str, object] | None = None,
) -> None:
    """Add one event for each of many records, as :func:`record` does, in one statement."""
    _require_sound(actor, action, at)
    organization, told = current_organization(), json.dumps(dict(details or {}))
    insert_rows(
        AuditEvent,
        (
            "organization_id",
            "at",
            "actor_kind",
            "actor",
            "actor_user",
            "action",
            "object_type",
            "object_id",
            "details",
        ),
        [
            (
                organization,
                at,
                actor.kind,
                actor.name,
                actor.user_id,
                action,
                subject._meta.label_lower,
                str(subject.pk),
                told,
            )
            for subject in subjects
        ],
    )


def _require_sound(actor: Actor, action: str, at: datetime) -> None:
    if actor.kind not in (PERSON, MACHINE) or not actor.name:
        raise InvalidValue("An audit event needs an actor: a person or a machine, with a name.")
    if not _ACTION.fullmatch(action):
        raise InvalidValue(f"{action!r} is not an audit action.", fix="Write it like claim.submitted.")
    if at.tzinfo is None:
        raise InvalidValue("The time of an audit event has no time zone.")
