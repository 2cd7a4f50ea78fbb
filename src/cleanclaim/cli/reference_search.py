"""What ``reference search`` prints: codes of every described system, ICD-10-CM first."""

from collections.abc import Iterator
from datetime import date

import click
import msgspec

from cleanclaim.codesets import (
    ICD10CM_KIND,
    KINDS,
    Known,
    NotCovered,
    SearchHit,
    Store,
    coverage,
    kind_named,
    title_of,
)
from cleanclaim.codesets.shipped_lists import SHIPPED_LISTS
from cleanclaim.primitives import InvalidValue, NotLoaded, dotted, encode_line

_DESCRIBED = (ICD10CM_KIND, *(kind.name for kind in KINDS if kind.described))
_SHORT = frozenset(kind.name for kind in SHIPPED_LISTS)
"""Short lists (bill types, remark codes, …): searched when they are asked for, beside no system of codes."""


def search_codes(
    store: Store, words: str, on: date | None, *, kind: str | None, limit: int, as_json: bool
) -> None:
    """Print the codes found, a group for each system; raises ``NotLoaded`` when none can be searched."""
    if kind is not None and kind.upper() not in _DESCRIBED:
        raise InvalidValue(f"{kind!r} cannot be searched.", fix=f"Use {', '.join(_DESCRIBED)}.")
    wanted = (
        [kind.upper()] if kind else [one for one in _DESCRIBED if one not in _SHORT and store.releases(one)]
    )
    if not any(store.releases(one) for one in wanted):
        name = title_of(wanted[0] if wanted else ICD10CM_KIND)
        raise NotLoaded(f"No {name} release is loaded.", fix="See: cleanclaim reference status.")
    answers = list(_answers(store, words, on, wanted, limit))
    if all(isinstance(answer, NotCovered) for _, answer in answers):
        raise NotLoaded(next(answer.reason for _, answer in answers if isinstance(answer, NotCovered)))
    found = [(name, answer.value) for name, answer in answers if isinstance(answer, Known) and answer.value]
    for name, hits in found:
        if len(answers) > 1 and not as_json:
            click.echo(f"{title_of(name)}:")
        for hit in hits:
            if as_json:
                plain = msgspec.to_builtins(hit)
                click.echo(encode_line({**plain, "score": round(hit.score, 3), "kind": name}))
            else:
                shown = dotted(hit.code) if name == ICD10CM_KIND else hit.code
                click.echo(f"{shown:9} {'' if hit.billable else '+':1} {hit.title}")
    if not found:
        click.echo("No code has all these words.", err=True)
    elif not as_json and any(not hit.billable for _, hits in found for hit in hits):
        click.echo("+ not billable: more characters are needed", err=True)


def _answers(
    store: Store, words: str, on: date | None, wanted: list[str], limit: int
) -> Iterator[tuple[str, Known[tuple[SearchHit, ...]] | NotCovered]]:
    days: dict[date, list[str]] = {}
    answers = []
    for name in wanted:
        day = on or coverage(store.releases(name)).last_day
        if day is None:
            continue
        days.setdefault(day, []).append(title_of(name))
        kind = kind_named(name)
        if kind is None:
            answers.append((name, store.search_icd10cm(words, day, limit=limit)))
        else:
            answers.append((name, store.search(kind, words, day, limit=limit)))
    if on is None:
        if len(days) == 1:
            click.echo(f"Without --date: codes in force on {next(iter(days))}.", err=True)
        else:
            shown = "; ".join(f"{', '.join(names)} on {day}" for day, names in days.items())
            click.echo(f"Without --date: codes in force: {shown}.", err=True)
    yield from answers
