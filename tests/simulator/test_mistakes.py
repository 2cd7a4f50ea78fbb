"""Mistakes of real payers: seeded, told by 835s that balance, and put right to the cent."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

import pytest

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.primitives import ZERO, InvalidValue
from cleanclaim.remittance import ClaimPayment, Remittance, balance
from cleanclaim.simulator import Appeal, Memory, Payer, built_in_payer, mistakes_named
from cleanclaim.simulator.mistakes import KINDS
from cleanclaim.x12 import validate
from tests.simulator.scenario import NOW, Bill, Line, member, sent

TWO = (Line("99214", "200.00", modifiers=("25",)), Line("71046", "60.00"))


def payer(mistakes: str, seed: int = 3) -> Payer:
    """A payer that makes these mistakes."""
    return built_in_payer(mistakes=mistakes_named(mistakes, seed))


def lived(house: Payer, *bills: Bill, memory: Memory | None = None, number: int = 1) -> list[bytes]:
    """Send a file of claims, live all days that follow, and return the 835s in their order."""
    memory = memory or Memory()
    answers = house.answer(sent(*bills, control_number=number), now=NOW, memory=memory)
    memory.apply(answers.changes)
    files = [file.content for file in answers.files if file.name.startswith("835")]
    return [*files, *later(house, memory)]


def later(house: Payer, memory: Memory) -> Iterator[bytes]:
    """Live the days that are to come."""
    while (day := house.next_day(memory)) is not None:
        answers = house.on_day(day, like=NOW, memory=memory)
        memory.apply(answers.changes)
        yield from (file.content for file in answers.files if file.name.startswith("835"))


def read(files: list[bytes]) -> list[Remittance]:
    """The remittances of files."""
    return [remittance for content in files for remittance in read_835(content)]


def payments(files: list[bytes]) -> list[ClaimPayment]:
    """The claim payments of files."""
    return [payment for remittance in read(files) for payment in remittance.claims]


def met(number: int = 1) -> str:
    """The id of a Northwind member who owes no deductible any more."""
    return member(number=80000000 + number)


def test_without_mistakes_nothing_comes_later() -> None:
    assert len(lived(payer("none"), Bill(lines=TWO))) == 1


def test_a_wrong_denial_stays_until_it_is_appealed() -> None:
    house, memory = payer("denied=1000"), Memory()
    (denied,) = payments(lived(house, Bill(lines=TWO, member_id=met()), memory=memory))
    (right,) = payments(lived(payer("none"), Bill(lines=TWO, member_id=met())))
    assert denied.paid < right.paid
    asked = Appeal(denied.payer_claim_control_number, kind="reconsideration")
    memory.apply(house.appeal(_json(asked), now=NOW, memory=memory).changes)
    undone, decided = payments(list(later(house, memory)))
    assert (undone.status, undone.paid) == ("22", -denied.paid)
    assert (decided.paid, decided.patient_responsibility) == (right.paid, right.patient_responsibility)


@pytest.mark.parametrize("kind", ["reversed", "recouped"])
def test_an_overpayment_is_reversed_and_decided_again(kind: str) -> None:
    house = payer(f"{kind}=1000")
    files = lived(house, Bill(lines=TWO, member_id=met()))
    first, undone, again = payments(files)
    (right,) = payments(lived(payer("none"), Bill(lines=TWO, member_id=met())))
    assert first.paid > right.paid == again.paid
    assert [-a.amount for line in undone.lines for a in line.adjustments] == [
        a.amount for line in first.lines for a in line.adjustments
    ]


def test_a_recoupment_is_announced_then_taken_from_a_later_payment_under_the_claims_number() -> None:
    house, memory = payer("recouped=1000"), Memory()
    files = lived(house, Bill("A", lines=TWO, member_id=met()), memory=memory)
    announced = read(files)[-1].provider_adjustments
    number = payments(files)[0].payer_claim_control_number
    assert [(one.reason, one.reference) for one in announced] == [("WO", number)]
    assert announced[0].amount < 0
    much_later = datetime(2026, 1, 12, 9)  # noqa: DTZ001
    answers = built_in_payer().answer(
        sent(Bill("B", lines=TWO, member_id=met(2)), control_number=9, at=much_later),
        now=much_later,
        memory=memory,
    )
    (taking,) = read([file.content for file in answers.files if file.name.startswith("835")])
    taken = taking.provider_adjustments
    assert [(one.reason, one.reference, one.amount) for one in taken] == [
        ("WO", number, -announced[0].amount)
    ]


def test_a_split_claim_comes_in_two_parts_of_one_charge() -> None:
    one, two = payments(lived(payer("split=1000"), Bill(lines=TWO)))
    assert one.patient_control_number == two.patient_control_number
    assert (one.charge, two.charge) == (Decimal("200.00"), Decimal("60.00"))
    assert one.payer_claim_control_number != two.payer_claim_control_number


def test_voiding_a_split_claim_reverses_what_was_paid_of_it_and_stops_the_rest() -> None:
    house, memory = payer("split=1000"), Memory()
    answers = house.answer(sent(Bill(lines=TWO)), now=NOW, memory=memory)
    memory.apply(answers.changes)
    (first,) = payments([f.content for f in answers.files if f.name.startswith("835")])
    void = Bill(lines=TWO, frequency="8", references=(("REF", "F8", first.payer_claim_control_number),))
    (undone,) = payments(lived(house, void, memory=memory, number=2))
    assert (undone.status, undone.charge) == ("22", -first.charge)
    assert memory.claims == {}


def test_a_late_payment_brings_interest_in_an_l6() -> None:
    (remittance,) = read(lived(payer("late=1000"), Bill(lines=TWO, member_id=met())))
    (interest,) = remittance.provider_adjustments
    assert interest.reason == "L6"
    assert interest.amount < 0
    assert remittance.payment == remittance.claims[0].paid - interest.amount


def test_a_dropped_modifier_is_told_beside_the_one_that_was_sent() -> None:
    (payment,) = payments(lived(payer("modifier=1000"), Bill(lines=TWO, member_id=met())))
    line = payment.lines[0]
    assert line.modifiers == ()
    assert line.submitted_modifiers == ("25",)
    assert [(a.group_code, a.carc) for a in line.adjustments] == [("CO", "97")]


def test_an_unbalanced_835_has_to_be_asked_for() -> None:
    assert balance(read(lived(payer("unbalanced=1000"), Bill(lines=TWO)))[0]) != []
    house = payer("usual")
    bills = [Bill(f"C{n}", lines=TWO, member_id=met(n)) for n in range(80)]
    found = read(lived(house, *bills))
    assert [difference for remittance in found for difference in balance(remittance)] == []


def test_with_usual_mistakes_everything_ends_as_without_what_nobody_appeals_apart() -> None:
    """The sum over all 835s: what was overpaid came back, what was split or late came in the end."""
    bills = [Bill(f"C{n}", lines=TWO, member_id=met(n)) for n in range(80)]
    rates = "modifier=0,late=150,split=150,reversed=150,recouped=150"
    rough, calm = lived(payer(rates), *bills), lived(payer("none"), *bills)
    assert len(rough) > len(calm) == 1
    assert _by_claim(rough) == _by_claim(calm)
    statuses = Counter(payment.status for payment in payments(rough))
    assert statuses["22"] > 5


def test_the_choice_depends_on_the_seed_and_not_on_the_file() -> None:
    bills = [Bill(f"C{n}", lines=TWO, member_id=met(n)) for n in range(40)]
    together = _by_claim(lived(payer("usual"), *bills))
    house, memory = payer("usual"), Memory()
    apart: dict[str, Decimal] = {}
    for number, bill in enumerate(bills, 1):
        apart |= _by_claim(lived(house, bill, memory=memory, number=number))
    assert apart == together
    assert _by_claim(lived(payer("usual", seed=4), *bills)) != together


def test_every_file_of_a_payer_with_mistakes_is_valid() -> None:
    bills = [Bill(f"C{n}", lines=TWO, member_id=met(n)) for n in range(60)]
    house = payer(",".join(f"{kind}=140" for kind in KINDS if kind != "unbalanced"))
    for content in lived(house, *bills):
        assert [p for p in validate(content, levels=(1, 2, 3)) if p.severity != "repair"] == []


@pytest.mark.parametrize("text", ["often", "late", "late=x", "late=900,split=900", "lost=5"])
def test_mistakes_that_do_not_exist_are_refused(text: str) -> None:
    with pytest.raises(InvalidValue):
        mistakes_named(text)


def _by_claim(files: list[bytes]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for payment in payments(files):
        found[payment.patient_control_number] = found.get(payment.patient_control_number, ZERO) + payment.paid
    return found


def _json(appeal: Appeal) -> bytes:
    from cleanclaim.primitives import encode_document

    return encode_document(appeal)
