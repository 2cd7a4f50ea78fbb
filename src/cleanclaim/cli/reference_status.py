"""What ``reference status`` and ``import`` print: what answers for a day, the releases, what was imported."""

from datetime import date
from typing import Any

import click
import msgspec

from cleanclaim.codesets import (
    ALL_NAMES,
    NotCovered,
    Release,
    Store,
    coverage,
    switched_off_without,
    title_of,
)
from cleanclaim.primitives import encode_line
from cleanclaim.reference.importing import Imported

_MOST_PASSED_OVER = 10


def print_json(store: Store, day: date) -> None:
    """Print one object a release with ``covers``, then one a kind with what answers for the day."""
    for release in store.releases():
        plain: dict[str, Any] = msgspec.to_builtins(release)
        click.echo(encode_line({**plain, "covers": release.covers(day)}))
    for kind in ALL_NAMES:
        answering = store.release_on(kind, day)
        covered = coverage(store.releases(kind))
        click.echo(
            encode_line(
                {
                    "kind": kind,
                    "on": day.isoformat(),
                    "answering": None if isinstance(answering, NotCovered) else answering.label,
                    "loaded": bool(covered.spans),
                    "starter": not isinstance(answering, NotCovered) and answering.starter,
                    "expired": bool(covered.last_day and covered.last_day < day),
                    "not_checked": switched_off_without(kind) if isinstance(answering, NotCovered) else None,
                    "gaps": [[gap.start.isoformat(), gap.end.isoformat()] for gap in covered.gaps],
                }
            )
        )


def print_text(store: Store, day: date) -> None:
    """Print what covers the day, what has expired, what is missing, then each release."""
    loaded = [kind for kind in ALL_NAMES if store.releases(kind)]
    missing = [kind for kind in ALL_NAMES if kind not in loaded]
    short = [kind for kind in loaded if _only_short_lists(store, kind)]
    click.echo(f"On {day}:")
    for line in _starter_lines(store, loaded, day):
        click.echo(f"  {line}")
    for kind in loaded:
        for line in () if kind in short else _kind_lines(store, kind, day):
            click.echo(f"  {line}")
    for line in _short_list_lines(store, short, day):
        click.echo(f"  {line}")
    if missing:
        click.echo("Not loaded, so not checked or computed:")
        for kind in missing:
            click.echo(f"  {title_of(kind)}: {switched_off_without(kind)}")
    if not loaded or all(isinstance(store.release_on(kind, day), NotCovered) for kind in loaded):
        click.echo(f"Nothing that is loaded covers {day}: codes of that day are not checked.")
    click.echo("Releases:")
    for kind in loaded:
        for release in store.releases(kind):
            _print_release(release)


def _only_short_lists(store: Store, kind: str) -> bool:
    return all(release.stand_in and not release.starter for release in store.releases(kind))


def _starter_lines(store: Store, loaded: list[str], day: date) -> list[str]:
    """Return what to know of the starter pack in one glance; nothing when it is not there."""
    kinds = [kind for kind in loaded if any(release.starter for release in store.releases(kind))]
    if not kinds:
        return []
    answering, ended = [], []
    for kind in kinds:
        found = store.release_on(kind, day)
        if isinstance(found, NotCovered):
            last = coverage(store.releases(kind)).last_day
            ended.append(
                f"{title_of(kind)} ({'to ' if last and last < day else 'not on that day; to '}{last})"
            )
        elif found.starter:
            answering.append(title_of(kind))
    lines = ["STARTER PACK, not a production release: parts of official files, to try the program with."]
    if answering:
        lines.append(f"  of it answers: {', '.join(answering)}")
    if ended:
        lines.append(f"  does not cover the day, so nothing is checked or computed: {', '.join(ended)}")
    return lines


def _short_list_lines(store: Store, short: list[str], day: date) -> list[str]:
    covered = [kind for kind in short if not isinstance(store.release_on(kind, day), NotCovered)]
    whole = [
        title_of(kind)
        for kind in covered
        if all(release.completeness == "complete" for release in store.releases(kind))
    ]
    partial = [title_of(kind) for kind in covered if title_of(kind) not in whole]
    expired = [title_of(kind) for kind in short if kind not in covered]
    return [
        line
        for line, titles in (
            (f"Short lists that ship: {', '.join(whole)}", whole),
            (
                f"Short lists that ship, PARTIAL (what they lack is not checked): {', '.join(partial)}",
                partial,
            ),
            (f"Short lists that do NOT cover the day, so not checked: {', '.join(expired)}", expired),
        )
        if titles
    ]


def _kind_lines(store: Store, kind: str, day: date) -> list[str]:
    answering = store.release_on(kind, day)
    covered = coverage(store.releases(kind))
    title, off = title_of(kind), switched_off_without(kind)
    if not isinstance(answering, NotCovered):
        lines = [f"{title}: covered by {answering.label}"]
        if answering.completeness == "partial":
            lines[0] += " (PARTIAL: what it lacks is not checked)"
    elif covered.last_day is not None and covered.last_day < day:
        lines = [f"{title}: NOT covered, EXPIRED on {covered.last_day}; not checked or computed: {off}"]
    else:
        lines = [f"{title}: NOT covered; not checked or computed: {off}"]
    lines += [f"  gap: no release from {gap.start} to {gap.end}" for gap in covered.gaps]
    for overlap in covered.overlaps:
        what = "cut again under one label" if overlap.recut else "overlap"
        answers, other = (f"{one.label} ({one.sha256[:8]})" for one in (overlap.answering, overlap.other))
        days = f"{overlap.days.start} to {overlap.days.end}"
        lines.append(f"  {what}: {days}, {answers} answers, not {other}")
    return lines


def _print_release(release: Release) -> None:
    if release.stand_in and not release.starter:
        click.echo(f"{release.label}  [{release.completeness}]  to {release.effective_to}; {release.source}")
        return
    counts = ", ".join(f"{number:,} {name}" for name, number in release.counts.items())
    click.echo(f"{release.label}  [{release.completeness}]")
    click.echo(f"  in force  {release.effective_from} to {release.effective_to}")
    click.echo(f"  counts    {counts}")
    click.echo(f"  source    {release.source}")
    click.echo(f"  sha256    {release.sha256}")
    if release.imported_at:
        click.echo(f"  imported  {release.imported_at:%Y-%m-%d %H:%M} UTC")
    for remark in release.remarks:
        click.echo(f"  note      {remark}")


def print_imported(done: Imported, *, as_json: bool) -> None:
    """Print what an import did: releases on standard output, files passed over on standard error."""
    for release in done.releases:
        there = release.label in done.already_there
        if as_json:
            plain: dict[str, Any] = msgspec.to_builtins(release)
            click.echo(encode_line({**plain, "already_there": there}))
            continue
        counts = ", ".join(f"{number:,} {name}" for name, number in release.counts.items())
        click.echo(f"{'already there' if there else 'imported'}: {release.label}  [{release.completeness}]")
        click.echo(f"  in force  {release.effective_from} to {release.effective_to}; {counts}")
        for remark in release.remarks:
            click.echo(f"  note      {remark}")
        if release.completeness == "partial":
            click.echo("  note      What is absent from a partial release is not checked.")
    for name in done.ignored[:_MOST_PASSED_OVER]:
        click.echo(f"passed over (no table that is kept): {name}", err=True)
    if len(done.ignored) > _MOST_PASSED_OVER:
        click.echo(f"passed over: {len(done.ignored) - _MOST_PASSED_OVER} more files", err=True)
