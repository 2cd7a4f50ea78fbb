"""What ``reference search`` tells of a code beside its title: hierarchy, notes, characters, days."""

from datetime import date
from typing import Any

import click
import msgspec

from cleanclaim.codesets import (
    ICD10CM_EXTERNAL,
    ICD10CM_INDEX,
    ICD10CM_KIND,
    ICD10PCS,
    Dated,
    ICD10CMEntry,
    Known,
    Release,
    Store,
    kind_named,
    pcs_meaning,
)
from cleanclaim.primitives import dotted

NOTES = ("includes", "excludes1", "excludes2", "code_first", "use_additional", "code_also", "notes")
"""The instructional notes of the tabular list, in its order."""
_MOST_WAYS = 12


def details_of(store: Store, name: str, code: str, on: date, release: Release) -> dict[str, Any]:
    """Return the details of a code of a kind as plain values, ready to be written as JSON."""
    plain: dict[str, Any] = {
        "release": release.label,
        "valid_from": release.effective_from.isoformat(),
        "valid_to": release.effective_to.isoformat(),
    }
    if name == ICD10CM_KIND:
        answer = store.icd10cm(code, on)
        return {**plain, **(_diagnosis(store, answer.value, on) if isinstance(answer, Known) else {})}
    if name == ICD10PCS.name:
        meaning = pcs_meaning(store, code, on)
        values = meaning.value.values if isinstance(meaning, Known) else ()
        return {**plain, "characters": [msgspec.to_builtins(value) for value in values]}
    kind = kind_named(name)
    rows = store.every(kind, code, on) if kind is not None else None
    if isinstance(rows, Known) and isinstance(rows.value[-1], Dated):
        last = rows.value[-1]
        plain["valid_from"] = None if last.effective_from == date.min else last.effective_from.isoformat()
        plain["valid_to"] = last.effective_to.isoformat() if last.effective_to else None
    return plain


def _diagnosis(store: Store, entry: ICD10CMEntry, on: date) -> dict[str, Any]:
    table = store.icd10cm_table(on)
    heading = table.value.heading if isinstance(table, Known) else str
    above = [store.icd10cm(parent, on) for parent in reversed(entry.parents)]
    return {
        "chapter": {"number": entry.chapter, "title": heading(entry.chapter)},
        "block": {"codes": entry.block, "title": heading(entry.block)},
        "parents": [
            {"code": one.value.code, "title": one.value.title} for one in above if isinstance(one, Known)
        ],
        "inclusion_terms": list(entry.inclusion_terms),
        "notes": {
            name: [{"at": note.place, "text": note.text} for note in getattr(entry, name)]
            for name in NOTES
            if getattr(entry, name)
        },
        "seventh_characters": [list(one) for one in entry.seventh_characters],
        "needs_seventh_character": bool(entry.seventh_characters) and not entry.billable,
    }


def index_ways(store: Store, code: str, on: date) -> list[str]:
    """Return the ways through the indexes that are loaded which end at just this code, the first few."""
    ways = []
    for kind in (ICD10CM_INDEX, ICD10CM_EXTERNAL):
        index = store.nearest_index(kind, on)
        if isinstance(index, Known):
            ways += [
                ", ".join(one.title for one in index.value.path(term))
                for term in index.value.leading_to(code)[:_MOST_WAYS]
            ]
    return ways


def print_details(details: dict[str, Any]) -> None:
    """Print the details of a code under its line."""
    if "chapter" in details:
        chapter, block = details["chapter"], details["block"]
        click.echo(f"            chapter {chapter['number']}: {chapter['title']}")
        if block["codes"]:
            click.echo(f"            {block['codes']}: {block['title']}")
        for parent in details["parents"]:
            click.echo(f"            {dotted(parent['code'])}: {parent['title']}")
        for term in details["inclusion_terms"]:
            click.echo(f"            inclusion term: {term}")
        for name, notes in details["notes"].items():
            for note in notes:
                click.echo(f"            {name.replace('_', ' ')} (at {note['at']}): {note['text']}")
        for character, meaning in details["seventh_characters"]:
            click.echo(f"            7th character {character}: {meaning}")
    print_characters(details)
    first, last = details["valid_from"] or "before 1900", details["valid_to"] or "still"
    click.echo(f"            in force {first} to {last}; {details['release']}")


def print_characters(details: dict[str, Any]) -> None:
    """Print what each character of an ICD-10-PCS code means, as far as its table is loaded."""
    for value in details.get("characters", ()):
        click.echo(
            f"            {value['position']} {value['axis']}: {value['character']} {value['meaning']}"
        )
