"""Organizations, practices, users, memberships. None of them holds patient data."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from cleanclaim.web.database.history import keeps_history
from cleanclaim.web.tenancy import TenantModel


class Usage(models.TextChoices):
    """Whether what is submitted counts (ISA15)."""

    PRODUCTION = "P", "Production"
    TEST = "T", "Test"


class Organization(models.Model):
    """A tenant: a practice, or a billing company with several. Its id is what row security compares.

    ``submitter_id`` and ``phone`` identify it to clearinghouses and payers (loop 1000A).
    ``practice_today`` is the day on which a demonstration lives; empty for a real organization,
    which lives by the clock (``cleanclaim.web.clock``).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    submitter_id = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    usage_indicator = models.CharField(max_length=1, choices=Usage.choices, default=Usage.TEST)
    practice_today = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["submitter_id"], condition=~models.Q(submitter_id=""), name="submitter_id_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


@keeps_history
class Practice(TenantModel):
    """Who bills: one NPI and one taxpayer number within an organization.

    ``tin_kind`` is EI or SY, as in REF01 of loop 2010AA.
    """

    name = models.CharField(max_length=200)
    npi = models.CharField(max_length=10)
    tin = models.CharField(max_length=9)
    tin_kind = models.CharField(max_length=2, default="EI")
    taxonomy = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "npi", "tin"], name="practice_bills_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "name"], name="practice_by_name")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """Makes users."""

    def create_user(self, username: str, password: str | None = None, *, display_name: str = "") -> "User":
        """Create a user who signs in with ``username``; without a password, one who cannot yet."""
        user = self.model(username=username, display_name=display_name)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in. What they may do, and for whom, is in their memberships.

    ``demonstration`` marks the invented people of a demonstration, whose password and codes are
    shown to whoever looks at it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    demonstration = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.username


class Role(models.TextChoices):
    """What somebody does in a practice; permissions follow from it."""

    BILLER = "biller", "Biller"
    CODER = "coder", "Coder"
    AUDITOR = "auditor", "Auditor"
    SUPERVISOR = "supervisor", "Supervisor"
    FRONT_DESK = "front_desk", "Front desk"
    PROVIDER = "provider", "Provider"
    COMPLIANCE = "compliance", "Compliance"
    ADMIN = "admin", "Administrator"


class Membership(TenantModel):
    """A user's role in one practice."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "practice", "role"], name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return self.role
