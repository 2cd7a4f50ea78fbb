"""Work items: one row for each thing that waits for a person."""

from django.db import models

from cleanclaim.web.claims.models import Claim
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.tenancy import TenantModel


class WorkItem(TenantModel):
    """Something to decide or do. ``key`` names the cause: it is listed once while it is
    open, and again when it comes back.

    ``reason`` is a plain sentence; ``amount`` the dollars at stake; ``due`` the last day.
    """

    class Kind(models.TextChoices):
        """Which desk the item belongs to."""

        CODING = "coding"
        QUERY = "query"
        HELD = "held"
        REJECTION = "rejection"
        FILE = "file"
        STUCK = "stuck"
        SECONDARY = "secondary"
        DENIAL = "denial"
        UNMATCHED = "unmatched"
        REVIEW = "review"
        NOT_OUR_CLAIM = "not_our_claim"
        PREDETERMINATION = "predetermination"
        PROVIDER_ADJUSTMENT = "provider_adjustment"
        REVERSAL_WITHOUT_ORIGINAL = "reversal_without_original"
        REVERSAL_DIFFERS = "reversal_differs"
        CLAIM_OUT_OF_BALANCE = "claim_out_of_balance"
        TRANSACTION_OUT_OF_BALANCE = "transaction_out_of_balance"

    key = models.CharField(max_length=200, db_collation="C")
    kind = models.CharField(max_length=30, choices=Kind)
    reason = models.TextField()
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    due = models.DateField(null=True)
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, null=True, related_name="work_items")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="work_items")
    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, null=True, related_name="work_items")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                condition=models.Q(closed_at=None),
                name="work_item_open_once",
            )
        ]
        indexes = [models.Index(fields=["organization", "closed_at", "kind", "due"], name="work_item_open")]
