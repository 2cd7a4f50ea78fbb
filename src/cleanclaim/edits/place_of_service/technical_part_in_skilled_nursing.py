"""The technical part of a test for a patient in a covered stay of a skilled nursing facility."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.fee_schedule import scheduled_lines
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import places
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class TechnicalPartInSkilledNursing(Edit):
    """The technical part of a test for a patient in a covered stay of a skilled nursing facility.

    ## Why it matters
    The facility's payment includes the technical part of tests; of a practitioner Medicare pays the
    professional part alone.
    """

    id = "POS005"
    name = "technical-part-in-skilled-nursing"
    family = "place_of_service"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = places("31")
    severity = Severity.DENY
    sources = (
        Citation(
            "NGS Medicare: Skilled Nursing Facility Consolidated Billing Services Reminder", "ngsmedicare.com"
        ),
    )
    predicts = (CARC("190"),)
    fix = (
        "Bill the professional part (26), and the facility for the rest; use place 32 if the "
        "stay is not covered."
    )
    examples = (
        Example(
            "the professional part",
            "payer medicare; place 31; lines 71045-26 $20 @1",
            tables=("MPFS 71045 status=A pc_tc=1",),
        ),
        Example(
            "the whole test",
            "payer medicare; place 31; lines 71045 $60 @1",
            finds=("lines[0].modifiers",),
            tables=("MPFS 71045 status=A pc_tc=1",),
        ),
        Example(
            "a visit", "payer medicare; place 31; lines 99308 $90 @1", tables=("MPFS 99308 status=A pc_tc=0",)
        ),
        Example(
            "a stay that is not covered",
            "payer medicare; place 32; lines 71045 $60 @1",
            tables=("MPFS 71045 status=A pc_tc=1",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for found in scheduled_lines(self, claim, rules, places=frozenset(("31",))):
            if isinstance(found, Finding):
                yield found
                continue
            line, row = found.line, found.row
            if row.pc_tc == "3" or (row.pc_tc == "1" and not line.has("26")):
                message = f"{line.code} in place 31 includes the technical part, which the facility bills."
                # Only where the code has a professional part is 26 the repair.
                changes: tuple[Change, ...] = ()
                if row.pc_tc == "1" and not line.has("TC"):
                    changes = (Change(f"{line.path}.modifiers", ",".join(("26", *line.modifiers))),)
                yield self.finding(
                    claim,
                    f"{line.path}.modifiers",
                    message,
                    codes=(line.code,),
                    release=found.release,
                    changes=changes,
                )
