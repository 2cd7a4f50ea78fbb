"""Parameter files: a tree of YAML that mirrors the authorities, read strictly.

A file's path gives the first part of the dotted path (``federal/timely_filing.yaml`` →
``federal.timely_filing``), its keys the rest. A mapping with ``values`` is a parameter::

    calendar_years:
      description: How long after the date of service a claim may be received.
      unit: calendar years
      references:
        - {source: 42 CFR 424.44(a), verified: false}
      values:
        2010-01-01: 1
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from cleanclaim.parameters.strict_yaml import Lined, read_yaml
from cleanclaim.parameters.terms import AppealTerms, DeadlineTerms
from cleanclaim.parameters.values import Parameter, Parameters, ParameterValue
from cleanclaim.primitives import Citation, DecodeError, InvalidValue, UnreadableFile, money

SHIPPED = Path(__file__).parent / "data"

_WHOLE = frozenset({"days", "months", "calendar years", "count"})
_TERMS: dict[str, type[DeadlineTerms]] = {"deadline": DeadlineTerms, "appeal level": AppealTerms}
_UNITS = (
    _WHOLE | set(_TERMS) | {"dollars", "percent", "factor", "yes or no", "code", "codes", "table", "text"}
)


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A parameter as its file spells it."""

    description: str
    unit: str
    values: dict[str, Any]
    references: list[Citation] = []
    invented: bool = False


def load_parameters(directory: Path, *more: Path) -> Parameters:
    """Return all parameters in the YAML files under one or more directories.

    A practice keeps its own payers in a directory of its own, as ``payer/own/<name>.yaml``.
    Raises ``UnreadableFile`` when there is no such directory and ``DecodeError`` naming file,
    line and key for anything malformed: unknown units or fields, floats, dates out of order, a
    key or a parameter given twice.
    """
    found: dict[str, Parameter] = {}
    for root in (directory, *more):
        if not root.is_dir():
            raise UnreadableFile("there is no such directory of parameters.", where=str(root))
        for path in sorted(root.rglob("*.yaml")):
            prefix = ".".join(path.relative_to(root).with_suffix("").parts)
            for parameter in _read(path, prefix):
                if parameter.path in found:
                    raise DecodeError(
                        f"{parameter.path} is given twice.",
                        where=str(path),
                        fix="Append a new date to the one that is there.",
                    )
                found[parameter.path] = parameter
    return Parameters(MappingProxyType(found))


@cache
def shipped_parameters() -> Parameters:
    """Return the parameters that come with cleanclaim; read once per process."""
    return load_parameters(SHIPPED)


def _read(path: Path, prefix: str) -> Iterator[Parameter]:
    tree = read_yaml(path, begin="the name of a parameter")
    yield from _walk(tree, prefix, str(path))


def _walk(tree: Lined, prefix: str, where: str) -> Iterator[Parameter]:
    for name, node in tree.items():
        path = f"{prefix}.{name}"
        if not isinstance(node, Lined):
            raise DecodeError(
                f"{path} is neither a parameter nor a group of them.",
                where=f"{where}, line {tree.lines[name]}",
                fix="A parameter has description, unit, references and values.",
            )
        if "values" in node:
            yield _parameter(path, node, where, tree.lines[name])
        else:
            yield from _walk(node, path, where)


def _parameter(path: str, node: Lined, file: str, line: int) -> Parameter:
    where = f"{file}, line {line}"
    try:
        entry = msgspec.convert(node, _Entry, strict=True)
    except msgspec.ValidationError as error:
        raise DecodeError(
            f"{path}: {error}.",
            where=where,
            fix="A parameter has description, unit, references (or invented: true) and values.",
        ) from None
    if entry.unit not in _UNITS:
        raise DecodeError(
            f"{path}: {entry.unit!r} is not a unit.",
            where=where,
            fix=f"Use one of {', '.join(sorted(_UNITS))}.",
        )
    if not entry.references and not entry.invented:
        raise DecodeError(
            f"{path}: a parameter names a reference, or says that it is invented.",
            where=where,
            fix="Write references: [{source: …, verified: false}], or invented: true.",
        )
    lines = node["values"].lines
    values: list[tuple[date, ParameterValue | None]] = []
    for key, raw in entry.values.items():
        at = f"{file}, line {lines[key]}"
        try:
            since = date.fromisoformat(key)
        except ValueError:
            raise DecodeError(f"{path}: {key!r} is not a date.", where=at, fix="Write 2025-12-31.") from None
        if values and values[-1][0] >= since:
            raise DecodeError(
                f"{path}: {key} does not come after the date before it.",
                where=at,
                fix="Dates ascend; append the newest at the end.",
            )
        values.append((since, None if raw is None else _value(raw, entry.unit, f"{path} on {key}", at)))
    if not values:
        raise DecodeError(f"{path} has no value.", where=where, fix="Write a date and a value under values.")
    return Parameter(
        path, entry.description, entry.unit, tuple(entry.references), tuple(values), entry.invented
    )


def _value(raw: Any, unit: str, path: str, where: str) -> ParameterValue:
    if unit in _TERMS:
        return _terms(raw, _TERMS[unit], path, where)
    wrong = DecodeError(
        f"{path}: {raw!r} is not what the unit {unit!r} wants.", where=where, fix=f"Write {_WANTED[unit]}."
    )
    if unit == "yes or no":
        if isinstance(raw, bool):
            return raw
        raise wrong
    if isinstance(raw, bool):
        raise wrong
    if unit in _WHOLE:
        if isinstance(raw, int) and raw >= 0:
            return raw
        raise wrong
    if unit in ("dollars", "percent"):
        return _decimal(raw, unit, wrong)
    if unit == "factor":
        if isinstance(raw, str) and _FACTOR.fullmatch(raw):
            return Decimal(raw)
        raise wrong
    if unit == "codes":
        if isinstance(raw, list) and all(isinstance(item, (str, int)) and item != "" for item in raw):
            return tuple(str(item) for item in raw)
        raise wrong
    if unit == "table":
        if isinstance(raw, dict) and all(isinstance(item, (str, int)) for item in raw.values()):
            return MappingProxyType({key: str(item) for key, item in raw.items()})
        raise wrong
    if isinstance(raw, (str, int)):
        return str(raw)
    raise wrong


_FACTOR = re.compile(r"\d{1,6}(?:\.\d{1,8})?")

_WANTED = {
    **dict.fromkeys(_WHOLE, "a whole number without quotes"),
    "dollars": 'an amount with at most two decimals in quotes, as "12.50"',
    "percent": 'a number with at most two decimals in quotes, as "115"',
    "factor": 'a number with a point in quotes, as "0.9726"',
    "yes or no": "true or false",
    "code": "one code in quotes",
    "codes": 'a list, as ["1", "7"]',
    "table": "a mapping of names to text or whole numbers",
    "text": "text",
}


def _terms(raw: Any, kind: type[DeadlineTerms], path: str, where: str) -> DeadlineTerms:
    try:
        terms = msgspec.convert(raw, kind, strict=True)
    except msgspec.ValidationError as error:
        fault = str(error)
    else:
        fault = terms.fault()
        if not fault:
            return terms
    raise DecodeError(
        f"{path}: {fault}.", where=where, fix=f"Its fields are {', '.join(kind.__struct_fields__)}."
    )


def _decimal(raw: Any, unit: str, wrong: DecodeError) -> Decimal:
    try:
        amount = money(raw)
        exact = Decimal(raw)
    except (InvalidValue, TypeError):
        raise wrong from None
    if amount != exact or amount < 0:
        raise wrong
    return amount if unit == "dollars" else exact
