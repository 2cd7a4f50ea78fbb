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
    one in a second file is ``repeated`` and posts nothing. One that a person types from paper is a
    ``draft`` until its author has confirmed the balance; ``file`` is then the picture of the paper.
    ``closed_at`` is when somebody closed it at difference zero, which the database checks; a closed one
    does not change. ``deposit`` is the bank's line that carried the money.
    """

    class State(models.TextChoices):
        """Where the remittance stands."""

        DRAFT = "draft"
        RECEIVED = "received"
        POSTED = "posted"
        REPEATED = "repeated"
        HELD = "held"

    class Source(models.TextChoices):
        """How it came to us."""

        FILE = "file", "835"
        PAPER = "paper", "Paper"

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
    source = models.CharField(max_length=5, choices=Source, default=Source.FILE, db_default="file")
    entered_by = models.CharField(max_length=80, blank=True, db_default="")
    entered_by_user = models.CharField(max_length=36, blank=True, db_default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True, db_default="")
    deposit = models.ForeignKey(
        "BankDeposit", on_delete=models.PROTECT, null=True, related_name="remittances"
    )

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
        indexes = [
            models.Index(fields=["organization", "state"], name="remittance_by_state"),
            models.Index(fields=["organization", "trace_number"], name="remittance_by_trace"),
            models.Index(
                fields=["organization", "paid_on"],
                condition=models.Q(closed_at=None),
                name="remittance_not_closed",
            ),
            models.Index(
                fields=["organization", "paid_on"],
                condition=models.Q(deposit=None),
                name="remittance_unfunded",
            ),
        ]

    def value(self) -> EngineRemittance:
        """Return the engine's remittance."""
        return decode_document(self.document, EngineRemittance)


class ClaimPayment(TenantModel):
    """One claim's part of a remittance, matched to our claim or not.

    What the payer said is never changed or deleted. ``claim``, ``entry``, ``matched_by`` and ``lines`` are
    what we made of it: a person may match later, or take a match back, and each such decision is a
    ``PaymentDecision``. ``lines`` lists the paid lines that a person should look at: what the payer
    changed, dropped, split or bundled (see ``posting.match_lines``).
    """

    class MatchedBy(models.TextChoices):
        """What found our claim; nothing while it is unmatched."""

        CONTROL_NUMBER = "control_number", "its control number"
        PAYER_NUMBER = "payer_number", "the payer’s own number"
        PERSON = "person", "a person"
        NOT_OURS = "not_ours", "declared not ours"

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
    matched_by = models.CharField(max_length=20, choices=MatchedBy, blank=True, db_default="")
    lines = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "remittance", "position"], name="claim_payment_once"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "patient_control_number"], name="payment_by_control_number"),
            models.Index(
                fields=["organization", "remittance"],
                condition=models.Q(claim=None, matched_by=""),
                name="payment_unmatched",
            ),
        ]


class Decided(TenantModel):
    """Base of what people decide about remittances: who, when, why."""

    reason = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=80)
    made_by_user = models.CharField(max_length=36, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        abstract = True


class PaymentDecision(Decided):
    """A person's decision about what a claim payment answers; append-only, the last one stands."""

    class What(models.TextChoices):
        """What was decided."""

        MATCHED = "matched", "Matched"
        NOT_OURS = "not_ours", "Declared not ours"
        TAKEN_BACK = "taken_back", "Taken back"

    payment = models.ForeignKey(ClaimPayment, on_delete=models.PROTECT, related_name="decisions")
    what = models.CharField(max_length=20, choices=What)
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="+")
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, null=True, related_name="+")
    score = models.PositiveSmallIntegerField(null=True)


class ProviderAdjustment(TenantModel):
    """One PLB pair of a remittance, as booked; append-only. Positive ``amount`` reduced the payment."""

    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="provider_adjustments")
    position = models.PositiveIntegerField()
    reason = models.CharField(max_length=10)
    reference = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "remittance", "position"], name="provider_adjustment_once"
            )
        ]
        indexes = [models.Index(fields=["organization", "reference"], name="provider_adjustment_by_ref")]


class RecoupmentTie(Decided):
    """Part of a provider adjustment explained by a person: by a claim, with its entry, or in words.

    Append-only; taken back by reversing its entry, or, without one, by a second row of the negative amount.
    """

    adjustment = models.ForeignKey(ProviderAdjustment, on_delete=models.PROTECT, related_name="ties")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, null=True, related_name="recoupments")
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, null=True, related_name="tie")


class RemittanceEvent(Decided):
    """What people did with a remittance as a whole; append-only."""

    class What(models.TextChoices):
        """What was done."""

        CONFIRMED = "confirmed", "Confirmed from paper"
        CLOSED = "closed", "Closed at zero"
        REOPENED = "reopened", "Reopened"
        FUNDED = "funded", "Tied to a deposit"
        UNFUNDED = "unfunded", "Taken off its deposit"

    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="events")
    what = models.CharField(max_length=20, choices=What)


class BankDeposit(TenantModel):
    """One credit on our bank account as the bank reports it; append-only. No account number is kept."""

    file = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="deposits")
    position = models.PositiveIntegerField()
    on = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    trace_number = models.CharField(max_length=60, blank=True)
    bank_reference = models.CharField(max_length=60, blank=True)
    text = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "file", "position"], name="deposit_once"),
        ]
        indexes = [
            models.Index(fields=["organization", "on"], name="deposit_by_day"),
            models.Index(fields=["organization", "trace_number"], name="deposit_by_trace"),
        ]
