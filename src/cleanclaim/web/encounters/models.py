"""Encounters with their documents (encrypted), proposed codes with evidence, provider queries."""

from django.db import models

from cleanclaim.claim import Encounter as EngineEncounter
from cleanclaim.primitives import decode_document
from cleanclaim.web.organizations.models import Practice
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.tenancy import TenantModel
from cleanclaim.web.vault import open_sealed
from cleanclaim.workflow import ENCOUNTER


class Encounter(TenantModel):
    """One visit, billed by ``practice``. ``document`` is the engine's ``Encounter``."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="encounters")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="encounters")
    number = models.CharField(max_length=20)
    date_of_service = models.DateField()
    setting = models.CharField(max_length=20)
    state = models.CharField(max_length=20, default=ENCOUNTER.initial)
    document = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "number"], name="encounter_number_once")
        ]
        indexes = [
            models.Index(fields=["organization", "state", "date_of_service"], name="encounter_by_state"),
            models.Index(
                "organization",
                models.F("date_of_service").asc(nulls_last=True),
                "id",
                name="encounter_by_day",
            ),
        ]

    def value(self) -> EngineEncounter:
        """Return the encounter as the engine's value."""
        return decode_document(self.document, EngineEncounter)


class EncounterCorrection(TenantModel):
    """What stood in an encounter until a person corrected it, and why; append-only.

    ``document`` is the engine's ``Encounter`` as it was before the correction.
    """

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="corrections")
    position = models.PositiveSmallIntegerField()
    document = models.TextField()
    reason = models.CharField(max_length=200)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "encounter", "position"], name="encounter_correction_once"
            )
        ]


class Document(TenantModel):
    """One version of a clinical document. The text is stored encrypted and never changed."""

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="documents")
    version = models.PositiveSmallIntegerField()
    sealed_text = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "encounter", "version"], name="document_version_once"
            )
        ]

    def text(self) -> str:
        """Return the note's text exactly as it was received."""
        return open_sealed(bytes(self.sealed_text)).decode()


class CodeAssignment(TenantModel):
    """A proposed code and what a person decided about it.

    ``evidence`` lists character spans of ``source`` (nothing for a code that a person entered);
    ``why`` the rules that justify the code, ``release`` the code set that was in force.
    ``needs_look`` says that the machine is not sure of it; ``reason`` is why a person rejected it.
    """

    class Decision(models.TextChoices):
        """What became of the proposal."""

        PROPOSED = "proposed"
        ACCEPTED = "accepted"
        REJECTED = "rejected"

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="codes")
    source = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="codes", null=True)
    system = models.CharField(max_length=10)
    code = models.CharField(max_length=10)
    rank = models.PositiveSmallIntegerField()
    selected = models.BooleanField()
    confidence = models.DecimalField(max_digits=5, decimal_places=4, null=True)
    evidence = models.JSONField(default=list)
    why = models.JSONField(default=list)
    release = models.CharField(max_length=60, blank=True)
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.PROPOSED)
    sequence = models.PositiveSmallIntegerField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    needs_look = models.BooleanField(default=True)
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "encounter", "source", "system", "code"],
                name="code_once_per_document",
                nulls_distinct=False,
            )
        ]


class ProviderQuery(TenantModel):
    """A question to the provider where the documentation falls short. Sent by a person.

    ``asked_by`` is empty for a question that the machine proposed. An answer is one of the
    ``options`` or the provider's own words.
    """

    class State(models.TextChoices):
        """Where the question stands."""

        DRAFT = "draft", "Draft"
        SENT = "sent", "Sent"
        ANSWERED = "answered", "Answered"
        WITHDRAWN = "withdrawn", "Withdrawn"

    encounter = models.ForeignKey(Encounter, on_delete=models.PROTECT, related_name="queries")
    source = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="queries")
    position = models.PositiveSmallIntegerField()
    topic = models.CharField(max_length=40)
    question = models.TextField()
    options = models.JSONField(default=list)
    evidence = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    asked_by = models.CharField(max_length=80, blank=True)
    sent_by = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "encounter", "source", "position"], name="query_once_per_position"
            )
        ]
        indexes = [models.Index(fields=["organization", "state", "sent_at"], name="query_by_state")]
