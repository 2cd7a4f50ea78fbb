"""What a payer makes of an appeal, by value and through the mailbox."""

from datetime import timedelta
from pathlib import Path

import pytest

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.primitives import encode_document
from cleanclaim.simulator import APPEAL, UNHURRIED, Appeal, Memory, built_in_payer, deliver, run_mailbox
from cleanclaim.simulator.memory import DecidedClaim
from tests.simulator.scenario import NOW, Bill, Line, member, sent

NEEDS_AUTHORIZATION = Bill(lines=(Line("70551", "900.00"),), member_id=member(number=80000001))
NOT_COVERED = Bill(lines=(Line("97014", "40.00"),))


def asked(bill: Bill, *evidence: str, kind: str = "appeal", days: int = 5) -> tuple[list[str], list[bytes]]:
    """Send a claim, appeal its decision, and return what was said and the 835s of the days after."""
    house, memory = built_in_payer(), Memory()
    answers = house.answer(sent(bill), now=NOW, memory=memory)
    memory.apply(answers.changes)
    (decided,) = (step for step in answers.changes.steps if isinstance(step, DecidedClaim))
    appeal = Appeal(decided.number, kind=kind, evidence=evidence)
    at = NOW + timedelta(days=days)
    told = house.appeal(encode_document(appeal), now=at, memory=memory)
    memory.apply(told.changes)
    said, files = list(told.said), []
    while (day := house.next_day(memory)) is not None:
        answers = house.on_day(day, like=at, memory=memory)
        memory.apply(answers.changes)
        said += answers.said
        files += [file.content for file in answers.files if file.name.startswith("835")]
    return said, files


def test_the_authorization_that_was_missing_reverses_the_denial() -> None:
    said, files = asked(NEEDS_AUTHORIZATION, "authorization")
    (remittance,) = read_835(files[0])
    undone, decided = remittance.claims
    assert (undone.status, decided.status) == ("22", "1")
    assert remittance.payment == decided.paid > 0
    assert any("is corrected" in sentence for sentence in said)


def test_without_what_was_missing_the_denial_stands() -> None:
    said, files = asked(NEEDS_AUTHORIZATION, "records")
    assert files == []
    assert said[-1] == "The decision about claim CLAIM1 is upheld."


@pytest.mark.parametrize("bill", [NOT_COVERED, Bill()])
def test_what_the_plan_says_stays(bill: Bill) -> None:
    _, files = asked(bill, "records", "authorization")
    assert files == []


def test_too_late_or_to_nobody_it_is_refused() -> None:
    said, _ = asked(NEEDS_AUTHORIZATION, "authorization", days=400)
    assert said == ["The time in which it could be asked for is over."]
    said, _ = asked(NEEDS_AUTHORIZATION, kind="lawsuit")
    assert said == ["Nobody here decides a 'lawsuit'."]


def test_an_appeal_travels_through_the_mailbox_and_is_decided_weeks_later(tmp_path: Path) -> None:
    def run(days: int) -> list[str]:
        at = NOW + timedelta(days=days)
        return [name for item in run_mailbox(tmp_path, now=at, delays=UNHURRIED) for name in item.answers]

    deliver(tmp_path, "a.837", sent(NEEDS_AUTHORIZATION))
    run(0)
    run(20)
    (advice,) = (tmp_path / "outbox").glob("*835*")
    (remittance,) = read_835(advice.read_bytes())
    number = remittance.claims[0].payer_claim_control_number
    deliver(tmp_path, f"x{APPEAL}", encode_document(Appeal(number, evidence=("authorization",))))
    run(21)
    assert len(list((tmp_path / "outbox").glob("*835*"))) == 1
    assert any("835" in name for name in run(45))
    assert len(list((tmp_path / "outbox").glob("*appeal*"))) == 1
    files = {path.name for path in (tmp_path / "outbox").iterdir()}
    run(60)
    assert {path.name for path in (tmp_path / "outbox").iterdir()} == files


def test_a_refused_appeal_comes_back_as_a_letter(tmp_path: Path) -> None:
    deliver(tmp_path, f"x{APPEAL}", b'{"claim_number": "NOBODY"}')
    run_mailbox(tmp_path, now=NOW)
    (letter,) = (tmp_path / "outbox").iterdir()
    assert "No claim has the number NOBODY" in letter.read_text()
