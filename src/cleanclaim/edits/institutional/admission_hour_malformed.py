"""An hour that there is not."""

import re
from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_HOUR = re.compile(r"(?:[01][0-9]|2[0-3])(?:[0-5][0-9])?")


class AdmissionHourMalformed(Edit):
    """An hour that there is not.

    ## Why it matters
    Hours run from 00 to 23, with minutes: the front end returns others.
    """

    id = "INS050"
    name = "admission-hour-malformed"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    severity = Severity.REJECT
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "Correct the hour of admission or discharge."
    examples = (
        Example(
            "an hour",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000"
            ),
        ),
        Example(
            "none",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos "
                "2025-11-17..2025-11-19; statement 2025-11-17..2025-11-19; discharged 1130 status "
                "01; dx I10:Y, I10:Y as admitting; lines none rev 0120 x2 $2000; set "
                "institutional.admission_hour 2560"
            ),
            finds=("institutional.admission_hour",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None:
            return

        if not all(_HOUR.fullmatch(one) for one in (details.admission_hour, details.discharge_hour) if one):
            message = "An hour of admission or discharge is none."
            hours = {"admission_hour": details.admission_hour, "discharge_hour": details.discharge_hour}
            changes = tuple(
                change
                for name, hour in hours.items()
                if hour and not _HOUR.fullmatch(hour)
                for change in rewritten(
                    f"institutional.{name}", hour, lambda text: bool(_HOUR.fullmatch(text))
                )
            )
            yield self.finding(claim, "institutional.admission_hour", message, codes=(), changes=changes)
