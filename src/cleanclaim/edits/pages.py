"""The catalogue as documents, made from the edits themselves: pages, JSON records.

``docs/edits/`` and ``cleanclaim edits`` show the same words; a test fails when the committed
pages are not those that this makes.
"""

import inspect
from collections.abc import Mapping

from cleanclaim.edits.edit import Edit
from cleanclaim.edits.families import FAMILIES
from cleanclaim.edits.registry import RETIRED, all_edits
from cleanclaim.edits.values import (
    ALWAYS,
    CLAIM_TYPES,
    PAYER_KINDS,
    Deprecated,
    Example,
    Finding,
    Status,
    missing_in_words,
)

_SHOWN = 4
"""Earlier claims of an example that a page shows; a pattern has twenty."""
_CHARACTERS = 160
"""Of a row of context: the text of a document goes on."""


def record_of_finding(finding: Finding, file: str) -> dict[str, object]:
    """Return a finding as one line of ``scrub --json`` has it (``CONTRACT.md``)."""
    return {
        "file": file,
        "claim_id": finding.claim_id,
        "line": finding.line,
        "edit": finding.edit,
        "name": finding.name,
        "family": finding.family,
        "severity": str(finding.severity),
        "path": finding.path,
        "codes": list(finding.codes),
        "message": finding.message,
        "fix": finding.fix,
        "sources": list(finding.sources),
        "release": finding.release,
        "predicts": list(finding.predicts),
        "changes": [{"path": one.path, "text": one.text, "safe": one.safe} for one in finding.changes],
        "also": list(finding.also),
        **({"work_list": finding.work_list} if finding.work_list else {}),
        **({"missing": finding.missing} if finding.missing else {}),
    }


def record_of(edit: Edit) -> dict[str, object]:
    """Return an edit as one line of ``edits list --json`` has it."""
    scope = edit.applies_to
    return {
        "id": edit.id,
        "name": edit.name,
        "family": edit.family,
        "severity": str(edit.severity),
        "status": _status(edit.status),
        "effective_from": None if edit.effective == ALWAYS else edit.effective.start,
        "payer_kinds": sorted(scope.payer_kinds),
        "review_for": sorted(scope.review_for),
        "claim_types": sorted(scope.claim_types),
        "offence": offence_of(edit),
        "why": why_of(edit),
        "fix": edit.fix,
        "sources": [str(source) for source in edit.sources],
        "predicts": [code.value for code in edit.predicts],
        "examples": [
            {
                "title": example.title,
                "notation": example.notation,
                "finds": list(example.finds),
                "not_checked": list(example.not_checked),
                "history": list(example.history),
                "tables": list(example.tables),
                "context": list(example.context),
            }
            for example in edit.examples
        ],
    }


def offence_of(edit: Edit) -> str:
    """Return what the offence is: the docstring up to ``## Why it matters``, unwrapped."""
    return _paragraphs(_docstring(edit).partition("## Why it matters")[0])


def why_of(edit: Edit) -> str:
    """Return why the payer minds, unwrapped."""
    return _paragraphs(_docstring(edit).partition("## Why it matters")[2])


def page_of(edit: Edit, *, level: int = 1) -> str:
    """Return the page of one edit as Markdown, its heading at ``level``."""
    mark = "#" * level
    parts = [
        f"{mark} {edit.id} {edit.name}",
        offence_of(edit),
        _facts(edit),
        f"{mark}# Why it matters",
        why_of(edit),
        f"{mark}# What to do",
        edit.fix,
        f"{mark}# Examples",
        "\n".join(_example(example) for example in edit.examples),
    ]
    return "\n\n".join(parts) + "\n"


def pages() -> Mapping[str, str]:
    """Return all generated pages by file name: ``index.md`` and one for each family."""
    made = {"index.md": _index()}
    for name, family in FAMILIES.items():
        edits = [edit for edit in all_edits() if edit.family == name]
        title = f"# Edits: {name.replace('_', ' ')}\n\n{family.about[:1].upper()}{family.about[1:]}."
        made[f"{name}.md"] = (
            "\n\n".join((_NOTE, title, *(page_of(e, level=2).rstrip() for e in edits))) + "\n"
        )
    return made


_NOTE = "<!-- Made by `cleanclaim edits docs docs/edits`: change the edits, not this page. -->"

_SEE = (
    "See also: [add one](adding-an-edit.md), [how claims are noted](notation.md), "
    "[where the rules stand](sources.md)."
)


def _index() -> str:
    rows = [
        f"| [{edit.id}]({edit.family}.md#{edit.id.lower()}-{edit.name}) | {edit.name} "
        f"| {edit.severity} | {offence_of(edit).splitlines()[0]} |"
        for edit in all_edits()
    ]
    families = [
        f"| [{name}]({name}.md) | {family.prefix} | {family.about} |" for name, family in FAMILIES.items()
    ]
    retired = [f"| {old} | {new or 'nothing'} |" for old, new in RETIRED.items()]
    parts = [
        _NOTE,
        "# The catalogue of edits",
        f"{len(rows)} edits in {len(families)} families. {_SEE}",
        "## Families",
        "\n".join(("| family | prefix | about |", "|---|---|---|", *families)),
        "## Edits",
        "\n".join(("| id | name | severity | offence |", "|---|---|---|---|", *rows)),
    ]
    if retired:
        parts += ["## Retired", "\n".join(("| id | taken over by |", "|---|---|", *retired))]
    return "\n\n".join(parts) + "\n"


def _facts(edit: Edit) -> str:
    scope = edit.applies_to
    rows = [
        f"- **Severity** {edit.severity}",
        f"- **Claims** {_named(scope.claim_types, CLAIM_TYPES)}",
        f"- **Payers** {_named(scope.payer_kinds, PAYER_KINDS)}",
    ]
    if scope.review_for:
        rows.append(f"- **At most a review for** {_named(scope.review_for, PAYER_KINDS)}")
    if edit.effective != ALWAYS:
        rows.append(f"- **Dates of service** from {edit.effective.start}")
    if edit.predicts:
        rows.append(f"- **A payer would answer** CARC {', '.join(code.value for code in edit.predicts)}")
    rows.append(f"- **Status** {_status(edit.status)}")
    rows.append(f"- **Sources** {'; '.join(str(source) for source in edit.sources)}")
    return "\n".join(rows)


def _example(example: Example) -> str:
    claim = f"`{example.notation}`" if example.notation else "the specimen claim"
    if example.finds:
        outcome = f"finds {', '.join(f'`{path}`' for path in example.finds)}"
    elif example.not_checked:
        outcome = f"not checked for want of {', '.join(map(missing_in_words, example.not_checked))}"
    else:
        outcome = "silent"
    beside = "".join(f"; with `{row}`" for row in example.tables)
    beside += "".join(f"; after `{earlier or 'the specimen claim'}`" for earlier in example.history[:_SHOWN])
    if len(example.history) > _SHOWN:
        beside += f"; and {len(example.history) - _SHOWN} more of the kind"
    beside += "".join(f"; knowing `{row[:_CHARACTERS]}`" for row in example.context)
    return f"- {example.title}: {claim}{beside} → {outcome}"


def _named(chosen: object, everything: frozenset[str]) -> str:
    assert isinstance(chosen, (frozenset, set))
    if chosen == everything:
        return "all"
    return ", ".join(sorted(one.replace("_", " ") for one in chosen))


def _status(status: Status) -> str:
    kind = type(status).__name__.lower()
    successor = f", replaced by {status.replaced_by}" if isinstance(status, Deprecated) else ""
    return f"{kind} since {status.since}{successor}"


def _docstring(edit: Edit) -> str:
    return inspect.cleandoc(type(edit).__doc__ or "")


def _paragraphs(text: str) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in text.strip().split("\n\n"))
