"""Every edit's own examples run: those that fire, those that stay silent, those not checked."""

import pytest

from cleanclaim.claim.notation import claim_from
from cleanclaim.codesets import Store
from cleanclaim.edits import EDITS, Edit, Example, Rules, Severity, all_edits, scrub
from cleanclaim.edits.example_context import context_of
from cleanclaim.edits.example_tables import store_with
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.triggers import triggers_of
from cleanclaim.parameters import Parameters

EXAMPLES = [
    pytest.param(edit, example, id=f"{edit.id}: {example.title}")
    for edit in all_edits()
    for example in edit.examples
]


def rules_for(example: Example, store: Store, parameters: Parameters) -> Rules:
    noted = claim_from(example.notation)
    history = tuple(claim_from(earlier).claim for earlier in example.history) or None
    given = store_with(example.tables, store)
    context = context_of(example.context)
    return Rules(given, parameters, noted.received, noted.payer_kind, history, context=context)


@pytest.mark.parametrize(("edit", "example"), EXAMPLES)
def test_example(edit: Edit, example: Example, store: Store, parameters: Parameters) -> None:
    rules = rules_for(example, store, parameters)
    claim = claim_from(example.notation).claim
    judged = edit.applies_to.judges(claim.claim_type, rules.payer_kind_of(claim))
    found = list(edit.check(claim, rules)) if judged else []
    paths = tuple(finding.path for finding in found if finding.severity is not Severity.NOT_CHECKED)
    lacking = [finding.missing for finding in found if finding.severity is Severity.NOT_CHECKED]
    missing = tuple(dict.fromkeys(lacking))  # the scrubber says each once
    assert paths == example.finds
    assert missing == example.not_checked
    # What the edit finds by itself also comes out of the whole scrubber, and nothing is added.
    whole = scrub(claim, rules)
    scrubbed = [finding.path for finding in whole if finding.edit == edit.id and finding.fix]
    folded = any(edit.id in finding.also for finding in whole)
    assert folded or sorted(scrubbed) == sorted(paths)


def test_an_edit_has_nothing_to_say_of_a_claim_without_its_triggers(
    store: Store, parameters: Parameters
) -> None:
    for other in all_edits():
        for example in other.examples:
            claim, rules = claim_from(example.notation).claim, rules_for(example, store, parameters)
            kind = rules.payer_kind_of(claim)
            with_history = rules.history is not None
            has = triggers_of(claim, facts_of(claim), with_history=with_history, context=rules.context)
            for edit in all_edits():
                if (
                    edit.triggers
                    and not edit.triggers & has
                    and edit.applies_to.judges(claim.claim_type, kind)
                ):
                    assert list(edit.check(claim, rules)) == [], (edit.id, other.id, example.title)


@pytest.mark.parametrize("identifier", EDITS)
def test_an_edit_shows_when_it_fires_and_when_it_is_silent(identifier: str) -> None:
    edit = next(edit for edit in all_edits() if edit.id == identifier)
    assert any(example.finds or example.not_checked for example in edit.examples)
    if identifier != "UNJ001":  # which has nothing to be silent about
        assert any(not example.finds and not example.not_checked for example in edit.examples)
