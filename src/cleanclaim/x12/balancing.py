"""Level 3: the amounts of a transaction must agree with each other; one balancer a transaction."""

from cleanclaim.x12.balancing_835 import PaymentBalancer
from cleanclaim.x12.balancing_837 import ClaimBalancer
from cleanclaim.x12.sums import Balancer


def balancer_for(transaction: str) -> Balancer | None:
    """Return a balancer for a kind of transaction (837P, 837I, 837D, 835), nothing when it has no sums."""
    if transaction in ("837P", "837I", "837D"):
        return ClaimBalancer()
    if transaction == "835":
        return PaymentBalancer()
    return None
