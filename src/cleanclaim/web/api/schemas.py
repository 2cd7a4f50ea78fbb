"""What the API takes and gives, as its OpenAPI document says it."""

from typing import Any

from ninja import Field, Schema


class ErrorDetail(Schema):
    """What is wrong, where, and what to do."""

    code: str
    message: str
    where: str
    fix: str


class Error(Schema):
    """An answer that something was not done."""

    error: ErrorDetail


class EncounterRow(Schema):
    """A visit."""

    id: str
    number: str
    practice: str
    date_of_service: str
    setting: str
    state: str


class EncounterDetail(EncounterRow):
    """A visit with its charges and parties, and the claims made of it."""

    encounter: dict[str, Any]
    claims: list[str]


class NewEncounter(Schema):
    """A visit to take in, with its note."""

    encounter: dict[str, Any] = Field(description="As `cleanclaim encounter add` takes it.")
    note: str = Field(max_length=1_000_000)
    same_person: bool = False


class DocumentRow(Schema):
    """One version of a note."""

    id: str
    version: int
    sha256: str
    received_at: str


class DocumentDetail(DocumentRow):
    """A note with its text."""

    encounter: str
    text: str


class CodeRow(Schema):
    """A code of an encounter, with its evidence and what a person decided."""

    id: str
    system: str
    code: str
    rank: int
    selected: bool
    confidence: str | None
    decision: str
    sequence: int | None
    evidence: list[dict[str, Any]]
    why: list[Any]
    release: str
    reason: str


class ClaimRow(Schema):
    """A claim: where it stands."""

    id: str
    number: str
    practice: str
    encounter: str | None
    claim_type: str
    payer_id: str
    date_of_service: str | None
    charge: str
    state: str
    version: int


class ClaimDetail(ClaimRow):
    """A claim with the document of its current version."""

    payer_claim_control_number: str
    claim: dict[str, Any]


class FindingRow(Schema):
    """What an edit found in a claim's current version."""

    id: str
    line: int | None
    edit: str
    name: str
    family: str
    severity: str
    path: str
    codes: list[str]
    message: str
    fix: str
    sources: list[str]
    release: str
    changes: list[dict[str, Any]]
    overridden: str | None = Field(description="The reason of the override.")


class RemittanceRow(Schema):
    """A payment of a payer."""

    id: str
    payer_id: str
    payer_name: str
    trace: str
    paid_on: str | None
    payment: str
    state: str


class RemittanceDetail(RemittanceRow):
    """A payment with all that the payer said."""

    remittance: dict[str, Any]


class WorkItemRow(Schema):
    """Something that waits for a person."""

    id: str
    kind: str
    reason: str
    amount: str | None
    due: str | None
    claim: str | None
    encounter: str | None
    remittance: str | None
    opened_at: str
    closed_at: str | None
    outcome: str


class Note(Schema):
    """A note to a work item."""

    text: str = Field(min_length=1, max_length=400)


class RuleFileRow(Schema):
    """A file of rules."""

    id: str
    prefix: str
    version: int
    rules: int
    active: bool


class RuleFileDetail(RuleFileRow):
    """A file of rules with its text."""

    text: str
    reason: str


class RuleText(Schema):
    """Rules to keep."""

    text: str = Field(max_length=200_000, description="YAML, see docs/edits/practice-rules.md.")
    reason: str = Field(min_length=1, max_length=200)


class EncounterPage(Schema):
    """A page of encounters; ``next`` is what to send as ``after``."""

    items: list[EncounterRow]
    next: str | None


class ClaimPage(Schema):
    """A page of claims."""

    items: list[ClaimRow]
    next: str | None


class RemittancePage(Schema):
    """A page of remittances."""

    items: list[RemittanceRow]
    next: str | None


class WorkItemPage(Schema):
    """A page of work items."""

    items: list[WorkItemRow]
    next: str | None


class Documents(Schema):
    """The notes of an encounter."""

    items: list[DocumentRow]


class Codes(Schema):
    """The codes of an encounter."""

    items: list[CodeRow]


class Findings(Schema):
    """The findings of a claim."""

    items: list[FindingRow]


class RuleFiles(Schema):
    """The organization's files of rules."""

    items: list[RuleFileRow]
