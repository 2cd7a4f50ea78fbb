"""Acknowledgements written as they are made, with what must wait kept on disk: the same bytes.

How much memory they take is measured by ``benchmarks/x12_answers.py``.
"""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from cleanclaim.primitives import UnreadableFile
from cleanclaim.x12 import (
    Row,
    acknowledge,
    acknowledge_claims,
    acknowledgement_parts,
    claim_acknowledgement_parts,
    composite,
    kept_segments,
    validate,
)
from tests.x12.samples import CLAIM, HEADER, changed, claim_file, without

NOW = datetime(2025, 12, 2, 8, 30)  # noqa: DTZ001 - the wire carries no zone


def claims(count: int, claim: tuple[Row, ...]) -> bytes:
    """A transaction of so many claims, each with a number of its own."""
    every = (changed(claim, ("CLM",), 1, f"PCN{number}") for number in range(count))
    return claim_file((*HEADER, *(row for one in every for row in one)))


UNBALANCED = changed(CLAIM, ("CLM",), 2, "151")
WRONG_PLACE = changed(CLAIM, ("CLM",), 5, composite("11", "Q", "1"))


def answers(data: bytes | Path) -> Iterable[bytes]:
    yield from acknowledgement_parts(data, now=NOW, control_number=1)
    yield from claim_acknowledgement_parts(data, now=NOW, control_number=2)


@pytest.mark.parametrize("claim", [CLAIM, UNBALANCED, WRONG_PLACE], ids=["right", "level 3", "level 2"])
def test_the_parts_joined_are_the_whole_answer_and_right(claim: tuple[Row, ...]) -> None:
    data = claims(40, claim)
    whole = acknowledge(data, now=NOW, control_number=1) + acknowledge_claims(data, now=NOW, control_number=2)
    assert b"".join(answers(data)) == whole
    assert validate(whole, levels=(1, 2, 3)) == []


def test_each_claims_reasons_and_the_totals_before_them_are_right_when_kept_on_disk(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    mixed = claim_file(
        (
            *HEADER,
            *(
                row
                for number in range(60)
                for row in changed(UNBALANCED if number % 3 else CLAIM, ("CLM",), 1, f"PCN{number}")
            ),
        )
    )
    in_memory = acknowledge_claims(mixed, now=NOW, control_number=2)
    monkeypatch.setattr(kept_segments, "_IN_MEMORY", 1)
    assert acknowledge_claims(mixed, now=NOW, control_number=2) == in_memory
    assert in_memory.count(b"STC*A2:20*") == 20
    assert in_memory.count(b"STC*A8:400*") == 40
    # of the batch, and of its one provider
    for total, times in (
        (b"QTY*90*20~", 1),
        (b"QTY*AA*40~", 1),
        (b"QTY*QA*20~", 1),
        (b"QTY*QC*40~", 1),
        (b"AMT*YU*3000~", 2),
        (b"AMT*YY*6040~", 2),
    ):
        assert in_memory.count(total) == times


def test_a_file_that_breaks_off_is_answered_by_a_ta1_alone() -> None:
    data = claims(3, CLAIM)
    cut = data[: data.index(b"SE*")]
    assert b"TA1*" in acknowledge(cut, now=NOW, control_number=1)
    assert acknowledge_claims(cut, now=NOW, control_number=1) == b""


def test_what_cannot_be_read_is_refused_before_the_first_part() -> None:
    with pytest.raises(UnreadableFile):
        next(iter(answers(b"not X12")))


def test_a_rejected_transaction_between_accepted_ones_has_no_277ca() -> None:
    right, wrong = claims(2, CLAIM), claim_file(without((*HEADER, *CLAIM), ("HI",)))
    body = right[right.index(b"ST*") : right.index(b"GE*")]
    bad = wrong[wrong.index(b"ST*") : wrong.index(b"GE*")].replace(b"*0001", b"*0002")
    last = body.replace(b"ST*837*0001", b"ST*837*0003").replace(b"*0001~\n", b"*0003~\n")
    data = right.replace(body, body + bad + last).replace(b"GE*1*", b"GE*3*")
    said = acknowledge(data, now=NOW, control_number=1)
    assert [said.count(b"IK5*A~"), said.count(b"IK5*R"), said.count(b"AK9*P*3*3*2~")] == [2, 1, 1]
    claims_said = acknowledge_claims(data, now=NOW, control_number=1)
    assert claims_said.count(b"ST*277*") == 2
    assert claims_said.count(b"STC*A2:20*") == 4
