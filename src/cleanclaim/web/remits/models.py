"""Remittances and their claim payments: stored as received, posted once or open with a reason."""

from django.db import models

from cleanclaim.primitives import decode_document
from cleanclaim.remittance import Remittance as EngineRemittance
from cleanclaim.web.accounting.models import JournalEntry
from cleanclaim.web.claims.models import Claim, ReceivedFile
from cleanclaim.web.tenancy import TenantModel


class Remittance(TenantModel):
    """One 835 transaction. ``document`` is the engine's ``Remittance``.

    ``key`` is what tells this payment from every other (payer, trace, amount, day): the same
    one in a second file is ``repeated`` and posts nothing.
    """

    class State(models.TextChoices):
        """Where the remittance stands."""

        RECEIVED = "received"
        POSTED = "posted"
        REPEATED = "repeated"
        HELD = "held"

    file = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="remittances")
    position = models.PositiveSmallIntegerField()
    payer_id = models.CharField(max_length=80)
    payer_name = models.CharField(max_length=80, blank=True)
    trace_number = models.CharField(max_length=60)
    payment = models.DecimalField(max_digits=18, decimal_places=2)
    paid_on = models.DateField(null=True)
    document = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    key = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "file", "position"], name="remittance_once_per_file"
            ),
            models.UniqueConstraint(
                fields=["organization", "key"],
                condition=models.Q(state="posted"),
                name="remittance_posted_once",
            ),
        ]
        indexes = [models.Index(fields=["organization", "state"], name="remittance_by_state")]

    def value(self) -> EngineRemittance:
        """Return the engine's remittance."""
        return decode_document(self.document, EngineRemittance)


class ClaimPayment(TenantModel):
    """One claim's part of a remittance, matched to our claim or not; append-only."""

    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="payments")
    position = models.PositiveIntegerField()
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="payments", null=True)
    patient_control_number = models.CharField(max_length=38)
    status = models.CharField(max_length=4)
    charge = models.DecimalField(max_digits=18, decimal_places=2)
    paid = models.DecimalField(max_digits=18, decimal_places=2)
    patient_responsibility = models.DecimalField(max_digits=18, decimal_places=2)
    denied = models.BooleanField()
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, null=True, related_name="payments")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "remittance", "position"], name="claim_payment_once"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "patient_control_number"], name="payment_by_control_number")
        ]
