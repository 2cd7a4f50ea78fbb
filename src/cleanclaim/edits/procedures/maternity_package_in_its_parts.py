"""A maternity package and a part of it."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import (
    earlier_lines,
    same_provider,
)
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_PACKAGES = frozenset(("59400", "59510", "59610", "59618"))
_PARTS = frozenset(
    ("59409", "59410", "59425", "59426", "59430", "59514", "59515", "59612", "59614", "59620", "59622")
)
_DAYS = 300
"""Codes from general knowledge; unverified."""


class MaternityPackageInItsParts(Edit):
    """A maternity package and a part of it.

    ## Why it matters
    The package holds the visits before, the delivery and the care after it: a part billed
    beside it is denied.
    """

    id = "PRC033"
    name = "maternity-package-in-its-parts"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes("59400", "59510", "59610", "59618")
    severity = Severity.REVIEW
    sources = (reason_code("97"),)
    predicts = (CARC("97"),)
    fix = "Report the package, or the parts alone where others gave the rest."
    examples = (
        Example("the package", ("patient self sex F; dx O80, Z37.0, Z3A.39; lines 59400 $3500 @1")),
        Example(
            "with its visits",
            ("patient self sex F; dx O80, Z37.0, Z3A.39; lines 59400 $3500 @1 | 59426 $900 @1 on 2025-10-20"),
            finds=("lines[1].code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.code not in _PARTS or line.day is None:
                continue
            for other in (*facts_of(claim).lines, *earlier_lines(claim, rules)):
                if (
                    other.code in _PACKAGES
                    and other.day is not None
                    and abs((other.day - line.day).days) <= _DAYS
                    and same_provider(line, other)
                ):
                    message = f"{line.code} on {line.day} is part of {other.code} on {other.day}."
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, other.code))
                    break
