"""Rows as the API shows them: plain values, money as strings with two decimals, dates ISO."""

import json
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from cleanclaim.primitives import money_field
from cleanclaim.web.claims.models import Claim, Finding, FindingOverride, RuleFile, RuleFileVersion
from cleanclaim.web.encounters.models import CodeAssignment, Document, Encounter
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.worklists.models import WorkItem

MOST = 200
USUAL = 50


def page_of(
    rows: QuerySet[Any], after: UUID | None, limit: int, shown: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """Return rows after an id, in the order of their ids, and the id to go on after."""
    ordered = rows.order_by("pk")
    if after is not None:
        ordered = ordered.filter(pk__gt=after)
    found = list(ordered[: limit + 1])
    more = len(found) > limit
    return {
        "items": [shown(row) for row in found[:limit]],
        "next": str(found[limit - 1].pk) if more else None,
    }


def encounter(row: Encounter) -> dict[str, Any]:
    """Show an encounter."""
    return {
        "id": str(row.pk),
        "number": row.number,
        "practice": str(row.practice_id),
        "date_of_service": row.date_of_service.isoformat(),
        "setting": row.setting,
        "state": row.state,
    }


def encounter_detail(row: Encounter) -> dict[str, Any]:
    """Show an encounter with its document."""
    claims = [str(key) for key in row.claims.order_by("pk").values_list("pk", flat=True)]
    return {**encounter(row), "encounter": json.loads(row.document), "claims": claims}


def document(row: Document) -> dict[str, Any]:
    """Show a version of a note, without its text."""
    return {
        "id": str(row.pk),
        "version": row.version,
        "sha256": row.sha256,
        "received_at": row.received_at.isoformat(),
    }


def code(row: CodeAssignment) -> dict[str, Any]:
    """Show a code."""
    return {
        "id": str(row.pk),
        "system": row.system,
        "code": row.code,
        "rank": row.rank,
        "selected": row.selected,
        "confidence": None if row.confidence is None else f"{row.confidence:f}",
        "decision": row.decision,
        "sequence": row.sequence,
        "evidence": row.evidence,
        "why": row.why,
        "release": row.release,
        "reason": row.reason,
    }


def claim(row: Claim) -> dict[str, Any]:
    """Show a claim."""
    return {
        "id": str(row.pk),
        "number": row.patient_control_number,
        "practice": str(row.practice_id),
        "encounter": _key(row.encounter_id),
        "claim_type": row.claim_type,
        "payer_id": row.payer_id,
        "date_of_service": _day(row.date_of_service),
        "charge": f"{row.charge:.2f}",
        "state": row.state,
        "version": row.current_version,
    }


def claim_detail(row: Claim) -> dict[str, Any]:
    """Show a claim with the document of its current version."""
    return {
        **claim(row),
        "payer_claim_control_number": row.payer_claim_control_number,
        "claim": json.loads(row.version().document)["claim"],
    }


def finding(row: Finding, answer: FindingOverride | None) -> dict[str, Any]:
    """Show a finding."""
    return {
        "id": str(row.pk),
        "line": row.line,
        "edit": row.edit,
        "name": row.name,
        "family": row.family,
        "severity": row.severity,
        "path": row.path,
        "codes": row.codes,
        "message": row.message,
        "fix": row.fix,
        "sources": row.sources,
        "release": row.release,
        "changes": row.changes,
        "overridden": None if answer is None else answer.reason,
    }


def remittance(row: Remittance) -> dict[str, Any]:
    """Show a remittance."""
    return {
        "id": str(row.pk),
        "payer_id": row.payer_id,
        "payer_name": row.payer_name,
        "trace": row.trace_number,
        "paid_on": _day(row.paid_on),
        "payment": f"{row.payment:.2f}",
        "state": row.state,
    }


def remittance_detail(row: Remittance) -> dict[str, Any]:
    """Show a remittance with all that the payer said."""
    return {**remittance(row), "remittance": json.loads(row.document)}


def work_item(row: WorkItem) -> dict[str, Any]:
    """Show a work item."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "reason": row.reason,
        "amount": _money(row.amount),
        "due": _day(row.due),
        "claim": _key(row.claim_id),
        "encounter": _key(row.encounter_id),
        "remittance": _key(row.remittance_id),
        "opened_at": row.opened_at.isoformat(),
        "closed_at": _moment(row.closed_at),
        "outcome": row.outcome,
    }


def rule_file(row: RuleFile, version: RuleFileVersion) -> dict[str, Any]:
    """Show a file of rules."""
    return {
        "id": str(row.pk),
        "prefix": row.prefix,
        "version": row.current_version,
        "rules": version.rules,
        "active": row.is_active,
    }


def rule_file_detail(row: RuleFile) -> dict[str, Any]:
    """Show a file of rules with its text."""
    version = row.versions.get(number=row.current_version)
    return {**rule_file(row, version), "text": version.text, "reason": version.reason}


def _key(value: UUID | None) -> str | None:
    return None if value is None else str(value)


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _moment(value: datetime | None) -> str | None:
    return None if value is None else value.isoformat()


def _money(value: Decimal | None) -> str | None:
    return money_field(value)
