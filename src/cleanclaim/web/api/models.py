"""Tokens of programs, and what they have already sent."""

from django.db import models

from cleanclaim.web.organizations.models import User
from cleanclaim.web.tenancy import TenantModel


class ApiToken(TenantModel):
    """A program's access to one organization: what it may do (``scopes``), until when.

    Only ``digest`` (SHA-256 of the secret, which has 256 random bits) is kept; ``hint`` is its
    beginning, to tell tokens apart. A token is never deleted: it expires or is revoked.
    """

    name = models.CharField(max_length=80)
    hint = models.CharField(max_length=8)
    digest = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "digest"], name="api_token_once"),
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=models.Q(revoked_at=None),
                name="api_token_name_once",
            ),
        ]


class SentOnce(TenantModel):
    """A request that a program sent with an idempotency key, and what it was answered; append-only.

    ``request`` is the SHA-256 of method, path and body; the answer is kept encrypted.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, related_name="sent")
    key = models.CharField(max_length=100)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    sealed_answer = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "token", "key"], name="sent_once_per_key")
        ]
