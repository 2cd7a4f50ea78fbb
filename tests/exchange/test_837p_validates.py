"""The files that we write are valid: by our validator, whatever the claim."""

from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.claim import Claim
from cleanclaim.exchange import write_837p
from cleanclaim.x12 import validate
from tests.exchange.submissions import SUBMISSION
from tests.strategies import valid_claims


@given(st.lists(valid_claims(), min_size=1, max_size=3))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_valid_claim_validates_at_levels_1_to_3(claims: list[Claim]) -> None:
    """Syntax, guide and balancing: not one problem of any severity."""
    assert validate(write_837p(claims, submission=SUBMISSION), levels=(1, 2, 3)) == []
