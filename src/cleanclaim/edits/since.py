"""What is found in a claim with some releases and was not without them, and the other way round."""

from collections.abc import Sequence

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.codesets import Release
from cleanclaim.codesets.without import StoreWithout
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.scrubber import scrub
from cleanclaim.edits.values import Finding, Severity


class Difference(msgspec.Struct, frozen=True):
    """A finding that the releases bring (``appears``) or take away, and which of them do it.

    ``releases`` are the labels of those that make it alone; empty when it takes several together.
    """

    finding: Finding
    appears: bool
    releases: tuple[str, ...]


def differences(claim: Claim, rules: Rules, since: Sequence[Release]) -> tuple[Difference, ...]:
    """Return what changes for a claim through some of the releases that are loaded.

    The claim is judged with everything that is loaded and without these releases. What appears
    comes first, each part in the order of the work. "Not checked" counts as a finding: a new release
    mostly takes one away. A finding is the same when edit, place, severity and message are, and
    "not checked" when the same is missing.
    """
    before = msgspec.structs.replace(rules, store=StoreWithout(rules.store, since))
    old, new = scrub(claim, before), scrub(claim, rules)
    appeared = [finding for finding in new if _key(finding) not in _keys(old)]
    gone = [finding for finding in old if _key(finding) not in _keys(new)]
    if not (appeared or gone):
        return ()
    of_one = _alone(claim, rules, since)
    return (
        *(Difference(one, True, _makers(one, of_one, appears=True)) for one in appeared),
        *(Difference(one, False, _makers(one, of_one, appears=False)) for one in gone),
    )


def is_to_work_on(difference: Difference) -> bool:
    """Return whether it is a new finding that somebody has to work on."""
    return difference.appears and difference.finding.severity <= Severity.REVIEW


_Key = tuple[str, str, Severity, str]


def _key(finding: Finding) -> _Key:
    if finding.severity is Severity.NOT_CHECKED:
        # Its message lists what is loaded, which is not the same with and without a release.
        return ("", "", finding.severity, finding.missing)
    return (finding.edit, finding.path, finding.severity, finding.message)


def _keys(found: Sequence[Finding]) -> frozenset[_Key]:
    return frozenset(_key(finding) for finding in found)


def _alone(
    claim: Claim, rules: Rules, since: Sequence[Release]
) -> list[tuple[str, frozenset[_Key], frozenset[_Key]]]:
    """Return label, and what is found with all releases but this one, and with none but this one."""
    found = []
    for release in since:
        others = [one for one in since if one is not release]
        lacking = msgspec.structs.replace(rules, store=StoreWithout(rules.store, [release]))
        only = msgspec.structs.replace(rules, store=StoreWithout(rules.store, others))
        found.append((release.label, _keys(scrub(claim, lacking)), _keys(scrub(claim, only))))
    return found


def _makers(
    finding: Finding, of_one: list[tuple[str, frozenset[_Key], frozenset[_Key]]], *, appears: bool
) -> tuple[str, ...]:
    """Return the releases without which it would be as before, else those that alone make it so."""
    key = _key(finding)
    needed = [label for label, lacking, _ in of_one if (key in lacking) is not appears]
    return tuple(needed or [label for label, _, only in of_one if (key in only) is appears])
