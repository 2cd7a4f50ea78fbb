"""The base of all edits: a small document that happens to execute."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from cleanclaim.claim import Claim
from cleanclaim.codesets import NotCovered
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import Triggers
from cleanclaim.edits.values import ALWAYS, Change, Effective, Example, Finding, Scope, Severity, Status
from cleanclaim.primitives import CARC, RARC, Citation

_LINE = re.compile(r"lines\[([0-9]+)\]")
_GUIDE = re.compile(r"005010X22[234]A[0-9]")
_GUIDES = {
    "professional": "005010X222A1",
    "institutional": "005010X223A2",
    "dental": "005010X224A2",
}


class Edit(ABC):
    """One offence, with everything that there is to say about it.

    A subclass states the class attributes below and :meth:`check`; its docstring is the page of
    the catalogue: the first paragraph says what the offence is, ``## Why it matters`` why the
    payer minds. ``docs/edits/adding-an-edit.md`` shows one from beginning to end.
    """

    id: ClassVar[str]
    """Family prefix and number; never reused."""
    name: ClassVar[str]
    """The offence, in hyphenated words; also the name of its file."""
    family: ClassVar[str]
    """One of :data:`cleanclaim.edits.families.FAMILIES`; also the name of its folder."""
    status: ClassVar[Status]
    effective: ClassVar[Effective] = ALWAYS
    applies_to: ClassVar[Scope]
    triggers: ClassVar[Triggers] = frozenset()
    """What a claim has one of, or the edit has nothing to say; none: it runs on every claim."""
    explained_by: ClassVar[tuple[str, ...]] = ()
    """Edits whose finding at the same path, or on the same line, is the cause of this one's."""
    severity: ClassVar[Severity]
    sources: ClassVar[tuple[Citation, ...]]
    predicts: ClassVar[tuple[CARC | RARC, ...]] = ()
    fix: ClassVar[str]
    examples: ClassVar[tuple[Example, ...]]

    @abstractmethod
    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield every finding. Pure: no clock, no network, no saving; never raises for a bad claim."""

    def sources_for(self, claim_type: str) -> tuple[Citation, ...]:
        """Return the sources without the implementation guides of other claim types."""
        guide = _GUIDES.get(claim_type, "")
        return tuple(
            source
            for source in self.sources
            if (match := _GUIDE.search(source.source)) is None or match[0] == guide or not guide
        )

    def finding(
        self,
        claim: Claim,
        path: str,
        message: str,
        *,
        codes: tuple[str, ...] = (),
        release: str = "",
        severity: Severity | None = None,
        fix: str = "",
        changes: tuple[Change, ...] = (),
    ) -> Finding:
        """Return a finding at ``path`` with the statement of fact ``message``.

        ``severity`` may only be given to lower it where the facts at hand are weaker than the
        rule supposes; without a source that was opened for this type of claim it is at most a
        review. ``release`` names the reference data that were consulted. ``fix`` may say the
        action more exactly for this claim than the edit does in general; ``changes`` are that
        action as new values of fields.
        """
        match = _LINE.match(path)
        sources = self.sources_for(claim.claim_type)
        severest = max(self.severity, severity or self.severity)
        if not any(source.verified for source in sources):
            severest = max(severest, Severity.REVIEW)
        return Finding(
            claim_id=claim.patient_control_number,
            line=int(match[1]) + 1 if match else None,
            edit=self.id,
            name=self.name,
            family=self.family,
            severity=severest,
            path=path,
            codes=codes,
            message=message,
            fix=fix or self.fix,
            sources=tuple(str(source) for source in sources),
            release=release,
            predicts=tuple(code.value for code in self.predicts),
            changes=changes,
        )

    def not_checked(self, claim: Claim, path: str, missing: str | NotCovered, reason: str = "") -> Finding:
        """Return the statement that this edit could not judge, for want of a table or context.

        ``missing`` names it (``received``, ``NCCI PTP``) or is the store's answer;
        ``reason`` is a clause that completes "not checked because …".
        """
        name = missing if isinstance(missing, str) else missing.kind
        why = reason if isinstance(missing, str) else missing.reason.rstrip(".")
        return Finding(
            claim_id=claim.patient_control_number,
            line=None,
            edit=self.id,
            name=self.name,
            family=self.family,
            severity=Severity.NOT_CHECKED,
            path=path,
            codes=(),
            message=why,
            fix="",
            sources=(),
            release="",
            missing=name,
        )
