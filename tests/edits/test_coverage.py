"""Local coverage: a made-up download of the coverage database, and claims of its states."""

import pytest

from cleanclaim.claim.notation import claim_from
from cleanclaim.codesets import Store, open_store
from cleanclaim.edits import Finding, Rules, Severity, scrub
from cleanclaim.parameters import Parameters
from cleanclaim.reference import import_files
from tests.reference.mcd import article_tables, download

NORTH = "payer medicare; dos 2026-11-03; received 2026-11-10; set billing_provider.address.state MN; "


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Store:
    place = tmp_path_factory.mktemp("coverage")
    import_files([download(place, "current_article", article_tables())], place / "store")
    return open_store(place / "store")


def found(store: Store, parameters: Parameters, notation: str) -> list[tuple[str, str, str]]:
    noted = claim_from(notation)
    rules = Rules(store, parameters, noted.received, noted.payer_kind)
    return [
        (finding.edit, finding.path, str(finding.severity))
        for finding in scrub(noted.claim, rules)
        if finding.edit in ("COV001", "COV002", "COV003") and finding.severity is not Severity.NOT_CHECKED
    ]


def test_a_listed_diagnosis_supports_the_service(articles: Store, parameters: Parameters) -> None:
    assert found(articles, parameters, NORTH + "lines 11055 $60 @1; dx E11.42") == []


def test_a_diagnosis_that_is_not_listed_is_denied(articles: Store, parameters: Parameters) -> None:
    assert found(articles, parameters, NORTH + "lines 11055 $60 @1; dx I10") == [
        ("COV001", "lines[0].pointers", "deny")
    ]


def test_one_listed_diagnosis_among_those_of_the_line_is_enough(
    articles: Store, parameters: Parameters
) -> None:
    assert found(articles, parameters, NORTH + "lines 11055 $60 @1,2; dx I10, E11.42") == []


def test_a_diagnosis_at_which_the_line_does_not_point_does_not_count(
    articles: Store, parameters: Parameters
) -> None:
    claim = NORTH + "lines 11055 $60 @1 | 99213-25 $125 @2; dx I10, E11.42"
    assert [edit for edit, _, _ in found(articles, parameters, claim)] == ["COV001"]


def test_a_notice_that_was_signed_or_not_given_says_that_a_denial_is_expected(
    articles: Store, parameters: Parameters
) -> None:
    for modifier in ("GA", "GZ", "GY"):
        assert found(articles, parameters, NORTH + f"lines 11055-{modifier} $60 @1; dx I10") == []


def test_with_a_signed_notice_the_denial_and_who_owes_it_are_told(
    articles: Store, parameters: Parameters
) -> None:
    def told(lines: str) -> list[tuple[str, str]]:
        noted = claim_from(NORTH + lines)
        rules = Rules(articles, parameters, noted.received, noted.payer_kind)
        return [(str(f.severity), f.message) for f in scrub(noted.claim, rules) if f.edit == "COV010"]

    reason = "11055 with GA: article A50001 does not list its diagnoses, so the patient will owe it (PR)."
    assert told("lines 11055-GA $60 @1; dx I10") == [("inform", reason)]
    assert told("lines 11055-GA $60 @1; dx E11.42") == []
    assert told("lines 11055-GZ $60 @1; dx I10") == []


def test_a_diagnosis_that_excludes_coverage_is_told_as_such(articles: Store, parameters: Parameters) -> None:
    claim = NORTH + "lines 11055 $60 @1,2; dx Z00.00, E11.42"
    assert found(articles, parameters, claim) == [("COV002", "lines[0].pointers", "deny")]


def test_another_state_and_another_payer_have_other_policies(articles: Store, parameters: Parameters) -> None:
    claim = "lines 11055 $60 @1; dx I10; dos 2026-11-03; received 2026-11-10"
    assert (
        found(articles, parameters, f"payer medicare; {claim}; set billing_provider.address.state TX") == []
    )
    assert (
        found(articles, parameters, f"payer commercial; {claim}; set billing_provider.address.state MN") == []
    )


def test_the_state_is_that_of_the_place_of_service(articles: Store, parameters: Parameters) -> None:
    claim = NORTH + "lines 11055 $60 @1; dx I10; set facility.npi 1234567893; set facility.address.state TX"
    assert found(articles, parameters, claim) == []


def test_an_article_that_may_ask_for_a_second_code_is_for_a_person_to_read(
    articles: Store, parameters: Parameters
) -> None:
    claim = NORTH.replace("MN", "ND") + "lines 97597 $60 @1; dx L97.511"
    assert found(articles, parameters, claim) == [("COV003", "lines[0].pointers", "inform")]


def test_a_finding_names_the_article_and_its_release(articles: Store, parameters: Parameters) -> None:
    noted = claim_from(NORTH + "lines 11055 $60 @1; dx I10")
    findings: tuple[Finding, ...] = scrub(noted.claim, Rules(articles, parameters, noted.received))
    (finding,) = [one for one in findings if one.edit == "COV001"]
    assert "A50001" in finding.message
    assert finding.release == "Medicare billing articles 2026-11-12"
    assert finding.predicts == ("50",)
