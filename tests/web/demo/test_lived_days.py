"""The demonstration practice: what a person finds on the first morning, and how its days go on."""

from datetime import timedelta

import pytest

from cleanclaim.primitives import ZERO
from cleanclaim.web.claims.models import ClaimEvent
from cleanclaim.web.demo.days import move_day, next_practice_day
from cleanclaim.web.demo.practice import company, encounters_of
from cleanclaim.web.organizations.models import Membership, Organization, Practice, Role, User
from cleanclaim.web.patients.models import Patient
from cleanclaim.web.tenancy import tenant
from tests.web.demo.conftest import Lived, Picture, picture

UNDER_WAY = ("released", "queued", "sent", "received", "accepted")


def both(pictures: dict[str, Picture] | object) -> list[Picture]:
    assert isinstance(pictures, dict)
    return list(pictures.values())


def test_it_starts_on_a_monday_in_december_with_a_morning_of_every_desk(lived: Lived) -> None:
    kinds = {kind for tenant_ in both(lived.start) for kind in tenant_.items}
    desks = {"coding", "query", "held", "rejection", "denial", "unmatched"}
    assert desks <= kinds
    for tenant_ in both(lived.start):
        assert desks <= set(tenant_.items)
        assert tenant_.in_state("clean"), "nothing to release"
        assert tenant_.in_state("accepted"), "nothing under way"
        assert tenant_.in_state("paid")
        assert tenant_.in_state("denied")
        assert tenant_.remittances["posted"] > 10


def test_some_are_paid_in_full_and_some_leave_a_share_to_the_patient(lived: Lived) -> None:
    rows = [row for tenant_ in both(lived.start) for rows in tenant_.payments.values() for row in rows]
    assert any(paid > 0 and share == 0 for _, _, paid, share in rows)
    assert any(paid > 0 and share > 0 for _, _, paid, share in rows)
    assert any(paid == 0 and share > 0 for _, _, paid, share in rows), "nobody's deductible took all"
    assert any(status == "4" for status, _, _, _ in rows), "nothing denied whole"
    assert lived.start["demo"].in_state("closed"), "nothing is settled"
    for tenant_ in both(lived.start):
        assert tenant_.ledger["receivable_patient"] > 0


def test_a_claim_is_denied_in_part_and_paid_for_the_rest(lived: Lived) -> None:
    denied = lived.start["demo"].in_state("denied")
    assert any(
        status == "1" and paid > 0
        for number in denied
        for status, _, paid, _ in lived.start["demo"].payments[number]
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("no member number", "has no member number"),
        ("a mistyped NPI", "is not an NPI"),
        ("no sex", "sex is missing"),
        ("the cause before the injury", "cannot stand first"),
        ("no such place", "not an assigned place-of-service"),
        ("an unknown member", "member id is nobody's"),
        ("a locum not enrolled", "not enrolled"),
        ("no CLIA number", "no CLIA number"),
        ("coverage ended", "PR-27"),
        ("not authorized", "CO-197"),
        ("a diagnosis that does not support it", "CO-11"),
        ("charged twice", "repeats line"),
        ("a deleted code", "ended on"),
        ("not covered", "CO-96"),
        ("somebody else's claim", "not known here"),
        ("the next payer", "passed the claim on"),
        ("a side that is missing", "documented without a side"),
        ("an uncertain diagnosis", "documented with uncertainty"),
    ],
)
def test_its_traps_are_there_on_the_first_morning(lived: Lived, reason: str, words: str) -> None:
    said = [text for tenant_ in both(lived.start) for text in tenant_.reasons]
    assert any(words in text for text in said), reason


def test_todays_notes_wait_for_the_person_and_yesterdays_were_coded(lived: Lived) -> None:
    for row in company().organizations:
        plan, states = encounters_of(row.key), lived.start[row.key].encounters
        for number, state in states.items():
            planned = plan[number]
            if planned.asked_by_coder:
                assert state == "queried", number
            elif planned.arrives == company().start_day or planned.left_by_coder:
                assert state == "coded", number
            else:
                assert state == "claimed", number
        assert any(plan[number].arrives == company().start_day for number in states)


def test_a_rejected_claim_was_put_right_by_a_colleague_and_is_paid(lived: Lived) -> None:
    hilltop = next(row for row in company().organizations if row.key == "hilltop")
    assert lived.start["hilltop"].claims["E3002"] in ("paid", "closed")
    with tenant(hilltop.id):
        events = list(
            ClaimEvent.objects.filter(claim__patient_control_number="E3002")
            .order_by("position")
            .values_list("event", flat=True)
        )
    assert events.index("claim_rejected") < events.index("corrected") < events.index("paid")
    assert events.count("sent") == 2


def test_later_encounters_come_in_as_days_pass(lived: Lived) -> None:
    came = {
        row.key: len(lived.end[row.key].encounters) - len(lived.start[row.key].encounters)
        for row in company().organizations
    }
    assert all(came.values())
    assert sum(came.values()) >= 10


def test_every_day_the_ledger_balances_and_nothing_is_stuck(lived: Lived) -> None:
    assert len(lived.days) == 11
    for today, tenants in lived.days.items():
        for key, seen in tenants.items():
            assert sum(seen.ledger.values(), ZERO) == 0, (today, key)
            assert "stuck" not in seen.items, (today, key, seen.reasons)
            assert "arrived" not in seen.encounters.values(), (today, key)
            assert "accepted" not in seen.encounters.values(), (today, key)
            assert not seen.in_state("draft", "released", "queued"), (today, key)
            for number in seen.in_state("sent", "received"):
                assert today - seen.sent_on[number] <= timedelta(days=4), (today, number)
            for number in seen.in_state("accepted"):  # no payer takes longer than fourteen days
                assert today - seen.sent_on[number] <= timedelta(days=18), (today, number)


def test_what_was_under_way_on_the_first_morning_is_decided_after_ten_days(lived: Lived) -> None:
    for key, first in lived.start.items():
        for number in first.in_state(*UNDER_WAY):
            assert lived.end[key].claims[number] in ("paid", "denied", "closed"), number


def test_what_is_left_to_the_person_stays_until_the_person_comes(lived: Lived) -> None:
    for key, first in lived.start.items():
        assert first.in_state("held") <= lived.end[key].in_state("held")
        assert first.in_state("rejected") <= lived.end[key].in_state("rejected")
        plan = encounters_of(key)
        left = [number for number, row in plan.items() if row.left_by_coder or row.asked_by_coder]
        assert left
        assert all(lived.end[key].encounters[number] in ("coded", "queried") for number in left)


def test_moving_to_the_same_day_again_changes_nothing(lived: Lived) -> None:
    last = max(lived.days)
    for _ in range(2):
        assert move_day(to=last) == last
    for row in company().organizations:
        assert picture(row) == lived.end[row.key]
        with tenant(row.id):
            assert Organization.objects.get(pk=row.id).practice_today == last


def test_the_practices_are_closed_on_weekends_and_holidays(lived: Lived) -> None:
    assert all(day.weekday() < 5 for day in lived.days)
    christmas = company().start_day.replace(day=25)
    assert christmas not in lived.days
    assert next_practice_day(christmas - timedelta(days=1)) == christmas + timedelta(days=1)


def test_neither_tenant_sees_a_row_of_the_other(lived: Lived) -> None:
    first, second = company().organizations
    for here, there in ((first, second), (second, first)):
        others = set(lived.end[there.key].encounters)
        names = {row.encounter.patient.name.last for row in encounters_of(there.key).values()}
        with tenant(here.id):
            assert Organization.objects.count() == 1
            assert not Patient.objects.filter(last_name__in=names).exists()
            assert not others & set(lived.end[here.key].claims)
            assert not others & set(picture(here).encounters)


def test_everybody_signs_in_where_they_work_and_nowhere_else(lived: Lived) -> None:
    first, second = company().organizations
    roles: dict[str, dict[str, set[str]]] = {}
    for row in (first, second):
        with tenant(row.id):
            for member in Membership.objects.select_related("user"):
                roles.setdefault(row.key, {}).setdefault(member.role, set()).add(member.user.username)
            assert set(roles[row.key]) == set(Role.values), "a role has nobody"
    shared = roles["demo"]["biller"] & roles["hilltop"]["biller"]
    assert shared, "the billing company's biller works for both"
    assert not roles["demo"]["provider"] & roles["hilltop"]["provider"]
    assert not roles["demo"]["front_desk"] & roles["hilltop"]["front_desk"]
    biller = User.objects.get(username=shared.pop())
    assert biller.check_password("the password of all")


def test_the_first_organization_has_two_practices_and_the_second_its_own(lived: Lived) -> None:
    counts = []
    for row in company().organizations:
        with tenant(row.id):
            counts.append(Practice.objects.count())
    assert counts == [2, 1]
