"""Worked examples of the NCCI policy manual as claims: what the manual says comes out."""

import re
from pathlib import Path

import pytest
import yaml

from cleanclaim.claim.notation import claim_from
from cleanclaim.codesets import Store
from cleanclaim.edits import EDITS, Finding, Rules, Severity, scrub
from cleanclaim.edits.example_tables import store_with
from cleanclaim.parameters import Parameters

EXAMPLES = yaml.safe_load((Path(__file__).parent / "ncci_manual.yaml").read_text())
ALL = [pytest.param(example, id=f"{example['at']}: {example['name']}") for example in EXAMPLES]
FAMILIES = ("ncci_ptp", "mue")


def found_in(claim: str, tables: list[str], store: Store, parameters: Parameters) -> list[Finding]:
    noted = claim_from(f"payer medicare; {claim}")
    rules = Rules(store_with(tables, store), parameters, noted.received, noted.payer_kind)
    return [one for one in scrub(noted.claim, rules) if one.severity is not Severity.NOT_CHECKED]


@pytest.mark.parametrize("example", ALL)
def test_a_worked_example_comes_out_as_the_manual_says(
    example: dict[str, str], store: Store, parameters: Parameters
) -> None:
    tables = list(example.get("tables", ()))
    found = found_in(example["claim"], tables, store, parameters)
    assert example["finds"] in {one.edit for one in found}
    if "near_miss" in example:
        left = found_in(example["near_miss"], tables, store, parameters)
        assert example["finds"] not in {one.edit for one in left}
        assert [one.edit for one in left if one.family in FAMILIES] == []


@pytest.mark.parametrize("example", ALL)
def test_of_another_payer_it_is_for_a_person_to_look_at(
    example: dict[str, str], store: Store, parameters: Parameters
) -> None:
    """Nothing says which payers have adopted the manual."""
    noted = claim_from(f"payer commercial; {example['claim']}")
    given = store_with(list(example.get("tables", ())), store)
    found = scrub(noted.claim, Rules(given, parameters, noted.received, noted.payer_kind))
    severities = {one.severity for one in found if one.edit == example["finds"] and one.family in FAMILIES}
    assert severities <= {Severity.REVIEW}


def test_examples_are_many_of_all_chapters_and_once() -> None:
    names = [(one["at"], one["name"]) for one in EXAMPLES]
    assert len(set(names)) == len(names) >= 80
    chapters = {one["at"].split()[1].rstrip(",") for one in EXAMPLES}
    assert chapters == {"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"}
    assert {one["finds"] for one in EXAMPLES} <= set(EDITS)


@pytest.mark.shared
def test_the_cited_pages_name_the_codes(shared_dir: Path) -> None:
    text = (shared_dir / "reference" / "manuals" / "ncci_policy_manual.txt").read_text()
    pages: dict[str, str] = {}
    begun = 0
    for footer in re.finditer(r"^\s*([IVX]+-[0-9]+)\s*$", text, re.MULTILINE):
        pages.setdefault(footer[1], text[begun : footer.start()])
        begun = footer.end()
    order = list(pages)
    for example in EXAMPLES:
        page = example["at"].rpartition(" ")[2]
        near = order[max(0, order.index(page) - 1) : order.index(page) + 2]
        words = " ".join(pages[one] for one in near)
        ranges = re.findall(r"([0-9]{5})\s*-\s*([0-9]{5})", words)
        for code in example["names"]:
            assert code in words or any(first <= code <= last for first, last in ranges), example["name"]
