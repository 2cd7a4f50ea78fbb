"""One situation for each row of the table, and the promises that hold for every code there is."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.exchange.remittance_835 import read_835
from cleanclaim.remittance import (
    RULES,
    Category,
    Effect,
    Outcome,
    classify_claim,
    classify_code,
    describe,
    listed_carcs,
    plain_reason,
)
from cleanclaim.remittance.rules import COST_SHARING, PENDING, REDUCTIONS, WITHHELD
from tests.remittance.files import a_file, claim_rows

GROUPS = ("CO", "PR", "OA", "PI", "CR", "ZZ")
NAMED_IN_RULES = frozenset().union(*(rule.carcs for rule in RULES))

SITUATIONS = [
    # (claim as (charge, paid, CAS..., options), adjustment by position, rule, category)
    ("an estimate before the service", ("100", "0", "CAS*OA*101*100"), {"status": "25"}, "predetermination"),
    ("the claim of another payer", ("100", "0", "CAS*CO*109*100"), {"status": "23"}, "not-our-claim"),
    ("a reason without money", ("100", "100", "CAS*CO*96*0"), {}, "zero-amount"),
    ("what the first payer did", ("100", "20", "CAS*OA*23*80"), {"status": "2"}, "prior-payer"),
    ("coinsurance of a QMB", ("100", "80", "CAS*PR*2*20"), {"remarks": ("N782",)}, "qmb-cost-sharing"),
    (
        "QMB cost sharing as Medicare sends it",
        ("100", "80", "CAS*OA*209*20"),
        {},
        "not-collectable-from-patient",
    ),
    ("a deductible", ("100", "40", "CAS*PR*1*60"), {}, "cost-sharing"),
    ("a copayment on a zero payment", ("25", "0", "CAS*PR*3*25"), {}, "cost-sharing"),
    ("the patient was paid", ("100", "0", "CAS*PR*100*100"), {}, "paid-to-patient"),
    ("unprocessable", ("100", "0", "CAS*CO*16*100"), {"remarks": ("MA130", "N290")}, "unprocessable"),
    ("QMB, paid in full", ("100", "0", "CAS*CO*303*20", "CAS*OA*23*80"), {"status": "2"}, "qmb-paid-in-full"),
    ("QMB, nobody owes", ("100", "0", "CAS*OA*303*20", "CAS*OA*23*80"), {"status": "2"}, "qmb-nobody-owes"),
    ("a surprise bill", ("100", "60", "CAS*PR*45*40"), {"remarks": ("N864",)}, "surprise-bill"),
    ("out of network", ("100", "60", "CAS*PR*45*40"), {}, "patient-above-allowed"),
    ("a reporting code", ("0.01", "0", "CAS*CO*246*0.01"), {}, "reporting-only"),
    ("all contractual, nothing allowed", ("100", "0", "CAS*CO*45*100"), {}, "contractual-takes-all"),
    ("a multiple-procedure cut to nothing", ("100", "0", "CAS*CO*59*100"), {}, "contractual-takes-all"),
    ("above the fee", ("100", "60", "CAS*CO*45*40"), {}, "fee-schedule"),
    ("above the fee, all the patient's", ("100", "0", "CAS*CO*45*40", "CAS*PR*1*60"), {}, "fee-schedule"),
    ("an old contractual code", ("100", "60", "CAS*CO*A2*40"), {}, "fee-schedule"),
    ("sequestration", ("100", "98", "CAS*CO*253*2"), {}, "sequestration"),
    ("a penalty by law", ("100", "91", "CAS*CO*237*9"), {}, "legislated-penalty"),
    ("the second procedure at half", ("100", "50", "CAS*CO*59*50"), {}, "multiple-procedures"),
    ("a DRG above the charge", ("100", "150", "CAS*CO*94*-50"), {}, "paid-above-charge"),
    ("a withhold", ("100", "90", "CAS*CO*104*10"), {}, "withheld"),
    ("the premium grace period", ("100", "0", "CAS*OA*257*100"), {}, "pending"),
    ("coinsurance under CO", ("100", "80", "CAS*CO*2*20"), {}, "cost-sharing-not-patients"),
    ("a decision without appeal", ("100", "0", "CAS*CO*97*100"), {"remarks": ("N211",)}, "no-appeal-remark"),
    ("late for Medicare", ("100", "0", "CAS*CO*29*100"), {"filing": "MB"}, "late-medicare"),
    ("called the patient's", ("100", "0", "CAS*PR*96*100"), {}, "patient-liability-denial"),
    ("coverage had ended", ("100", "0", "CAS*PR*27*100"), {"status": "4"}, "patient-liability-denial"),
    ("taken off without a contract", ("100", "60", "CAS*PI*45*40"), {}, "payer-initiated"),
    ("bundled", ("100", "0", "CAS*CO*97*100"), {}, "provider-liability-denial"),
    ("late for a commercial payer", ("100", "0", "CAS*CO*29*100"), {}, "provider-liability-denial"),
    ("capitated", ("100", "0", "CAS*CO*24*100"), {}, "provider-liability-denial"),
    ("a code nobody knows", ("100", "0", "CAS*CO*999*100"), {}, "provider-liability-denial"),
    ("a duplicate", ("100", "0", "CAS*OA*18*100"), {}, "anything-else"),
    ("45 under OA", ("100", "60", "CAS*OA*45*40"), {}, "anything-else"),
]


def decided(situation, options):
    charge, paid, *cas = situation
    rows = claim_rows("C1", charge, paid, *cas, **options)
    (remittance,) = read_835(a_file(*rows, payment=paid))
    return classify_claim(remittance.claims[0])


@pytest.mark.parametrize(("name", "situation", "options", "rule"), SITUATIONS, ids=[s[0] for s in SITUATIONS])
def test_each_situation_falls_under_its_row(name, situation, options, rule):
    decision = decided(situation, options)
    assert decision.adjustments[0].classification.rule == rule
    category = next(each.category for each in RULES if each.id == rule)
    assert decision.adjustments[0].classification.category is category
    assert decision.denied == (
        category in {Category.DENIAL, Category.REJECTION} or options.get("status") == "4"
    )


def test_every_row_has_a_situation_and_a_line_in_the_documentation():
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert {situation[3] for situation in SITUATIONS} == set(ids)
    page = Path(__file__).parents[2] / "docs" / "algorithms" / "classification.md"
    rows = re.findall(r"^\| `([a-z-]+)` \|", page.read_text(), re.MULTILINE)
    assert rows == ids


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("takes_all", [True, False])
@pytest.mark.parametrize("remarks", [(), ("MA130",), ("N211",), ("N781",)])
def test_only_cost_sharing_under_pr_reaches_a_patient(group, takes_all, remarks):
    for carc in sorted({*listed_carcs(), *NAMED_IN_RULES, "999", "QQ"}):
        found = classify_code(group, carc, takes_all=takes_all, remarks=remarks, unpaid=True)
        if found.effect is Effect.PATIENT:
            assert group == "PR"
            assert carc in COST_SHARING | {"100"}
            assert not {"N781", "N782", "N783"} & set(remarks) or carc == "100"


def test_only_listed_reasons_are_contractual():
    for group in GROUPS:
        for carc in sorted({*listed_carcs(), "999"}):
            found = classify_code(group, carc)
            if found.category is Category.CONTRACTUAL:
                assert (group, carc) in {("CO", each) for each in REDUCTIONS | {"246", "303"}} | {
                    ("OA", "246")
                }
            if carc == "999":
                assert found.category is Category.DENIAL
                assert found.effect is Effect.HOLD
                assert not found.known


def test_a_denial_or_rejection_never_moves_money():
    for rule in RULES:
        if rule.category in {Category.DENIAL, Category.REJECTION}:
            assert rule.effect is Effect.HOLD
        if rule.effect is Effect.WRITE_DOWN:
            assert rule.category is Category.CONTRACTUAL


def test_no_appeal_is_offered_where_none_exists():
    assert classify_code("CO", "16", remarks=("MA130",), unpaid=True).appeal is False
    assert classify_code("CO", "50", remarks=("N211",)).appeal is False
    assert classify_code("CO", "50").appeal is True
    assert classify_code("CO", "29", filing_indicator="MA").appeal is False
    assert classify_code("CO", "29", filing_indicator="CI").appeal is True


def test_an_unprocessable_line_does_not_taint_a_paid_one():
    """MA130 at claim level; the first line is paid, the second is not."""
    rows = (
        "CLP*C1*1*200*60*0*MB*ICN1*11*1",
        "NM1*QC*1*TESTER*TINA****MI*MEM001",
        "MOA***MA130",
        "SVC*HC:99213*100*60**1",
        "CAS*CO*45*40",
        "SVC*HC:93000*100*0**1",
        "CAS*CO*16*100",
    )
    (remittance,) = read_835(a_file(*rows, payment="60"))
    decision = classify_claim(remittance.claims[0])
    assert [found.classification.rule for found in decision.adjustments] == ["fee-schedule", "unprocessable"]
    assert decision.outcome is Outcome.PARTLY_DENIED


def test_lines_of_a_claim_paid_by_drg_are_not_hidden_denials():
    """Inpatient: the lines are zero by nature, the claim is paid at claim level."""
    rows = (
        "CLP*C1*1*1000*700*0*MA*ICN1*11*1**470*1.9",
        "CAS*CO*94*-700",
        "NM1*QC*1*TESTER*TINA****MI*MEM001",
        "SVC*NU:0120*600*0**2",
        "CAS*CO*45*600",
        "SVC*NU:0250*400*0**2",
        "CAS*CO*45*400",
    )
    (remittance,) = read_835(a_file(*rows, payment="700"))
    decision = classify_claim(remittance.claims[0])
    assert not decision.denied
    assert {found.classification.category for found in decision.adjustments} == {Category.CONTRACTUAL}


@pytest.mark.parametrize(
    ("situation", "options", "outcome"),
    [
        (("100", "60", "CAS*CO*45*40"), {}, Outcome.PAID),
        (("100", "0", "CAS*PR*1*100"), {}, Outcome.PAID),
        (("100", "0", "CAS*CO*50*100"), {}, Outcome.DENIED),
        (("100", "0", "CAS*CO*45*40", "CAS*CO*50*60"), {}, Outcome.DENIED),
        (("100", "0", "CAS*PR*1*40", "CAS*CO*50*60"), {}, Outcome.PARTLY_DENIED),
        (("100", "30", "CAS*CO*97*70"), {}, Outcome.PARTLY_DENIED),
        (("100", "0", "CAS*CO*16*100"), {"remarks": ("MA130",)}, Outcome.REJECTED),
        (("-100", "-60", "CAS*CO*45*-40"), {"status": "22"}, Outcome.REVERSED),
        (("100", "0", "CAS*OA*23*100"), {"status": "23"}, Outcome.NOT_OURS),
        (("100", "0", "CAS*OA*101*100"), {"status": "25"}, Outcome.PREDETERMINED),
        (("100", "0", "CAS*PR*1*100"), {"status": "4"}, Outcome.DENIED),
        (("100", "80", "CAS*PR*2*20"), {"status": "19"}, Outcome.PAID),
    ],
)
def test_the_outcome_of_a_claim(situation, options, outcome):
    assert decided(situation, options).outcome is outcome


def test_a_reversal_is_a_reversal_and_keeps_what_it_takes_back():
    decision = decided(("-100", "-60", "CAS*CO*45*-40"), {"status": "22"})
    (found,) = decision.adjustments
    assert found.classification.category is Category.REVERSAL
    assert found.classification.effect is Effect.WRITE_DOWN
    assert not decision.denied


def test_the_reversal_of_a_hidden_denial_writes_nothing_down():
    decision = decided(("-100", "0", "CAS*CO*45*-100"), {"status": "22"})
    assert decision.adjustments[0].classification.effect is Effect.HOLD


def test_forwarded_claims_say_so_with_their_order():
    for status, order in (("19", 1), ("20", 2), ("21", 3)):
        decision = decided(("100", "80", "CAS*PR*2*20"), {"status": status})
        assert decision.forwarded
        assert decision.payer_order == order


def test_a_denied_claim_without_a_denial_code_still_says_why():
    decision = decided(("100", "0", "CAS*PR*1*100"), {"status": "4"})
    assert len(decision.denial_reasons) == 1
    assert "status 4" in decision.denial_reasons[0]


def test_reasons_are_sentences_with_place_code_and_amount():
    decision = decided(("100", "0", "CAS*CO*29*100"), {"filing": "MB", "remarks": ("N30",)})
    assert decision.denial_reasons == ("line 1: CO-29 filed too late; it cannot be appealed [N30] (100.00)",)
    unknown = decided(("100", "0", "CAS*CO*999*100"), {})
    assert "look the code up" in describe(unknown.adjustments[0])


def official_carcs(shared_dir: Path) -> dict[str, str]:
    text = (shared_dir / "reference" / "carc" / "CodeSystem-ANSI-RSN-CD.fsh").read_text()
    return dict(re.findall(r'^\* #(\S+) "(.*)"$', text, re.MULTILINE))


@pytest.mark.shared
def test_every_carc_named_is_on_the_list_that_cms_publishes(shared_dir):
    official = official_carcs(shared_dir)
    assert len(official) > 350
    assert set(listed_carcs()) - set(official) == set()
    assert NAMED_IN_RULES - set(official) == set()
    assert (COST_SHARING | REDUCTIONS | PENDING | WITHHELD) - set(official) == set()


@pytest.mark.shared
def test_short_reasons_are_our_own_words(shared_dir):
    """No reason repeats a run of five words of the official text, nor is a long text of it."""

    def words(text: str) -> list[str]:
        return re.findall(r"[a-z0-9]+", text.lower())

    for carc, description in official_carcs(shared_dir).items():
        mine = words(plain_reason(carc) or "")
        theirs = words(description)
        runs = {tuple(theirs[i : i + 5]) for i in range(len(theirs) - 4)}
        assert not runs & {tuple(mine[i : i + 5]) for i in range(len(mine) - 4)}, carc
        assert len(mine) < 3 or mine != theirs, carc


def test_amount_sign_alone_decides_payments_above_the_charge():
    assert classify_code("OA", "94", amount=Decimal("-9.00")).category is Category.CONTRACTUAL
    assert classify_code("OA", "94", amount=Decimal("9.00")).category is Category.DENIAL
