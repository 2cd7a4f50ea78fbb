"""When a claim was sent, and when the payer's acknowledgements took it in: proof of timely filing."""

from datetime import date

from cleanclaim.web.claims.models import Claim

_PROOF = {
    "sent": "handed over",
    "file_accepted": "file accepted",
    "claim_accepted": "accepted for adjudication",
}


def proof_of_filing(claim: Claim) -> list[tuple[date, str]]:
    """Return the days on which a claim was handed over and acknowledged, with the file or status."""
    rows = claim.events.filter(event__in=_PROOF).order_by("position")
    return [
        (row.at.date(), f"{_PROOF[row.event]} ({row.detail})" if row.detail else _PROOF[row.event])
        for row in rows
    ]
