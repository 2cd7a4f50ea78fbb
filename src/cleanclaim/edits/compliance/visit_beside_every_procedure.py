"""A visit with 25 beside every procedure of a kind, for all patients."""

from collections.abc import Iterator
from decimal import Decimal

from cleanclaim.claim import Claim
from cleanclaim.edits.compliance.profile import ENOUGH, claims_of_provider
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.ncci_ptp.pairs import is_visit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import modifiers
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_NEARLY_ALL = Decimal("0.9")


def _with(*services: str) -> tuple[str, ...]:
    """Return claims of 21 patients: the same procedure beside these services by turns, for the examples."""
    return tuple(
        f"dos 2025-10-{n + 1:02d}; lines 17110 $120 @1 | {services[n % len(services)]} $125 @1; "
        f"set patient_control_number A{n}; set coverages[0].member_id OTHER{n}; "
        f"set patient.name.last PERSON{n}"
        for n in range(21)
    )


class VisitBesideEveryProcedure(Edit):
    """A visit with 25 beside every procedure of a kind, for all patients.

    ## Why it matters
    Deciding for a minor procedure is part of it; a visit beside it is for something more. Where nearly
    every patient with the procedure has such a visit, payers ask for the records.
    """

    id = "CPL010"
    name = "visit-beside-every-procedure"
    family = "compliance"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional",)))
    triggers = modifiers("25")
    severity = Severity.INFORM
    sources = (
        Citation("NCCI Policy Manual for Medicare Services, chapter I, section D", "revision 1/1/2026"),
    )
    predicts = (CARC("97"),)
    fix = "Look at a sample of documents: what the visit was for, beside the procedure."
    examples = (
        Example(
            "with some procedures",
            "lines 99213-25 $125 @1 | 17110 $120 @1",
            history=_with("99213-25", "36415"),
        ),
        Example(
            "with all of them",
            "lines 99213-25 $125 @1 | 17110 $120 @1",
            history=_with("99213-25"),
            finds=("lines[0].modifiers",),
        ),
        Example("too few to tell", "lines 99213-25 $125 @1 | 17110 $120 @1", history=_with("99213-25")[:10]),
        Example(
            "a blood draw is no procedure", "lines 99213-25 $125 @1 | 36415 $12 @1", history=_with("99213-25")
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        lines = facts_of(claim).lines
        for line in lines:
            if not line.has("25") or not is_visit(line.code):
                continue
            before = claims_of_provider(line.rendering, rules)
            if len(before) < ENOUGH:
                continue
            for beside in lines:
                if (
                    not _is_procedure(beside.code)
                    or beside.day != line.day
                    or beside.rendering != line.rendering
                ):
                    continue
                of_code = [one for one in before if any(each.code == beside.code for each in one)]
                visits = sum(any(is_visit(each.code) and each.has("25") for each in one) for one in of_code)
                if len(of_code) >= ENOUGH and visits >= _NEARLY_ALL * len(of_code):
                    times = f"{visits} of {len(of_code)} claims at hand"
                    message = f"A visit with 25 stands beside {beside.code} on {times}."
                    yield self.finding(
                        claim, f"{line.path}.modifiers", message, codes=(line.code, beside.code)
                    )
                    break


def _is_procedure(code: str) -> bool:
    return code.isdigit() and "10004" <= code <= "69990" and code not in ("36415", "36416")
