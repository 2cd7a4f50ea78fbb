"""Run every edit that a claim falls under, and put what they find in the order of the work."""

import re
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.registry import EDITS, all_edits
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Finding, Severity

_NUMBER = re.compile(r"([0-9]+)")
_RANK = {identifier: rank for rank, identifier in enumerate(EDITS)}


def scrub(claim: Claim, rules: Rules) -> tuple[Finding, ...]:
    """Return everything that the edits find in a claim, most urgent first.

    The order is that of severity, then of the claim's lines, then of the registry, and is the
    same on any machine. What could not be judged comes last, once for each missing table or
    context, naming all edits that lacked it. Never raises for a bad claim.
    """
    payer_kind = rules.payer_kind_of(claim)
    days = claim.service_dates
    found: list[Finding] = []
    for edit in _edits_for(claim.claim_type, payer_kind):
        if not edit.effective.touches(days):
            continue
        theirs = payer_kind in edit.applies_to.payer_kinds
        found.extend(
            finding if theirs else _only_for_review(finding, payer_kind)
            for finding in edit.check(claim, rules)
        )
    judged = sorted((f for f in found if f.severity is not Severity.NOT_CHECKED), key=_order)
    return (*judged, *_once_per_missing(f for f in found if f.severity is Severity.NOT_CHECKED))


@lru_cache(maxsize=64)
def _edits_for(claim_type: str, payer_kind: str) -> tuple[Edit, ...]:
    return tuple(edit for edit in all_edits() if edit.applies_to.judges(claim_type, payer_kind))


def _order(finding: Finding) -> tuple[object, ...]:
    path = [(int(part), "") if part.isdigit() else (-1, part) for part in _NUMBER.split(finding.path)]
    return (finding.severity, finding.line or 0, _RANK[finding.edit], path, finding.message)


def _only_for_review(finding: Finding, payer_kind: str) -> Finding:
    if finding.severity >= Severity.REVIEW:
        return finding
    reason = f"Whether this payer ({payer_kind.replace('_', ' ')}) follows the rule is not known."
    return msgspec.structs.replace(finding, severity=Severity.REVIEW, message=f"{finding.message} {reason}")


def _once_per_missing(lacking: Iterable[Finding]) -> list[Finding]:
    """Return one statement for each missing table or context, with the edits that wanted it."""
    by_missing: dict[str, list[Finding]] = {}
    for finding in lacking:
        by_missing.setdefault(finding.missing, []).append(finding)
    said: list[Finding] = []
    for missing, findings in by_missing.items():
        edits = ", ".join(dict.fromkeys(finding.edit for finding in findings))
        reasons = "; ".join(dict.fromkeys(finding.message for finding in findings if finding.message))
        message = f"Not checked for want of {missing} ({edits})" + (f": {reasons}." if reasons else ".")
        said.append(msgspec.structs.replace(findings[0], message=message))
    return said
