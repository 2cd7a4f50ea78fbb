"""The technical part of a test by a practitioner in a facility."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import LineFacts
from cleanclaim.edits.fee_schedule import PC_TC, scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import places
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_FACILITIES = frozenset(("19", "21", "22", "23"))
"""Hospital outpatient departments on and off campus, inpatient hospital, emergency room."""


class TechnicalPartInFacility(Edit):
    """The technical part of a test by a practitioner in a facility.

    ## Why it matters
    In a hospital or ambulatory center the facility is paid for equipment and staff: the
    practitioner is paid for the interpretation only.
    """

    id = "PRC008"
    name = "technical-part-in-facility"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("professional",)),
    )
    triggers = places("19", "21", "22", "23")
    severity = Severity.DENY
    sources = (PC_TC,)
    predicts = (
        CARC("5"),
        CARC("58"),
    )
    fix = "Report modifier 26; the facility bills the technical part."
    examples = (
        Example(
            "the interpretation",
            "payer medicare; place 22; lines 71046-26 $20 @1",
            tables=("MPFS 71046 status=A pc_tc=1",),
        ),
        Example(
            "the whole test",
            "payer medicare; place 22; lines 71046 $60 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 71046 status=A pc_tc=1",),
        ),
        Example(
            "in the office", "payer medicare; lines 71046 $60 @1", tables=("MPFS 71046 status=A pc_tc=1",)
        ),
        Example(
            "a tracing only, to an inpatient",
            "payer medicare; place 21; set dates.admission 2025-11-17; lines 93005 $60 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 93005 status=A pc_tc=3",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, places=_FACILITIES):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if not line.has("26") and row.pc_tc in ("1", "3", "4"):
                message = (
                    f"{line.code} in place {line.place} includes the technical part, which is the facility's."
                )
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    release=found.release,
                    changes=_professional(line) if row.pc_tc == "1" and not line.has("TC") else (),
                )


def _professional(line: LineFacts) -> tuple[Change, ...]:
    """Return the change that bills the professional part alone."""
    return (Change(f"{line.path}.modifiers", ",".join(("26", *line.modifiers))),)
