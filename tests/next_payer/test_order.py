"""Who pays first: one situation a rule, with its bounds."""

from datetime import date
from itertools import permutations

import pytest

from cleanclaim.parameters import shipped_parameters
from cleanclaim.workflow.next_payer import Insurance, paying_order

ON = date(2025, 11, 18)


def group(key, **changes):
    return Insurance(key=key, **{"kind": "group", "employment": "active"} | changes)


def dependent(key, born, **changes):
    return group(key, patient_is_subscriber=False, subscriber_born=born, **changes)


MEDICARE = Insurance(key="medicare", kind="medicare", medicare_by="age")
DISABLED = Insurance(key="medicare", kind="medicare", medicare_by="disability")
MEDICAID = Insurance(key="medicaid", kind="medicaid")


def esrd(months):
    return Insurance(key="medicare", kind="medicare", medicare_by="esrd", esrd_months=months)


SITUATIONS = [
    (
        "injury at work",
        [MEDICARE, Insurance(key="wc", kind="workers_comp")],
        ["wc", "medicare"],
        "injury-carrier",
    ),
    ("Medicaid last", [MEDICAID, group("plan")], ["plan", "medicaid"], "medicaid-last"),
    (
        "Medicaid after TRICARE",
        [MEDICAID, Insurance(key="t", kind="tricare")],
        ["t", "medicaid"],
        "medicaid-last",
    ),
    (
        "TRICARE after a plan",
        [Insurance(key="t", kind="tricare"), group("plan")],
        ["plan", "t"],
        "tricare-late",
    ),
    ("20 employees", [MEDICARE, group("plan", employees=20)], ["plan", "medicare"], "medicare-working-aged"),
    ("19 employees", [group("plan", employees=19), MEDICARE], ["medicare", "plan"], "medicare-working-aged"),
    (
        "retired",
        [group("plan", employment="retired", employees=900), MEDICARE],
        ["medicare", "plan"],
        "medicare-working-aged",
    ),
    (
        "COBRA",
        [group("plan", employment="continuation"), MEDICARE],
        ["medicare", "plan"],
        "medicare-working-aged",
    ),
    ("disabled, 100", [DISABLED, group("plan", employees=100)], ["plan", "medicare"], "medicare-disability"),
    ("disabled, 99", [group("plan", employees=99), DISABLED], ["medicare", "plan"], "medicare-disability"),
    ("ESRD, month 30", [esrd(30), group("plan", employees=5)], ["plan", "medicare"], "medicare-esrd"),
    ("ESRD, month 31", [group("plan", employees=5), esrd(31)], ["medicare", "plan"], "medicare-esrd"),
    (
        "Medigap",
        [Insurance(key="gap", kind="individual"), MEDICARE],
        ["medicare", "gap"],
        "medicare-before-individual",
    ),
    (
        "own before spouse's",
        [dependent("spouse", date(1970, 1, 1)), group("own")],
        ["own", "spouse"],
        "member-before-dependent",
    ),
    (
        "birthday",
        [dependent("father", date(1975, 9, 3)), dependent("mother", date(1981, 3, 9))],
        ["mother", "father"],
        "birthday",
    ),
    (
        "year does not count",
        [dependent("older", date(1960, 9, 3)), dependent("younger", date(1990, 9, 2))],
        ["younger", "older"],
        "birthday",
    ),
    (
        "custody",
        [
            dependent("f", date(1975, 1, 3), custody="noncustodial"),
            dependent("m", date(1981, 3, 9), custody="custodial"),
        ],
        ["m", "f"],
        "custody",
    ),
    (
        "stepfather before father",
        [
            dependent("f", date(1975, 1, 3), custody="noncustodial"),
            dependent("s", date(1981, 3, 9), custody="custodial_spouse"),
        ],
        ["s", "f"],
        "custody",
    ),
    (
        "court decree",
        [
            dependent("m", date(1981, 1, 9), custody="custodial"),
            dependent("f", date(1975, 3, 3), custody="noncustodial", decree=True),
        ],
        ["f", "m"],
        "court-decree",
    ),
    (
        "active before retired",
        [group("old", employment="retired"), group("new")],
        ["new", "old"],
        "active-before-retired",
    ),
    (
        "COBRA after",
        [group("cobra", employment="continuation"), group("new", employment="retired")],
        ["new", "cobra"],
        "continuation-after",
    ),
    (
        "longer",
        [group("short", since=date(2024, 1, 1)), group("long", since=date(2010, 1, 1))],
        ["long", "short"],
        "longer-coverage",
    ),
]


@pytest.mark.parametrize(
    ("name", "insurances", "order", "rule"), SITUATIONS, ids=[each[0] for each in SITUATIONS]
)
def test_each_rule_decides_its_situation_whichever_is_named_first(name, insurances, order, rule):
    for given in permutations(insurances):
        found = paying_order(given, parameters=shipped_parameters(), on=ON)
        assert list(found.keys) == order
        assert [each.rule for each in found.preferences] == [rule]
        assert found.preferences[0].sources
        assert found.undecided == ()


def test_three_payers_find_one_order():
    plans = [MEDICAID, MEDICARE, group("plan", employees=500)]
    for given in permutations(plans):
        found = paying_order(given, parameters=shipped_parameters(), on=ON)
        assert found.keys == ("plan", "medicare", "medicaid")


def test_an_injury_carrier_that_does_not_answer_for_this_service_is_left_out():
    auto = Insurance(key="auto", kind="auto", covers_this=False)
    assert paying_order([auto, MEDICARE], parameters=shipped_parameters(), on=ON).keys == ("medicare",)


def test_the_same_birthday_falls_to_the_longer_coverage():
    one = dependent("one", date(1970, 5, 5), since=date(2020, 1, 1))
    two = dependent("two", date(1980, 5, 5), since=date(2010, 1, 1))
    assert paying_order([one, two], parameters=shipped_parameters(), on=ON).keys == ("two", "one")


def test_an_unknown_number_of_employees_is_for_a_person_and_guesses_nothing():
    found = paying_order([group("plan"), MEDICARE], parameters=shipped_parameters(), on=ON)
    assert found.undecided == (("plan", "medicare"),)
    assert found.keys == ("plan", "medicare")


def test_a_circle_of_rules_is_for_a_person():
    # Medicare before the retiree's own plan, the own plan before the spouse's, the spouse's before Medicare.
    own = group("own", employment="retired", employees=900)
    spouse = dependent("spouse", date(1970, 1, 1), employees=900)
    found = paying_order([own, spouse, MEDICARE], parameters=shipped_parameters(), on=ON)
    assert sorted(found.keys) == ["medicare", "own", "spouse"]
    assert found.undecided
