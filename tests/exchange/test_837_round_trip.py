"""What is written as an 837 reads back as the same claim, whatever its type."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.claim import Claim
from cleanclaim.claim.notation import claim_from
from cleanclaim.exchange import canonical, read_837, write_837
from cleanclaim.primitives import InvalidValue
from tests.claim.test_notation import documented
from tests.exchange.submissions import SUBMISSION
from tests.strategies import CLAIM_TYPES, any_claims

_QUICK = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def _attempt(claim: Claim) -> bytes | InvalidValue:
    """The file of a claim, or the refusal to write it."""
    try:
        return write_837([claim], submission=SUBMISSION)
    except InvalidValue as refusal:
        return refusal


@pytest.mark.parametrize("claim_type", CLAIM_TYPES)
@given(data=st.data())
@_QUICK
def test_a_claim_with_any_content_comes_back_as_its_canonical_form_or_is_refused_by_name(
    claim_type: str, data: st.DataObject
) -> None:
    """Wrong NPIs, missing dates and unknown qualifiers included."""
    claim = data.draw(any_claims(claim_type))
    written = _attempt(claim)
    if isinstance(written, InvalidValue):
        assert written.where.startswith("claims[0].")
        return
    (back,) = read_837(written)
    assert back == canonical(claim)
    assert canonical(back) == back


@pytest.mark.parametrize("claim_type", CLAIM_TYPES)
@given(data=st.data())
@_QUICK
def test_what_has_been_read_once_is_written_and_read_for_ever_the_same(
    claim_type: str, data: st.DataObject
) -> None:
    """The file is a fixed point: a claim that is corrected twice does not drift."""
    claim = data.draw(any_claims(claim_type))
    written = _attempt(canonical(claim))
    if isinstance(written, InvalidValue):
        assert isinstance(_attempt(claim), InvalidValue)
        return
    assert write_837(read_837(written), submission=SUBMISSION) == written


@pytest.mark.parametrize("example", [example for _, example in documented()])
def test_every_example_of_the_notation_can_be_sent(example: str) -> None:
    """What the documentation of the notation shows is a claim that can be written and read."""
    claim = claim_from(example).claim
    assert read_837(write_837([claim], submission=SUBMISSION)) == (canonical(claim),)
