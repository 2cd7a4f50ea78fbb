"""A procedure of more than four days on a stay of fewer."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.code_editor import EDITOR, listed, procedures_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import OTHER_THAN_MEDICARE, Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC

_DAYS = 4
"""96 hours."""


class VentilationLongerThanStay(Edit):
    """A procedure of more than four days on a stay of fewer.

    ## Why it matters
    Ventilation of more than 96 hours needs more than four days: Medicare's code editor returns a
    shorter stay with that code, which pays for a far dearer group.
    """

    id = "INS070"
    name = "ventilation-longer-than-stay"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(
        payer_kinds=frozenset(("medicare",)),
        review_for=OTHER_THAN_MEDICARE,
        claim_types=frozenset(("institutional",)),
    )
    triggers = bill_types("11*", "41*")
    severity = Severity.REJECT
    sources = (EDITOR,)
    predicts = (CARC("16"),)
    fix = "Count the hours again: 24 to 96 hours is 5A1945Z."
    examples = (
        Example(
            "five days",
            (
                "type institutional; payer medicare; bill 0111; admitted 2025-11-12 0815; dos "
                "2025-11-12..2025-11-18; statement 2025-11-12..2025-11-18; discharged 1130 status 01;"
                " dx J96.01:Y, J96.01:Y as admitting; lines none rev 0200 x6 $9000; procedures "
                "5A1955Z on 2025-11-12"
            ),
            tables=('MCE 5A1955Z section=19 "name=Procedure inconsistent with LOS"',),
        ),
        Example(
            "two days",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; procedures 5A1955Z on "
                "2025-11-17"
            ),
            finds=("institutional.procedures[0].code",),
            tables=('MCE 5A1955Z section=19 "name=Procedure inconsistent with LOS"',),
        ),
        Example(
            "a shorter ventilation",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx I10:Y, I10:Y as "
                "admitting; lines none rev 0120 x2 $2000; payer medicare; procedures 5A1945Z on "
                "2025-11-17"
            ),
            tables=('MCE 5A1955Z section=19 "name=Procedure inconsistent with LOS"',),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details = claim.institutional
        if details is None or details.statement is None:
            return
        since = details.admission_date or details.statement.start
        days = (details.statement.end - since).days
        if days >= _DAYS:
            return
        for found in listed(self, claim, rules, procedures_of(claim), " los", "length of stay"):
            if isinstance(found, Finding):
                yield found
                continue
            path, code, release = found
            message = f"{code} takes more than {_DAYS} days; the patient stayed {days}."
            change = Change(path, "5A1945Z")
            changes = (change,) if code == "5A1955Z" else ()
            yield self.finding(claim, path, message, codes=(code,), release=release, changes=changes)
