"""A condition code that only payers use."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import CONDITION, Known
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Change, Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC, Citation

_PAYERS = "for payers only"
"""The label of the shipped list for codes that its source calls payer codes."""


class ConditionCodeOfPayers(Edit):
    """A condition code that only payers use.

    ## Why it matters
    Some condition codes are written by the payer into its own record: on a provider's bill the front
    end refuses them.
    """

    id = "INS059"
    name = "condition-code-of-payers"
    family = "institutional"
    status = Stable(since="0.2")
    applies_to = Scope(claim_types=frozenset(("institutional",)))
    triggers = having("institutional")
    severity = Severity.REJECT
    sources = (Citation("CMS Blue Button 2.0, CLM-RLT-COND-CD", "August 2026"),)
    predicts = (CARC("16"),)
    fix = "Drop the code."
    examples = (
        Example(
            "a provider's code",
            "type institutional; conditions 02",
        ),
        Example(
            "a payer's code", "type institutional; conditions 02, ZZ", finds=("institutional.conditions[1]",)
        ),
        Example(
            "no such code is another edit's",
            "type institutional; conditions 9Q",
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        details, days = claim.institutional, facts_of(claim).service_dates
        if details is None or days is None:
            return
        for at, code in enumerate(details.conditions):
            answer = rules.store.find(CONDITION, code, days.end)
            if isinstance(answer, Known) and any(row.label == _PAYERS for row in answer.value):
                kept = ",".join(one for one in details.conditions if one != code) or '""'
                message = f"Condition code {code} is one that payers write, not providers."
                yield self.finding(
                    claim,
                    f"institutional.conditions[{at}]",
                    message,
                    codes=(code,),
                    release=answer.release.label,
                    changes=(Change("institutional.conditions", kept),),
                )
