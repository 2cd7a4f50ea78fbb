"""Claims as rows: identity and state here, content in immutable versions, files in an outbox."""

from django.db import models

from cleanclaim.claim import Claim as EngineClaim, decode_claim
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.organizations.models import Practice
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.tenancy import TenantModel
from cleanclaim.web.vault import open_sealed
from cleanclaim.workflow import CLAIM, SUBMISSION


class Claim(TenantModel):
    """One claim to one payer. Its content is the version numbered ``current_version``.

    An encounter gives one claim for each type and coverage; ``encounter`` is empty for a claim
    that did not begin here.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="claims")
    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="claims", null=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="claims")
    patient_control_number = models.CharField(max_length=38)
    claim_type = models.CharField(max_length=13, default="professional")
    billed_coverage = models.PositiveSmallIntegerField(default=0)
    payer_id = models.CharField(max_length=80)
    date_of_service = models.DateField(null=True)
    charge = models.DecimalField(max_digits=18, decimal_places=2)
    state = models.CharField(max_length=20, default=CLAIM.initial)
    current_version = models.PositiveSmallIntegerField(default=1)
    payer_claim_control_number = models.CharField(max_length=50, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "patient_control_number"], name="claim_control_number_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "encounter", "claim_type", "billed_coverage"],
                name="claim_once_per_encounter",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "date_of_service"], name="claim_by_state"),
            models.Index(
                "organization", models.F("date_of_service").desc(nulls_last=True), "id", name="claim_by_day"
            ),
            models.Index(
                fields=["organization", "payer_claim_control_number"], name="claim_by_payers_number"
            ),
        ]

    def version(self) -> "ClaimVersion":
        """Return the row of the current version."""
        return self.versions.get(number=self.current_version)

    def value(self) -> EngineClaim:
        """Return the current version as the engine's value."""
        return self.version().value()


class ClaimVersion(TenantModel):
    """One version of a claim's content; append-only. ``reason`` says why it was made."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    document = models.TextField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=200)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "claim", "number"], name="claim_version_once")
        ]

    def value(self) -> EngineClaim:
        """Return the engine's claim."""
        return decode_claim(self.document)


class Scrub(TenantModel):
    """One run of the edits over one version; append-only, its findings with it."""

    version = models.ForeignKey(ClaimVersion, on_delete=models.PROTECT, related_name="scrubs")
    at = models.DateTimeField()
    blocking = models.PositiveSmallIntegerField()


class Finding(TenantModel):
    """What one edit found; append-only."""

    scrub = models.ForeignKey(Scrub, on_delete=models.PROTECT, related_name="findings")
    position = models.PositiveSmallIntegerField()
    edit = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    family = models.CharField(max_length=40)
    severity = models.CharField(max_length=12)
    line = models.PositiveSmallIntegerField(null=True)
    path = models.CharField(max_length=120)
    codes = models.JSONField(default=list)
    message = models.TextField()
    fix = models.TextField(blank=True)
    sources = models.JSONField(default=list)
    release = models.CharField(max_length=120, blank=True)
    changes = models.JSONField(default=list)
    also = models.JSONField(default=list)
    work_list = models.CharField(max_length=80, blank=True)
    missing = models.CharField(max_length=200, blank=True)


class FindingOverride(TenantModel):
    """That a person lets a version of a claim go in spite of a finding, and why; append-only.

    The finding is named by its edit and path, so that a scrub of the same version finds it answered;
    a corrected claim is another version, and is judged again.
    """

    version = models.ForeignKey(ClaimVersion, on_delete=models.PROTECT, related_name="overrides")
    edit = models.CharField(max_length=60)
    path = models.CharField(max_length=120)
    message = models.TextField()
    reason = models.CharField(max_length=400)
    made_by = models.CharField(max_length=80)
    made_by_user = models.CharField(max_length=36, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "version", "edit", "path"], name="finding_overridden_once"
            )
        ]


class RuleFile(TenantModel):
    """A file of rules of payers or of the practice; its text is the version numbered ``current_version``.

    One that is not active judges no claim. ``prefix`` begins the ids of its rules.
    """

    prefix = models.CharField(max_length=16)
    current_version = models.PositiveSmallIntegerField(default=1)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "prefix"], name="rule_file_prefix_once")
        ]


class RuleFileVersion(TenantModel):
    """One version of a file of rules: YAML, whole; append-only. ``reason`` says why it was made."""

    file = models.ForeignKey(RuleFile, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    rules = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "file", "number"], name="rule_version_once")
        ]


class ClaimEvent(TenantModel):
    """One entry of a claim's timeline: a move, by whom, when; append-only."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="events")
    position = models.PositiveIntegerField()
    event = models.CharField(max_length=40)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    actor_kind = models.CharField(max_length=10)
    actor_name = models.CharField(max_length=80)
    at = models.DateTimeField()
    detail = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "claim", "position"], name="claim_event_once")
        ]
        indexes = [models.Index(fields=["organization", "at"], name="claim_event_by_time")]


class ControlNumber(TenantModel):
    """The last interchange control number (ISA13) that this sender used; the row is the lock.

    One counter for all receivers: a clearinghouse in between tells files apart by sender and
    number alone.
    """

    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="control_number_once")]


class Submission(TenantModel):
    """A file of claims in the outbox: written once, delivered once. The content is encrypted."""

    receiver = models.CharField(max_length=80)
    control_number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=120)
    sealed_content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=20, default=SUBMISSION.initial)
    prepared_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "control_number"], name="submission_once")
        ]
        indexes = [models.Index(fields=["organization", "state"], name="submission_by_state")]

    def content(self) -> bytes:
        """Return the file's bytes."""
        return open_sealed(bytes(self.sealed_content))


class SubmittedClaim(TenantModel):
    """A claim version in a submission; append-only. A version goes out in one file, once."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="claims")
    version = models.ForeignKey(ClaimVersion, on_delete=models.PROTECT, related_name="submissions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "version"], name="claim_version_sent_once")
        ]


class ReceivedFile(TenantModel):
    """A file that came back (TA1, 999, 277CA, 835), once per content; encrypted, append-only."""

    file_name = models.TextField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10)
    sealed_content = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "sha256"], name="received_file_once")]

    def content(self) -> bytes:
        """Return the file's bytes."""
        return open_sealed(bytes(self.sealed_content))


class IncomingFile(TenantModel):
    """A name under which a content was seen in the mailbox; ``file`` once it was taken in.

    A payer may use a name twice, and send a content twice: both are told apart by the pair.
    """

    file_name = models.TextField()
    sha256 = models.CharField(max_length=64)
    file = models.ForeignKey(ReceivedFile, on_delete=models.PROTECT, null=True, related_name="names")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "sha256", "file_name"], name="incoming_name_once")
        ]
        indexes = [models.Index(fields=["organization", "file"], name="incoming_not_taken")]
