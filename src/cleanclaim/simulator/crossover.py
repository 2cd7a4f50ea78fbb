"""A payer passes a claim on to the next one, which decides it as if it had been sent to it.

The first payer says so in its 835: status 19 to 21, NM1 TT, a remark. Whoever bills the next payer all the
same sends it a claim that it has: its front end rejects that as a duplicate.
"""

from collections.abc import Callable

import msgspec

from cleanclaim.parameters import PayerTerms, plan_of_member
from cleanclaim.primitives import ZERO
from cleanclaim.simulator.loops import HierarchicalLevel, Loop
from cleanclaim.simulator.memory import DecidedClaim
from cleanclaim.simulator.submitted import SubmittedClaim
from cleanclaim.x12 import Segment

_NEXT = {"P": "S", "S": "T"}
_SELF = "18"


def receiver_of(
    claim: SubmittedClaim,
    terms: PayerTerms,
    decided: DecidedClaim,
    terms_of: Callable[[str], PayerTerms | None],
) -> PayerTerms | None:
    """Return the payer to which a decided claim is passed on; none where nothing says so.

    Only new claims of patients who are subscribers themselves, of which something was paid or left to the
    patient, go on; the next payer has to know the member.
    """
    after = _next_coverage(claim)
    if decided.status == "4" or claim.frequency != "1" or claim.patient_level is not None or not after:
        return None
    payer_id = after.party("PR").head.get(9)
    if payer_id not in terms.crosses_over_to or after.head.get(2) != _SELF:
        return None
    found = terms_of(payer_id)
    if found is None or plan_of_member(found, after.party("IL").head.get(9)) is None:
        return None
    return found


def passed_on(decided: DecidedClaim, to: PayerTerms) -> DecidedClaim:
    """Return a decision that says that the claim went on to another payer."""
    remark = "MA07" if to.kind == "medicaid" else "MA18"
    return msgspec.structs.replace(
        decided, passed_to=(to.payer_id, to.name), remarks=(*decided.remarks, remark)
    )


def claim_for_next(claim: SubmittedClaim, decided: DecidedClaim) -> SubmittedClaim:
    """Return the claim as the next payer gets it: its own subscriber, and what was left to the patient."""
    after = _next_coverage(claim)
    insured = after.party("IL")
    known = claim.subscriber.loop.party("IL")
    person = Loop("party", (insured.head, *_demographics(known)))
    level = HierarchicalLevel(
        claim.subscriber.number,
        claim.subscriber.parent,
        claim.subscriber.code,
        claim.subscriber.child_flag,
        Loop("level", (after.head,), (person, after.party("PR"))),
        (),
    )
    shares = tuple(
        sum((amount for group, _, amount in line.adjustments if group == "PR"), ZERO)
        for line in decided.lines
    )
    return msgspec.structs.replace(claim, subscriber=level, prior_shares=shares)


def _next_coverage(claim: SubmittedClaim) -> Loop:
    wanted = _NEXT.get(claim.sequence, "")
    found = [loop for loop in claim.other_payers if wanted and loop.head.get(1) == wanted]
    return found[0] if found else Loop("")


def _demographics(person: Loop) -> tuple[Segment, ...]:
    return tuple(segment for segment in person.segments if segment.id in ("N3", "N4", "DMG"))
