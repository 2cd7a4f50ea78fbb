"""What is written as an 837P reads back as the same claim."""

from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.claim import Claim
from cleanclaim.exchange import canonical, read_837, write_837p
from cleanclaim.primitives import InvalidValue
from tests.exchange.submissions import SUBMISSION
from tests.strategies import any_claims, valid_claims

_QUICK = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def _attempt(claim: Claim) -> bytes | InvalidValue:
    """The file of a claim, or the refusal to write it."""
    try:
        return write_837p([claim], submission=SUBMISSION)
    except InvalidValue as refusal:
        return refusal


@given(st.lists(valid_claims(), min_size=1, max_size=3))
@settings(_QUICK, max_examples=20)
def test_valid_claims_come_back_exactly_as_they_were(claims: list[Claim]) -> None:
    """Any number of claims, unchanged and in their order."""
    assert read_837(write_837p(claims, submission=SUBMISSION)) == tuple(claims)


@given(any_claims())
@_QUICK
def test_a_claim_with_any_content_comes_back_as_its_canonical_form_or_is_refused_by_name(
    claim: Claim,
) -> None:
    """Wrong NPIs, missing dates and unknown qualifiers included."""
    written = _attempt(claim)
    if isinstance(written, InvalidValue):
        assert written.where.startswith("claims[0].")
        return
    (back,) = read_837(written)
    assert back == canonical(claim)
    assert canonical(back) == back


@given(any_claims())
@_QUICK
def test_what_has_been_read_once_is_written_and_read_for_ever_the_same(claim: Claim) -> None:
    """The file is a fixed point: a claim that is corrected twice does not drift."""
    written = _attempt(canonical(claim))
    if isinstance(written, InvalidValue):
        assert isinstance(_attempt(claim), InvalidValue)
        return
    assert write_837p(read_837(written), submission=SUBMISSION) == written
