"""Remittances as payers really send them: joined, split, without LX, with every PLB."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, strategies as st

from cleanclaim.exchange.remittance_835 import read_835, stream_835
from cleanclaim.ledger import AccountKind, balance_of
from cleanclaim.posting import PROVIDER_ADJUSTMENT_REASONS, ClaimAccount, ItemKind, post_remittance
from cleanclaim.remittance import Outcome, balance, classify_claim
from tests.posting.generated import DAY, remittances
from tests.remittance.files import PAYEE_NPI, a_file, claim_rows, interchange, transaction

ZERO = Decimal("0.00")
ACCOUNT = {"C1": ClaimAccount("C1", "INV01", "P1")}


def one(*rows, payment, **options):
    (remittance,) = read_835(a_file(*rows, payment=payment, **options))
    return remittance


def posted(remittance):
    return post_remittance(remittance, known=ACCOUNT, on=DAY)


@pytest.mark.parametrize("reason", sorted(PROVIDER_ADJUSTMENT_REASONS))
@pytest.mark.parametrize("amount", ["12.34", "-12.34"])
def test_a_plb_of_any_reason_and_sign_adds_up_and_is_booked_with_it(reason, amount):
    payment = str(Decimal("80") - Decimal(amount))
    remittance = one(
        *claim_rows("C1", "100", "80", "CAS*CO*45*20"),
        f"PLB*{PAYEE_NPI}*20251231*{reason}:REF1*{amount}",
        payment=payment,
    )
    assert balance(remittance) == ()
    entries = posted(remittance).entries
    assert balance_of(entries, AccountKind.PROVIDER_ADJUSTMENT) == Decimal(amount)
    assert balance_of(entries, AccountKind.CASH_CLEARING) == Decimal(payment)
    assert balance_of(entries, AccountKind.UNAPPLIED) == 0


def test_six_pairs_in_one_plb_and_two_plbs_are_all_counted():
    pairs = "*".join(f"WO:R{n}*{n}" for n in range(1, 7))
    remittance = one(
        f"PLB*{PAYEE_NPI}*20251231*{pairs}", f"PLB*{PAYEE_NPI}*20241231*FB:OLD*-21", payment="0", method="NON"
    )
    assert [each.amount for each in remittance.provider_adjustments] == [
        *(Decimal(n) for n in range(1, 7)),
        Decimal("-21"),
    ]
    assert balance(remittance) == ()


def test_capitation_comes_without_a_claim():
    remittance = one(f"PLB*{PAYEE_NPI}*20251231*CT:DEC*-2500", payment="2500")
    assert (remittance.claims, balance(remittance)) == ((), ())
    result = posted(remittance)
    assert [item.kind for item in result.open_items] == [ItemKind.PROVIDER_ADJUSTMENT]


def test_interest_is_booked_and_asks_nobody():
    remittance = one(
        *claim_rows("C1", "100", "80", "CAS*CO*45*20"),
        f"PLB*{PAYEE_NPI}*20251231*L6:C1*-1.27",
        payment="81.27",
    )
    assert posted(remittance).open_items == ()


def test_claims_without_an_lx_are_read():
    with_lx = one("LX*1", *claim_rows("C1", "100", "80", "CAS*CO*45*20"), payment="80")
    without = one(*claim_rows("C1", "100", "80", "CAS*CO*45*20"), payment="80")
    assert (with_lx.claims[0].group, without.claims[0].group) == ("1", "")
    assert without.claims[0].paid == with_lx.claims[0].paid


def test_several_lx_groups_each_keep_their_claims():
    rows = (
        *("LX*1", "TS3*1234567893*11*20251231*1*100"),
        *claim_rows("C1", "100", "80", "CAS*CO*45*20"),
        "LX*2",
        *claim_rows("C2", "50", "50"),
    )
    remittance = one(*rows, payment="130")
    assert [(each.patient_control_number, each.group) for each in remittance.claims] == [
        ("C1", "1"),
        ("C2", "2"),
    ]


def test_a_payer_named_twice_is_the_first_one_and_the_second_is_kept():
    content = a_file(*claim_rows("C1", "100", "100"), payment="100").replace(
        b"N1*PE*", b"N1*PR*SECOND NAME OF THE PAYER~N1*PE*"
    )
    count = content.count(b"~") - 4  # all but ISA, GS, GE and IEA
    start = content.index(b"SE*") + 3
    content = content[:start] + str(count).encode() + content[content.index(b"*", start) :]
    (remittance,) = read_835(content)
    assert remittance.payer_name == "INVENTED HEALTH PLAN"
    assert any("SECOND NAME OF THE PAYER" in row for row in remittance.others)


def several(numbers):
    return [
        transaction(
            *claim_rows(f"C{n}", "100", "80", "CAS*CO*45*20"), payment="80", trace=f"T{n}", number=f"{n:04d}"
        )
        for n in numbers
    ]


def keys(*contents):
    return sorted(
        entry.key
        for content in contents
        for remittance in read_835(content)
        for entry in post_remittance(remittance, known={}, on=DAY).entries
    )


def test_joined_and_split_files_book_the_same_keys():
    together = interchange(*several((1, 2, 3)))
    apart = [interchange(*several((n,)), control_number=f"00000000{n}") for n in (1, 2, 3)]
    assert keys(together) == keys(*apart) == keys(b"".join(apart))


def test_a_forwarded_an_estimated_and_a_foreign_claim_are_told_apart():
    rows = (
        *claim_rows("C1", "100", "80", "CAS*CO*45*20", status="19"),
        *claim_rows("C2", "100", "0", "CAS*OA*101*100", status="25"),
        *claim_rows("C3", "100", "0", "CAS*OA*109*100", status="23"),
        *claim_rows("C4", "100", "0", "CAS*PR*1*100"),
    )
    decisions = [classify_claim(claim) for claim in one(*rows, payment="80").claims]
    assert [each.outcome for each in decisions] == [
        Outcome.PAID,
        Outcome.PREDETERMINED,
        Outcome.NOT_OURS,
        Outcome.PAID,
    ]
    assert [each.forwarded for each in decisions] == [True, False, False, False]


def test_remarks_of_mia_and_moa_reach_the_decision():
    rows = claim_rows("C1", "100", "0", "CAS*CO*16*100")
    inpatient = one(rows[0], "MIA*0****MA130", *rows[1:], payment="0")
    outpatient = one(rows[0], "MOA***MA130", *rows[1:], payment="0")
    assert classify_claim(inpatient.claims[0]).outcome is Outcome.REJECTED
    assert classify_claim(outpatient.claims[0]).outcome is Outcome.REJECTED


def test_reading_by_the_stream_gives_what_reading_at_once_gives():
    content = interchange(*several(range(1, 8)))
    streamed = [claim for _, claim in stream_835(content) if claim is not None]
    assert streamed == [claim for remittance in read_835(content) for claim in remittance.claims]


@given(remittances(), st.data(), st.integers(1, 100_000))
def test_one_amount_changed_is_named_at_its_level_and_by_its_amount(remittance, data, cents):
    """Whatever single amount is wrong, the differences name the equations it stands in, to the cent."""
    wrong = Decimal(cents).scaleb(-2)
    places = ["payment", *(f"claim {n}" for n in range(len(remittance.claims)))]
    place = data.draw(st.sampled_from(places))
    if place == "payment":
        changed = msgspec.structs.replace(remittance, payment=remittance.payment + wrong)
        assert [(each.level, each.amount) for each in balance(changed)] == [("transaction", wrong)]
        return
    index = int(place.split()[1])
    claim = remittance.claims[index]
    touched = msgspec.structs.replace(claim, paid=claim.paid + wrong)
    claims = (*remittance.claims[:index], touched, *remittance.claims[index + 1 :])
    changed = msgspec.structs.replace(remittance, claims=claims)
    assert [(each.level, each.claim, each.amount) for each in balance(changed)] == [
        ("transaction", None, -wrong),
        ("claim", claim.position, -wrong),
    ]
