"""What ``reference coverage`` prints: Medicare articles on a procedure, and what they list of diagnoses."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import click

from cleanclaim.codesets import (
    CoverageArticle,
    DiagnosisGroup,
    NotCovered,
    Store,
    Unknown,
    coverage_policies,
)
from cleanclaim.primitives import NotLoaded, dotted, encode_line

_MOST_CODES = 12


def show_coverage(
    store: Store,
    procedure: str,
    on: date,
    *,
    contractor: str | None,
    state: str | None,
    diagnoses: Sequence[str],
    as_json: bool,
) -> int:
    """Print the articles; returns 1 when a whole download lists the procedure in none of the place.

    Raises ``NotLoaded`` when nothing that is loaded can say.
    """
    answer = coverage_policies(store, procedure, on, contractor=contractor, state=state)
    if isinstance(answer, NotCovered):
        raise NotLoaded(answer.reason)
    if isinstance(answer, Unknown):
        click.echo(f"No article lists {procedure} there: {answer.release.label}.", err=as_json)
        return 1
    for article in answer.value.articles:
        if as_json:
            click.echo(encode_line(_plain(article, procedure, diagnoses) | {"release": answer.release.label}))
        else:
            for line in _lines(article, procedure, diagnoses):
                click.echo(line)
    for name in answer.value.unsure:
        click.echo(
            f"{name} lists {procedure} too, from after {on} in this version: an earlier one may have held.",
            err=True,
        )
    return 0


def _verdict(article: CoverageArticle, procedure: str, diagnosis: str) -> str:
    """Return what an article says of a diagnosis, as far as its lists say it."""
    if any(diagnosis in group.codes for group in article.noncovered_groups(procedure)):
        return "noncovered"
    holding = [group for group in article.covered_groups(procedure) if diagnosis in group.codes]
    if holding:
        return "read the paragraph" if any(group.conditional for group in holding) else "covered"
    return "not listed" if article.restricts else "no list of diagnoses"


def _plain(article: CoverageArticle, procedure: str, diagnoses: Sequence[str]) -> dict[str, Any]:
    return {
        "article": article.article,
        "version": article.version,
        "title": article.title,
        "effective_from": article.effective_from.isoformat(),
        "effective_to": article.effective_to.isoformat() if article.effective_to else None,
        "contractors": list(article.contractors),
        "states": list(article.states),
        "lcds": list(article.lcds),
        "ncds": list(article.ncds),
        "covered": [_group(group) for group in article.covered_groups(procedure)],
        "noncovered": [_group(group) for group in article.noncovered_groups(procedure)],
        "frequency": list(article.frequency),
        "diagnoses": {code: _verdict(article, procedure, code) for code in diagnoses},
    }


def _group(group: DiagnosisGroup) -> dict[str, Any]:
    return {
        "group": group.number,
        "codes": len(group.codes),
        "paragraph": group.paragraph,
        "note": group.note,
        "conditional": group.conditional,
    }


def _lines(article: CoverageArticle, procedure: str, diagnoses: Sequence[str]) -> Iterator[str]:
    end = f" to {article.effective_to}" if article.effective_to else ""
    yield f"{article.article} version {article.version}  {article.title}"
    yield f"  in force  {article.effective_from}{end}"
    yield f"  binds     {', '.join(article.contractors) or 'nobody named'} ({', '.join(article.states)})"
    if article.lcds or article.ncds:
        yield f"  belongs to  {', '.join((*article.lcds, *(f'NCD {one}' for one in article.ncds)))}"
    for group in (*article.covered_groups(procedure), *article.noncovered_groups(procedure)):
        codes = [dotted(code) for _, code in zip(range(_MOST_CODES), group.codes, strict=False)]
        more = f" and {len(group.codes) - len(codes):,} more" if len(group.codes) > len(codes) else ""
        kind = "covered" if group.covered else "noncovered"
        yield f"  {kind} group {group.number}: {', '.join(codes)}{more}"
        for text in (group.paragraph, group.note):
            if text:
                yield f"    {text}"
    for sentence in article.frequency:
        yield f"  how often: {sentence}"
    for code in diagnoses:
        yield f"  {code}: {_verdict(article, procedure, code)}"
