"""A diagnosis of a stay without its side, on the editor's list."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.institutional.code_editor import listed
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import bill_types
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation, dotted


class SideUnspecifiedOnStay(Edit):
    """A diagnosis of a stay without its side, on the editor's list.

    ## Why it matters
    Since 2022 Medicare's code editor returns stays with codes that leave the side open though codes for
    each side exist, unless a remark says why.
    """

    id = "INS073"
    name = "side-unspecified-on-stay"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("institutional",)))
    triggers = bill_types("11*", "41*")
    severity = Severity.REVIEW
    sources = (Citation("Medicare Code Editor, unspecified codes", verified=False),)
    predicts = (CARC("16"),)
    fix = "Code the side; where nobody could tell it, say so in a remark (UNABLE TO DET LAT)."
    examples = (
        Example(
            "with its side",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx S72.001A:Y, "
                "S72.001A:Y as admitting; lines none rev 0120 x2 $2000; payer medicare"
            ),
            tables=("MCE S72009A section=20 name=Unspecified_Codes",),
        ),
        Example(
            "on the list",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx S72.009A:Y, "
                "S72.009A:Y as admitting; lines none rev 0120 x2 $2000; payer medicare"
            ),
            finds=("diagnoses[0].code",),
            tables=("MCE S72009A section=20 name=Unspecified_Codes",),
        ),
        Example(
            "with a remark",
            (
                "type institutional; bill 0111; admitted 2025-11-17 0815; dos 2025-11-17..2025-11-19;"
                " statement 2025-11-17..2025-11-19; discharged 1130 status 01; dx S72.009A:Y, "
                "S72.009A:Y as admitting; lines none rev 0120 x2 $2000; payer medicare; set "
                "notes[0].qualifier ADD; set notes[0].text UNABLE TO DET LAT 1"
            ),
            tables=("MCE S72009A section=20 name=Unspecified_Codes",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        if any("UNABLE TO DET" in note.text.upper() for note in claim.notes):
            return
        items = [
            (f"diagnoses[{at}].code", one.code.replace(".", "").upper())
            for at, one in enumerate(claim.diagnoses)
            if one.role in ("principal", "other")
        ]
        for found in listed(self, claim, rules, items, "unspecified"):
            if isinstance(found, Finding):
                yield found
                continue
            path, code, release = found
            message = f"{dotted(code)} leaves the side open."
            yield self.finding(claim, path, message, codes=(code,), release=release)
