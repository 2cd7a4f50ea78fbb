"""A service by telehealth that is not on Medicare's list."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import TELEHEALTH, NotCovered, Unknown
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers, places
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class NotOnTelehealthList(Edit):
    """A service by telehealth that is not on Medicare's list.

    ## Why it matters
    Medicare pays by telehealth only the services on its list: others are denied.
    """

    id = "TEL003"
    name = "not-on-telehealth-list"
    family = "telehealth"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = places("02", "10") | modifiers("95", "93", "GT", "GQ")
    severity = Severity.DENY
    sources = (
        Citation("CMS, List of Telehealth Services", "2026, as imported"),
        reason_code("96"),
    )
    predicts = (CARC("96"),)
    fix = "Report it where it was given in person, or take it off."
    examples = (
        Example("on the list", "payer medicare; place 10; lines 99213 $125 @1", tables=("TELEHEALTH 99213",)),
        Example(
            "not on it",
            "payer medicare; place 10; lines 20610 $180 @1",
            finds=("lines[0].code",),
            tables=("TELEHEALTH 99213",),
        ),
        Example("in person", "payer medicare; lines 20610 $180 @1", tables=("TELEHEALTH 99213",)),
        Example(
            "not loaded for the day",
            "payer medicare; dos 1999-03-04; place 10; lines 99213 $125 @1",
            not_checked=("TELEHEALTH",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            by_telehealth = line.place in ("02", "10") or line.has("95", "93", "GT", "GQ")
            if not by_telehealth or not line.code or line.day is None:
                continue
            answer = rules.store.find(TELEHEALTH, line.code, line.day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, line.path, answer)
            elif isinstance(answer, Unknown):
                message = f"{line.code} is not on Medicare's list of telehealth services."
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code,), release=answer.release.label
                )
