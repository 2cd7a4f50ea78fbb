"""More or fewer administrations than vaccines."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.authorities import reason_code
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.vaccines.services import is_vaccine
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class AdministrationsDifferFromVaccines(Edit):
    """More or fewer administrations than vaccines.

    ## Why it matters
    Each vaccine is given once: what is not given is not paid, and what is given twice is
    denied.
    """

    id = "VAC004"
    name = "administrations-differ-from-vaccines"
    family = "vaccines"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = codes("9047*")
    severity = Severity.REVIEW
    sources = (reason_code("16"),)
    predicts = (CARC("16"),)
    fix = "One 90471 or 90473 for the first, one 90472 or 90474 for each other."
    examples = (
        Example("two and two", "lines 90715 $50 @1 | 90714 $40 @1 | 90471 $25 @1 | 90472 $15 @1; dx Z23"),
        Example(
            "three vaccines, two given",
            "lines 90715 $50 @1 | 90714 $40 @1 | 90686 $30 @1 | 90471 $25 @1 | 90472 $15 @1; dx Z23",
            finds=("lines[3].units",),
        ),
        Example("two first ones", "lines 90715 $50 @1 | 90471 x2 $50 @1; dx Z23", finds=("lines[1].units",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for lines in facts_of(claim).by_day.values():
            given = [line for line in lines if line.code in ("90471", "90472", "90473", "90474")]
            other = sum(
                line.units for line in lines if line.code in ("G0008", "G0009", "G0010", "90460", "90480")
            )
            products = sum(1 for line in lines if is_vaccine(line.code))
            first = sum(line.units for line in given if line.code in ("90471", "90473"))
            if given and products and (sum(line.units for line in given) + other != products or first > 1):
                message = (
                    f"{products} vaccines, but {sum(line.units for line in given) + other} administrations."
                )
                if first > 1:
                    message = "The first administration of a day is one unit."
                yield self.finding(claim, f"{given[0].path}.units", message, codes=(given[0].code,))
