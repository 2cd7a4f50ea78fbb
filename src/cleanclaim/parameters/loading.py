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
import yaml

from cleanclaim.parameters.terms import AppealTerms, DeadlineTerms
from cleanclaim.parameters.values import Parameter, Parameters, ParameterValue
from cleanclaim.primitives import Citation, DecodeError, InvalidValue, UnreadableFile, money

SHIPPED = Path(__file__).parent / "data"

_WHOLE = frozenset({"days", "months", "calendar years", "count"})
_TERMS: dict[str, type[DeadlineTerms]] = {"deadline": DeadlineTerms, "appeal level": AppealTerms}
_UNITS = _WHOLE | set(_TERMS) | {"dollars", "percent", "yes or no", "code", "codes", "table", "text"}


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A parameter as its file spells it."""

    description: str
    unit: str
    values: dict[str, Any]
    references: list[Citation] = []
    invented: bool = False


class _StrictLoader(yaml.SafeLoader):
    """YAML without its traps: no duplicate keys, no floats, no octal, no ``no`` for false.

    Only ``true``/``false``, ``null`` and plain decimal integers are more than text.
    """

    yaml_implicit_resolvers = {}


for _tag, _pattern, _letters in (
    ("int", r"0|[1-9][0-9]*", "0123456789"),
    ("null", "null", "n"),
    ("bool", "true|false", "tf"),
):
    _StrictLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_letters)
    )


class _Lined(dict[str, Any]):
    """A mapping that remembers in which line each of its keys stands."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


def _mapping(loader: _StrictLoader, node: yaml.MappingNode) -> _Lined:
    result = _Lined()
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        name = str(key)
        result.lines[name] = key_node.start_mark.line + 1
        if name in result:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {name} is there twice", key_node.start_mark
            )
        result[name] = loader.construct_object(value_node, deep=True)
    return result


_StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


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
    try:
        # _StrictLoader is a SafeLoader: it makes plain values only.
        tree = yaml.load(path.read_text(encoding="utf-8"), Loader=_StrictLoader)  # noqa: S506
    except UnicodeDecodeError:
        raise DecodeError("the file is not UTF-8.", where=str(path)) from None
    except yaml.YAMLError as error:
        raise DecodeError(f"the file is not YAML as it is wanted: {error}.", where=str(path)) from None
    if not isinstance(tree, _Lined):
        raise DecodeError(
            "the file must be a mapping.",
            where=str(path),
            fix="Begin with the name of a parameter and a colon.",
        )
    yield from _walk(tree, prefix, str(path))


def _walk(tree: _Lined, prefix: str, where: str) -> Iterator[Parameter]:
    for name, node in tree.items():
        path = f"{prefix}.{name}"
        if not isinstance(node, _Lined):
            raise DecodeError(
                f"{path} is neither a parameter nor a group of them.",
                where=f"{where}, line {tree.lines[name]}",
                fix="A parameter has description, unit, references and values.",
            )
        if "values" in node:
            yield _parameter(path, node, where, tree.lines[name])
        else:
            yield from _walk(node, path, where)


def _parameter(path: str, node: _Lined, file: str, line: int) -> Parameter:
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


_WANTED = {
    **dict.fromkeys(_WHOLE, "a whole number without quotes"),
    "dollars": 'an amount with at most two decimals in quotes, as "12.50"',
    "percent": 'a number with at most two decimals in quotes, as "115"',
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
