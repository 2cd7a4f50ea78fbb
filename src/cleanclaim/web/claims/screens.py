"""What the screens of a claim show, gathered from all rooms: values for templates, nothing of HTML."""

from collections.abc import Sequence
from typing import Any

import msgspec

from cleanclaim.claim import Claim as EngineClaim, ServiceLine
from cleanclaim.edits import Severity
from cleanclaim.primitives import ZERO, Money, dotted
from cleanclaim.remittance import (
    ClaimPayment as EnginePayment,
    ClassifiedAdjustment,
    classify_claim,
    plain_reason,
)
from cleanclaim.web.accounting.account import account_in_words
from cleanclaim.web.accounting.selectors import postings_of_claim
from cleanclaim.web.claims.finding_words import shown_changes, unchecked_in_words
from cleanclaim.web.claims.models import Claim, Finding
from cleanclaim.web.claims.selectors import latest_findings
from cleanclaim.web.claims.standing import STANDINGS, ClaimMoney, Standing, money_of
from cleanclaim.web.encounters.models import CodeAssignment
from cleanclaim.workflow import ClaimState

BLOCKING = (str(Severity.REJECT), str(Severity.DENY))
DECIDED = (ClaimState.PAID, ClaimState.DENIED, ClaimState.REVERSED, ClaimState.CLOSED)

SAID_ABOVE = ("held", "release", "patient_balance")
"""Kinds of work whose reason the page says anyway."""

TABS = (
    ("claims.claim", "Lines and diagnoses"),
    ("claims.findings", "Findings"),
    ("claims.remits", "Remits and postings"),
    ("claims.file", "The file"),
    ("claims.form", "Paper form"),
    ("claims.history", "History"),
)


class ShownDiagnosis(msgspec.Struct, frozen=True):
    """A diagnosis with the words of the note that a coder accepted it for."""

    place: int
    code: str
    title: str
    words: tuple[str, ...]


class ShownLine(msgspec.Struct, frozen=True):
    """A service line with what became of it."""

    number: int
    line: ServiceLine
    paid: Money | None
    adjusted: Money | None
    patient: Money | None


def header(claim: Claim, value: EngineClaim) -> dict[str, Any]:
    """Return what stands above every tab of a claim: who, where it stands, what blocks it, its money."""
    postings = list(postings_of_claim(claim.patient_control_number))
    money = money_of(
        postings, charge=claim.charge, is_decided=claim.state in DECIDED, payer_id=claim.payer_id
    )
    findings = explained(claim, value, list(latest_findings(claim)))
    blocking = [found for found in findings if found.severity in BLOCKING]
    return {
        "claim": claim,
        "value": value,
        "patient": claim.patient,
        "standing": STANDINGS[claim.state],
        "money": money,
        "postings": [(posting, account_in_words(posting.account)) for posting in postings],
        "findings": findings,
        "checked_findings": sum(1 for one in findings if one.severity != "not_checked"),
        "unchecked": sum(1 for one in findings if one.severity == "not_checked"),
        "blocking": blocking,
        "unanswered": [found for found in blocking if found.answer is None],  # type: ignore[attr-defined]
        "applicable": next((found for found in findings if found.shown_changes), None),  # type: ignore[attr-defined]
        "says": what_blocks(claim, STANDINGS[claim.state], findings, money),
        "work_items": [
            item
            for item in claim.work_items.filter(closed_at=None).order_by("opened_at", "key")
            if item.kind not in SAID_ABOVE
        ],
        "tabs": TABS,
    }


def explained(claim: Claim, value: EngineClaim, findings: list[Finding]) -> list[Finding]:
    """Return the findings, each with ``shown_changes``, its ``answer`` (override) and ``says``, for pages."""
    answers = {(row.edit, row.path): row for row in claim.version().overrides.all()}
    for found in findings:
        found.shown_changes = shown_changes(value, found)  # type: ignore[attr-defined]
        found.answer = answers.get((found.edit, found.path))  # type: ignore[attr-defined]
        found.is_overridable = found.severity == str(Severity.DENY)  # type: ignore[attr-defined]
        if found.severity == str(Severity.NOT_CHECKED):
            found.says = unchecked_in_words(found)  # type: ignore[attr-defined]
    return findings


def what_blocks(claim: Claim, standing: Standing, findings: Sequence[Finding], money: ClaimMoney) -> str:
    """Return the one sentence that is said first."""
    blocking = [found for found in findings if found.severity in BLOCKING]
    if claim.state == ClaimState.HELD and blocking and all(found.answer is not None for found in blocking):  # type: ignore[attr-defined]
        return "What holds it is overridden with a reason; it waits for its release."
    if claim.state == ClaimState.HELD and blocking:
        more = f" And {len(blocking) - 1} more." if len(blocking) > 1 else ""
        return f"{blocking[0].message}{more}"
    if claim.state == ClaimState.PAID and money.payer_owes == 0 and money.patient_owes > 0:
        return "The payer has paid; the patient owes the rest."
    return standing.means


def diagnoses(claim: Claim, value: EngineClaim) -> list[ShownDiagnosis]:
    """Return the diagnoses that lines point at, with their evidence."""
    words: dict[str, tuple[str, ...]] = {}
    if claim.encounter_id is not None:
        rows = CodeAssignment.objects.filter(
            encounter=claim.encounter_id, decision=CodeAssignment.Decision.ACCEPTED
        )
        words = {row.code: tuple(span["text"] for span in row.evidence[:3]) for row in rows}
    return [
        ShownDiagnosis(place, dotted(dx.code), _title(dx.code, claim), words.get(dx.code, ()))
        for place, dx in enumerate(value.numbered_diagnoses, start=1)
    ]


def lines(claim: Claim, value: EngineClaim) -> list[ShownLine]:
    """Return the lines with what their postings say was paid, adjusted, and left to the patient."""
    by_line: dict[int, dict[str, Money]] = {}
    for posting in postings_of_claim(claim.patient_control_number):
        if posting.line is None or posting.reason == "charge":
            continue
        sums = by_line.setdefault(posting.line, {})
        kind = "payment" if posting.reason.startswith("payment") else posting.account
        sums[kind] = sums.get(kind, ZERO) + posting.debit - posting.credit
    shown = []
    for number, line in enumerate(value.lines, start=1):
        found = by_line.get(number)
        sums = found or {}
        shown.append(
            ShownLine(
                number=number,
                line=line,
                paid=-sums.get("payment", ZERO) if found else None,
                adjusted=sums.get("contractual", ZERO) + sums.get("write_off", ZERO) if found else None,
                patient=sums.get("receivable_patient", ZERO) if found else None,
            )
        )
    return shown


def decisions(claim: Claim) -> list[dict[str, Any]]:
    """Return what payers decided about a claim, in plain words, newest first."""
    found = []
    for row in claim.payments.select_related("remittance", "entry").order_by("-remittance__paid_on", "-pk"):
        value = row.remittance.value()
        payment = next((each for each in value.claims if each.position == row.position), None)
        found.append({"row": row, "remittance": row.remittance, "adjustments": adjustments(payment)})
    return found


def adjustments(payment: EnginePayment | None) -> list[dict[str, Any]]:
    """Return a claim payment's adjustments with what each means."""
    if payment is None:
        return []
    return [
        {
            "line": found.line,
            "code": found.code,
            "amount": found.adjustment.amount,
            "kind": found.classification.category.replace("_", " "),
            "words": _in_words(found),
        }
        for found in classify_claim(payment).adjustments
    ]


def _in_words(found: ClassifiedAdjustment) -> str:
    words = plain_reason(found.adjustment.carc) or "a reason not listed here, look the code up"
    remarks = f" [{', '.join(found.remarks)}]" if found.remarks else ""
    return f"{words}{remarks}"


def _title(code: str, claim: Claim) -> str:
    from cleanclaim.codesets import Known
    from cleanclaim.web.engine import reference_store

    if claim.date_of_service is None:
        return ""
    answer = reference_store().icd10cm(code, claim.date_of_service)
    return answer.value.title if isinstance(answer, Known) else ""
