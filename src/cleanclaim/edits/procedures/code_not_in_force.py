"""A HCPCS Level II code that does not exist on the day of service."""

from collections.abc import Iterator
from datetime import date

from cleanclaim.claim import Claim
from cleanclaim.codesets import HCPCS, Known, NotCovered, Store, Unknown
from cleanclaim.edits.authorities import CODE_SETS_IN_FORCE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import codes
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, HCPCS as HCPCS_CODE


def _state(store: Store, code: str, day: date) -> str:
    """Return what is the matter with a code that is not in force on a day."""
    rows = store.every(HCPCS, code, day)
    if isinstance(rows, Known):
        ended = [
            row.effective_to for row in rows.value if row.effective_to is not None and row.effective_to < day
        ]
        if ended:
            return f"ended on {max(ended)}, before {day}"
        return f"is not in force before {min(row.effective_from for row in rows.value)}"
    return f"is no HCPCS code on {day}"


class CodeNotInForce(Edit):
    """A HCPCS Level II code that does not exist on the day of service.

    ## Why it matters
    A code has to be valid when the service is given: the payer returns or denies others.
    """

    id = "PRC010"
    name = "code-not-in-force"
    family = "procedures"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("professional", "institutional")))
    triggers = codes(
        "A*", "B*", "C*", "E*", "G*", "H*", "J*", "K*", "L*", "M*", "P*", "Q*", "R*", "S*", "T*", "U*", "V*"
    )
    severity = Severity.REJECT
    sources = (CODE_SETS_IN_FORCE,)
    predicts = (CARC("181"),)
    fix = "Report the code that was valid on the day; see what replaced it."
    examples = (
        Example("in force", "lines J1885 $10 @1", tables=("HCPCS J1885 effective_from=1993-01-01",)),
        Example(
            "no such code",
            "lines J9998 $10 @1",
            finds=("lines[0].code",),
            tables=("HCPCS J1885 effective_from=1993-01-01",),
        ),
        Example(
            "ended before",
            "lines J1885 $10 @1",
            finds=("lines[0].code",),
            tables=("HCPCS J1885 effective_from=1993-01-01 effective_to=2025-09-30",),
        ),
        Example(
            "not yet in force",
            "lines J1885 $10 @1",
            finds=("lines[0].code",),
            tables=("HCPCS J1885 effective_from=2026-01-01",),
        ),
        Example("not loaded", "lines J1885 $10 @1", not_checked=("HCPCS",)),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for line in facts_of(claim).lines:
            if line.day is None or not HCPCS_CODE.is_formed(line.code) or line.code.startswith("D"):
                continue
            answer = rules.store.find(HCPCS, line.code, line.day)
            if isinstance(answer, NotCovered):
                yield self.not_checked(claim, line.path, answer)
            elif isinstance(answer, Unknown):
                message = f"{line.code} {_state(rules.store, line.code, line.day)}."
                yield self.finding(
                    claim, f"{line.path}.code", message, codes=(line.code,), release=answer.release.label
                )
