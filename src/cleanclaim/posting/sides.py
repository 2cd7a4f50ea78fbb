"""Which side an amount stands on."""

from cleanclaim.ledger import Account, Posting
from cleanclaim.primitives import Money


def move(
    debited: Account, credited: Account, amount: Money, *, reason: str, line: int | None = None
) -> tuple[Posting, ...]:
    """Return the two postings that move an amount; a negative one exchanges the sides.

    An amount of zero moves nothing and gives no posting.
    """
    if amount == 0:
        return ()
    if amount < 0:
        debited, credited, amount = credited, debited, -amount
    return (
        Posting(debited, debit=amount, reason=reason, line=line),
        Posting(credited, credit=amount, reason=reason, line=line),
    )
