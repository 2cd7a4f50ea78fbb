"""Journal entries and postings: append-only, balanced at commit, one entry per key."""

from django.db import models
from django.db.models.expressions import RawSQL

from cleanclaim.ledger import AccountKind
from cleanclaim.web.database.history import keeps_history
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

    entry = models.ForeignKey(JournalEntry, on_delete=models.PROTECT, related_name="postings", db_index=False)
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
            models.CheckConstraint(condition=models.Q(position__gte=1), name="posting_counted_from_one"),
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


class MoneyDecision(TenantModel):
    """What a person decided about what is owed, with its entry; append-only, taken back by reversal.

    ``reference`` is the form's own, so that one that is sent twice decides once. Amounts in dollars.
    """

    class Kind(models.TextChoices):
        """What was decided."""

        WRITE_OFF = "write_off", "Written off"
        TRANSFER = "transfer", "Transferred"
        REFUND = "refund", "Refunded"
        APPLY = "apply", "Credit used"

    kind = models.CharField(max_length=10, choices=Kind)
    claim = models.ForeignKey("claims.Claim", on_delete=models.PROTECT, null=True, related_name="decisions")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, related_name="decisions")
    payer_id = models.CharField(max_length=80, blank=True)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    reason = models.CharField(max_length=30)
    note = models.CharField(max_length=200)
    reference = models.CharField(max_length=40)
    entry = models.OneToOneField(JournalEntry, on_delete=models.PROTECT, related_name="decision")
    made_by = models.CharField(max_length=80)
    made_by_user = models.CharField(max_length=36, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "reference"], name="decision_once"),
            models.CheckConstraint(name="decision_is_positive", condition=models.Q(amount__gt=0)),
        ]
        indexes = [models.Index(fields=["organization", "claim"], name="decision_by_claim")]


class ClosedMonth(TenantModel):
    """A month into which nothing is booked any more, which the database enforces; append-only.

    ``month`` is its first day; ``document`` the roll-forward as it stood, so that it can be compared.
    """

    month = models.DateField()
    document = models.JSONField()
    closed_by = models.CharField(max_length=80)
    closed_by_user = models.CharField(max_length=36, blank=True)
    closed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "month"], name="month_closed_once"),
            models.CheckConstraint(name="month_is_a_first_day", condition=models.Q(month__day=1)),
        ]


class BalanceSnapshot(TenantModel):
    """The balance of an account (and payer) at the end of a day, as it was seen; append-only.

    ``balance`` is debits less credits in dollars of all that was booked for that day and before.
    """

    day = models.DateField()
    account = models.CharField(max_length=30)
    payer = models.CharField(max_length=80, blank=True)
    balance = models.DecimalField(max_digits=18, decimal_places=2)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "day", "account", "payer"], name="snapshot_once_a_day"
            )
        ]


@keeps_history
class PaymentPlan(TenantModel):
    """What a patient agreed to pay, in instalments. ``grace_days`` after a due day it counts as broken.

    Whether it is kept is asked of the patient's payments since ``agreed_on``, never stored.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="plans")
    agreed_on = models.DateField()
    total = models.DecimalField(max_digits=18, decimal_places=2)
    grace_days = models.PositiveSmallIntegerField(default=10)
    made_by = models.CharField(max_length=80)
    ended_on = models.DateField(null=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "patient"],
                condition=models.Q(ended_on=None),
                name="one_plan_at_a_time",
            ),
            models.CheckConstraint(name="plan_is_positive", condition=models.Q(total__gt=0)),
        ]


class Instalment(TenantModel):
    """One part of a plan, in dollars, and its day; append-only."""

    plan = models.ForeignKey(PaymentPlan, on_delete=models.PROTECT, related_name="instalments")
    position = models.PositiveSmallIntegerField()
    due = models.DateField()
    amount = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "plan", "position"], name="instalment_once"),
            models.CheckConstraint(name="instalment_is_positive", condition=models.Q(amount__gt=0)),
        ]
