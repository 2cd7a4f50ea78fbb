"""Keep the booked charges of a claim equal to its released version."""

from datetime import datetime

from cleanclaim.ledger import JournalEntry, reversal_of
from cleanclaim.posting import post_charges
from cleanclaim.primitives import ZERO
from cleanclaim.web.accounting.selectors import standing_charges
from cleanclaim.web.accounting.services.book_entries import book_entries
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim

VOID = "8"
"""CLM05-3 of a claim that takes back the one sent before."""


def book_charges(*, claim: Claim, actor: Actor, at: datetime) -> None:
    """Book the charges of a claim's current version; those of an earlier one are reversed first.

    A void (frequency 8) bills nothing: what was charged is reversed, and what the payer had paid stands
    as its credit until it takes it back.
    """
    number = claim.patient_control_number
    value = claim.value()
    void = value.claim_frequency_code == VOID
    charges = [] if void else [line.charge for line in value.lines if line.charge is not None]
    wanted: tuple[JournalEntry, ...] = ()
    standing = standing_charges(number)
    booked = None if standing is None else sum((posting.credit for posting in standing.postings), ZERO)
    if claim.billed_coverage and booked == sum(charges, ZERO):
        return  # what was billed stays with the first payer; what it left has moved to this one already
    if any(charges):
        wanted = (
            post_charges(
                patient_control_number=number,
                payer=claim.payer_id,
                patient=claim.patient.number,
                on=at.date(),
                charges=charges,
                reference="" if claim.current_version == 1 else f"version {claim.current_version}",
            ),
        )
    if standing is not None:
        if wanted and standing.postings == wanted[0].postings:
            return
        undo = reversal_of(standing, key=f"{standing.key}/undone", on=at.date(), memo="charges corrected")
        wanted = (undo, *wanted)
    book_entries(entries=wanted, actor=actor, at=at)
