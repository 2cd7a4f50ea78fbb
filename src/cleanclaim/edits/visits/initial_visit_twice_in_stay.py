"""The initial hospital visit twice in one stay."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.history import earlier_lines, same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_INITIAL = frozenset(("99221", "99222", "99223"))


class InitialVisitTwiceInStay(Edit):
    """The initial hospital visit twice in one stay.

    ## Why it matters
    A provider has one initial visit in a stay; the next ones are subsequent.
    """

    id = "EVM015"
    name = "initial-visit-twice-in-stay"
    family = "visits"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("99221", "99222", "99223")
    severity = Severity.DENY
    sources = (reason_code("97"),)
    predicts = (CARC("97"),)
    fix = "Report a subsequent visit (99231 to 99233)."
    examples = (
        Example(
            "a new stay",
            "payer medicare; place 21; set dates.admission 2025-11-17; lines 99223 $300 @1",
            history=(
                (
                    "payer medicare; dos 2025-10-03; place 21; set dates.admission 2025-10-02; lines "
                    "99223 $300 @1; set patient_control_number OTHER1"
                ),
            ),
        ),
        Example(
            "the same stay",
            "payer medicare; place 21; set dates.admission 2025-11-15; lines 99223 $300 @1",
            finds=("lines[0].code",),
            history=(
                (
                    "payer medicare; dos 2025-11-16; place 21; set dates.admission 2025-11-15; lines "
                    "99223 $300 @1; set patient_control_number OTHER1"
                ),
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        admitted = claim.dates.admission
        for line in facts_of(claim).lines:
            if line.code not in _INITIAL or line.day is None or admitted is None:
                continue
            for before in (*earlier_lines(claim, rules), *facts_of(claim).lines):
                if before.index == line.index and before.line is line.line:
                    continue
                if before.code not in _INITIAL or before.day is None or not same_provider(before, line):
                    continue
                if admitted <= before.day <= line.day and (before.day < line.day or before.code != line.code):
                    message = (
                        f"{line.code} on {line.day}, and {before.code} on {before.day} of the same stay."
                    )
                    yield self.finding(claim, f"{line.path}.code", message, codes=(line.code, before.code))
                    break
