"""Remittances as they arrive, and what the books show afterwards."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.ledger import AccountKind, balance_of, balances, check_ledger, reversal_of, trial_balance
from cleanclaim.posting import ClaimAccount, ItemKind, PostingResult, post_charges, post_remittance
from cleanclaim.primitives import LedgerError
from tests.remittance.files import PAYEE_NPI, a_file, claim_rows, interchange, transaction

DAY = date(2025, 12, 8)
KIND = AccountKind


def known(*numbers: str, **changes) -> dict[str, ClaimAccount]:
    return {number: ClaimAccount(number, "INV01", f"PAT-{number}", **changes) for number in numbers}


def posted(*rows: str, payment: str, accounts=None, **options: str) -> PostingResult:
    (remittance,) = read_835(a_file(*rows, payment=payment, **options))
    accounts = known("C1", "C2", "C3") if accounts is None else accounts
    return post_remittance(remittance, known=accounts, on=DAY)


def kinds(result: PostingResult) -> list[ItemKind]:
    return [item.kind for item in result.open_items]


def books(*entries) -> dict[str, str]:
    return {kind.value: str(amount) for kind, amount in trial_balance(entries).items()}


def charge(number: str, *charges: str):
    return post_charges(
        patient_control_number=number,
        payer="INV01",
        patient=f"PAT-{number}",
        on=DAY,
        charges=[Decimal(each) for each in charges],
    )


def test_a_paid_claim_ends_with_only_the_patient_owing():
    result = posted(*claim_rows("C1", "100", "60", "CAS*CO*45*30", "CAS*PR*2*10"), payment="60")
    assert kinds(result) == []
    assert books(charge("C1", "100.00"), *result.entries) == {
        "cash_clearing": "60.00",
        "contractual": "30.00",
        "receivable_patient": "10.00",
        "receivable_payer": "0.00",
        "revenue": "-100.00",
        "unapplied": "0.00",
    }


def test_a_denied_claim_stays_owed_by_the_payer_and_is_not_written_off():
    result = posted(*claim_rows("C1", "100", "0", "CAS*CO*97*100"), payment="0", method="NON")
    assert result.entries == ()
    (item,) = result.open_items
    assert (item.kind, item.amount, item.carc, item.line) == (ItemKind.DENIAL, Decimal("100.00"), "97", 1)
    assert item.appeal is True
    assert books(charge("C1", "100.00"), *result.entries)["receivable_payer"] == "100.00"


def test_a_partly_denied_claim_posts_the_rest():
    rows = claim_rows("C1", "100", "40", "CAS*CO*45*20", "CAS*CO*50*40")
    result = posted(*rows, payment="40")
    assert balance_of(result.entries, KIND.RECEIVABLE_PAYER) == Decimal("-60.00")
    assert [(item.kind, item.amount) for item in result.open_items] == [(ItemKind.DENIAL, Decimal("40.00"))]


def test_an_unprocessable_claim_is_a_rejection_without_appeal():
    rows = claim_rows("C1", "100", "0", "CAS*CO*16*100", remarks=("MA130",))
    (item,) = posted(*rows, payment="0").open_items
    assert (item.kind, item.appeal) == (ItemKind.REJECTION, False)


def test_pr_96_does_not_reach_the_patient_by_itself():
    result = posted(*claim_rows("C1", "100", "0", "CAS*PR*96*100"), payment="0")
    assert result.entries == ()
    assert kinds(result) == [ItemKind.DENIAL]


def test_a_copayment_reaches_the_patient_while_the_payer_pays_nothing():
    result = posted(*claim_rows("C1", "25", "0", "CAS*PR*3*25"), payment="0", method="NON")
    assert balance_of(result.entries, KIND.RECEIVABLE_PATIENT, claim="C1") == Decimal("25.00")
    assert balance_of(result.entries, KIND.CASH_CLEARING) == 0


def test_a_forwarded_claim_puts_the_share_on_the_next_payer():
    rows = list(claim_rows("C1", "100", "80", "CAS*PR*2*20", status="19"))
    rows.insert(2, "NM1*TT*2*OTHER MUTUAL*****PI*OTH01")
    result = posted(*rows, payment="80")
    assert balance_of(result.entries, KIND.RECEIVABLE_PATIENT) == 0
    assert balance_of(result.entries, KIND.RECEIVABLE_PAYER, payer="OTH01") == Decimal("20.00")


def test_a_claim_forwarded_to_nobody_named_holds_the_share_for_review():
    result = posted(*claim_rows("C1", "100", "80", "CAS*PR*2*20", status="19"), payment="80")
    assert balance_of(result.entries, KIND.RECEIVABLE_PATIENT) == 0
    assert kinds(result) == [ItemKind.REVIEW]


def test_a_known_next_payer_gets_the_share_before_the_patient_does():
    rows = claim_rows("C1", "100", "80", "CAS*PR*2*20")
    result = posted(*rows, payment="80", accounts=known("C1", next_payer="MEDIGAP"))
    assert balance_of(result.entries, KIND.RECEIVABLE_PAYER, payer="MEDIGAP") == Decimal("20.00")
    assert balance_of(result.entries, KIND.RECEIVABLE_PATIENT) == 0


@pytest.mark.parametrize(
    ("cas", "remarks"), [("CAS*PR*2*20", ("N782",)), ("CAS*OA*209*20", ())], ids=["PR with N782", "OA-209"]
)
def test_qmb_cost_sharing_goes_to_medicaid_or_waits_never_to_the_patient(cas, remarks):
    rows = claim_rows("C1", "100", "80", cas, filing="MB", remarks=remarks)
    alone = posted(*rows, payment="80")
    assert kinds(alone) == [ItemKind.REVIEW]
    assert balance_of(alone.entries, KIND.RECEIVABLE_PATIENT) == 0
    dual = posted(*rows, payment="80", accounts=known("C1", next_payer="MEDICAID"))
    assert kinds(dual) == []
    assert balance_of(dual.entries, KIND.RECEIVABLE_PAYER, payer="MEDICAID") == Decimal("20.00")


def test_the_secondary_payer_closes_what_the_first_left():
    """The first pays 60 and leaves 20 of coinsurance to the second, which pays it."""
    charged = charge("C1", "100.00")
    first = posted(
        *claim_rows("C1", "100", "60", "CAS*CO*45*20", "CAS*PR*2*20"),
        payment="60",
        accounts=known("C1", next_payer="SECOND"),
    )
    second = posted(
        *claim_rows("C1", "100", "20", "CAS*OA*23*80", status="2"),
        payment="20",
        accounts={"C1": ClaimAccount("C1", "SECOND", "PAT-C1")},
        trace="EFT0002",
    )
    assert kinds(second) == []
    everything = (charged, *first.entries, *second.entries)
    assert balance_of(everything, KIND.RECEIVABLE_PAYER) == 0
    assert balance_of(everything, KIND.RECEIVABLE_PATIENT) == 0


def test_a_secondary_payers_write_down_beyond_what_is_open_waits_for_a_person():
    """The second payer repeats the first one's contractual amount; posting it would count it twice."""
    rows = claim_rows("C1", "100", "5", "CAS*OA*23*60", "CAS*CO*45*35", status="2")
    account = ClaimAccount("C1", "SECOND", "PAT-C1", open_amount=Decimal("20.00"))
    result = posted(*rows, payment="5", accounts={"C1": account})
    assert balance_of(result.entries, KIND.CONTRACTUAL) == 0
    assert kinds(result) == [ItemKind.REVIEW]
    assert result.open_items[0].amount == Decimal("35.00")


def test_an_unknown_claim_keeps_its_money_in_unapplied():
    rows = (*claim_rows("C1", "100", "60", "CAS*CO*45*40"), *claim_rows("X9", "50", "50"))
    result = posted(*rows, payment="110")
    (item,) = result.open_items
    assert (item.kind, item.unapplied, item.patient_control_number) == (
        ItemKind.UNMATCHED,
        Decimal("50.00"),
        "X9",
    )
    assert balance_of(result.entries, KIND.CASH_CLEARING) == Decimal("110.00")
    assert balance_of(result.entries, KIND.UNAPPLIED) == Decimal("-50.00")
    assert result.claim_entries[1] == ""
    assert result.claim_entries[0] in {entry.key for entry in result.entries}


def test_a_claim_matched_later_posts_with_the_key_it_would_have_had():
    rows = claim_rows("C1", "100", "60", "CAS*CO*45*40")
    before = posted(*rows, payment="60", accounts={})
    after = posted(*rows, payment="60")
    assert {entry.key for entry in before.entries} < {entry.key for entry in after.entries}
    assert balance_of(after.entries, KIND.UNAPPLIED) == 0


def test_a_claim_off_by_a_cent_posts_nothing_and_shows_the_difference():
    rows = (
        *claim_rows("C1", "100", "60", "CAS*CO*45*39.99"),
        *claim_rows("C2", "50", "50"),
    )
    result = posted(*rows, payment="110")
    assert kinds(result) == [ItemKind.CLAIM_OUT_OF_BALANCE]
    (item,) = result.open_items
    assert [each.amount for each in item.differences] == [Decimal("0.01"), Decimal("0.01")]
    assert item.unapplied == Decimal("60.00")
    assert balance_of(result.entries, KIND.UNAPPLIED) == Decimal("-60.00")
    assert balance_of(result.entries, KIND.RECEIVABLE_PAYER, claim="C1") == 0
    assert balance_of(result.entries, KIND.RECEIVABLE_PAYER, claim="C2") == Decimal("-50.00")


def test_a_remittance_that_does_not_add_up_posts_nothing_at_all():
    result = posted(*claim_rows("C1", "100", "60", "CAS*CO*45*40"), payment="61")
    assert result.entries == ()
    (item,) = result.open_items
    assert item.kind is ItemKind.TRANSACTION_OUT_OF_BALANCE
    assert item.differences[0].amount == Decimal("1.00")
    assert "61.00" in item.reason
    assert "60.00" in item.reason


def test_a_recoupment_is_debited_and_interest_credited():
    rows = (*claim_rows("C1", "100", "100"), f"PLB*{PAYEE_NPI}*20251231*WO:ICN7*30*L6*-1.25")
    result = posted(*rows, payment="71.25")
    amounts = [
        (posting.reason, str(posting.debit), str(posting.credit))
        for entry in result.entries
        for posting in entry.postings
        if posting.account.kind is KIND.PROVIDER_ADJUSTMENT
    ]
    assert amounts == [("WO ICN7", "30.00", "0.00"), ("L6", "0.00", "1.25")]
    assert balance_of(result.entries, KIND.UNAPPLIED) == 0
    (item,) = result.open_items
    assert item.kind is ItemKind.PROVIDER_ADJUSTMENT
    assert "ICN7" in item.reason


def test_a_negative_payment_takes_cash_back():
    rows = (f"PLB*{PAYEE_NPI}*20251231*WO:ICN7*30",)
    result = posted(*rows, payment="-30")
    assert balance_of(result.entries, KIND.CASH_CLEARING) == Decimal("-30.00")
    assert check_ledger(result.entries) == ()


def test_a_reversal_undoes_the_original_exactly_and_the_correction_follows():
    first = posted(*claim_rows("C1", "100", "60", "CAS*CO*45*30", "CAS*PR*2*10"), payment="60")
    rows = (
        *claim_rows("C1", "-100", "-60", "CAS*CO*45*-30", "CAS*PR*2*-10", status="22"),
        *claim_rows("C1", "100", "75", "CAS*CO*45*25"),
    )
    second = posted(*rows, payment="15", accounts=known("C1", posted=first.entries), trace="EFT0002")
    assert kinds(second) == []
    undone = next(entry for entry in second.entries if entry.key == second.claim_entries[0])
    original = next(entry for entry in first.entries if entry.key == first.claim_entries[0])
    assert undone == reversal_of(original, key=undone.key, on=DAY, memo=undone.memo)
    assert check_ledger((*first.entries, *second.entries)) == ()
    assert books(charge("C1", "100.00"), *first.entries, *second.entries) == {
        "cash_clearing": "75.00",
        "contractual": "25.00",
        "receivable_patient": "0.00",
        "receivable_payer": "0.00",
        "revenue": "-100.00",
        "unapplied": "0.00",
    }


def test_a_reversal_undoes_the_one_original_that_is_not_undone_yet():
    once = posted(*claim_rows("C1", "100", "60", "CAS*CO*45*40"), payment="60")
    taken = posted(
        *claim_rows("C1", "-100", "-60", "CAS*CO*45*-40", status="22"),
        payment="-60",
        accounts=known("C1", posted=once.entries),
        trace="EFT0002",
    )
    again = posted(*claim_rows("C1", "100", "60", "CAS*CO*45*40"), payment="60", trace="EFT0003")
    history = (*once.entries, *taken.entries, *again.entries)
    last = posted(
        *claim_rows("C1", "-100", "-60", "CAS*CO*45*-40", status="22"),
        payment="-60",
        accounts=known("C1", posted=history),
        trace="EFT0004",
    )
    undone = next(entry for entry in last.entries if entry.reverses)
    assert undone.reverses == again.claim_entries[0]
    assert check_ledger((*history, *last.entries)) == ()


def test_a_reversal_whose_original_is_not_at_hand_posts_what_it_says_and_asks():
    rows = claim_rows("C1", "-100", "-60", "CAS*CO*45*-30", "CAS*PR*2*-10", status="22")
    result = posted(*rows, payment="-60")
    assert kinds(result) == [ItemKind.REVERSAL_WITHOUT_ORIGINAL]
    assert balance_of(result.entries, KIND.RECEIVABLE_PAYER, claim="C1") == Decimal("100.00")
    assert balance_of(result.entries, KIND.RECEIVABLE_PATIENT, claim="C1") == Decimal("-10.00")


def test_a_reversal_that_tells_another_story_undoes_exactly_and_asks():
    first = posted(*claim_rows("C1", "100", "60", "CAS*CO*45*30", "CAS*PR*2*10"), payment="60")
    rows = claim_rows("C1", "-100", "-60", "CAS*CO*45*-40", status="22")
    second = posted(*rows, payment="-60", accounts=known("C1", posted=first.entries), trace="EFT0002")
    assert kinds(second) == [ItemKind.REVERSAL_DIFFERS]
    assert not any(balances((*first.entries, *second.entries)).values())


def test_the_reversal_of_a_denial_has_nothing_to_undo():
    rows = claim_rows("C1", "-100", "0", "CAS*CO*16*-100", status="22")
    result = posted(*rows, payment="0")
    assert result.entries == ()
    assert result.open_items == ()


def test_a_claim_that_is_not_theirs_moves_nothing_and_is_listed_once():
    rows = claim_rows("C1", "100", "0", "CAS*CO*109*60", "CAS*CO*45*40", status="23")
    result = posted(*rows, payment="0")
    assert result.entries == ()
    assert [(item.kind, item.amount) for item in result.open_items] == [
        (ItemKind.NOT_OUR_CLAIM, Decimal("100.00"))
    ]


def test_an_estimate_moves_nothing():
    result = posted(*claim_rows("C1", "100", "0", "CAS*OA*101*100", status="25"), payment="0")
    assert (result.entries, result.open_items) == ((), ())


def test_money_that_comes_with_an_estimate_waits():
    result = posted(*claim_rows("C1", "100", "40", "CAS*OA*101*60", status="25"), payment="40")
    assert kinds(result) == [ItemKind.PREDETERMINATION]
    assert balance_of(result.entries, KIND.UNAPPLIED) == Decimal("-40.00")


def test_a_withheld_amount_stays_owed_and_is_reviewed():
    result = posted(*claim_rows("C1", "100", "90", "CAS*CO*104*10"), payment="90")
    assert balance_of(result.entries, KIND.RECEIVABLE_PAYER) == Decimal("-90.00")
    assert kinds(result) == [ItemKind.REVIEW]


def test_status_denied_without_a_denial_code_is_still_worked():
    result = posted(*claim_rows("C1", "100", "0", "CAS*PR*1*100", status="4"), payment="0")
    assert kinds(result) == [ItemKind.DENIAL]
    assert balance_of(result.entries, KIND.RECEIVABLE_PATIENT) == Decimal("100.00")


def test_postings_name_the_line_and_the_code():
    rows = (
        "CLP*C1*1*200*120*0*12*ICN1*11*1",
        "SVC*HC:99213*100*60**1",
        "CAS*CO*45*40",
        "SVC*HC:93000*100*60**1",
        "CAS*CO*45*40",
    )
    result = posted(*rows, payment="120")
    entry = next(entry for entry in result.entries if entry.key == result.claim_entries[0])
    assert [(p.reason, p.line) for p in entry.postings if p.account.kind is KIND.RECEIVABLE_PAYER] == [
        ("payment", 1),
        ("payment", 2),
        ("CO-45", 1),
        ("CO-45", 2),
    ]


def test_a_claim_level_reduction_posts_the_payment_as_one_amount():
    rows = ("CLP*C1*1*800*450*300*12*I", "CAS*CO*45*50", "SVC*HC:99211*800*500", "CAS*PR*1*300")
    result = posted(*rows, payment="450")
    assert balance_of(result.entries, KIND.UNAPPLIED) == 0
    assert balance_of(result.entries, KIND.RECEIVABLE_PAYER) == Decimal("-800.00")


def test_the_same_transaction_in_another_file_keeps_its_keys():
    claim = claim_rows("C1", "100", "60", "CAS*CO*45*40")
    one = transaction(*claim, payment="60")
    other = transaction(*claim_rows("C2", "10", "10"), payment="10", trace="EFT0099", number="0002")
    (alone,) = read_835(interchange(one))
    _, joined = read_835(interchange(other, one, control_number="000000777"))
    assert alone.position != joined.position
    first = post_remittance(alone, known=known("C1"), on=DAY)
    again = post_remittance(joined, known=known("C1"), on=date(2026, 1, 5))
    assert [entry.key for entry in first.entries] == [entry.key for entry in again.entries]


def test_two_notices_of_nothing_with_the_same_trace_both_post():
    first = posted(*claim_rows("C1", "25", "0", "CAS*PR*3*25"), payment="0", trace="000000000")
    second = posted(*claim_rows("C2", "30", "0", "CAS*PR*3*30"), payment="0", trace="000000000")
    assert not {entry.key for entry in first.entries} & {entry.key for entry in second.entries}


def test_the_same_claim_payment_twice_in_one_remittance_is_two():
    rows = claim_rows("C1", "10", "10")
    result = posted(*rows, *rows, payment="20")
    assert len({entry.key for entry in result.entries}) == 3
    assert balance_of(result.entries, KIND.UNAPPLIED) == 0


def test_two_notices_of_nothing_are_two_remittances_and_a_resent_one_is_one():
    first = posted(*claim_rows("C1", "25", "0", "CAS*PR*3*25"), payment="0", trace="000000000")
    second = posted(*claim_rows("C2", "30", "0", "CAS*PR*3*30"), payment="0", trace="000000000")
    resent = posted(*claim_rows("C1", "25", "0", "CAS*PR*3*25"), payment="0", trace="000000000")
    assert first.key != second.key
    assert first.key == resent.key


def test_a_payment_announced_again_with_other_claims_is_one_payment():
    first = posted(*claim_rows("C1", "10", "10"), payment="10")
    again = posted(*claim_rows("C2", "10", "10"), payment="10")
    assert first.key != again.key
    assert first.entries[0].key == again.entries[0].key


def test_a_correction_uses_what_the_reversal_before_it_freed():
    """Nothing is open when the remittance arrives; the reversal opens the claim again."""
    first = posted(*claim_rows("C1", "100", "60", "CAS*CO*45*40"), payment="60")
    rows = (
        *claim_rows("C1", "-100", "-60", "CAS*CO*45*-40", status="22"),
        *claim_rows("C1", "100", "75", "CAS*CO*45*25"),
    )
    accounts = known("C1", posted=first.entries, open_amount=Decimal("0.00"))
    second = posted(*rows, payment="15", accounts=accounts, trace="EFT0002")
    assert kinds(second) == []
    assert balance_of((*first.entries, *second.entries), KIND.CONTRACTUAL) == Decimal("25.00")


def test_a_payment_and_its_reversal_in_one_remittance_find_each_other():
    rows = (
        *claim_rows("C1", "100", "60", "CAS*CO*45*40"),
        *claim_rows("C1", "-100", "-60", "CAS*CO*45*-40", status="22"),
    )
    result = posted(*rows, payment="0")
    assert kinds(result) == []
    assert result.entries[1].reverses == result.entries[0].key


def test_which_claim_payments_are_decisions():
    rows = (
        *claim_rows("C1", "100", "60", "CAS*CO*45*40"),
        *claim_rows("C2", "100", "0", "CAS*CO*50*100"),
        *claim_rows("X9", "50", "50"),
        *claim_rows("C3", "10", "5", "CAS*CO*45*4"),
        *claim_rows("C1", "10", "0", "CAS*OA*101*10", status="25"),
        *claim_rows("C1", "10", "0", "CAS*CO*109*10", status="23"),
    )
    result = posted(*rows, payment="115")
    assert result.decided == (True, True, False, False, False, False)
    assert [bool(key) for key in result.claim_entries] == [True, False, False, False, False, False]


def test_a_frozen_key_has_not_changed():
    """The keys of everything ever posted: a change here would post it all again."""
    result = posted(
        *claim_rows("C1", "100", "60", "CAS*CO*45*40"), f"PLB*{PAYEE_NPI}*20251231*L6*-1", payment="61"
    )
    assert [entry.key for entry in result.entries] == [
        "835/1555555555/EFT0001/61.00/2025-12-05/payment",
        "835/1555555555/EFT0001/61.00/2025-12-05/claim/e8a73eff73e256e6bcf2",
        "835/1555555555/EFT0001/61.00/2025-12-05/plb/c5018221da0ef46a1f6d",
    ]


def test_a_very_long_trace_still_gives_a_storable_key():
    (remittance,) = read_835(a_file(*claim_rows("C1", "10", "10"), payment="10"))
    remittance = msgspec.structs.replace(remittance, trace_number="9" * 400, payer_trace_id="8" * 400)
    result = post_remittance(remittance, known=known("C1"), on=DAY)
    assert all(len(entry.key) <= 200 and len(entry.memo) <= 200 for entry in result.entries)


def test_charges_are_owed_line_by_line():
    entry = charge("C1", "100.00", "0.00", "50.25")
    assert [(p.line, str(p.debit)) for p in entry.postings if p.account.kind is KIND.RECEIVABLE_PAYER] == [
        (1, "100.00"),
        (3, "50.25"),
    ]
    assert books(entry) == {"receivable_payer": "150.25", "revenue": "-150.25"}
    assert entry.key == "charge/C1"


def test_a_claim_without_charges_has_nothing_to_book():
    with pytest.raises(LedgerError, match="C1 has no charges"):
        charge("C1", "0.00")
    with pytest.raises(LedgerError, match="C1 has no charges"):
        charge("C1")


def owed(amount: str, *, charge: str = "100.00", **changes) -> dict[str, ClaimAccount]:
    """C1 as a caller knows it that tells both what is owed and what was billed."""
    return known("C1", open_amount=Decimal(amount), charge=Decimal(charge), **changes)


def test_a_payment_beyond_what_the_payer_owes_is_posted_and_listed():
    """150 was billed and is owed; the payer answers 300 and pays 300."""
    result = posted(*claim_rows("C1", "300", "300"), payment="300", accounts=owed("150.00", charge="150.00"))
    assert [(item.kind, item.amount) for item in result.open_items] == [
        (ItemKind.REVIEW, Decimal("150.00")),
        (ItemKind.REVIEW, Decimal("150.00")),
    ]
    charged, overpaid = (item.reason for item in result.open_items)
    assert "300.00" in charged
    assert "150.00 is booked" in charged
    assert "paid 150.00 more than the 150.00 that it owed" in overpaid
    assert balance_of(result.entries, KIND.UNAPPLIED) == 0
    assert balance_of(result.entries, KIND.RECEIVABLE_PAYER, claim="C1") == Decimal("-300.00")
    assert result.decided == (True,)


def test_a_claim_that_is_paid_again_by_another_remittance_is_an_overpayment():
    rows = claim_rows("C1", "100", "60", "CAS*CO*45*40")
    first = posted(*rows, payment="60", accounts=owed("100.00"))
    assert first.open_items == ()
    again = posted(*rows, payment="60", accounts=owed("0.00", posted=first.entries), trace="EFT0002")
    assert [(item.kind, item.amount) for item in again.open_items] == [
        (ItemKind.REVIEW, Decimal("40.00")),
        (ItemKind.REVIEW, Decimal("60.00")),
    ]


def test_a_charge_that_is_not_ours_is_listed_even_when_the_money_fits():
    result = posted(*claim_rows("C1", "90", "50", "CAS*CO*45*40"), payment="50", accounts=owed("100.00"))
    (item,) = result.open_items
    assert (item.kind, item.amount, item.claim) == (ItemKind.REVIEW, Decimal("-10.00"), 1)
    assert "90.00" in item.reason
    assert "100.00 is booked" in item.reason


def test_a_denial_of_another_charge_says_both():
    result = posted(*claim_rows("C1", "90", "0", "CAS*CO*50*90"), payment="0", accounts=owed("100.00"))
    assert kinds(result) == [ItemKind.DENIAL, ItemKind.REVIEW]


def test_a_claim_answered_in_parts_that_add_up_to_our_charge_is_ours():
    parts = (*claim_rows("C1", "60", "60"), *claim_rows("C1", "40", "30", "CAS*CO*45*10"))
    assert kinds(posted(*parts, payment="90", accounts=owed("100.00"))) == []
    wrong = (*claim_rows("C1", "60", "60"), *claim_rows("C1", "30", "20", "CAS*CO*45*10"))
    assert kinds(posted(*wrong, payment="80", accounts=owed("100.00"))) == [ItemKind.REVIEW] * 2


def test_the_second_payer_answers_the_whole_charge_and_owes_the_share():
    account = {
        "C1": ClaimAccount("C1", "SECOND", "P", open_amount=Decimal("20.00"), charge=Decimal("100.00"))
    }
    rows = claim_rows("C1", "100", "20", "CAS*OA*23*80", status="2")
    assert kinds(posted(*rows, payment="20", accounts=account)) == []
    more = claim_rows("C1", "100", "25", "CAS*OA*23*75", status="2")
    (item,) = posted(*more, payment="25", accounts=account).open_items
    assert (item.kind, item.amount) == (ItemKind.REVIEW, Decimal("5.00"))


REVERSAL = claim_rows("C1", "-100", "-60", "CAS*CO*45*-40", status="22")


@pytest.mark.parametrize(
    ("charge_now", "rows", "payment"),
    [
        ("100.00", (*REVERSAL, *claim_rows("C1", "100", "75", "CAS*CO*45*25")), "15"),
        ("100.00", (*claim_rows("C1", "100", "75", "CAS*CO*45*25"), *REVERSAL), "15"),
        ("100.00", (*claim_rows("C1", "100", "60", "CAS*CO*45*30", "CAS*PR*2*10"), *REVERSAL), "0"),
        ("120.00", (*REVERSAL, *claim_rows("C1", "120", "80", "CAS*CO*45*40")), "20"),
        ("100.00", REVERSAL, "-60"),
    ],
    ids=["correction after", "correction first", "same payment, correction first", "replaced", "taken back"],
)
def test_a_reversal_and_its_correction_raise_no_false_alarm(charge_now, rows, payment):
    """The claim is settled when they come; in which order the payer lists them does not matter."""
    first = posted(*claim_rows("C1", "100", "60", "CAS*CO*45*40"), payment="60", accounts=owed("100.00"))
    left = Decimal(charge_now) - Decimal("100.00")
    accounts = owed(str(left), charge=charge_now, posted=first.entries)
    second = posted(*rows, payment=payment, accounts=accounts, trace="EFT0002")
    assert kinds(second) == []
    assert [entry.reverses for entry in second.entries if entry.reverses] == [first.claim_entries[0]]
    by_position = [key in {entry.key for entry in second.entries} for key in second.claim_entries]
    assert all(by_position)


def test_an_overpayment_taken_back_in_the_same_remittance_is_none():
    rows = (
        *claim_rows("C1", "100", "100"),
        *claim_rows("C1", "100", "100"),
        *claim_rows("C1", "-100", "-100", status="22"),
    )
    assert kinds(posted(*rows, payment="100", accounts=owed("100.00"))) == []


def test_a_credit_that_stood_before_is_not_this_remittances_overpayment():
    rows = claim_rows("C1", "100", "0", "CAS*CO*50*100")
    assert kinds(posted(*rows, payment="0", accounts=owed("-30.00"))) == [ItemKind.DENIAL]


def test_what_nobody_told_is_not_compared():
    assert kinds(posted(*claim_rows("C1", "300", "300"), payment="300", accounts=known("C1"))) == []


@pytest.mark.parametrize("remark", ["MA18", "N89", "MA07"])
def test_a_crossover_that_only_a_remark_announces_does_not_bill_the_patient(remark):
    rows = claim_rows("C1", "100", "80", "CAS*PR*2*20")
    (remittance,) = read_835(a_file(rows[0], f"MOA***{remark}", *rows[1:], payment="80"))
    result = post_remittance(remittance, known=known("C1"), on=DAY)
    owed = balances(result.entries)
    assert not any(account.kind is AccountKind.RECEIVABLE_PATIENT for account in owed)
    assert [item.kind for item in result.open_items] == [ItemKind.REVIEW]
    assert "forwarded" in result.open_items[0].reason


def test_a_crossover_that_failed_leaves_the_share_with_the_patient():
    rows = claim_rows("C1", "100", "80", "CAS*PR*2*20", status="19")
    (remittance,) = read_835(a_file(rows[0], "MOA***MA18*MA19", *rows[1:], payment="80"))
    owed = balances(post_remittance(remittance, known=known("C1"), on=DAY).entries)
    assert [amount for account, amount in owed.items() if account.kind is AccountKind.RECEIVABLE_PATIENT] == [
        Decimal("20.00")
    ]


def test_the_reversal_of_a_forwarded_payment_undoes_it_without_a_word():
    rows = claim_rows("C1", "100", "80", "CAS*PR*2*20", status="19")
    first = posted(*rows, payment="80", trace="T1")
    back = claim_rows("C1", "-100", "-80", "CAS*PR*2*-20", status="22")
    accounts = known("C1", posted=first.entries)
    result = posted(*back, payment="-80", trace="T2", accounts=accounts)
    assert kinds(result) == []
    assert not any(balances([*first.entries, *result.entries]).values())
