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
from cleanclaim.simulator.checks.other_kinds import OTHER_KIND_CHECKS
from cleanclaim.simulator.checks.other_payers import OTHER_PAYER_CHECKS
from cleanclaim.simulator.checks.parties import PARTY_CHECKS, hospital
from cleanclaim.simulator.faults import Fault
from cleanclaim.simulator.submitted import SubmittedClaim

CHECKS: tuple[Callable[[SubmittedClaim, Context], Iterator[Fault]], ...] = (
    *PARTY_CHECKS,
    *COVERAGE_CHECKS,
    *CLAIM_CHECKS,
    *LINE_CHECKS,
    *OTHER_PAYER_CHECKS,
)

CHECKS_OF_OTHER_KINDS = (
    *(check for check in PARTY_CHECKS if check is not hospital),
    *COVERAGE_CHECKS,
    *OTHER_KIND_CHECKS,
    *OTHER_PAYER_CHECKS,
)
"""For institutional and dental claims."""


def claim_faults(claim: SubmittedClaim, context: Context) -> tuple[Fault, ...]:
    """Return everything that the front end rejects about a claim, in the order of the table."""
    checks = CHECKS if claim.kind == "professional" else CHECKS_OF_OTHER_KINDS
    return tuple(fault for check in checks for fault in check(claim, context))


__all__ = ["BATCH_CHECKS", "CHECKS", "Context", "batch_faults", "claim_faults"]
