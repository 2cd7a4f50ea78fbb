"""What the front end looks at before a claim is adjudicated: a table of checks.

A check is a pure function of one claim and its context that yields :class:`Fault` values. It
trusts nothing: neither counts, nor order, nor that a segment which must be there is there.
"""

from collections.abc import Callable, Iterator

from cleanclaim.simulator.checks.batch import BATCH_CHECKS, batch_faults
from cleanclaim.simulator.checks.claim import CLAIM_CHECKS
from cleanclaim.simulator.checks.context import Context
from cleanclaim.simulator.checks.coverage import COVERAGE_CHECKS
from cleanclaim.simulator.checks.lines import LINE_CHECKS
from cleanclaim.simulator.checks.other_payers import OTHER_PAYER_CHECKS
from cleanclaim.simulator.checks.parties import PARTY_CHECKS
from cleanclaim.simulator.faults import Fault
from cleanclaim.simulator.submitted import SubmittedClaim

CHECKS: tuple[Callable[[SubmittedClaim, Context], Iterator[Fault]], ...] = (
    *PARTY_CHECKS,
    *COVERAGE_CHECKS,
    *CLAIM_CHECKS,
    *LINE_CHECKS,
    *OTHER_PAYER_CHECKS,
)


def claim_faults(claim: SubmittedClaim, context: Context) -> tuple[Fault, ...]:
    """Return everything that the front end rejects about a claim, in the order of the table."""
    return tuple(fault for check in CHECKS for fault in check(claim, context))


__all__ = ["BATCH_CHECKS", "CHECKS", "Context", "batch_faults", "claim_faults"]
