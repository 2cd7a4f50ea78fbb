"""A tooth that there is not."""

import re
from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_TOOTH = re.compile(r"0?[1-9]|[12][0-9]|3[0-2]|[A-T]|5[1-9]|6[0-9]|7[0-9]|8[0-2]|[A-T]S")


class ToothUnknown(Edit):
    """A tooth that there is not.

    ## Why it matters
    Teeth are numbered 1 to 32, primary teeth A to T, supernumerary ones 51 to 82 and AS to TS.
    """

    id = "DEN004"
    name = "tooth-unknown"
    family = "dental"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("dental",)))
    triggers = having("dental")
    severity = Severity.REJECT
    sources = (
        reason_code("16"),
        Citation("Universal tooth numbering, ISO 3950 and ADA", verified=False),
    )
    predicts = (CARC("16"),)
    fix = "Correct the tooth."
    examples = (
        Example("a tooth", "type dental; lines D2391 $150 tooth 14/O"),
        Example(
            "none", "type dental; lines D2391 $150 tooth 40/O", finds=("lines[0].dental.teeth[0].number",)
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for at, line in enumerate(claim.lines):
            for number, tooth in enumerate(line.dental.teeth if line.dental is not None else ()):
                if not _TOOTH.fullmatch(tooth.number.strip().upper()):
                    message = f"There is no tooth {tooth.number}."
                    path = f"lines[{at}].dental.teeth[{number}].number"
                    changes = rewritten(path, tooth.number, lambda text: bool(_TOOTH.fullmatch(text)))
                    yield self.finding(claim, path, message, codes=(line.code,), changes=changes)
