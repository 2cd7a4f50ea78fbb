"""Two services that a provider always bills together as distinct."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.compliance.profile import ENOUGH, claims_of_provider
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_DISTINCT = ("59", "XE", "XP", "XS", "XU")
_NEARLY_ALL = Decimal("0.9")


def _beside(*services: str) -> tuple[str, ...]:
    """Return claims of 21 patients: a biopsy beside these services by turns, for the examples."""
    return tuple(
        f"dos 2025-10-{n + 1:02d}; lines 11102 $90 @1 | {services[n % len(services)]} $70 @1; "
        f"set patient_control_number A{n}; set coverages[0].member_id OTHER{n}; "
        f"set patient.name.last PERSON{n}"
        for n in range(21)
    )


class AlwaysSeparate(Edit):
    """Two services that a provider always bills together as distinct.

    ## Why it matters
    Modifier 59 and its kind are for the exception. Where one service is never done without the other
    being distinct, payers see unbundling.
    """

    id = "CPL008"
    name = "always-separate"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("59", "XE", "XP", "XS", "XU")
    severity = Severity.INFORM
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section E", "revision 1/1/2026"),
    )
    predicts = (CARC("236"),)
    fix = (
        "Look at a sample of documents: whether the two were at other sites, encounters or lesions each time."
    )
    examples = (
        Example(
            "now and then",
            "lines 11102 $90 @1 | 17000-59 $70 @1",
            history=_beside("17000-59", "36415", "17003"),
        ),
        Example(
            "each time",
            "lines 11102 $90 @1 | 17000-59 $70 @1",
            history=_beside("17000-59"),
            finds=("lines[1].modifiers",),
        ),
        Example(
            "each time, but not as distinct now",
            "lines 11102 $90 @1 | 17000 $70 @1",
            history=_beside("17000-59"),
        ),
        Example("too few to tell", "lines 11102 $90 @1 | 17000-59 $70 @1", history=_beside("17000-59")[:10]),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        lines = facts_of(claim).lines
        for line in lines:
            if not line.has(*_DISTINCT):
                continue
            before = claims_of_provider(line.rendering, rules)
            if len(before) < ENOUGH:
                continue
            for beside in lines:
                if (
                    beside.code == line.code
                    or beside.day != line.day
                    or not beside.code
                    or beside.rendering != line.rendering
                ):
                    continue
                with_it = [one for one in before if any(each.code == beside.code for each in one)]
                distinct = sum(
                    any(each.code == line.code and each.has(*_DISTINCT) for each in one) for one in with_it
                )
                if len(with_it) >= ENOUGH and distinct >= _NEARLY_ALL * len(with_it):
                    times = f"{distinct} of {len(with_it)} claims at hand"
                    message = f"{line.code} is distinct from {beside.code} on {times}."
                    yield self.finding(
                        claim, f"{line.path}.modifiers", message, codes=(line.code, beside.code)
                    )
                    break
