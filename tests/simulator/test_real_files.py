"""Files that others wrote: the payer answers or refuses each by name, and never breaks."""

import csv
from pathlib import Path

import pytest

from cleanclaim.primitives import UnreadableFile, UnsupportedVersion
from cleanclaim.simulator import Memory, built_in_payer
from cleanclaim.simulator.answers import CLEARINGHOUSE_ID
from cleanclaim.simulator.checks import Context, batch_faults, claim_faults
from cleanclaim.simulator.loops import batch_of
from cleanclaim.simulator.submitted import claims_of
from cleanclaim.x12 import read_segments, read_transactions
from tests.simulator.scenario import NOW

OTHERS_TO_OURS = frozenset({"unknown-payer", "service-long-ago", "service-in-future", "bht-use"})
"""Right files that are not for this payer on this day: other payers, old services, encounter reports."""

FORBIDDEN = frozenset(
    {
        *("npi", "taxonomy"),  # invented numbers that fail their own form
        *("billing-zip", "facility-zip", "pay-to-zip"),  # five digits where the guide wants nine, or others
        "billing-tax-id-form",  # a hyphen, where the guide wants nine digits and no separator
        "billing-post-box",
        "npi-missing",  # a referring provider with a name alone
        "other-payer-twice",  # the billed payer's id stands in loop 2330B too
    }
)
"""Samples are called valid by those who made them for their readers; these they did not look at."""


def for_the_clearinghouse(data: bytes) -> bytes:
    """Return a file with the built-in clearinghouse as receiver, so that it is not refused at the door."""
    segments = list(read_segments(data))
    isa = segments[0]
    mark, end = isa.delimiters.element.encode(), isa.delimiters.segment.encode()
    head, *body = data.split(end)
    fields = head.split(mark)
    fields[8] = CLEARINGHOUSE_ID.ljust(15).encode()
    text = [mark.join(fields)]
    for raw in body:
        parts = raw.split(mark)
        name = parts[0].strip()
        if name == b"GS":
            parts[3] = CLEARINGHOUSE_ID.encode()
        elif name == b"NM1" and parts[1] == b"40" and len(parts) > 9:
            parts[9] = CLEARINGHOUSE_ID.encode()
        text.append(mark.join(parts))
    return end.join(text)


@pytest.mark.shared
def test_every_sample_837_is_answered_or_refused_by_name(shared_dir: Path) -> None:
    paths = sorted(p for p in (shared_dir / "x12" / "files").rglob("*") if p.is_file() and "837" in str(p))
    assert len(paths) > 50
    answered = listed = 0
    for path in paths:
        try:
            data = for_the_clearinghouse(path.read_bytes())
            answers = built_in_payer().answer(data, now=NOW, memory=Memory())
        except (UnreadableFile, UnsupportedVersion):
            continue
        answered += 1
        listed += any(file.name == "277ca.x12" for file in answers.files)
        assert answers.files, path
        for file in answers.files:
            list(read_transactions(file.content))
    assert answered > 30
    assert listed > 30


@pytest.mark.shared
def test_of_the_valid_samples_only_what_the_guide_forbids_is_rejected(shared_dir: Path) -> None:
    """Their payers, members and days are not ours; of what a file itself can be wrong in, this is all."""
    text = (shared_dir / "x12" / "manifest.csv").read_text()
    rows = [row for row in csv.DictReader(text.splitlines()) if row["gs08"] == "005010X222A1"]
    payer = built_in_payer()
    found: set[str] = set()
    for row in rows:
        if row["validity"] != "valid":
            continue
        path = shared_dir / "x12" / "files" / row["file"]
        for transaction in read_transactions(for_the_clearinghouse(path.read_bytes())):
            batch = batch_of(transaction.segments)
            found |= {fault.name for fault in batch_faults(transaction, batch, {CLEARINGHOUSE_ID})}
            for claim in claims_of(batch, 1):
                context = Context(
                    NOW.date(), CLEARINGHOUSE_ID, None, None, payer.parameters, {}, None, set(), {}, set()
                )
                found |= {fault.name for fault in claim_faults(claim, context)}
    assert found <= OTHERS_TO_OURS | FORBIDDEN
