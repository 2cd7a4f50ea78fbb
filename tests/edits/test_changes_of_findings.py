"""The concrete change that a finding offers fits the claim, and makes the finding go away."""

import pytest

from cleanclaim.claim.notation import claim_from
from cleanclaim.claim.paths import with_text_at
from cleanclaim.codesets import Store
from cleanclaim.edits import Edit, Example, all_edits, scrub
from cleanclaim.parameters import Parameters
from tests.edits.test_examples import rules_for

FIRING = [
    pytest.param(edit, example, id=f"{edit.id}: {example.title}")
    for edit in all_edits()
    for example in edit.examples
    if example.finds
]


@pytest.mark.parametrize(("edit", "example"), FIRING)
def test_what_a_finding_offers_repairs_it(
    edit: Edit, example: Example, store: Store, parameters: Parameters
) -> None:
    claim, rules = claim_from(example.notation).claim, rules_for(example, store, parameters)
    for finding in edit.check(claim, rules):
        if not finding.changes:
            continue
        repaired = claim
        for change in finding.changes:
            repaired = with_text_at(repaired, change.path, change.text)
        assert repaired != claim
        left = [(one.path, one.message) for one in edit.check(repaired, rules)]
        assert (finding.path, finding.message) not in left
        if all(change.safe for change in finding.changes):
            worse = {(one.edit, one.path) for one in scrub(repaired, rules) if one.severity <= 2}
            assert worse <= {(one.edit, one.path) for one in scrub(claim, rules)}


def test_many_findings_offer_a_change(store: Store, parameters: Parameters) -> None:
    offering = {
        edit.id
        for edit in all_edits()
        for example in edit.examples
        if example.finds
        for finding in edit.check(claim_from(example.notation).claim, rules_for(example, store, parameters))
        if finding.changes
    }
    assert len(offering) >= 60, sorted(offering)
