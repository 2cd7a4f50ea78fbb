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


_Key = tuple[str, str, Severity, str]


class Comparison:
    """Rules with everything that is loaded, and without some of the releases: made once for many claims."""

    def __init__(self, rules: Rules, since: Sequence[Release]) -> None:
        self._since = tuple(since)
        self._with = rules
        self._without = _lacking(rules, since)
        self._alone: list[tuple[str, Rules, Rules]] = []

    def differences(
        self, claim: Claim, before: tuple[Claim, ...] = (), after: tuple[Claim, ...] = ()
    ) -> tuple[Difference, ...]:
        """Return what changes for a claim through the releases, between these of its patient in the run.

        What appears comes first, each part in the order of the work. "Not checked" counts as a
        finding: a new release mostly takes one away. A finding is the same when edit, place,
        severity and message are, and "not checked" when the same is missing.
        """
        old = scrub(claim, self._without.beside(before, after))
        new = scrub(claim, self._with.beside(before, after))
        had, has = _keys(old), _keys(new)
        appeared = [finding for finding in new if _key(finding) not in had]
        gone = [finding for finding in old if _key(finding) not in has]
        if not (appeared or gone):
            return ()
        each = self._each(claim, before, after)
        return (
            *(Difference(one, True, _makers(one, each, appears=True)) for one in appeared),
            *(Difference(one, False, _makers(one, each, appears=False)) for one in gone),
        )

    def _each(
        self, claim: Claim, before: tuple[Claim, ...], after: tuple[Claim, ...]
    ) -> list[tuple[str, frozenset[_Key], frozenset[_Key]]]:
        """Return label, and what is found with all releases but this one, and with none but this one."""
        if not self._alone:
            for release in self._since:
                others = [one for one in self._since if one is not release]
                lacking, only = _lacking(self._with, [release]), _lacking(self._with, others)
                self._alone.append((release.label, lacking, only))
        return [
            (
                label,
                _keys(scrub(claim, lacking.beside(before, after))),
                _keys(scrub(claim, only.beside(before, after))),
            )
            for label, lacking, only in self._alone
        ]


def differences(claim: Claim, rules: Rules, since: Sequence[Release]) -> tuple[Difference, ...]:
    """Return what changes for one claim through some of the releases that are loaded."""
    return Comparison(rules, since).differences(claim)


def _lacking(rules: Rules, hidden: Sequence[Release]) -> Rules:
    return msgspec.structs.replace(rules, store=StoreWithout(rules.store, hidden))


def is_to_work_on(difference: Difference) -> bool:
    """Return whether it is a new finding that somebody has to work on."""
    return difference.appears and difference.finding.severity <= Severity.REVIEW


def _key(finding: Finding) -> _Key:
    if finding.severity is Severity.NOT_CHECKED:
        # Its message lists what is loaded, which is not the same with and without a release.
        return ("", "", finding.severity, finding.missing)
    return (finding.edit, finding.path, finding.severity, finding.message)


def _keys(found: Sequence[Finding]) -> frozenset[_Key]:
    return frozenset(_key(finding) for finding in found)


def _makers(
    finding: Finding, of_one: list[tuple[str, frozenset[_Key], frozenset[_Key]]], *, appears: bool
) -> tuple[str, ...]:
    """Return the releases without which it would be as before, else those that alone make it so."""
    key = _key(finding)
    needed = [label for label, lacking, _ in of_one if (key in lacking) is not appears]
    return tuple(needed or [label for label, _, only in of_one if (key in only) is appears])
