"""A whole service and one of its components, by the same provider on one day."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import (
    same_provider,
)
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class ComponentBesideWhole(Edit):
    """A whole service and one of its components, by the same provider on one day.

    ## Why it matters
    The whole service holds the technical part and the reading: a component beside it is denied.
    """

    id = "PRC040"
    name = "component-beside-whole"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("26", "TC")
    severity = Severity.DENY
    sources = (reason_code("97"),)
    predicts = (CARC("97"),)
    fix = "Report the whole service, or the component that you did."
    examples = (
        Example("a reading", "lines 71046-26 $30 @1"),
        Example(
            "the image and its reading", "lines 71046 $90 @1 | 71046-26 $30 @1", finds=("lines[1].modifiers",)
        ),
        Example("another image, read", "lines 71046 $90 @1 | 71046-26-77 $30 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        again = ("59", "76", "77", "XE", "XU")
        for lines in facts_of(claim).by_day.values():
            for part in lines:
                if not part.has("26", "TC") or part.has(*again):
                    continue
                for whole in lines:
                    is_whole = whole.code == part.code and not whole.has("26", "TC", *again)
                    if is_whole and same_provider(part, whole):
                        component = "26" if part.has("26") else "TC"
                        message = f"{part.code}-{component} is part of {whole.code} on {whole.day}."
                        yield self.finding(claim, f"{part.path}.modifiers", message, codes=(part.code,))
                        break
