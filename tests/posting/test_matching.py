"""Which claim, which line: what payers do to numbers, names, codes and modifiers."""

from datetime import date

from hypothesis import given, strategies as st

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.posting.line_matching import KnownLine, LineMatchedBy, match_lines
from cleanclaim.posting.matching import LEAST_SCORE, KnownClaim, MatchedBy, match_claim
from cleanclaim.primitives import DateRange, money, one_day
from tests.remittance.files import a_file

DAY = one_day(date(2025, 11, 18))


def claim(key="A", number="26000123", **changes):
    fields = {
        "key": key,
        "patient_control_number": number,
        "charge": money("150"),
        "payer_numbers": ("PAYER77",),
        "last_name": "Quillfeather",
        "first_name": "Rosa",
        "member_ids": ("W123456789",),
        "dates": DAY,
        "lines": (KnownLine(1, "99213", ("25",), money("100")), KnownLine(2, "36415", (), money("50"))),
    }
    return KnownClaim(**fields | changes)


def payment(
    *svc, number="26000123", charge="150", theirs="", last="QUILLFEATHER", first="ROSA", member="W123456789"
):
    rows = [
        f"CLP*{number}*1*{charge}*{charge}*0*12*{theirs}*11*1",
        f"NM1*QC*1*{last}*{first}****MI*{member}",
        "DTM*232*20251118",
        *(svc or ("SVC*HC:99213:25*100*100", "SVC*HC:36415*50*50")),
    ]
    (remittance,) = read_835(a_file(*rows, payment=charge))
    return remittance.claims[0]


def test_the_control_number_decides():
    found = match_claim(payment(), [claim(), claim("B", "26000124")])
    assert (found.by, found.claim.key, found.candidates) == (MatchedBy.CONTROL_NUMBER, "A", ())


def test_a_control_number_with_another_patient_and_other_money_is_for_a_person():
    found = match_claim(payment(last="IRONWOOD", first="TED", charge="77", member=""), [claim()])
    assert (found.by, found.claim) == (MatchedBy.NOTHING, None)
    assert "the patient's name is another" in found.candidates[0].doubts


def test_a_name_that_only_changed_by_marriage_does_not_stop_the_control_number():
    assert match_claim(payment(last="IRONWOOD"), [claim()]).by is MatchedBy.CONTROL_NUMBER


def test_two_claims_with_one_control_number_are_for_a_person():
    found = match_claim(payment(), [claim("A"), claim("B", charge=money("80"))])
    assert found.by is MatchedBy.NOTHING
    assert [each.claim.key for each in found.candidates] == ["A", "B"]


def test_the_payers_own_number_decides_when_ours_came_back_empty():
    found = match_claim(payment(number="0", theirs="PAYER77"), [claim()])
    assert found.by is MatchedBy.PAYER_NUMBER


def test_an_original_and_its_replacement_under_one_payer_number_are_for_a_person():
    found = match_claim(payment(number="", theirs="PAYER77"), [claim("A"), claim("B", "26000999")])
    assert found.by is MatchedBy.NOTHING
    assert len(found.candidates) == 2


def test_a_shortened_number_makes_a_candidate_never_a_match():
    found = match_claim(payment(number="2600012"), [claim(), claim("B", "9", last_name="Ironwood")])
    assert found.by is MatchedBy.NOTHING
    assert found.candidates[0].claim.key == "A"
    assert "one control number is the beginning of the other" in found.candidates[0].reasons


def test_without_any_number_patient_days_charge_and_codes_make_candidates_best_first():
    other_day = claim("B", "X2", dates=one_day(date(2025, 10, 1)))
    stranger = claim("C", "X3", last_name="Ironwood", first_name="Ted", member_ids=("Z9",), dates=None)
    found = match_claim(payment(number="UNKNOWN"), [stranger, other_day, claim("A", "X1")])
    assert [each.claim.key for each in found.candidates] == ["A", "B", "C"]
    assert "the days of service are others" in found.candidates[1].doubts


def test_what_has_little_in_common_is_no_candidate():
    stranger = claim("C", "X3", last_name="Ironwood", member_ids=("Z9",), charge=money("9"), lines=())
    assert match_claim(payment(number="UNKNOWN"), [stranger]).candidates == ()


@given(st.permutations([claim(str(n), f"N{n}", charge=money(n * 50)) for n in range(6)]))
def test_the_order_of_the_claims_does_not_matter(claims):
    found = match_claim(payment(number="UNKNOWN"), claims)
    assert found == match_claim(payment(number="UNKNOWN"), sorted(claims, key=lambda each: each.key))
    assert all(LEAST_SCORE <= each.score <= 100 for each in found.candidates)


LINES = claim().lines


def by_line(*svc, lines=LINES):
    return [(each.billed, each.by, each.changed) for each in match_lines(payment(*svc), lines)]


def test_lines_that_come_back_as_billed():
    assert by_line() == [(1, LineMatchedBy.SAME, ()), (2, LineMatchedBy.SAME, ())]


def test_a_dropped_modifier_is_seen_and_named():
    assert by_line("SVC*HC:36415*50*50", "SVC*HC:99213*100*100") == [
        (2, LineMatchedBy.SAME, ()),
        (1, LineMatchedBy.MODIFIERS_DROPPED, ("modifier 25 dropped",)),
    ]


def test_a_changed_code_is_found_by_what_was_submitted():
    (first, second) = by_line("SVC*HC:99212*100*60***HC:99213:25", "SVC*HC:36415*50*50")
    assert first == (1, LineMatchedBy.SUBMITTED, ("paid as 99212, billed was 99213",))
    assert second[0] == 2


def test_two_lines_bundled_into_one_code_both_find_their_own():
    found = by_line("SVC*HC:80050*100*90***HC:99213", "SVC*HC:80050*50*0***HC:36415")
    assert [each[:2] for each in found] == [(1, LineMatchedBy.SUBMITTED), (2, LineMatchedBy.SUBMITTED)]


def test_the_line_control_number_goes_before_everything_and_may_come_twice():
    lines = (
        KnownLine(1, "97110", (), money("100"), "L1"),
        KnownLine(2, "97110", (), money("100"), "L2"),
    )
    found = by_line(
        "SVC*HC:97110*100*80",
        "REF*6R*L2",
        "SVC*HC:97110*60*50",
        "REF*6R*L1",
        "SVC*HC:97110*40*30",
        "REF*6R*L1",
        lines=lines,
    )
    assert [each[0] for each in found] == [2, 1, 1]
    assert found[1][2] == ("charge 60.00, billed was 100.00",)


def test_equal_codes_on_different_days_are_told_apart_by_the_day():
    lines = (
        KnownLine(1, "97110", (), money("75"), dates=one_day(date(2025, 11, 18))),
        KnownLine(2, "97110", (), money("75"), dates=one_day(date(2025, 11, 20))),
    )
    found = by_line(
        "SVC*HC:97110*75*70", "DTM*472*20251120", "SVC*HC:97110*75*70", "DTM*472*20251118", lines=lines
    )
    assert [each[0] for each in found] == [2, 1]


def test_a_line_that_was_never_billed_matches_nothing():
    found = by_line("SVC*HC:99213:25*100*100", "SVC*HC:36415*50*50", "SVC*HC:G9999*5*0")
    assert found[2][:2] == (None, LineMatchedBy.NOTHING)


def test_a_range_of_days_overlaps():
    lines = (KnownLine(1, "99232", (), money("90"), dates=DateRange(date(2025, 11, 17), date(2025, 11, 19))),)
    assert by_line("SVC*HC:99232*90*80", "DTM*472*20251118", lines=lines)[0][0] == 1
