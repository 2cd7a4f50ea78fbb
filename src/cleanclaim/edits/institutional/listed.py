"""Codes of a bill that are looked up in a list: one walk for all edits that do so."""

from collections.abc import Iterable, Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import Kind, Known, NotCovered, Unknown
from cleanclaim.codesets.claim_lists import ListedCode
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.offers import rewritten
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Finding


def unknown_codes(
    edit: Edit,
    claim: Claim,
    rules: Rules,
    items: Iterable[tuple[str, str]],
    *,
    kind: Kind[ListedCode],
    what: str,
) -> Iterator[Finding]:
    """Yield a finding for each (path, code) that the list in force on the last day does not have.

    Empty codes are passed over, and a bill without days is not judged. ``what`` names a code of
    the list: "revenue code". Where the list cannot say, "not checked".
    """
    days = facts_of(claim).service_dates
    if days is None:
        return

    def is_listed(text: str) -> bool:
        return isinstance(rules.store.find(kind, text, days.end), Known)

    for path, code in items:
        if not code:
            continue
        answer = rules.store.find(kind, code, days.end)
        if isinstance(answer, NotCovered):
            yield edit.not_checked(claim, path, answer)
        elif isinstance(answer, Unknown):
            message = f"{code} is no {what}."
            changes = rewritten(path, code, is_listed)
            yield edit.finding(
                claim, path, message, codes=(code,), release=answer.release.label, changes=changes
            )
