"""Every loop, segment and element that a claim guide has is read, and written as it was read."""

from collections import Counter
from itertools import product

import pytest

from cleanclaim.exchange import read_837, write_837
from cleanclaim.exchange.claim_loops import claim_loops
from cleanclaim.x12 import read_transactions
from tests.exchange.specimens import Choice, guide_of, whole_file
from tests.exchange.submissions import SUBMISSION

_CHOICES = [
    Choice(every, dependent, code)
    for every, dependent, code in product((False, True), (False, True), range(4))
]


def _segments(data: bytes) -> Counter[str]:
    """All segments that concern the only claim of a file."""
    (loops,) = [loops for one in read_transactions(data) for loops in claim_loops(one.segments)]
    lines = [*loops.provider, *loops.subscriber, *(loops.patient or []), *loops.claim]
    return Counter("*".join([line.id, *line.elements]).rstrip("*") for line in lines)


@pytest.mark.parametrize("kind", ["837P", "837I", "837D"])
@pytest.mark.parametrize("choice", _CHOICES)
def test_no_segment_of_the_guide_is_lost(kind: str, choice: Choice) -> None:
    """A claim with everything in it, each code list at several of its codes."""
    data = whole_file(guide_of(kind), choice)
    written = write_837(read_837(data), submission=SUBMISSION)
    before, after = _segments(data), _segments(written)
    assert sorted((before - after).elements()) == []
    assert sorted((after - before).elements()) == []
    assert read_837(written) == read_837(data)
