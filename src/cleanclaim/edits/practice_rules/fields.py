"""The field catalogue: every field of a claim by its path, and facts worked out of them.

A path is that of :mod:`cleanclaim.claim.paths` with ``[*]`` for every element of a list:
``lines[*].modifiers[*]``. A list of plain values may leave its last ``[*]`` out. ``lines.*.code`` is the
same as ``lines[*].code``, for brackets need quotes within the braces of YAML.
"""

import re
import typing
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union

import msgspec

from cleanclaim.claim import Claim, Coverage, Diagnosis, ServiceLine
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.practice_rules.values import Context, Reader
from cleanclaim.primitives import InvalidValue

TEXT, NUMBER, DAY, FLAG, PART = "text", "number", "day", "flag", "part"
"""Kinds of fields. A part (an address, a line) can only be asked whether it is there."""

_STEP = re.compile(r"([a-z_][a-z0-9_]*)((?:\[(?:\*|[0-9]{1,3})\])*)")
_INDEX = re.compile(r"\[(\*|[0-9]+)\]")
_DOTTED = re.compile(r"\.(\*|[0-9]{1,3})(?=\.|$)")
_CLAIM = "claim."


class Field(msgspec.Struct, frozen=True):
    """A field of the catalogue: its path, its kind, and how it is read."""

    path: str
    kind: str
    read: Reader


class Fact(msgspec.Struct, frozen=True):
    """A field that is worked out: its kind, what it is, how (of the context), and where it points."""

    kind: str
    about: str
    of: Callable[[Context], tuple[Any, ...]]
    points_at: str


def _line_of(context: Context) -> Any:
    """Return the line as edits see it; ``path`` is ``lines[N]``."""
    return facts_of(context.claim).lines[int(context.path[6:-1])]


def _one(value: Any) -> tuple[Any, ...]:
    return () if value is None or value == "" else (value,)


def _days(context: Context) -> Any:
    return context.claim.service_dates


FACTS: dict[str, dict[str, Fact]] = {
    "claim": {
        "payer_kind": Fact(TEXT, "kind of the billed payer", lambda c: _one(c.payer_kind), "coverages"),
        "payer_id": Fact(
            TEXT,
            "number of the billed payer",
            lambda c: _one(c.claim.coverage.payer.payer_id),
            "coverages",
        ),
        "payer_name": Fact(
            TEXT, "name of the billed payer", lambda c: _one(c.claim.coverage.payer.name), "coverages"
        ),
        "filing_indicator": Fact(
            TEXT,
            "SBR09 of the billed coverage",
            lambda c: _one(c.claim.coverage.filing_indicator),
            "coverages",
        ),
        "group_number": Fact(
            TEXT,
            "group number of the billed coverage",
            lambda c: _one(c.claim.coverage.group_number),
            "coverages",
        ),
        "prior_authorization": Fact(
            TEXT,
            "authorization number of the billed coverage",
            lambda c: _one(c.claim.coverage.prior_authorization),
            "coverages",
        ),
        "age": Fact(
            NUMBER,
            "the patient's age in completed years on the first day of service",
            lambda c: _one(facts_of(c.claim).age_on(d.start if (d := _days(c)) else None)),
            "patient.birth_date",
        ),
        "first_day": Fact(
            DAY, "first day of service", lambda c: (d.start,) if (d := _days(c)) else (), "lines[0].dates"
        ),
        "last_day": Fact(
            DAY, "last day of service", lambda c: (d.end,) if (d := _days(c)) else (), "lines[0].dates"
        ),
        "received": Fact(DAY, "day on which the payer gets it", lambda c: _one(c.received), "received"),
        "charge": Fact(
            NUMBER, "total charge, or the sum of the lines", lambda c: (c.claim.charge,), "total_charge"
        ),
        "bill_type": Fact(
            TEXT, "type of bill, three digits", lambda c: _one(facts_of(c.claim).bill_type), "institutional"
        ),
        "first_diagnosis": Fact(
            TEXT, "code of the first diagnosis", lambda c: facts_of(c.claim).numbered[:1], "diagnoses[0].code"
        ),
        "line_count": Fact(NUMBER, "number of lines", lambda c: (len(c.claim.lines),), "lines"),
    },
    "line": {
        "number": Fact(NUMBER, "number of the line, from 1", lambda c: (_line_of(c).index + 1,), ""),
        "day": Fact(DAY, "first day of the line", lambda c: _one(_line_of(c).day), "dates"),
        "place": Fact(
            TEXT, "place of service, the line's or the claim's", lambda c: _one(_line_of(c).place), ""
        ),
        "rendering_npi": Fact(TEXT, "NPI of who did it", lambda c: _one(_line_of(c).rendering), ""),
        "specialty": Fact(TEXT, "taxonomy code of who did it", lambda c: _one(_line_of(c).specialty), ""),
        "diagnoses": Fact(
            TEXT,
            "codes of the diagnoses at which it points",
            lambda c: facts_of(c.claim).diagnoses_of(_line_of(c)),
            "pointers",
        ),
    },
    "diagnosis": {},
    "coverage": {},
}
"""Facts by what is judged."""

_ROOTS: dict[str, type[msgspec.Struct]] = {
    "claim": Claim,
    "line": ServiceLine,
    "diagnosis": Diagnosis,
    "coverage": Coverage,
}
LISTS = {"lines": "line", "diagnoses": "diagnosis", "coverages": "coverage"}
"""Lists of which a condition may ask whether some, every or none of them, or how many, are so."""
_CODES = frozenset(("code", "modifiers"))
"""Fields whose values are compared in stored form: upper case, no dot."""


def field_of(path: str, unit: str) -> Field:
    """Return a field by its path as seen from what is judged; ``claim.`` begins one of the whole claim.

    Raises ``InvalidValue`` for what is not in the catalogue, saying what there is.
    """
    if path.startswith(_CLAIM):
        inner = field_of(path.removeprefix(_CLAIM), "claim")
        return Field(path, inner.kind, lambda context: inner.read(_whole(context)))
    path = _DOTTED.sub(r"[\1]", path)
    fact = FACTS[unit].get(path)
    if fact is not None:
        return Field(path, fact.kind, _reader_of_fact(fact))
    steps: list[str | int] = []
    for part in path.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            raise InvalidValue(
                f"{path!r} is not the path of a field.", fix="Write it as lines.*.code or patient.sex."
            )
        steps.append(match[1])
        steps.extend(mark if mark == "*" else int(mark) for mark in _INDEX.findall(match[2]))
    kind, plain_list = _kind_at(_ROOTS[unit], tuple(steps), path, unit)
    if plain_list:
        steps.append("*")
    frozen = tuple(steps)
    stored = kind == TEXT and next(s for s in reversed(frozen) if s != "*" and isinstance(s, str)) in _CODES
    return Field(path, kind, _reader(frozen, stored=stored))


def known_fields(unit: str = "claim") -> Iterator[tuple[str, str, str]]:
    """Yield path, kind and meaning of everything that a condition may ask, facts first."""
    for name, fact in FACTS[unit].items():
        yield name, fact.kind, fact.about
    yield from _walk(_ROOTS[unit], "", ())


def _walk(kind: Any, path: str, seen: tuple[Any, ...]) -> Iterator[tuple[str, str, str]]:
    for name, found in _types_of(kind).items():
        here = f"{path}.{name}" if path else name
        present = _present(found)
        if typing.get_origin(present) is tuple:
            here, present = f"{here}[*]", _present(typing.get_args(present)[0])
        if isinstance(present, type) and issubclass(present, msgspec.Struct):
            if present not in seen:
                yield from _walk(present, here, (*seen, present))
        elif (plain := _plain_kind(present)) is not None:
            yield here, plain, ""


def _kind_at(root: Any, steps: tuple[str | int, ...], path: str, unit: str) -> tuple[str, bool]:
    """Return the kind of the field at the end of the steps, and whether it is a list of plain values."""
    kind: Any = root
    for step in steps:
        present = _present(kind)
        if isinstance(step, int) or step == "*":
            if typing.get_origin(present) is not tuple:
                raise InvalidValue(f"{path} has an index where there is no list.")
            kind = typing.get_args(present)[0]
            continue
        fields = (
            _types_of(present) if isinstance(present, type) and issubclass(present, msgspec.Struct) else {}
        )
        if step not in fields:
            there = ", ".join((*FACTS[unit], *fields) if kind is root else fields)
            listed = " (put .* after the name of a list)" if typing.get_origin(present) is tuple else ""
            raise InvalidValue(
                f"{path}: there is no field {step!r} there{listed}.",
                fix=f"There are {there}." if there else "",
            )
        kind = fields[step]
    present = _present(kind)
    if typing.get_origin(present) is tuple:
        item = _plain_kind(_present(typing.get_args(present)[0]))
        return (PART, False) if item is None else (item, True)
    return _plain_kind(present) or PART, False


def _plain_kind(kind: Any) -> str | None:
    if kind is bool:
        return FLAG
    return {str: TEXT, int: NUMBER, Decimal: NUMBER, date: DAY}.get(kind)


@cache
def _types_of(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _present(kind: Any) -> Any:
    """Return the type without its ``None``."""
    if typing.get_origin(kind) in (Union, UnionType):
        return next(arg for arg in typing.get_args(kind) if arg is not NoneType)
    return kind


def _whole(context: Context) -> Context:
    return msgspec.structs.replace(context, thing=context.claim, path="")


def _reader_of_fact(fact: Fact) -> Reader:
    def read(context: Context) -> Iterator[tuple[str, Any]]:
        path = ".".join(part for part in (context.path, fact.points_at) if part)
        for value in fact.of(context):
            yield path, value

    return read


def _reader(steps: tuple[str | int, ...], *, stored: bool) -> Reader:
    def read(context: Context) -> Iterator[tuple[str, Any]]:
        for path, value in _at(context.thing, steps, context.path):
            if stored and isinstance(value, str):
                plain = value.strip().upper().replace(".", "")
                if plain:
                    yield path, plain
            else:
                yield path, value

    return read


def _at(value: Any, steps: tuple[str | int, ...], path: str) -> Iterator[tuple[str, Any]]:
    """Yield what stands at the steps; nothing for what is absent: empty text, no value, an empty list."""
    if value is None or value == "":
        return
    if not steps:
        if value != ():
            yield path, value
        return
    step, rest = steps[0], steps[1:]
    if step == "*":
        for index, item in enumerate(value):
            yield from _at(item, rest, f"{path}[{index}]")
    elif isinstance(step, int):
        if step < len(value):
            yield from _at(value[step], rest, f"{path}[{step}]")
    else:
        yield from _at(getattr(value, step), rest, f"{path}.{step}" if path else step)
