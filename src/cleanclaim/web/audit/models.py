"""The audit trail's one table."""

from typing import ClassVar

from django.db import models

from cleanclaim.web.tenancy import TenantModel


class ActorKind(models.TextChoices):
    """A person is signed in; a machine is a part of this program."""

    PERSON = "person", "Person"
    MACHINE = "machine", "Machine"


class AuditEvent(TenantModel):
    """One thing that happened to one record. Append-only; written in the transaction it tells of."""

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=7, choices=ActorKind.choices)
    actor = models.CharField(max_length=100)
    actor_user = models.CharField(max_length=36, blank=True)
    action = models.CharField(max_length=80)
    object_type = models.CharField(max_length=80)
    object_id = models.CharField(max_length=80)
    details = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(actor_kind__in=ActorKind.values), name="audit_actor_kind_known"
            ),
            models.CheckConstraint(condition=~models.Q(actor=""), name="audit_actor_named"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization", "object_type", "object_id", "at"], name="audit_by_object"),
            models.Index(fields=["organization", "at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_type} {self.object_id}"
