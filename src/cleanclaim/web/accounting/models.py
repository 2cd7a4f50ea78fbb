"""Journal entries and postings: append-only, balanced at commit, one entry per key."""

from django.db import models
from django.db.models.expressions import RawSQL

from cleanclaim.ledger import AccountKind
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.tenancy import TenantModel


class JournalEntry(TenantModel):
    """One entry. ``key`` names what is booked, so that nothing is booked twice.

    ``number`` counts up in the order of booking (with gaps); the database gives it.
    """

    number = models.BigIntegerField(db_default=RawSQL("nextval('accounting_entry_number')", ()))
    key = models.CharField(max_length=200)
    on = models.DateField()
    memo = models.CharField(max_length=200)
    reverses = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversed_by"
    )
    booked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="entry_key_once")]
        indexes = [models.Index(fields=["organization", "on"], name="entry_by_day")]


class Posting(TenantModel):
    """One side of an entry: exactly one of ``debit`` and ``credit`` (dollars) is positive."""

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="postings")
    position = models.PositiveSmallIntegerField()
    account = models.CharField(max_length=30, choices=[(kind.value, kind.value) for kind in AccountKind])
    claim = models.CharField(max_length=38, blank=True)
    payer = models.CharField(max_length=80, blank=True)
    patient = models.CharField(max_length=38, blank=True)
    line = models.PositiveSmallIntegerField(null=True)
    debit = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    credit = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    reason = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="posting_has_one_positive_side",
                condition=models.Q(debit__gt=0, credit=0) | models.Q(debit=0, credit__gt=0),
            ),
            models.UniqueConstraint(fields=["organization", "entry", "position"], name="posting_once"),
        ]
        indexes = [
            models.Index(fields=["organization", "account", "claim"], name="posting_by_account"),
            models.Index(fields=["organization", "claim"], name="posting_by_claim"),
            models.Index(fields=["organization", "patient", "account"], name="posting_by_patient"),
        ]


class PatientPayment(TenantModel):
    """What a patient paid, how, and who took it; append-only. ``amount`` in dollars.

    A payment that is taken back keeps its row; its entry is reversed. No card or account number is
    kept: ``reference`` is a check's number or the terminal's slip.
    """

    class Method(models.TextChoices):
        """How it was paid."""

        CASH = "cash", "Cash"
        CHECK = "check", "Check"
        CARD = "card", "Card"
        TRANSFER = "transfer", "Bank transfer"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="payments")
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="patient_payment")
    receipt = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    method = models.CharField(max_length=10, choices=Method)
    reference = models.CharField(max_length=40, blank=True)
    taken_by = models.CharField(max_length=80)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "receipt"], name="receipt_once"),
            models.CheckConstraint(name="payment_is_positive", condition=models.Q(amount__gt=0)),
        ]
        indexes = [models.Index(fields=["organization", "patient", "taken_at"], name="payment_by_patient")]
