"""An influenza, pneumococcal or hepatitis B vaccine given to a Medicare patient under the general code."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import only
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.vaccines.services import is_vaccine
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_INFLUENZA_CODES = (
    "90653 90656 90657 90658 90660 90661 90662 90672 90673 90674 90682 90685 90686 90687 90688 90694 90756"
)
_INFLUENZA = frozenset(_INFLUENZA_CODES.split())
_PNEUMOCOCCAL = frozenset(("90670", "90671", "90677", "90684", "90732"))
_HEPATITIS_B = frozenset(("90739", "90740", "90743", "90744", "90746", "90747", "90759"))


def _administration_of(vaccine: str) -> str:
    if vaccine in _INFLUENZA:
        return "G0008"
    return "G0009" if vaccine in _PNEUMOCOCCAL else "G0010"


class GeneralAdministrationForMedicare(Edit):
    """An influenza, pneumococcal or hepatitis B vaccine given to a Medicare patient under the general code.

    ## Why it matters
    Medicare pays these under codes of its own (G0008, G0009, G0010), without deductible: the
    general code is denied or taxed with cost sharing.
    """

    id = "VAC003"
    name = "general-administration-for-medicare"
    family = "vaccines"
    status = Stable(since="0.2")
    applies_to = Scope(payer_kinds=frozenset(("medicare",)), claim_types=frozenset(("professional",)))
    triggers = codes("90471", "90473")
    severity = Severity.REVIEW
    sources = (Citation("CMS, Medicare Claims Processing Manual, chapter 18, section 10", verified=False),)
    predicts = (CARC("181"),)
    fix = "Use G0008 for influenza, G0009 for pneumococcal, G0010 for hepatitis B vaccine."
    examples = (
        Example("Medicare's code", "payer medicare; lines 90686 $30 @1 | G0008 $25 @1"),
        Example(
            "the general one", "payer medicare; lines 90686 $30 @1 | 90471 $25 @1", finds=("lines[1].code",)
        ),
        Example("another vaccine", "payer medicare; lines 90715 $30 @1 | 90471 $25 @1"),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        facts = facts_of(claim)
        own = sorted(code for code in facts.codes if code in _INFLUENZA | _PNEUMOCOCCAL | _HEPATITIS_B)
        if not own:
            return
        for line in facts.lines:
            if line.code in ("90471", "90473"):
                message = f"{line.code} gives {own[0]}, for which Medicare has a code of its own."
                path = f"{line.path}.code"
                vaccines = {code for code in facts.codes if is_vaccine(code)}
                right = {_administration_of(code) for code in own}
                # With other vaccines beside it the general code may be theirs.
                changes = only(path, right) if vaccines <= set(own) and line.units <= 1 else ()
                yield self.finding(claim, path, message, codes=(line.code, own[0]), changes=changes)
                return
