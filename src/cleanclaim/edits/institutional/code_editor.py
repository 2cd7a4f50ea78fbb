"""Lists of the Medicare Code Editor that a bill is compared with."""

from collections.abc import Iterable, Iterator

from cleanclaim.claim import Claim
from cleanclaim.codesets import MCE, Known, NotCovered
from cleanclaim.edits.diagnosis.coded import judged_on
from cleanclaim.edits.edit import Edit
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import Finding
from cleanclaim.primitives import Citation

EDITOR = Citation("Medicare Code Editor, simple code edits", "v37, as in ../shared/reference/mce")


def procedures_of(claim: Claim) -> list[tuple[str, str]]:
    """Return (path, code) of the ICD-10-PCS procedures of a claim."""
    details = claim.institutional
    if details is None:
        return []
    return [
        (f"institutional.procedures[{at}].code", one.code.strip().upper())
        for at, one in enumerate(details.procedures)
    ]


def listed(
    edit: Edit, claim: Claim, rules: Rules, items: Iterable[tuple[str, str]], *words: str
) -> Iterator[tuple[str, str, str] | Finding]:
    """Yield (path, code, release) of the codes of a stay on a list whose heading has one of the words.

    Numbers of sections have changed between versions of the editor, headings hardly. Where the list
    cannot say, "not checked". Nothing is yielded for outpatient bills: the editor judges stays.
    """
    day = judged_on(claim)
    if day is None or facts_of(claim).bill_type[:2] not in ("11", "41"):
        return
    for path, code in items:
        answer = rules.store.find(MCE, code, day)
        if isinstance(answer, NotCovered):
            yield edit.not_checked(claim, path, answer)
        elif isinstance(answer, Known) and any(_is_of(row.name, words) for row in answer.value):
            yield path, code, answer.release.label


def _is_of(name: str, words: tuple[str, ...]) -> bool:
    plain = name.lower().replace("_", " ").replace("-", "")
    return any(word in plain for word in words)
