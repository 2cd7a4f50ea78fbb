"""Apply the changes of findings that need nobody's judgement, and say which they were."""

from decimal import Decimal

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.claim.paths import value_at, with_text_at
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.scrubber import scrub
from cleanclaim.edits.values import Change, Finding, Severity
from cleanclaim.primitives import InvalidValue

_MOST_ROUNDS = 50
"""Repairs of one claim, at most: a repair may bring another to light, but never for ever."""


class Applied(msgspec.Struct, frozen=True):
    """One change that was made: of which finding, and what stood there before."""

    finding: Finding
    change: Change
    before: str


class Repair(msgspec.Struct, frozen=True):
    """A claim after its safe changes, what they were, and what is still found in it."""

    claim: Claim
    applied: tuple[Applied, ...]
    left: tuple[Finding, ...]


def repair(claim: Claim, rules: Rules) -> Repair:
    """Return the claim with the changes of all findings of which every change is safe.

    One finding is repaired at a time and the claim is judged again. A repair is taken back when it
    does not make its finding go away, or when something at ``review`` or above is found that was
    not found before. Nothing else of the claim is touched. Pure, and the same for the same input;
    repairing the result again changes nothing.
    """
    applied: list[Applied] = []
    left = scrub(claim, rules)
    tried: set[tuple[str, str]] = set()
    for _ in range(_MOST_ROUNDS):
        finding = next((f for f in left if _is_safe(f) and (f.edit, f.path) not in tried), None)
        if finding is None:
            break
        tried.add((finding.edit, finding.path))
        changed = _changed(claim, finding)
        if changed is None:
            continue
        after = scrub(changed, rules)
        if _marks(after) < _marks(left):
            applied += [Applied(finding, one, _text_at(claim, one.path)) for one in finding.changes]
            claim, left = changed, after
    return Repair(claim, tuple(applied), left)


def _is_safe(finding: Finding) -> bool:
    """Return whether the whole repair is safe: half of one could be worse than none."""
    return bool(finding.changes) and all(change.safe for change in finding.changes)


def _changed(claim: Claim, finding: Finding) -> Claim | None:
    """Return the claim with a finding's changes; nothing when they do not fit or change nothing."""
    changed = claim
    for change in finding.changes:
        try:
            changed = with_text_at(changed, change.path, change.text)
        except InvalidValue:
            return None
    return None if changed == claim else changed


def _marks(found: tuple[Finding, ...]) -> frozenset[tuple[str, str, str]]:
    """Return what is to be worked on, so that a repair can be told from a change for the worse.

    The codes are not part of it (a corrected code is another one); a message tells two findings of
    an edit at one path apart.
    """
    return frozenset(
        (finding.edit, finding.path, finding.message if finding.changes else "")
        for finding in found
        if finding.severity <= Severity.INFORM
    )


def _text_at(claim: Claim, path: str) -> str:
    """Return what stands at a path, as :func:`with_text_at` would read it."""
    value = value_at(claim, path)
    if value is None:
        return "null"
    if isinstance(value, tuple):
        return ",".join(str(one) for one in value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)
