"""What ``reference search`` prints: codes of every described system, ICD-10-CM first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import click
import msgspec

from cleanclaim.cli.reference_details import details_of, print_details
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


@dataclass(frozen=True)
class Shown:
    """How much is shown, and how."""

    limit: int
    details: bool
    as_json: bool


def search_codes(store: Store, words: str, on: date | None, *, kind: str | None, shown: Shown) -> None:
    """Print the codes found, a group for each system; raises ``NotLoaded`` when none can be searched."""
    if kind is not None and kind.upper() not in _DESCRIBED:
        raise InvalidValue(f"{kind!r} cannot be searched.", fix=f"Use {', '.join(_DESCRIBED)}.")
    wanted = (
        [kind.upper()] if kind else [one for one in _DESCRIBED if one not in _SHORT and store.releases(one)]
    )
    if not any(store.releases(one) for one in wanted):
        name = title_of(wanted[0] if wanted else ICD10CM_KIND)
        raise NotLoaded(f"No {name} release is loaded.", fix="See: cleanclaim reference status.")
    answers = list(_answers(store, words, on, wanted, shown.limit))
    if all(isinstance(answer, NotCovered) for _, _, answer in answers):
        raise NotLoaded(next(answer.reason for _, _, answer in answers if isinstance(answer, NotCovered)))
    found = [
        (name, day, answer) for name, day, answer in answers if isinstance(answer, Known) and answer.value
    ]
    for name, day, answer in found:
        if len(answers) > 1 and not shown.as_json:
            click.echo(f"{title_of(name)}:")
        for hit in answer.value:
            if shown.as_json:
                plain = {**msgspec.to_builtins(hit), "score": round(hit.score, 3), "kind": name}
                click.echo(encode_line({**plain, **details_of(store, name, hit.code, day, answer.release)}))
            else:
                _print_hit(name, hit)
                if shown.details:
                    print_details(details_of(store, name, hit.code, day, answer.release))
    hits = [hit for _, _, answer in found for hit in answer.value]
    if not found:
        click.echo("No code has all these words.", err=True)
    elif not shown.as_json:
        if any(not hit.billable and hit.in_force for hit in hits):
            click.echo("+ not billable: more characters are needed", err=True)
        if any(not hit.in_force for hit in hits):
            click.echo("x not in force on the day", err=True)


def _print_hit(name: str, hit: SearchHit) -> None:
    code = dotted(hit.code) if name == ICD10CM_KIND else hit.code
    mark = "x" if not hit.in_force else "" if hit.billable else "+"
    by = f"  [{hit.found_by}]" if hit.found_by and hit.found_by != hit.title else ""
    click.echo(f"{code:9} {mark:1} {hit.title}{by}")


def _answers(
    store: Store, words: str, on: date | None, wanted: list[str], limit: int
) -> Iterator[tuple[str, date, Known[tuple[SearchHit, ...]] | NotCovered]]:
    days: dict[date, list[str]] = {}
    answers = []
    for name in wanted:
        day = on or coverage(store.releases(name)).last_day
        if day is None:
            continue
        days.setdefault(day, []).append(title_of(name))
        kind = kind_named(name)
        if kind is None:
            answers.append((name, day, store.search_icd10cm(words, day, limit=limit)))
        else:
            answers.append((name, day, store.search(kind, words, day, limit=limit)))
    if on is None:
        if len(days) == 1:
            click.echo(f"Without --date: codes in force on {next(iter(days))}.", err=True)
        else:
            shown = "; ".join(f"{', '.join(names)} on {day}" for day, names in days.items())
            click.echo(f"Without --date: codes in force: {shown}.", err=True)
    yield from answers
