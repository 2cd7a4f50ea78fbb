"""Damaged files: a reader returns something or refuses, whatever is missing."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.claim.notation import claim_from
from cleanclaim.exchange import canonical, read_837, write_837
from cleanclaim.exchange.inquiries import (
    Party,
    ReviewRequest,
    eligibility_request_of,
    payer_party,
    provider_party,
    read_claim_status,
    read_eligibility,
    read_eligibility_requests,
    read_review_requests,
    read_reviews,
    read_status_requests,
    status_request_of,
    write_eligibility_requests,
    write_review_requests,
    write_status_requests,
)
from cleanclaim.primitives import CleanclaimError, one_day
from tests.exchange.submissions import SUBMISSION
from tests.exchange.test_payers_answers import _COVERED, _REVIEW, _STATUS, _file

_CLAIM = claim_from("payer commercial; patient child; secondary to dental paid 20").claim
_HOSPITAL = claim_from(
    "type institutional; admitted 2025-11-17 0815; procedures 0DTJ4ZZ on 2025-11-18; values 80 3"
).claim
_DENTAL = claim_from("type dental; missing 1, 32; orthodontics 24 remaining 11").claim
_ASKED = eligibility_request_of(_CLAIM, "E1", "9DEMO00001")
_REVIEW_ASKED = ReviewRequest(
    payer=payer_party(_CLAIM.coverage.payer, "X3"),
    requester=provider_party(_CLAIM.billing_provider),
    insured=_ASKED.insured,
    trace="R1",
    trace_source="9DEMO00001",
    category="HS",
    event=one_day(date(2025, 12, 2)),
    providers=(Party("SJ", identifier="1234560019"),),
)
_FILES: dict[str, tuple[bytes, Callable[..., tuple[Any, ...]]]] = {
    "837P": (write_837([_CLAIM], submission=SUBMISSION), read_837),
    "837I": (write_837([_HOSPITAL], submission=SUBMISSION), read_837),
    "837D": (write_837([_DENTAL], submission=SUBMISSION), read_837),
    "270": (write_eligibility_requests([_ASKED], submission=SUBMISSION), read_eligibility_requests),
    "276": (
        write_status_requests([status_request_of(_CLAIM, "S1", with_lines=True)], submission=SUBMISSION),
        read_status_requests,
    ),
    "278": (write_review_requests([_REVIEW_ASKED], submission=SUBMISSION), read_review_requests),
    "271": (_file("271", _COVERED), read_eligibility),
    "277": (_file("277", _STATUS), read_claim_status),
    "278 answer": (_file("278", _REVIEW.replace("AAA*Y**T4*C\n    ", "")), read_reviews),
}


@st.composite
def _damaged(draw: st.DrawFn, data: bytes) -> bytes:
    """The file with up to six elements emptied, segments lost, doubled or cut short inside ST to SE."""
    segments = data.decode().replace("\n", "").rstrip("~").split("~")
    first = next(n for n, segment in enumerate(segments) if segment.startswith("ST*")) + 1
    last = next(n for n, segment in enumerate(segments) if segment.startswith("SE*"))
    head, body, tail = segments[:first], segments[first:last], segments[last:]
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(body) - 1))
        elements = body[at].split("*")
        which = draw(st.integers(1, max(len(elements) - 1, 1)))
        change = draw(st.sampled_from(("empty", "lose", "double", "cut", "odd")))
        if change == "lose" and len(body) > 1:
            del body[at]
        elif change == "double":
            body.insert(at, body[at])
        elif change == "cut":
            body[at] = "*".join(elements[:which])
        elif which < len(elements):
            elements[which] = "" if change == "empty" else draw(st.sampled_from(("::", "X", "-1", "RD8")))
            body[at] = "*".join(elements)
    control = tail[0].split("*")[2]
    return ("~".join([*head, *body, f"SE*{len(body) + 2}*{control}", *tail[1:]]) + "~").encode()


@pytest.mark.parametrize("kind", _FILES)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_is_read_or_refused(kind: str, data: st.DataObject) -> None:
    """Never any other error; claims that are read from it can be written again, or are refused."""
    whole, read = _FILES[kind]
    damaged = data.draw(_damaged(whole))
    try:
        values = read(damaged)
    except CleanclaimError:
        return
    if kind.startswith("837"):
        for claim in values:
            try:
                written = write_837([claim], submission=SUBMISSION)
            except CleanclaimError:
                continue
            assert read_837(written) == (canonical(claim),)
