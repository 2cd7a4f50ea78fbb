"""An earlier payer's adjustment with a group or reason that does not exist."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import ADJUSTMENT_GROUP, ADJUSTMENT_REASON, NotCovered, Unknown
from cleanclaim.edits.authorities import OTHER_CODE_SETS_IN_FORCE
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.triggers import having
from cleanclaim.edits.values import Example, Finding, Scope, Severity, Stable
from cleanclaim.primitives import CARC


class PriorAdjustmentUnknown(Edit):
    """An earlier payer's adjustment with a group or reason that does not exist.

    ## Why it matters
    The next payer reads why the first paid less: a code that nobody knows makes the claim
    unreadable.
    """

    id = "COB022"
    name = "prior-adjustment-unknown"
    family = "coordination"
    status = Stable(since="0.2")
    applies_to = Scope()
    triggers = having("several payers")
    severity = Severity.REJECT
    sources = (OTHER_CODE_SETS_IN_FORCE,)
    predicts = (CARC("22"),)
    fix = "Copy the group and reason from the earlier payer's remittance."
    examples = (
        Example("codes of the lists", "secondary to commercial paid 80 on 2025-11-19"),
        Example(
            "no such reason",
            (
                "secondary to commercial paid 80 on 2025-11-19; set "
                "coverages[0].prior_payment.adjustments[0].carc 999"
            ),
            finds=("coverages[0].prior_payment.adjustments[0].carc",),
        ),
        Example(
            "no such group",
            (
                "secondary to commercial paid 80 on 2025-11-19; set "
                "coverages[0].prior_payment.adjustments[0].group_code XX"
            ),
            finds=("coverages[0].prior_payment.adjustments[0].group_code",),
        ),
    )

    def check(self, claim: Claim, rules: Rules) -> Iterator[Finding]:
        """Yield one finding for each."""
        for number, coverage in enumerate(claim.coverages):
            prior = coverage.prior_payment
            if prior is None or prior.adjudicated_on is None:
                continue
            for at, one in enumerate(prior.adjustments):
                path = f"coverages[{number}].prior_payment.adjustments[{at}]"
                for kind, code, name in (
                    (ADJUSTMENT_GROUP, one.group_code, "group_code"),
                    (ADJUSTMENT_REASON, one.carc, "carc"),
                ):
                    answer = rules.store.find(kind, code, prior.adjudicated_on)
                    if isinstance(answer, NotCovered):
                        yield self.not_checked(claim, f"{path}.{name}", answer)
                    elif isinstance(answer, Unknown):
                        what = "group" if name == "group_code" else "reason"
                        message = f"{code} is no adjustment {what}."
                        yield self.finding(claim, f"{path}.{name}", message, release=answer.release.label)
