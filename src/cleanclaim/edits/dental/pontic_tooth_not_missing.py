"""A pontic for a tooth that is not named as missing."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation


class PonticToothNotMissing(Edit):
    """A pontic for a tooth that is not named as missing.

    ## Why it matters
    A pontic fills a gap: plans ask which teeth are missing, and since when.
    """

    id = "DEN039"
    name = "pontic-tooth-not-missing"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = codes("D62*")
    severity = Severity.INFORM
    sources = (Citation("ASC X12N 837 005010X224A2, 2300 DN2", verified=False),)
    predicts = (CARC("16"),)
    fix = "Name the tooth among the missing ones."
    examples = (
        Example(
            "named", ("type dental; missing 19; lines D6240 $1000 tooth 19; set lines[0].dental.prosthesis I")
        ),
        Example(
            "not named",
            ("type dental; lines D6240 $1000 tooth 19; set lines[0].dental.prosthesis I"),
            finds=("dental.missing_teeth",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        gone = {tooth.number for tooth in claim.dental.missing_teeth} if claim.dental is not None else set()
        for line in facts_of(claim).lines:
            for tooth in line.line.dental.teeth if line.line.dental is not None else ():
                if "D6205" <= line.code <= "D6253" and tooth.number not in gone:
                    message = (
                        f"{line.code} fills the gap of tooth {tooth.number}, which is not named as missing."
                    )
                    yield self.finding(claim, "dental.missing_teeth", message, codes=(line.code,))
