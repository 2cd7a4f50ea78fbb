"""Level 3: the amounts of a transaction must agree with each other; one balancer a transaction."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cleanclaim.x12.balancing_277ca import AcknowledgementBalancer
from cleanclaim.x12.balancing_820 import PremiumBalancer
from cleanclaim.x12.balancing_835 import PaymentBalancer
from cleanclaim.x12.balancing_837 import ClaimBalancer
from cleanclaim.x12.balancing_999 import GroupAnswerBalancer
from cleanclaim.x12.sums import Balancer

_BALANCERS: Mapping[str, Callable[[], Balancer]] = MappingProxyType(
    {
        "837P": ClaimBalancer,
        "837I": ClaimBalancer,
        "837D": ClaimBalancer,
        "835": PaymentBalancer,
        "820": PremiumBalancer,
        "277CA": AcknowledgementBalancer,
        "999": GroupAnswerBalancer,
    }
)


def balancer_for(transaction: str) -> Balancer | None:
    """Return a new balancer for a kind of transaction (837P, 835, …), nothing when it has no sums."""
    make = _BALANCERS.get(transaction)
    return make() if make else None
