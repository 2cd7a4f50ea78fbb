"""Denial cases, letters with their versions and packets, and amounts that differ from what was agreed."""

from datetime import date
from decimal import Decimal

import msgspec
from django.db import models

from cleanclaim.primitives import decode_document
from cleanclaim.remittance import ClassifiedAdjustment
from cleanclaim.web.claims.models import Claim, ClaimVersion, ReceivedFile
from cleanclaim.web.database.history import keeps_history
from cleanclaim.web.organizations.models import Practice
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.tenancy import TenantModel
from cleanclaim.web.vault import open_sealed
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow.denials import DENIAL, DenialFacts


class DenialCase(TenantModel):
    """One denied adjustment at its place, from posting to outcome.

    ``document`` is the engine's ``ClassifiedAdjustment`` as the payer sent it and ``facts`` the engine's
    ``DenialFacts`` of the day on which the case was opened: with today's date they give guardrails,
    steps and deadlines anew. ``position`` tells the denials of one claim payment apart. ``line`` is the
    payer's line, ``billed_line`` the claim's that it answers; ``paid`` what was paid for it all the
    same. ``due`` and ``next_action`` are those of the last look, kept for the list. ``recovered`` is
    what came after all, in dollars; ``work_item`` the latest item by which the list of work knows it.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="denials")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="denials")
    version = models.ForeignKey(ClaimVersion, on_delete=models.PROTECT, related_name="denials")
    remittance = models.ForeignKey(Remittance, on_delete=models.PROTECT, related_name="denials")
    payment = models.ForeignKey(ClaimPayment, on_delete=models.PROTECT, related_name="denials")
    position = models.PositiveSmallIntegerField()
    payer_id = models.CharField(max_length=80)
    line = models.PositiveSmallIntegerField(null=True)
    billed_line = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=10)
    remarks = models.JSONField(default=list)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    paid = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    cause = models.CharField(max_length=30)
    reason = models.TextField()
    document = models.TextField()
    facts = models.TextField()
    state = models.CharField(max_length=12, default=DENIAL.initial)
    next_action = models.CharField(max_length=20, blank=True)
    due = models.DateField(null=True)
    expected = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    expected_basis = models.CharField(max_length=120, blank=True)
    recovered = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    outcome = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    work_item = models.OneToOneField(
        WorkItem, on_delete=models.PROTECT, null=True, related_name="denial_case"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "payment", "position"],
                condition=~models.Q(state="withdrawn"),
                name="denial_once",
            )
        ]
        indexes = [
            models.Index(fields=["organization", "state", "due"], name="denial_by_state"),
            models.Index(fields=["organization", "claim"], name="denial_by_claim"),
            models.Index(fields=["organization", "payer_id", "code"], name="denial_by_code"),
        ]

    def found(self) -> ClassifiedAdjustment:
        """Return the adjustment as the payer sent it, classified."""
        return decode_document(self.document, ClassifiedAdjustment)

    def facts_on(self, today: date) -> DenialFacts:
        """Return what is known besides the adjustment, as seen on a day."""
        return msgspec.structs.replace(decode_document(self.facts, DenialFacts), today=today)


class DenialEvent(TenantModel):
    """One entry of a case's history: a move or a note, by whom, when; append-only."""

    case = models.ForeignKey(DenialCase, on_delete=models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    event = models.CharField(max_length=30)
    source = models.CharField(max_length=12, blank=True)
    target = models.CharField(max_length=12)
    detail = models.CharField(max_length=400, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "case", "position"], name="denial_event_once")
        ]


class Letter(TenantModel):
    """A letter to a payer about a case, or about amounts that differ from a contract.

    ``level`` is the key of the level of appeal, with its name and the day by which it must have been
    ``filed_when`` (received or sent). What it says is in its versions; ``current_version`` counts them.
    """

    class Kind(models.TextChoices):
        """What is asked for."""

        APPEAL = "appeal", "Appeal"
        REOPENING = "reopening", "Request for a reopening"
        RECORDS = "records", "Records that were asked for"
        DISPUTE = "dispute", "Dispute of an amount"
        RETURN = "return", "Return of an overpayment"

    class State(models.TextChoices):
        """Where the letter stands."""

        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent"
        ANSWERED = "answered", "Answered"
        DROPPED = "dropped", "Dropped"

    class How(models.TextChoices):
        """How it went out."""

        MAIL = "mail", "Mail"
        CERTIFIED = "certified", "Certified mail"
        FAX = "fax", "Fax"
        PORTAL = "portal", "The payer's portal"
        OTHER = "other", "Another way"

    class Response(models.TextChoices):
        """What the payer answered."""

        NONE = "", "No answer"
        OVERTURNED = "overturned", "Overturned"
        PARTLY = "partly", "Overturned in part"
        UPHELD = "upheld", "Upheld"
        MORE = "more", "More was asked for"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="letters")
    case = models.ForeignKey(DenialCase, on_delete=models.PROTECT, null=True, related_name="letters")
    payer_id = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.CharField(max_length=40, blank=True)
    level_name = models.CharField(max_length=80, blank=True)
    level_order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    current_version = models.PositiveSmallIntegerField(default=1)
    due = models.DateField(null=True)
    filed_when = models.CharField(max_length=10, blank=True)
    sent_on = models.DateField(null=True)
    sent_how = models.CharField(max_length=10, choices=How, blank=True)
    tracking = models.CharField(max_length=60, blank=True)
    answer_due = models.DateField(null=True)
    answered_on = models.DateField(null=True)
    response = models.CharField(max_length=10, choices=Response, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organization", "state", "due"], name="letter_by_state")]


class LetterVersion(TenantModel):
    """What a letter says, in one of its versions; append-only, the text encrypted."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    sealed_text = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "letter", "number"], name="letter_version_once")
        ]

    def text(self) -> str:
        """Return the letter's words."""
        return open_sealed(bytes(self.sealed_text)).decode()


class LetterEvent(TenantModel):
    """What happened to a letter, by whom, when; append-only."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    event = models.CharField(max_length=30)
    detail = models.CharField(max_length=400, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "letter", "position"], name="letter_event_once")
        ]


class Packet(TenantModel):
    """A letter's PDF with what it encloses, as it was made; append-only, encrypted.

    ``parts`` names the enclosures in order, with the pages of each.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="packets")
    number = models.PositiveSmallIntegerField()
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="packets")
    sealed_content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    parts = models.JSONField(default=list)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "letter", "number"], name="packet_once")
        ]

    def content(self) -> bytes:
        """Return the PDF."""
        return open_sealed(bytes(self.sealed_content))


class Rejection(TenantModel):
    """Why a version of a claim was turned away at the front end; append-only.

    ``kind`` is TA1, 999 or 277CA; ``codes`` as sent; ``words`` a plain sentence; ``path`` the field of the
    claim to look at, empty where none is known. ``is_ours`` tells whether the answer names this claim:
    with a refused file most claims in it are innocent.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="rejections")
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6)
    codes = models.JSONField(default=list)
    words = models.TextField()
    path = models.CharField(max_length=120, blank=True)
    is_ours = models.BooleanField()
    file = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, related_name="rejections")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "claim", "version", "file"], name="rejection_once_per_answer"
            )
        ]


@keeps_history
class Variance(TenantModel):
    """Lines of a claim payment that were allowed otherwise than agreed.

    ``lines`` are the numbers of those that were compared together; ``difference`` is allowed less
    expected, in dollars; ``basis`` says what the expectation rests on.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "Open"
        DISPUTED = "disputed", "Disputed"
        RECOVERED = "recovered", "Recovered"
        ACCEPTED = "accepted", "Accepted as it is"

    class Verdict(models.TextChoices):
        """Which way it differs."""

        UNDERPAID = "underpaid", "Paid short"
        OVERPAID = "overpaid", "Paid too much"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="variances")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="variances")
    payment = models.ForeignKey(ClaimPayment, on_delete=models.PROTECT, related_name="variances")
    payer_id = models.CharField(max_length=80)
    contract = models.CharField(max_length=80)
    term = models.CharField(max_length=120, blank=True)
    basis = models.CharField(max_length=200)
    lines = models.JSONField(default=list)
    first_line = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    expected = models.DecimalField(max_digits=18, decimal_places=2)
    allowed = models.DecimalField(max_digits=18, decimal_places=2)
    difference = models.DecimalField(max_digits=18, decimal_places=2)
    reason = models.CharField(max_length=200)
    derivation = models.JSONField(default=list)
    due = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, null=True, related_name="variances")
    outcome = models.CharField(max_length=200, blank=True)
    found_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "payment", "first_line"], name="variance_once_per_line"
            )
        ]
        indexes = [
            models.Index(fields=["organization", "state", "payer_id", "contract"], name="variance_by_term")
        ]

    @property
    def missing(self) -> Decimal:
        """What was paid short, in dollars, positive."""
        return -self.difference


class Overpayment(TenantModel):
    """Money of a payer that may have to go back, with the clock of 42 CFR 401.305.

    ``received`` is when it was paid, ``identified`` when it was known to be an overpayment; an
    investigation suspends the clock. ``due`` is the last day as last reckoned.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", "To return"
        INVESTIGATING = "investigating", "Investigated"
        RETURNED = "returned", "Returned"
        NOT_OWED = "not_owed", "Not an overpayment"

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="overpayments")
    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="overpayments")
    payer_id = models.CharField(max_length=80)
    payer_kind = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    why = models.CharField(max_length=200)
    received = models.DateField()
    identified = models.DateField()
    investigation_began = models.DateField(null=True)
    investigation_ended = models.DateField(null=True)
    due = models.DateField(null=True)
    state = models.CharField(max_length=15, choices=State, default=State.OPEN)
    returned_on = models.DateField(null=True)
    returned_how = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=200, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="overpayment_is_positive", condition=models.Q(amount__gt=0))
        ]
        indexes = [models.Index(fields=["organization", "state", "due"], name="overpayment_by_due")]


class OverpaymentEvent(TenantModel):
    """What happened to an overpayment, by whom, when; append-only."""

    overpayment = models.ForeignKey(Overpayment, on_delete=models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    event = models.CharField(max_length=30)
    detail = models.CharField(max_length=400, blank=True)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "overpayment", "position"], name="overpayment_event_once"
            )
        ]
