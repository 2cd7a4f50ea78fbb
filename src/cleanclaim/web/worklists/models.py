"""Work items: one row for each thing that waits for a person."""

from django.db import models

from cleanclaim.web.claims.models import Claim
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.organizations.models import Practice, User
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.tenancy import TenantModel


class WorkItem(TenantModel):
    """Something to decide or do. ``key`` names the cause: it is listed once while it is
    open, and again when it comes back.

    ``reason`` is a plain sentence; ``amount`` the dollars at stake; ``due`` the last day.
    ``practice`` is that of the claim or encounter, nothing for an item about a file. An item that is
    ``deferred_until`` a day is not listed before it. ``touched_at`` is when a person last did something.
    """

    class Kind(models.TextChoices):
        """Which desk the item belongs to."""

        CODING = "coding"
        QUERY = "query"
        HELD = "held"
        REJECTION = "rejection"
        FILE = "file"
        STUCK = "stuck"
        RELEASE = "release"
        PATIENT_BALANCE = "patient_balance"
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
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, related_name="work_items")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    deferred_until = models.DateField(null=True)
    touched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "key"],
                condition=models.Q(closed_at=None),
                name="work_item_open_once",
            )
        ]
        indexes = [
            models.Index(fields=["organization", "closed_at", "kind", "due"], name="work_item_open"),
            models.Index(
                "organization",
                models.F("due").asc(nulls_last=True),
                "opened_at",
                "id",
                condition=models.Q(closed_at=None),
                name="work_item_by_due",
            ),
            models.Index(
                "organization",
                models.F("amount").desc(nulls_last=True),
                "id",
                condition=models.Q(closed_at=None),
                name="work_item_by_amount",
            ),
            models.Index(
                fields=["organization", "opened_at", "id"],
                condition=models.Q(closed_at=None),
                name="work_item_by_age",
            ),
        ]


class WorkItemEvent(TenantModel):
    """What a person did with a work item; append-only. Those of one action share their ``batch``.

    ``before`` holds owner, deferral, outcome and closing as they were, so that the action can be
    undone; ``text`` is a note, an outcome, or whom it was given to.
    """

    class What(models.TextChoices):
        """What was done."""

        ASSIGNED = "assigned", "Given to"
        DEFERRED = "deferred", "Deferred to"
        NOTED = "noted", "Noted"
        CLOSED = "closed", "Closed"
        UNDONE = "undone", "Undone"

    item = models.ForeignKey(WorkItem, on_delete=models.PROTECT, related_name="events")
    batch = models.UUIDField()
    what = models.CharField(max_length=10, choices=What)
    text = models.CharField(max_length=400, blank=True)
    before = models.JSONField(default=dict)
    made_by = models.CharField(max_length=80)
    made_by_user = models.CharField(max_length=36, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "item", "made_at"], name="work_item_event_by_item"),
            models.Index(fields=["organization", "batch"], name="work_item_event_by_batch"),
        ]
