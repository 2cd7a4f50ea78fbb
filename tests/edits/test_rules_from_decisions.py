"""Rules on past claims: dry runs, and proposals out of remittances with and without a pattern in them."""

import json
import random
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings, strategies as st

from cleanclaim.claim import Claim
from cleanclaim.claim.notation import claim_from
from cleanclaim.cli.rules import command as rules_command
from cleanclaim.codesets import Store
from cleanclaim.edits import Rules
from cleanclaim.edits.practice_rules.evidence import chance, interval
from cleanclaim.edits.practice_rules.loading import load_rules
from cleanclaim.edits.practice_rules.mining import Limits, Proposal, propose
from cleanclaim.edits.practice_rules.outcomes import Outcome, match_outcomes
from cleanclaim.edits.practice_rules.proposed_yaml import proposals_yaml
from cleanclaim.edits.practice_rules.trial import try_rule
from cleanclaim.parameters import Parameters
from cleanclaim.remittance import ClaimPayment, LinePayment, RemitAdjustment
from tests.edits.test_commands import write

CODES = ("99213", "99214", "20610", "93000", "97110", "36415", "81003")
DIAGNOSES = ("I10", "E11.9", "M17.11", "R07.9", "M54.50", "K21.9")
HOLD_25 = """
prefix: OWN
rules:
  - id: OWN-1
    name: visit-without-25
    says: A visit is billed without modifier 25.
    fix: Add it.
    judges: line
    when: {all: [{field: code, eq: 99213}, {field: modifiers, not_in: [25]}]}
    then: {hold: true}
    examples: {fires: [{claim: ""}], silent: [lines 99213-25 $125]}
"""


@pytest.fixture
def rules(empty_store: Store, parameters: Parameters) -> Rules:
    return Rules(empty_store, parameters)


def claim(number: int, notation: str) -> Claim:
    return claim_from(f"{notation}; set patient_control_number P{number:05d}").claim


def decided(of: Claim, denied: Iterable[int] = (), carc: str = "97", status: str = "1") -> ClaimPayment:
    """Return a decision that pays every line at its charge but those that it denies."""
    refused = set(denied)
    lines = []
    for index, line in enumerate(of.lines):
        charge = line.charge or Decimal("0.00")
        adjustments = (RemitAdjustment("CO", carc, charge),) if index in refused else ()
        lines.append(
            LinePayment(
                position=index + 1,
                code=line.code,
                modifiers=line.modifiers,
                charge=charge,
                paid=Decimal("0.00") if index in refused else charge,
                adjustments=adjustments,
                remarks=("M15",) if index in refused else (),
            )
        )
    return ClaimPayment(
        position=1,
        patient_control_number=of.patient_control_number,
        status=status,
        charge=of.charge,
        paid=sum((line.paid for line in lines), Decimal("0.00")),
        lines=tuple(lines),
    )


def past(count: int, seed: int, denied_when: Any = None, noise: float = 0.04) -> list[Outcome]:
    """Return claims of a payer that denies few lines by chance, and those of a pattern nearly always."""
    chosen = random.Random(seed)
    claims, payments = [], []
    for number in range(count):
        codes = chosen.sample(CODES, chosen.choice((1, 1, 2, 3)))
        modifiers = [chosen.choice(("", "", "-25", "-59")) for _ in codes]
        dx = ", ".join(chosen.sample(DIAGNOSES, 2))
        place = chosen.choice(("11", "11", "22"))
        lines = " | ".join(f"{code}{mod} $100 @1" for code, mod in zip(codes, modifiers, strict=True))
        one = claim(number, f"dx {dx}; place {place}; lines {lines}")
        share = [0.92 if denied_when is not None and denied_when(one, line) else noise for line in one.lines]
        claims.append(one)
        payments.append(decided(one, [i for i, s in enumerate(share) if chosen.random() < s]))
    return list(match_outcomes(claims, payments)[0])


def injection_without_59(_: Claim, line: Any) -> bool:
    return line.code == "20610" and "59" not in line.modifiers and not line.modifiers


def at_22_for_knee(of: Claim, line: Any) -> bool:
    return line.code == "97110" and of.place_of_service == "22"


def test_a_dry_run_counts_what_would_have_been_held_and_what_became_of_it(
    rules: Rules, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(HOLD_25)
    (rule,) = load_rules([tmp_path], rules)
    claims = [
        claim(1, "lines 99213 $125 | 36415 $9"),  # held, denied there
        claim(2, "lines 99213 $125 | 36415 $9"),  # held, denied, but the other line
        claim(3, ""),  # held and paid
        claim(4, ""),  # held, no answer
        claim(5, "lines 99213-25 $125"),  # not held, denied
        claim(6, "lines 99213-25 $125"),  # not held, paid
    ]
    payments = [
        *(decided(claims[0], [0]), decided(claims[1], [1]), decided(claims[2])),
        *(decided(claims[4], [0]), decided(claims[5])),
    ]
    outcomes, unanswered = match_outcomes(claims, payments)
    tried = try_rule(rule, outcomes, unanswered, rules)
    assert (tried.held, tried.denied, tried.denied_there, tried.paid) == (4, 2, 1, 1)
    assert (tried.unanswered, tried.missed) == (1, 1)
    assert tried.denied_amount == Decimal("134.00")
    assert tried.false_holds == ("P00003",)


def test_contractual_amounts_and_the_patients_share_are_no_denials() -> None:
    one = claim(1, "lines 99213 $125")
    payment = decided(one)
    line = msgspec.structs.replace(
        payment.lines[0],
        paid=Decimal("60.00"),
        adjustments=(
            RemitAdjustment("CO", "45", Decimal("40.00")),
            RemitAdjustment("PR", "3", Decimal("25.00")),
        ),
    )
    ((outcome,), _) = match_outcomes([one], [msgspec.structs.replace(payment, lines=(line,))])
    assert not outcome.denied
    assert outcome.lines[0].carcs == ()


def test_the_first_decision_on_the_original_claim_counts() -> None:
    one = claim(1, "")
    again = claim(1, "frequency 7 original X1")
    answers = [decided(one, [0], status="22"), decided(one, [0]), decided(one)]
    outcomes, unanswered = match_outcomes([one, again], answers)
    assert [outcome.denied for outcome in outcomes] == [True]
    assert unanswered == ()
    assert match_outcomes([again], answers) == ((), ())


def test_lines_are_matched_by_control_number_then_code_and_charge_whatever_their_order() -> None:
    one = claim(1, "lines 99213 $125 | 97110 $45 | 97110 $45 | 36415 $9")
    payment = decided(one, [2, 3])
    turned = msgspec.structs.replace(
        payment, lines=(payment.lines[3], payment.lines[0], payment.lines[1], payment.lines[2])
    )
    ((outcome,), _) = match_outcomes([one], [turned])
    assert [bool(line.carcs) for line in outcome.lines] == [False, False, True, True]
    named = claim(
        2, "lines 97110 $45 | 97110 $45; set lines[0].control_number A; set lines[1].control_number B"
    )
    answer = decided(named, [0])
    swapped = tuple(
        msgspec.structs.replace(line, control_number=number)
        for line, number in zip(answer.lines, ("B", "A"), strict=True)
    )
    ((outcome,), _) = match_outcomes([named], [msgspec.structs.replace(answer, lines=swapped)])
    assert [bool(line.carcs) for line in outcome.lines] == [False, True]


def test_a_line_that_the_payer_shows_with_another_charge_is_known_by_its_code() -> None:
    one = claim(1, "lines 99213 $125 | 97110 $45 | 36415 $9")
    payment = decided(one, [1])
    shown = msgspec.structs.replace(payment.lines[1], charge=Decimal("40.00"))
    others = msgspec.structs.replace(payment, lines=(shown, payment.lines[2]))
    ((outcome,), _) = match_outcomes([one], [others])
    assert [bool(line.carcs) for line in outcome.lines] == [False, True, False]


def test_a_planted_pattern_is_proposed_and_nothing_else() -> None:
    (found,) = propose(past(600, seed=1, denied_when=injection_without_59))
    assert found.pattern == (("code", "20610"), ("modifier", ""))
    assert (found.payer_id, found.carc, found.rarcs) == (claim(0, "").coverage.payer.payer_id, "97", ("M15",))
    assert found.low > 0.8
    assert found.low <= found.denied / found.lines <= found.high
    assert found.lift > 3
    assert found.amount == Decimal(100) * found.denied


def test_two_patterns_are_told_apart() -> None:
    def either(of: Claim, line: Any) -> bool:
        return injection_without_59(of, line) or at_22_for_knee(of, line)

    found = propose(past(900, seed=2, denied_when=either))
    assert {one.pattern for one in found} == {
        (("code", "20610"), ("modifier", "")),
        (("code", "97110"), ("place", "22")),
    }
    assert [one.amount for one in found] == sorted((one.amount for one in found), reverse=True)


def test_a_code_that_is_denied_beside_another_is_proposed_so(rules: Rules, tmp_path: Path) -> None:
    def beside(of: Claim, line: Any) -> bool:
        return line.code == "36415" and any(one.code == "99214" for one in of.lines)

    outcomes = past(1500, seed=10, denied_when=beside)
    proposals = propose(outcomes)
    assert [one.pattern for one in proposals] == [(("code", "36415"), ("beside", "99214"))]
    (tmp_path / "mined.yaml").write_text(proposals_yaml(proposals, "MINED"))
    (rule,) = load_rules([tmp_path], rules)
    assert try_rule(rule, outcomes, (), rules).held == proposals[0].lines


@pytest.mark.parametrize("seed", range(6))
def test_where_there_is_no_pattern_nothing_is_proposed(seed: int) -> None:
    assert propose(past(250, seed=seed, noise=0.15)) == ()


def test_a_payer_that_denies_much_of_everything_is_no_pattern() -> None:
    assert propose(past(250, seed=3, noise=0.7)) == ()


def test_a_handful_of_lines_is_no_pattern_however_sure() -> None:
    outcomes = past(200, seed=4, noise=0.0)
    few = [claim(1000 + number, "lines 64999 $900") for number in range(9)]
    outcomes += match_outcomes(few, [decided(one, [0]) for one in few])[0]
    assert propose(outcomes) == ()
    more = [*few, claim(2000, "lines 64999 $900")]
    outcomes = past(200, seed=4, noise=0.0) + list(
        match_outcomes(more, [decided(one, [0]) for one in more])[0]
    )
    assert [one.pattern for one in propose(outcomes)] == [(("code", "64999"),)]


def test_the_order_of_the_claims_does_not_matter() -> None:
    outcomes = past(400, seed=5, denied_when=injection_without_59)
    turned = list(outcomes)
    random.Random(9).shuffle(turned)
    assert propose(turned) == propose(outcomes) != ()


def test_other_payers_claims_say_nothing_of_this_one() -> None:
    outcomes = past(300, seed=6, denied_when=injection_without_59)
    other = [
        msgspec.structs.replace(
            one,
            claim=claim_from("set coverages[0].payer.payer_id OTHER1; lines 20610 $100").claim,
            denied=False,
            lines=one.lines[:1],
        )
        for one in past(100, seed=7, noise=0.0)
    ]
    assert {one.payer_id for one in propose([*outcomes, *other])} == {
        outcomes[0].claim.coverage.payer.payer_id
    }


def test_proposals_are_rules_that_load_and_hold_what_was_denied(rules: Rules, tmp_path: Path) -> None:
    def either(of: Claim, line: Any) -> bool:
        return injection_without_59(of, line) or at_22_for_knee(of, line)

    outcomes = past(900, seed=2, denied_when=either)
    proposals = propose(outcomes)
    (tmp_path / "mined.yaml").write_text(proposals_yaml(proposals, "MINED"))
    loaded = load_rules([tmp_path], rules)
    assert [rule.id for rule in loaded] == ["MINED-001", "MINED-002"]
    for rule, proposal in zip(loaded, proposals, strict=True):
        tried = try_rule(rule, outcomes, (), rules)
        assert tried.held == tried.denied + tried.paid
        assert tried.denied >= proposal.denied > tried.paid


@settings(max_examples=40, deadline=None)
@given(
    pattern=st.fixed_dictionaries(
        {},
        optional={
            "code": st.sampled_from(["99213", "J1885", "D0120", "64999"]),
            "modifier": st.sampled_from(["", "25", "QW"]),
            "diagnosis": st.sampled_from(["I10", "M1711"]),
            "place": st.sampled_from(["11", "22"]),
            "beside": st.sampled_from(["36415", "D1110"]),
        },
    ).filter(bool),
    claim_type=st.sampled_from(["professional", "dental", "institutional"]),
    payer=st.from_regex(r"\A[A-Z0-9]{2,9}\Z"),
)
def test_whatever_is_proposed_loads_with_its_examples(
    pattern: dict[str, str], claim_type: str, payer: str, tmp_path_factory: Any, parameters: Parameters
) -> None:
    if claim_type == "institutional":
        pattern = {name: value for name, value in pattern.items() if name in ("code", "modifier")} or {
            "code": "99213"
        }
    one = Proposal(
        *(payer, claim_type, "97", (), tuple(pattern.items())),
        *(40, 39, 0.87, 0.99, 12.5, 0.0, 900, Decimal("1234.50")),
    )
    folder = tmp_path_factory.mktemp("mined")
    (folder / "a.yaml").write_text(proposals_yaml([one], "MINED"))
    from cleanclaim.codesets import open_store

    assert len(load_rules([folder], Rules(open_store(folder), parameters))) == 1


@given(st.integers(1, 60), st.integers(0, 60), st.integers(0, 60), st.data())
def test_chance_is_a_probability_that_falls_with_every_hit(
    rest: int, drawn: int, marked: int, data: Any
) -> None:
    total = max(drawn, marked) + rest
    hits = data.draw(st.integers(0, min(drawn, marked)))
    p = chance(hits, drawn, marked, total)
    assert 0 <= p <= 1
    assert chance(0, drawn, marked, total) == pytest.approx(1, abs=1e-9)
    if hits:
        assert p <= chance(hits - 1, drawn, marked, total) + 1e-9


def test_the_statistics_are_those_of_the_textbook() -> None:
    # Fisher's tea: 4 of 4 guessed right is 1 in 70; 3 or more is 17 in 70.
    assert chance(4, 4, 4, 8) == pytest.approx(1 / 70)
    assert chance(3, 4, 4, 8) == pytest.approx(17 / 70)
    low, high = interval(8, 10)  # Wilson 1927, 95 percent
    assert (low, high) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert interval(0, 0) == (0.0, 1.0)


def remit_835(payments: Iterable[ClaimPayment]) -> str:
    """Return the decisions as an 835 of an invented payer."""
    body = [
        *("BPR*I*0*C*NON************20251210", "TRN*1*T1*1512345678", "DTM*405*20251210"),
        *("N1*PR*DEMO PLAN", "N3*1 MAIN ST", "N4*PEORIA*IL*616021234", "PER*BL*HELP*TE*5555550100"),
        *("N1*PE*CEDAR HOLLOW*XX*1234567893", "LX*1"),
    ]
    for one in payments:
        body.append(f"CLP*{one.patient_control_number}*1*{one.charge}*{one.paid}**12*C1*11*1")
        body.append("NM1*QC*1*DOE*PAT")
        for line in one.lines:
            body += [f"SVC*HC:{line.code}*{line.charge}*{line.paid}**1", "DTM*472*20251118"]
            body += [f"CAS*{cas.group_code}*{cas.carc}*{cas.amount}" for cas in line.adjustments]
            body += [f"LQ*HE*{remark}" for remark in line.remarks]
    rows = ["ST*835*0001", *body, f"SE*{len(body) + 2}*0001"]
    isa = f"ISA*00*{'':10}*00*{'':10}*ZZ*{'PAYER':15}*ZZ*{'PRACTICE':15}*251210*0900*^*00501*000000001*0*P*:"
    gs = "GS*HP*PAYER*PRACTICE*20251210*0900*1*X*005010X221A1"
    return "~\n".join((isa, gs, *rows, "GE*1*1", "IEA*1*000000001")) + "~\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(rules_command, [str(word) for word in words], standalone_mode=False)


def test_from_files_of_claims_and_remittances_to_accepted_rules(tmp_path: Path) -> None:
    outcomes = past(160, seed=8, denied_when=injection_without_59)
    write(tmp_path / "claims.837", *(one.claim for one in outcomes))
    payments = [decided(one.claim, [i for i, line in enumerate(one.lines) if line.carcs]) for one in outcomes]
    (tmp_path / "remits.835").write_text(remit_835(payments))
    past_files = ("--claims", tmp_path / "claims.837", "--remits", tmp_path / "remits.835")
    mined = run("mine", *past_files, "-o", tmp_path / "mined.yaml", "--prefix", "OURS", "--json")
    assert mined.exception is None
    (record,) = (json.loads(line) for line in mined.stdout.splitlines())
    assert (record["rule"], record["pattern"], record["carc"]) == (
        *("OURS-001", {"code": "20610", "modifier": ""}),
        "97",
    )
    assert "160 claims with a decision" in mined.stderr
    assert "1 rule; 2 examples come out as they say." in run("check", tmp_path / "mined.yaml").stdout
    told = run("test", tmp_path / "mined.yaml", *past_files)
    assert f"OURS-001: would have held {record['lines']} claims, of which " in told.stdout
    (tried,) = (
        json.loads(line)
        for line in run("test", tmp_path / "mined.yaml", *past_files, "--json").stdout.splitlines()
    )
    assert tried["held"] == tried["denied"] + tried["paid"] == record["lines"]
    assert len(tried["false_holds"]) == tried["paid"]


def test_where_nothing_is_found_no_file_is_written(tmp_path: Path) -> None:
    outcomes = past(60, seed=1, noise=0.0)
    write(tmp_path / "claims.837", *(one.claim for one in outcomes))
    (tmp_path / "remits.835").write_text(remit_835([decided(one.claim) for one in outcomes]))
    words = ("--claims", tmp_path / "claims.837", "--remits", tmp_path / "remits.835")
    result = run("mine", *words, "-o", tmp_path / "mined.yaml")
    assert "0 rules proposed." in result.stderr
    assert not (tmp_path / "mined.yaml").exists()


def test_limits_are_what_is_asked_for() -> None:
    outcomes = past(600, seed=1, denied_when=injection_without_59)
    (found,) = propose(outcomes)
    assert propose(outcomes, Limits(support=found.denied + 1)) == ()
    assert propose(outcomes, Limits(share=0.99)) == ()
