"""What ``reference show`` prints: all that the loaded tables say of a code on a day."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import click
import msgspec

from cleanclaim.cli.reference_details import NOTES, details_of, index_ways, print_characters
from cleanclaim.codesets import (
    ANESTHESIA,
    ANESTHESIA_QPP,
    GPCI,
    HCPCS,
    ICD10CM_KIND,
    ICD10PCS,
    KINDS,
    LOCALITY,
    MPFS,
    PTP_HOSPITAL,
    PTP_PRACTITIONER,
    Answer,
    ICD10CMEntry,
    IndexTerm,
    Known,
    NotCovered,
    Release,
    Store,
    Unknown,
)
from cleanclaim.codesets.icd10pcs import PCS_BOOKS
from cleanclaim.codesets.shipped_lists import SHIPPED_LISTS
from cleanclaim.primitives import NotLoaded, dotted, encode_line

_PAIR = re.compile(r"([0-9A-Z]{5})-([0-9A-Z]{5})", re.IGNORECASE)
_ICD = re.compile(r"([A-Z]\d[0-9A-Z]|QA\d)\.?[0-9A-Z]{0,4}", re.IGNORECASE)
_PCS = re.compile(r"[0-9A-HJ-NP-Z]{7}", re.IGNORECASE)
_PAIR_KINDS = (PTP_PRACTITIONER, PTP_HOSPITAL)
_PROCEDURE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]", re.IGNORECASE)
_OTHERS = (*SHIPPED_LISTS, *PCS_BOOKS, GPCI, ANESTHESIA, ANESTHESIA_QPP, LOCALITY)
"""Kinds of which no key is a procedure code."""
_SPANS = 3


def show_code(store: Store, code: str, on: date, *, as_json: bool) -> int:
    """Print what is known of a code; returns 1 when a table that covers the day has no such code.

    Raises ``NotLoaded`` when no loaded table can say.
    """
    pair = _PAIR.fullmatch(code.strip())
    if pair is not None:
        answers = list(_pairs(store, pair[1].upper(), pair[2].upper(), on))
    else:
        answers = list(_answers(store, code, on))
    known = [(kind, answer) for kind, answer in answers if isinstance(answer, Known)]
    for kind, answer in known:
        if isinstance(answer.value, ICD10CMEntry):
            ways = index_ways(store, answer.value.code, on)
            _print_diagnosis(answer.value, answer.release, ways, as_json=as_json)
        else:
            _print_rows(kind, code.strip().upper(), answer.value, answer.release, as_json)
            if kind == ICD10PCS.name and not as_json:
                print_characters(details_of(store, kind, code.strip().upper(), on, answer.release))
    if known:
        return 0
    other_days = list(_on_other_days(store, code, on))
    if other_days:
        for told in other_days:
            click.echo(told, err=as_json)
        return 1
    unknown = [answer.release.label for _, answer in answers if isinstance(answer, Unknown)]
    if unknown:
        click.echo(f"{code} is not in {'; '.join(unknown)}.", err=as_json)
        return 1
    reasons = [(kind, answer.reason) for kind, answer in answers if isinstance(answer, NotCovered)]
    if not reasons:
        raise NotLoaded(f"Nothing is loaded that could know {code}.", fix="See: cleanclaim reference status.")
    # A table that covers the day and is partial says more than one that does not cover it, a list of
    # all codes more than one of some.
    reasons.sort(key=lambda reason: reason[0] not in (HCPCS.name, MPFS.name))
    covering = [why for kind, why in reasons if not isinstance(store.release_on(kind, on), NotCovered)]
    raise NotLoaded((covering or [why for _, why in reasons])[0])


def _on_other_days(store: Store, code: str, on: date) -> Iterator[str]:
    """Yield when a code held or will hold, by the tables whose rows say it, where it does not on the day."""
    bare = code.strip().upper()
    for kind in KINDS:
        if not kind.row_dated or kind in _PAIR_KINDS or not store.releases(kind.name):
            continue
        answer = store.every(kind, bare, on)
        if not isinstance(answer, Known) or any(row.in_force(on) for row in answer.value):
            continue
        spans = [
            f"from {row.effective_from} to {row.effective_to}"
            if row.effective_to
            else f"from {row.effective_from}"
            for row in answer.value[:_SPANS]
        ]
        yield f"{bare} does not hold on {on}: {', '.join(spans)} ({answer.release.label})."


def _answers(store: Store, code: str, on: date) -> Iterator[tuple[str, Answer[Any]]]:
    """Yield the answers of the kinds that such a code can be of, as far as they are loaded."""
    diagnosis = _ICD.fullmatch(code.strip()) is not None
    inpatient = not diagnosis and _PCS.fullmatch(code.strip()) is not None
    if diagnosis:
        yield ICD10CM_KIND, store.icd10cm(code, on)
    for kind in KINDS:
        if kind in _PAIR_KINDS or kind.record is IndexTerm or not store.releases(kind.name):
            continue
        answer = store.find(kind, code, on)
        if inpatient and kind != ICD10PCS and not isinstance(answer, Known):
            continue
        if kind == HCPCS and not isinstance(answer, Known) and _PROCEDURE.fullmatch(code.strip()):
            yield kind.name, answer  # G9999 could be either
            continue
        # That a diagnosis is in no fee table says nothing about it, nor that a procedure is no place.
        if isinstance(answer, Known) or not (
            diagnosis or (kind in _OTHERS and _PROCEDURE.fullmatch(code.strip()))
        ):
            yield kind.name, answer


def _pairs(store: Store, one: str, two: str, on: date) -> Iterator[tuple[str, Answer[Any]]]:
    for kind in _PAIR_KINDS:
        for column1, column2 in ((one, two), (two, one)):
            answer = store.pair(kind, column1, column2, on)
            if isinstance(answer, Known):
                yield kind.name, Known((answer.value,), answer.release)
            else:
                yield kind.name, answer


def _print_rows(kind: str, code: str, rows: tuple[Any, ...], release: Release, as_json: bool) -> None:
    plain = [msgspec.to_builtins(msgspec.structs.asdict(row)) for row in rows]
    if as_json:
        click.echo(encode_line({"kind": kind, "code": code, "release": release.label, "rows": plain}))
        return
    click.echo(f"{code}  {release.label}")
    for row in plain:
        shown = (
            f"{name.replace('_', ' ')} {_shown(value)}"
            for name, value in row.items()
            if value is not None and value is not False and value not in ("", [], ()) and name != "code"
        )
        click.echo(f"  {'; '.join(shown)}")


def _shown(value: object) -> object:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else value


def _print_diagnosis(entry: ICD10CMEntry, release: Release, ways: list[str], *, as_json: bool) -> None:
    if as_json:
        click.echo(encode_line({**msgspec.to_builtins(entry), "release": release.label, "indexed": ways}))
        return
    click.echo(f"{dotted(entry.code)}  {entry.title}")
    state = "billable" if entry.billable else "not billable: more characters are needed"
    place = f"; chapter {entry.chapter}, block {entry.block}" if entry.chapter else ""
    click.echo(f"  {state}{place}; {release.label}")
    if entry.parents:
        click.echo(f"  under  {' > '.join(dotted(parent) for parent in reversed(entry.parents))}")
    for term in entry.inclusion_terms:
        click.echo(f"  inclusion term: {term}")
    for name in NOTES:
        for note in getattr(entry, name):
            click.echo(f"  {name.replace('_', ' ')} (at {note.place}): {note.text}")
    for character, meaning in entry.seventh_characters:
        click.echo(f"  7th character {character}: {meaning}")
    for way in ways:
        click.echo(f"  indexed under: {way}")
