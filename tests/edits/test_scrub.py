"""The scrubber as a whole: order, scope by payer, what is not checked, broken claims."""

from datetime import date

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from cleanclaim.claim import Claim
from cleanclaim.claim.notation import CLAUSES, claim_from
from cleanclaim.claim.specimens import specimen
from cleanclaim.codesets import Store
from cleanclaim.edits import PAYER_KINDS, Rules, Severity, all_edits, scrub
from cleanclaim.parameters import Parameters
from cleanclaim.primitives import InvalidValue
from tests.strategies import any_claims, valid_claims


@pytest.fixture
def rules(store: Store, parameters: Parameters) -> Rules:
    return Rules(store, parameters, date(2025, 11, 21))


@pytest.mark.parametrize("claim_type", ["professional", "institutional", "dental"])
def test_a_complete_claim_has_nothing_to_work_on(claim_type: str, rules: Rules) -> None:
    assert {finding.severity for finding in scrub(specimen(claim_type), rules)} == {Severity.NOT_CHECKED}


def test_findings_come_in_the_order_of_the_work(rules: Rules) -> None:
    noted = claim_from(
        "dx W19.XXXA, S52.501A, E11.9, E10.9; lines 99213 x0 $125 | 99214 $0; without billing_provider.npi"
    )
    found = scrub(noted.claim, rules)
    assert [finding.severity for finding in found] == sorted(finding.severity for finding in found)
    assert [finding.edit for finding in found][:3] == ["IDN001", "CHG004", "DXC008"]
    assert scrub(noted.claim, rules) == found


def test_a_finding_says_where_in_the_claim(rules: Rules) -> None:
    claim = claim_from("lines 99213 $125 | 99214 x0 $90").claim
    (finding,) = (f for f in scrub(claim, rules) if f.severity is Severity.REJECT)
    assert (finding.line, finding.path, finding.claim_id) == (2, "lines[1].units", "SPECIMEN1")
    assert finding.message == "Line 2 has 0 units."
    assert finding.fix == "Enter how many units were rendered."


def test_a_finding_names_its_release_and_its_sources(rules: Rules) -> None:
    claim = claim_from("dx E11").claim
    (finding,) = (f for f in scrub(claim, rules) if f.edit == "DXC003")
    assert "2026" in finding.release
    assert any("45 CFR 162.1000(a)" in source for source in finding.sources)
    assert finding.codes == ("E11",)


def test_sources_are_those_of_the_claims_own_type(rules: Rules) -> None:
    claim = claim_from('type institutional; set diagnoses ""').claim
    (finding,) = (f for f in scrub(claim, rules) if f.edit == "CMP001")
    assert len(finding.sources) == 1
    assert "005010X223A2" in finding.sources[0]


def test_a_dental_claim_is_not_rejected_on_a_guide_that_nobody_opened() -> None:
    dental, professional = claim_from("type dental").claim, claim_from("").claim
    unopened = [
        edit
        for edit in all_edits()
        if edit.severity < Severity.REVIEW
        and {"dental", "professional"} <= edit.applies_to.claim_types
        and not any(source.verified for source in edit.sources_for("dental"))
    ]
    assert unopened
    for edit in unopened:
        assert edit.finding(dental, "lines", "Something is missing.").severity is Severity.REVIEW
        assert edit.finding(professional, "lines", "Something is missing.").severity is edit.severity


def test_the_code_set_rule_of_health_plans_is_a_review_for_a_workers_compensation_fund(rules: Rules) -> None:
    plan = claim_from("payer commercial; dx E11").claim
    fund = claim_from("payer workers_comp; dx E11").claim
    (for_plan,) = (f for f in scrub(plan, rules) if f.edit == "DXC003")
    (for_fund,) = (f for f in scrub(fund, rules) if f.edit == "DXC003")
    assert for_plan.severity is Severity.REJECT
    assert for_fund.severity is Severity.REVIEW
    assert "workers comp" in for_fund.message


def test_medicares_filing_limit_says_nothing_of_other_payers(store: Store, parameters: Parameters) -> None:
    late = date(2027, 6, 1)
    for kind in ("medicare", "medicaid", "commercial", "workers_comp", "auto"):
        claim = claim_from(f"payer {kind}").claim
        found = [f.edit for f in scrub(claim, Rules(store, parameters, late))]
        assert ("TFL001" in found) == (kind == "medicare")


def test_a_medicare_advantage_plan_has_a_deadline_of_its_own(store: Store, parameters: Parameters) -> None:
    claim = claim_from("set coverages[0].filing_indicator 16").claim
    for kind in ("", "medicare"):
        found = scrub(claim, Rules(store, parameters, date(2027, 6, 1), kind))
        assert "TFL001" not in [f.edit for f in found]
        (said,) = (f.message for f in found if f.missing == "the payer's filing limit")
        assert "Medicare Advantage" in said


def test_an_amount_is_shown_with_its_cents_and_never_rounded(rules: Rules) -> None:
    off_by_a_cent = claim_from("lines 99213 $125 | 36415 $12.5; total 137.51").claim
    off_by_half = claim_from("lines 99213 $125 | 36415 $12.5; set total_charge 137.505").claim
    huge = claim_from("set total_charge 1E+30").claim
    said = [
        next(f.message for f in scrub(claim, rules) if f.edit == "CHG001")
        for claim in (off_by_a_cent, off_by_half, huge)
    ]
    assert said == [
        "The total is 137.51, the lines sum to 137.50.",
        "The total is 137.505, the lines sum to 137.50.",
        "The total is 1E+30, the lines sum to 125.00.",
    ]


def test_fractions_of_a_cent_are_found_wherever_an_amount_stands(rules: Rules) -> None:
    text = "payer medicare; secondary to commercial paid 80 type 12; set patient_paid 0.001"
    claim = claim_from(f"{text}; set coverages[0].prior_payment.adjustments[0].amount 44.9999").claim
    assert [f.path for f in scrub(claim, rules) if f.edit == "CHG007"] == [
        "coverages[0].prior_payment.adjustments[0].amount",
        "patient_paid",
    ]


def test_the_kind_that_is_given_overrules_the_filing_indicator(store: Store, parameters: Parameters) -> None:
    claim = claim_from("payer commercial").claim
    late = date(2027, 6, 1)
    assert "TFL001" not in [f.edit for f in scrub(claim, Rules(store, parameters, late))]
    assert "TFL001" in [f.edit for f in scrub(claim, Rules(store, parameters, late, "medicare"))]


def test_an_unknown_kind_of_payer_is_refused(store: Store, parameters: Parameters) -> None:
    with pytest.raises(InvalidValue, match="'hmo' is not a kind of payer"):
        Rules(store, parameters, None, "hmo")


def test_an_edit_counts_only_from_its_effective_date(store: Store, parameters: Parameters) -> None:
    claim = claim_from("payer medicare; dos 2009-12-31").claim
    assert "TFL001" not in [f.edit for f in scrub(claim, Rules(store, parameters, date(2025, 1, 2)))]


def test_a_missing_table_is_said_once_for_all_edits_that_want_it(rules: Rules) -> None:
    claim = claim_from("dx I10, E11.9; dos 2024-03-04").claim
    lacking = [f for f in scrub(claim, rules) if f.missing == "ICD10CM"]
    assert len(lacking) == 1
    for identifier in ("DXC002", "DXC003", "DXC009"):
        assert identifier in lacking[0].message
    assert lacking[0].severity is Severity.NOT_CHECKED


def test_without_any_code_set_nothing_is_called_clean(empty_store: Store, parameters: Parameters) -> None:
    found = scrub(claim_from("dx E11").claim, Rules(empty_store, parameters, date(2025, 11, 21)))
    assert {f.severity for f in found} == {Severity.NOT_CHECKED}
    assert "ICD10CM" in [f.missing for f in found]


def test_every_missing_thing_is_said_once(rules: Rules) -> None:
    noted = claim_from("payer medicare; dx E11; dos 2024-03-04")
    found = scrub(noted.claim, msgspec.structs.replace(rules, received=None))
    missing = [f.missing for f in found if f.severity is Severity.NOT_CHECKED]
    assert len(missing) == len(set(missing))
    assert {"received", "ICD10CM", "MUE_PRACTITIONER", "CPT/CDT", "COVERAGE_ARTICLE"} <= set(missing)


# What people and files can express, right or wrong: each piece is legal notation.
_texts = st.sampled_from(
    ['""', "x", "0", "-1", "99", "1234567890", "2025-11-18", "1900-01-01", "9999-12-31", "AA, ,ZZ"]
)
_paths = st.sampled_from(
    [
        *("patient_control_number", "claim_type", "total_charge", "claim_frequency_code", "place_of_service"),
        *("billing_provider.npi", "billing_provider.tax_id", "billing_provider.address.line1", "patient.sex"),
        *(
            "patient.birth_date",
            "patient.name.last",
            "coverages[0].member_id",
            "coverages[0].filing_indicator",
        ),
        *("coverages[0].insurance_type", "coverages[0].relationship", "billed_coverage", "diagnoses[0].code"),
        *("diagnoses[0].system", "diagnoses[0].role", "diagnoses[1].code", "lines[0].code", "lines[0].units"),
        *(
            "lines[0].charge",
            "lines[0].pointers",
            "lines[0].dates.start",
            "lines[0].dates.end",
            "lines[1].code",
        ),
        *(
            "rendering.npi",
            "accident.causes",
            "accident.on",
            "institutional.statement.end",
            "dental.appliance_placed",
        ),
    ]
)
_breaks = st.one_of(
    st.builds("set {} {}".format, _paths, _texts),
    st.builds("without {}".format, _paths),
    st.sampled_from(
        [
            *('set lines ""', 'set diagnoses ""', 'set coverages ""', "without lines[0].dates"),
            *("dos 2026-12-31..2025-01-01", "dx 0, ZZZ, E11, W19, F02.80", "lines none x-3 $0 @0,7,9,1,2"),
            *(
                "payer medicare",
                "payer workers_comp",
                "secondary to commercial",
                "received unknown",
                "patient child",
            ),
            *("without patient.address", "without billing_provider.address", "accident auto", "frequency 8"),
        ]
    ),
)


@st.composite
def broken_claims(draw: st.DrawFn) -> Claim:
    """A claim of any type with up to eight things made wrong."""
    text = f"type {draw(st.sampled_from(['professional', 'institutional', 'dental']))}"
    claim = claim_from(text).claim
    for piece in draw(st.lists(_breaks, max_size=8)):
        word, _, rest = piece.partition(" ")
        noted = msgspec.structs.replace(claim_from(""), claim=claim)
        try:
            claim = CLAUSES[word](noted, rest).claim
        except InvalidValue:  # the piece does not fit what earlier pieces left
            continue
    return claim


class Loaded:
    """The shipped data; a class of its own so that Hypothesis prints it short."""

    def __init__(self, store: Store, parameters: Parameters) -> None:
        self.store, self.parameters = store, parameters

    def __repr__(self) -> str:
        return "the shipped data"


@pytest.fixture
def loaded(store: Store, parameters: Parameters) -> Loaded:
    return Loaded(store, parameters)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    claim=broken_claims(),
    received=st.one_of(st.none(), st.sampled_from([date.min, date(2025, 11, 21), date.max])),
    kind=st.sampled_from(["", *sorted(PAYER_KINDS)]),
)
def test_no_claim_however_broken_makes_an_edit_raise(
    loaded: Loaded, claim: Claim, received: date | None, kind: str
) -> None:
    rules = Rules(loaded.store, loaded.parameters, received, kind)
    found = scrub(claim, rules)
    assert scrub(claim, rules) == found
    for edit in all_edits():  # also outside of their scope
        list(edit.check(claim, rules))


@pytest.mark.parametrize(
    "empty", [Claim(), Claim(claim_type="institutional"), Claim(claim_type="unheard of")]
)
def test_an_empty_claim_is_judged_and_not_refused(empty: Claim, rules: Rules) -> None:
    assert isinstance(scrub(empty, rules), tuple)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(claim=any_claims())
def test_whatever_a_file_can_hold_is_judged(loaded: Loaded, claim: Claim) -> None:
    assert isinstance(scrub(claim, Rules(loaded.store, loaded.parameters, date(2025, 11, 21))), tuple)


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(claim=valid_claims())
def test_a_valid_claim_is_neither_rejected_nor_denied(loaded: Loaded, claim: Claim) -> None:
    """What the strategy draws one by one (codes, modifiers, lines) may want a look; single fields not."""
    found = scrub(claim, Rules(loaded.store, loaded.parameters))
    judged = {finding.edit: finding.family for finding in found if finding.severity <= Severity.REVIEW}
    assert {edit for edit, family in judged.items() if family in OF_SINGLE_FIELDS} <= OF_LINES


_SINGLE = "completeness identity service_dates timely_filing frequency accident charges coordination"
OF_SINGLE_FIELDS = frozenset(_SINGLE.split())
"""Families whose edits judge a field by itself, which the strategy draws right."""
OF_LINES = frozenset(("CHG008", "CHG009", "CHG010"))
"""Edits of these families that judge units against codes, or sums, which are drawn one by one."""
