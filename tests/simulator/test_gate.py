"""The door: which files come in, and that what a 999 rejects goes no further."""

import re

import pytest

from cleanclaim.exchange import FunctionalAcknowledgement, Verdict, read_acknowledgements
from cleanclaim.simulator import Answers, Memory, built_in_payer
from cleanclaim.x12 import read_transactions
from tests.simulator.scenario import NOW, Bill, sent, statuses


def answered(data: bytes) -> Answers:
    """Answer a file with a fresh memory."""
    return built_in_payer().answer(data, now=NOW, memory=Memory())


def note(answers: Answers) -> str:
    """Return the note of the only answer, a TA1 that refuses."""
    assert [file.name for file in answers.files] == ["ta1.x12"]
    assert answers.changes.interchanges == ()
    (transaction,) = read_transactions(answers.files[0].content)
    assert transaction.segments[0].get(4) == "R"
    return transaction.segments[0].get(5)


def addressed(interchange: bytes, group: bytes, receiver: bytes = b"") -> bytes:
    """Return a file for these receivers: ISA08, GS03, NM109 of loop 1000B (default: GS03)."""
    data = sent(Bill())
    data = data.replace(b"*ZZ*CLEANCLAIMSIM  *", b"*ZZ*" + interchange.ljust(15) + b"*")
    data = data.replace(b"GS*HC*SUBMIT1*CLEANCLAIMSIM*", b"GS*HC*SUBMIT1*" + group + b"*")
    return data.replace(b"*46*CLEANCLAIMSIM~", b"*46*" + (receiver or group) + b"~")


@pytest.mark.parametrize(
    ("interchange", "group", "receiver"),
    [
        (b"CLEANCLAIMSIM", b"CLEANCLAIMSIM", b"CLEANCLAIMSIM"),
        (b"DEMONWH", b"DEMONWH", b"DEMONWH"),
        (b"CLEANCLAIMSIM", b"DEMONWH", b"DEMONWH"),
        (b"CLEANCLAIMSIM", b"CLEANCLAIMSIM", b"DEMONWH"),
        (b"DEMONWH", b"DEMONWH", b"CLEANCLAIMSIM"),
    ],
)
def test_a_file_for_a_payer_or_the_clearinghouse_comes_in(
    interchange: bytes, group: bytes, receiver: bytes
) -> None:
    answers = answered(addressed(interchange, group, receiver))
    assert [file.name for file in answers.files] == ["999.x12", "277ca.x12", "835-1.x12"]


@pytest.mark.parametrize(
    ("interchange", "group", "expected"),
    [
        (b"SUBMIT1", b"SUBMIT1", "009"),
        (b"60054", b"DEMONWH", "009"),
        (b"DEMONWH", b"DEMOSUM", "024"),
        (b"DEMONWH", b"CLEANCLAIMSIM", "024"),
        (b"CLEANCLAIMSIM", b"60054", "024"),
    ],
)
def test_a_file_for_somebody_else_is_refused(interchange: bytes, group: bytes, expected: str) -> None:
    assert note(answered(addressed(interchange, group))) == expected


def test_a_claim_for_another_payer_than_its_file_is_rejected() -> None:
    answers = answered(addressed(b"DEMOSUM", b"DEMOSUM"))
    content = next(file.content for file in answers.files if file.name == "277ca.x12")
    assert statuses(content) == [("A3", "116")]


def test_a_group_date_of_six_digits_is_refused() -> None:
    data = sent(Bill())
    assert b"*20251201*0930*1*X*" in data
    assert note(answered(data.replace(b"*20251201*0930*1*X*", b"*251201*0930*1*X*"))) == "024"


def test_an_older_edition_of_the_guide_is_not_taken() -> None:
    answers = answered(sent(Bill()).replace(b"005010X222A1", b"005010X222"))
    content = next(file.content for file in answers.files if file.name == "277ca.x12")
    assert statuses(content) == [("A3", "493")]


def of_group(answers: Answers) -> FunctionalAcknowledgement:
    """Return the 999."""
    (found,) = read_acknowledgements(answers.files[0].content)
    assert isinstance(found, FunctionalAcknowledgement)
    return found


@pytest.mark.parametrize(("old", "new"), [(b"GE*1*1~", b"GE*2*1~"), (b"GS*HC*", b"GS*HP*")])
def test_claims_of_a_rejected_group_go_no_further(old: bytes, new: bytes) -> None:
    data = sent(Bill())
    assert old in data
    answers = answered(data.replace(old, new))
    assert [file.name for file in answers.files] == ["999.x12"]
    found = of_group(answers)
    assert found.verdict is Verdict.REJECTED
    assert [each.verdict for each in found.transactions] == [Verdict.REJECTED]
    assert answers.refused
    assert answers.changes.steps == ()


def numbered(*numbers: bytes) -> bytes:
    """Return a file with a claim in each of the transactions with these numbers."""
    data = sent(Bill())
    body = data[data.index(b"ST*") : data.index(b"GE*")]
    sets = [
        body.replace(b"ST*837*0001", b"ST*837*" + number)
        .replace(b"*0001~", b"*" + number + b"~")
        .replace(b"CLAIM1", b"CLAIM%d" % n)
        for n, number in enumerate(numbers, 1)
    ]
    return data.replace(body, b"".join(sets)).replace(b"GE*1*", b"GE*%d*" % len(numbers))


def test_of_transactions_with_one_number_none_goes_further_and_the_others_do() -> None:
    answers = answered(numbered(b"0001", b"0002", b"0001"))
    assert [each.verdict for each in of_group(answers).transactions] == [
        Verdict.REJECTED,
        Verdict.ACCEPTED,
        Verdict.REJECTED,
    ]
    content = next(file.content for file in answers.files if file.name == "277ca.x12")
    assert re.findall(rb"TRN\*2\*(CLAIM\d)~", content) == [b"CLAIM2"]


def test_transactions_with_numbers_of_their_own_all_go_further() -> None:
    answers = answered(numbered(b"0001", b"0002"))
    content = next(file.content for file in answers.files if file.name == "277ca.x12")
    assert re.findall(rb"TRN\*2\*(CLAIM\d)~", content) == [b"CLAIM1", b"CLAIM2"]
