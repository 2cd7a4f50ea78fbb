"""An injection that is paid only when nothing else of the day is."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import MPFS, Known
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.fee_schedule import STATUS, scheduled_lines
from cleanclaim.edits.history import same_provider
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


def _is_beside(claim: Claim, rules: Rules, line: LineFacts) -> bool:
    """Return whether another line of the day and provider is payable under the fee schedule."""
    for other in facts_of(claim).lines:
        if other.index == line.index or other.day is None or other.day != line.day:
            continue
        answer = rules.store.find(MPFS, other.code, other.day)
        if same_provider(other, line) and isinstance(answer, Known) and answer.value[0].status in ("A", "R"):
            return True
    return False


class InjectionBesideOtherServices(Edit):
    """An injection that is paid only when nothing else of the day is.

    ## Why it matters
    With another service of the fee schedule on the same day by the same provider its payment is
    bundled.
    """

    id = "PRC007"
    name = "injection-beside-other-services"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = having("procedure code")
    severity = Severity.DENY
    sources = (STATUS,)
    predicts = (CARC("97"),)
    fix = "Take the line off; it is part of the other service."
    examples = (
        Example("alone", "payer medicare; lines 96523 $50 @1", tables=("MPFS 96523 status=T",)),
        Example(
            "beside a visit",
            "payer medicare; lines 99213 $125 @1 | 96523 $50 @1",
            finds=("lines[1].code",),
            tables=(
                "MPFS 96523 status=T",
                "MPFS 99213 status=A",
            ),
        ),
        Example(
            "beside a visit of another day",
            "payer medicare; lines 99213 $125 @1 on 2025-11-19 | 96523 $50 @1",
            tables=(
                "MPFS 96523 status=T",
                "MPFS 99213 status=A",
            ),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.status == "T" and _is_beside(claim, rules, line):
                message = (
                    f"{line.code} is paid only when no other service of the fee schedule is "
                    f"billed on {line.day} (status T)."
                )
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code,), release=found.release
                )
