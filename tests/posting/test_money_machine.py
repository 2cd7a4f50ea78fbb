"""Whatever is done in whatever order, the equation holds: a machine that posts, takes back and decides.

Beside the ledger it keeps its own few sums (charged, contractual, paid, given up, paid back) and
compares after every step. The sums are of what was asked for, never read from the ledger.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from cleanclaim.ledger import (
    Account,
    AccountKind,
    balance_of,
    balances,
    check_ledger,
    reversal_of,
    roll_forward,
    trial_balance,
)
from cleanclaim.posting import (
    ClaimAccount,
    Owing,
    SeenAdjustment,
    WriteOffReason,
    allocate,
    apply_unapplied,
    numbers_of,
    post_charges,
    post_patient_payment,
    post_remittance,
    refund_claim,
    refund_unapplied,
    tie_adjustments,
    tie_recoupment,
    transfer,
    write_off,
)
from cleanclaim.primitives import LedgerError, money
from cleanclaim.remittance import ClaimPayment, LinePayment, ProviderAdjustment, RemitAdjustment, Remittance

FIRST = date(2025, 12, 1)
PAYER, PATIENT = "INV01", "PATIENT1"
ZERO = Decimal("0.00")
CLAIMS = ("C1", "C2", "C3")
cents = st.integers(1, 20_000).map(lambda value: Decimal(value).scaleb(-2))
parts = st.tuples(*[st.integers(0, 10_000).map(lambda value: Decimal(value).scaleb(-2))] * 4)


def answer(claim, amounts, *, sign=1, status="1", position=1):
    """Return a claim payment: paid, CO-45, PR-2, CO-97 as given; a reversal with all signs turned."""
    paid, contractual, patient, denied = (amount * sign for amount in amounts)
    taken = tuple(
        RemitAdjustment(group, carc, amount)
        for group, carc, amount in (("CO", "45", contractual), ("PR", "2", patient), ("CO", "97", denied))
        if amount
    )
    charge = paid + contractual + patient + denied
    line = LinePayment(1, code="99213", charge=charge, paid=paid, adjustments=taken)
    return ClaimPayment(position, claim, status, charge, paid, lines=(line,), filing_indicator="12")


class Money(RuleBasedStateMachine):
    """The practice's ledger for three claims of one payer and one patient."""

    def __init__(self):
        super().__init__()
        self.entries = []
        self.remittances = []
        self.decisions = []  # (entry, how it changes the sums), to be taken back
        self.standing = {claim: [] for claim in CLAIMS}
        self.number = 0
        self.sums = dict.fromkeys(
            ("charged", "contractual", "given_up", "payer_cash", "patient_cash", "outside", "unapplied"), ZERO
        )

    # What happens

    @rule(claim=st.sampled_from(CLAIMS), amount=cents)
    def charge(self, claim, amount):
        self.number += 1
        self.book(
            post_charges(
                patient_control_number=claim,
                payer=PAYER,
                patient=PATIENT,
                on=self.day,
                charges=[amount],
                reference=str(self.number),
            )
        )
        self.sums["charged"] += amount

    @rule(claim=st.sampled_from(CLAIMS), amounts=parts)
    def pay(self, claim, amounts):
        self.remit(answer(claim, amounts))
        self.settle(claim, amounts, 1)

    @precondition(lambda self: any(self.standing.values()))
    @rule(data=st.data())
    def reverse(self, data):
        claim, amounts = self.some_standing(data)
        self.remit(answer(claim, amounts, sign=-1, status="22"))
        self.settle(claim, amounts, -1)

    @precondition(lambda self: any(self.standing.values()))
    @rule(data=st.data(), better=parts, correction_first=st.booleans())
    def correct(self, data, better, correction_first):
        claim, amounts = self.some_standing(data)
        both = [answer(claim, amounts, sign=-1, status="22"), answer(claim, better)]
        self.remit(*(reversed(both) if correction_first else both))
        self.settle(claim, amounts, -1)
        self.settle(claim, better, 1)

    @rule(reason=st.sampled_from(["WO", "FB", "72", "L6", "CS"]), amount=cents, sign=st.sampled_from([1, -1]))
    def adjust_outside_claims(self, reason, amount, sign):
        self.remit(plb=ProviderAdjustment("1234567893", reason, amount * sign, reference="C1"))
        self.sums["outside"] += amount * sign
        self.sums["payer_cash"] -= amount * sign

    @precondition(lambda self: self.remittances)
    @rule(data=st.data())
    def the_same_remittance_comes_again(self, data):
        again = data.draw(st.sampled_from(self.remittances))
        before = {entry.key for entry in self.entries}
        result = post_remittance(again, known=self.known(), on=self.day)
        assert {entry.key for entry in result.entries} <= before

    @rule(amount=cents)
    def patient_pays(self, amount):
        owed = [
            (claim, balance_of(self.entries, AccountKind.RECEIVABLE_PATIENT, claim=claim)) for claim in CLAIMS
        ]
        applied = allocate(amount, owed)
        self.number += 1
        self.book(
            post_patient_payment(
                receipt=str(self.number), patient=PATIENT, on=self.day, amount=amount, applied=applied
            )
        )
        self.sums["patient_cash"] += amount
        self.sums["unapplied"] += amount - sum(applied.values(), ZERO)

    # What persons decide

    @rule(
        claim=st.sampled_from(CLAIMS), amount=cents, reason=st.sampled_from(WriteOffReason), by=st.booleans()
    )
    def give_up(self, claim, amount, reason, by):
        entry = write_off(self.owing(claim, by), amount, reason=reason, on=self.day, reference=self.next())
        self.decide(entry, {"given_up": amount})

    @rule(claim=st.sampled_from(CLAIMS), amount=cents, to_patient=st.booleans())
    def move(self, claim, amount, to_patient):
        one, other = self.owing(claim, payer=True), self.owing(claim, payer=False)
        source, target = (one, other) if to_patient else (other, one)
        self.decide(transfer(source, target, amount, on=self.day, reference=self.next()), {})

    @rule(claim=st.sampled_from(CLAIMS), amount=cents, payer=st.booleans())
    def refund(self, claim, amount, payer):
        entry = refund_claim(self.owing(claim, payer), amount, on=self.day, reference=self.next())
        self.decide(entry, {"payer_cash" if payer else "patient_cash": -amount})

    @rule(amount=cents)
    def refund_a_patients_credit(self, amount):
        entry = refund_unapplied(amount, on=self.day, reference=self.next(), patient=PATIENT)
        self.decide(entry, {"patient_cash": -amount, "unapplied": -amount})

    @rule(claim=st.sampled_from(CLAIMS), amount=cents)
    def use_a_patients_credit(self, claim, amount):
        entry = apply_unapplied(self.owing(claim, payer=False), amount, on=self.day, reference=self.next())
        self.decide(entry, {"unapplied": -amount})

    @rule(claim=st.sampled_from(CLAIMS), amount=cents, sign=st.sampled_from([1, -1]))
    def tie(self, claim, amount, sign):
        entry = tie_recoupment(
            self.owing(claim, payer=True), amount * sign, on=self.day, reference=self.next()
        )
        self.decide(entry, {"outside": -amount * sign})

    @precondition(lambda self: self.decisions)
    @rule(data=st.data())
    def think_better_of_it(self, data):
        place = data.draw(st.integers(0, len(self.decisions) - 1))
        entry, effect = self.decisions.pop(place)
        self.book(reversal_of(entry, key=f"undo/{entry.key}", on=self.day, memo="taken back"))
        for name, amount in effect.items():
            self.sums[name] -= amount

    # What must hold

    @invariant()
    def the_ledger_is_sound(self):
        assert check_ledger(self.entries) == ()
        assert sum(trial_balance(self.entries).values(), ZERO) == 0

    @invariant()
    def every_account_is_what_was_asked_for(self):
        sums, have = self.sums, trial_balance(self.entries)
        assert -have.get(AccountKind.REVENUE, ZERO) == sums["charged"]
        assert have.get(AccountKind.CONTRACTUAL, ZERO) == sums["contractual"]
        assert have.get(AccountKind.WRITE_OFF, ZERO) == sums["given_up"]
        assert have.get(AccountKind.CASH_CLEARING, ZERO) == sums["payer_cash"]
        assert have.get(AccountKind.PATIENT_CASH, ZERO) == sums["patient_cash"]
        assert have.get(AccountKind.PROVIDER_ADJUSTMENT, ZERO) == sums["outside"]
        assert -have.get(AccountKind.UNAPPLIED, ZERO) == sums["unapplied"]

    @invariant()
    def what_is_owed_is_charges_less_everything_else(self):
        sums = self.sums
        owed = sum(
            balance_of(self.entries, kind)
            for kind in (AccountKind.RECEIVABLE_PAYER, AccountKind.RECEIVABLE_PATIENT)
        )
        cash = sums["payer_cash"] + sums["patient_cash"]
        assert (
            owed
            == sums["charged"]
            - sums["contractual"]
            - sums["given_up"]
            - cash
            - sums["outside"]
            + (sums["unapplied"])
        )

    @invariant()
    def every_period_rolls_forward(self):
        middle = FIRST + timedelta(days=len(self.entries) // 2)
        rolled = roll_forward(self.entries, middle, FIRST + timedelta(days=10_000))
        assert all(each.agrees for each in rolled)
        assert sum((each.closing for each in rolled), ZERO) == 0
        assert {each.kind: each.closing for each in rolled} == dict(trial_balance(self.entries))

    # How it is done

    @property
    def day(self):
        return FIRST + timedelta(days=len(self.entries))

    def next(self):
        self.number += 1
        return str(self.number)

    def owing(self, claim, payer):
        return Owing(claim, payer=PAYER) if payer else Owing(claim, patient=PATIENT)

    def book(self, *entries):
        booked = {entry.key for entry in self.entries}
        assert not booked & {entry.key for entry in entries}
        self.entries.extend(entries)

    def decide(self, entry, effect):
        self.book(entry)
        self.decisions.append((entry, effect))
        for name, amount in effect.items():
            self.sums[name] += amount

    def known(self):
        return {
            claim: ClaimAccount(
                claim,
                PAYER,
                PATIENT,
                posted=tuple(
                    entry
                    for entry in self.entries
                    if any(posting.account.claim == claim for posting in entry.postings)
                ),
            )
            for claim in CLAIMS
        }

    def remit(self, *claims, plb=None):
        self.number += 1
        adjustments = (plb,) if plb else ()
        payment = sum((each.paid for each in claims), ZERO) - sum((each.amount for each in adjustments), ZERO)
        remittance = Remittance(
            position=1,
            payment=payment,
            trace_number=f"T{self.number}",
            payer_id=PAYER,
            paid_on=self.day,
            claims=tuple(claims),
            provider_adjustments=adjustments,
        )
        self.remittances.append(remittance)
        self.book(*post_remittance(remittance, known=self.known(), on=self.day).entries)

    def settle(self, claim, amounts, sign):
        paid, contractual, patient, denied = amounts
        hidden = paid + patient + denied == 0  # a whole charge called contractual is a denial
        self.sums["payer_cash"] += paid * sign
        self.sums["contractual"] += ZERO if hidden else contractual * sign
        if sign > 0 and any(amounts):
            self.standing[claim].append(amounts)

    def some_standing(self, data):
        claim = data.draw(st.sampled_from([each for each in CLAIMS if self.standing[each]]))
        place = data.draw(st.integers(0, len(self.standing[claim]) - 1))
        return claim, self.standing[claim].pop(place)


Money.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestMoney = Money.TestCase


OWED = Owing("C1", payer=PAYER)


@pytest.mark.parametrize(
    "decide",
    [
        lambda: write_off(OWED, ZERO, reason=WriteOffReason.OTHER, on=FIRST, reference="1"),
        lambda: write_off(OWED, money("-1"), reason=WriteOffReason.OTHER, on=FIRST, reference="1"),
        lambda: transfer(OWED, OWED, money("1"), on=FIRST, reference="1"),
        lambda: transfer(OWED, Owing("C2", patient=PATIENT), money("1"), on=FIRST, reference="1"),
        lambda: refund_unapplied(money("1"), on=FIRST, reference="1"),
        lambda: tie_recoupment(Owing("C1", patient=PATIENT), money("1"), on=FIRST, reference="1"),
        lambda: write_off(Owing("C1"), money("1"), reason=WriteOffReason.OTHER, on=FIRST, reference="1"),
        lambda: refund_claim(Owing("C1", PAYER, PATIENT), money("1"), on=FIRST, reference="1"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_fix(decide):
    with pytest.raises(LedgerError) as refused:
        decide()
    assert refused.value.fix


def test_a_recoupment_tied_to_its_claim_leaves_nothing_outside_and_the_claim_owed_again():
    plb = ProviderAdjustment("1234567893", "WO", money("40"), reference="PAYER77")
    remittance = Remittance(
        position=1,
        payment=money("-40"),
        trace_number="T1",
        payer_id=PAYER,
        paid_on=FIRST,
        provider_adjustments=(plb,),
    )
    result = post_remittance(remittance, known={}, on=FIRST)
    entries = [*result.entries, tie_recoupment(OWED, money("40"), on=FIRST, reference="1")]
    left = balances(entries)
    assert left[Account(AccountKind.PROVIDER_ADJUSTMENT, payer=PAYER)] == 0
    assert left[OWED.account] == money("40")


def seen(key, reason, amount, reference=""):
    return SeenAdjustment(key, PAYER, ProviderAdjustment("1234567893", reason, money(amount), reference))


def test_a_recoupment_held_off_and_taken_later_is_one_closed_matter_and_names_its_claim():
    payments = [answer("C1", (money("40"), ZERO, ZERO, ZERO))]
    (tie,) = tie_adjustments(
        [seen("a", "WO", "-40", "000C1 "), seen("b", "WO", "40", "C1")], numbers=numbers_of(payments)
    )
    assert (tie.keys, tie.closed, tie.claims) == (("a", "b"), True, ("C1",))


def test_a_balance_carried_forward_is_closed_by_its_exact_opposite():
    ties = tie_adjustments([seen("a", "FB", "-12.50"), seen("b", "FB", "12.50"), seen("c", "FB", "-3")])
    assert [(each.keys, each.closed) for each in ties] == [(("a", "b"), True), (("c",), False)]


def test_adjustments_without_reference_stay_alone():
    ties = tie_adjustments([seen("a", "CS", "5"), seen("b", "CS", "5")])
    assert [each.keys for each in ties] == [("a",), ("b",)]
    assert all(each.because == "nothing else has its reference" for each in ties)


def test_a_payers_number_within_a_longer_reference_is_recognised():
    tie = tie_adjustments([seen("a", "WO", "5", "20251201PAYER77X")], numbers={"PAYER77": ("C9",)})[0]
    assert tie.claims == ("C9",)
