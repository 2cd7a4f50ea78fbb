"""Conditions of rules: read out of YAML, checked against the field catalogue, made into functions."""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from cleanclaim.edits.practice_rules.fields import DAY, FLAG, LISTS, NUMBER, PART, TEXT, Field, field_of
from cleanclaim.edits.practice_rules.values import Condition, Context
from cleanclaim.primitives import InvalidValue, parse_iso

Test = Callable[[Any, Context], bool]

_GROUPS = ("all", "any", "none")
_QUANTIFIERS = ("some", "every", "no")
_COUNTS = ("at_least", "at_most", "exactly")
_ORDERED: dict[str, Callable[[Any, Any], bool]] = {
    "at_least": operator.ge,
    "at_most": operator.le,
    "more_than": operator.gt,
    "less_than": operator.lt,
}
_DAYS: dict[str, Callable[[Any, Any], bool]] = {
    "before": operator.lt,
    "on_or_before": operator.le,
    "after": operator.gt,
    "on_or_after": operator.ge,
}
_OPERATORS: dict[str, frozenset[str]] = {
    "eq": frozenset((TEXT, NUMBER, DAY, FLAG)),
    "in": frozenset((TEXT, NUMBER, DAY)),
    "not_in": frozenset((TEXT, NUMBER, DAY)),
    "begins": frozenset((TEXT,)),
    "matches": frozenset((TEXT,)),
    "between": frozenset((TEXT, NUMBER, DAY)),
    "present": frozenset((TEXT, NUMBER, DAY, FLAG, PART)),
    "absent": frozenset((TEXT, NUMBER, DAY, FLAG, PART)),
    **dict.fromkeys(_ORDERED, frozenset((NUMBER,))),
    **dict.fromkeys(_DAYS, frozenset((DAY,))),
    "days_after": frozenset((DAY,)),
}
"""Operators, each with the kinds of fields that it can ask of."""


class ConditionError(InvalidValue):
    """A condition that cannot be read; ``path`` leads to it (``$.when.all[0].field``)."""

    def __init__(self, path: str, message: str, fix: str = "") -> None:
        super().__init__(message, fix=fix)
        self.path = path


def condition_of(node: Any, unit: str, path: str) -> Condition:
    """Return the condition that a part of a YAML file says, asked of a claim, line or diagnosis.

    Raises ``ConditionError`` with its path for what is not one.
    """
    if not isinstance(node, Mapping) or not node:
        raise ConditionError(
            path,
            "a condition is a mapping.",
            "Begin with field, all, any, none, not, some, every, no or count.",
        )
    for group in _GROUPS:
        if group in node:
            _only(node, (group,), path)
            return _group(group, node[group], unit, f"{path}.{group}")
    if "not" in node:
        _only(node, ("not",), path)
        inner = condition_of(node["not"], unit, f"{path}.not")
        return lambda context: not inner(context)
    for quantifier in _QUANTIFIERS:
        if quantifier in node:
            _only(node, (quantifier, "where"), path)
            return _quantified(quantifier, node, path)
    if "count" in node:
        _only(node, ("count", "where", *_COUNTS), path)
        return _counted(node, path)
    if "field" in node:
        _only(node, ("field", *_OPERATORS), path)
        return _asked(node, unit, path)
    raise ConditionError(
        f"{path}.{next(iter(node))}",
        f"{next(iter(node))!r} does not begin a condition.",
        "Use field, all, any, none, not, some, every, no or count.",
    )


def _group(group: str, node: Any, unit: str, path: str) -> Condition:
    if not isinstance(node, list) or not node:
        raise ConditionError(path, f"{group} wants a list of conditions.", "Write each after a dash.")
    parts = [condition_of(part, unit, f"{path}[{index}]") for index, part in enumerate(node)]
    if group == "all":
        return lambda context: all(part(context) for part in parts)
    if group == "any":
        return lambda context: any(part(context) for part in parts)
    return lambda context: not any(part(context) for part in parts)


def _list_named(node: Mapping[str, Any], name: str, path: str) -> str:
    found = node[name]
    if found not in LISTS:
        raise ConditionError(f"{path}.{name}", f"{found!r} is not a list.", f"Use {', '.join(LISTS)}.")
    return str(found)


def _quantified(quantifier: str, node: Mapping[str, Any], path: str) -> Condition:
    name = _list_named(node, quantifier, path)
    if "where" not in node:
        raise ConditionError(path, f"{quantifier} wants where.", "Say what is asked of each.")
    where = condition_of(node["where"], LISTS[name], f"{path}.where")
    if quantifier == "some":
        return lambda context: any(where(item) for item in _items(context, name))
    if quantifier == "every":
        return lambda context: all(where(item) for item in _items(context, name))
    return lambda context: not any(where(item) for item in _items(context, name))


def _counted(node: Mapping[str, Any], path: str) -> Condition:
    name = _list_named(node, "count", path)
    limits = {key: node[key] for key in _COUNTS if key in node}
    if not limits or any(type(limit) is not int for limit in limits.values()):
        raise ConditionError(
            path, "count wants at_least, at_most or exactly with a whole number.", "Write at_least: 2."
        )
    where = condition_of(node["where"], LISTS[name], f"{path}.where") if "where" in node else None
    least = limits.get("exactly", limits.get("at_least", 0))
    most = limits.get("exactly", limits.get("at_most"))

    def counted(context: Context) -> bool:
        number = sum(where is None or where(item) for item in _items(context, name))
        return number >= least and (most is None or number <= most)

    return counted


def _items(context: Context, name: str) -> Iterator[Context]:
    for index, item in enumerate(getattr(context.claim, name)):
        yield msgspec.structs.replace(context, thing=item, path=f"{name}[{index}]")


def _asked(node: Mapping[str, Any], unit: str, path: str) -> Condition:
    if not isinstance(node["field"], str):
        raise ConditionError(f"{path}.field", "a field is named by its path.", "Write field: lines.*.code.")
    field = _field(node["field"], unit, f"{path}.field")
    names = [name for name in node if name != "field"]
    if not names:
        raise ConditionError(path, f"nothing is asked of {field.path}.", f"Use {', '.join(_OPERATORS)}.")
    for name in names:
        if field.kind not in _OPERATORS[name]:
            raise ConditionError(
                f"{path}.{name}",
                f"{name} cannot be asked of {field.path}, which is a {field.kind}.",
                f"Use {', '.join(one for one, kinds in _OPERATORS.items() if field.kind in kinds)}.",
            )
    read = field.read
    for name in ("present", "absent"):
        if name in node:
            if len(names) > 1 or node[name] is not True:
                raise ConditionError(
                    f"{path}.{name}", f"{name} stands alone, with true.", f"Write {name}: true."
                )
            wanted = name == "present"
            return lambda context: (next(read(context), None) is not None) is wanted
    negative = "not_in" in node
    if negative and len(names) > 1:
        raise ConditionError(f"{path}.not_in", "not_in stands alone.", "Use all with two conditions.")
    tests = [_test(name, node[name], field, unit, f"{path}.{name}") for name in names]
    if negative:
        return lambda context: not any(tests[0](value, context) for _, value in read(context))
    return lambda context: any(all(test(value, context) for test in tests) for _, value in read(context))


def _field(name: str, unit: str, path: str) -> Field:
    try:
        return field_of(name, unit)
    except InvalidValue as problem:
        raise ConditionError(path, problem.message, problem.fix) from None


def _test(name: str, wanted: Any, field: Field, unit: str, path: str) -> Test:
    """Return what is asked of one value."""
    if name == "eq":
        one = _value(wanted, field, path)
        return lambda value, _: bool(value == one)
    if name in ("in", "not_in"):
        some = frozenset(_value(item, field, f"{path}[{n}]") for n, item in enumerate(_several(wanted, path)))
        return lambda value, _: value in some
    if name == "begins":
        listed = wanted if isinstance(wanted, list) else [wanted]
        starts = tuple(_value(item, field, path) for item in _several(listed, path))
        return lambda value, _: bool(value.startswith(starts))
    if name == "matches":
        pattern = _pattern(wanted, path)
        return lambda value, _: pattern.fullmatch(value) is not None
    if name == "between":
        return _between(wanted, field, path)
    if name in _ORDERED:
        compare, limit = _ORDERED[name], _value(wanted, field, path)
        return lambda value, _: compare(value, limit)
    if name in _DAYS:
        return _against_day(name, wanted, unit, path)
    return _days_after(wanted, unit, path)


def _between(wanted: Any, field: Field, path: str) -> Test:
    if not isinstance(wanted, list) or len(wanted) != 2:
        raise ConditionError(path, "between wants the first and the last.", "Write between: [99202, 99215].")
    first, last = (_value(item, field, f"{path}[{n}]") for n, item in enumerate(wanted))
    if first > last:
        raise ConditionError(path, "between wants the smaller one first.", "Turn them round.")
    if field.kind == TEXT:
        # Codes are in order only among those of one length: 99 is not between 100 and 999.
        return lambda value, _: len(value) == len(first) and first <= value <= last
    return lambda value, _: bool(first <= value <= last)


def _against_day(name: str, wanted: Any, unit: str, path: str) -> Test:
    compare = _DAYS[name]
    if isinstance(wanted, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", wanted):
        day = _day(wanted, path)
        return lambda value, _: compare(value, day)
    other = _day_field(wanted, unit, path)
    return lambda value, context: any(compare(value, found) for _, found in other.read(context))


def _days_after(wanted: Any, unit: str, path: str) -> Test:
    allowed = ("of", "at_least", "at_most")
    if (
        not isinstance(wanted, Mapping)
        or "of" not in wanted
        or not set(wanted) <= set(allowed)
        or len(wanted) < 2
    ):
        raise ConditionError(
            path,
            "days_after wants of, and at_least or at_most.",
            "Write days_after: {of: dates.onset, at_least: 30}.",
        )
    other = _day_field(wanted["of"], unit, f"{path}.of")
    limits = [wanted.get("at_least"), wanted.get("at_most")]
    if any(limit is not None and type(limit) is not int for limit in limits):
        raise ConditionError(path, "days are whole numbers.", "Write at_least: 30.")
    least, most = limits

    def test(value: Any, context: Context) -> bool:
        return any(
            (least is None or (value - found).days >= least)
            and (most is None or (value - found).days <= most)
            for _, found in other.read(context)
        )

    return test


def _day_field(name: Any, unit: str, path: str) -> Field:
    if not isinstance(name, str):
        raise ConditionError(path, "that is neither a day nor a field.", "Write 2026-01-01 or first_day.")
    field = _field(name, unit, path)
    if field.kind != DAY:
        raise ConditionError(path, f"{name} is a {field.kind}, not a day.", "Name a field that holds a day.")
    return field


def _value(wanted: Any, field: Field, path: str) -> Any:
    """Return a value as the field's kind has it; codes in stored form."""
    if field.kind == FLAG:
        if isinstance(wanted, bool):
            return wanted
        raise ConditionError(path, f"{field.path} is true or false.", "Write true or false.")
    if isinstance(wanted, bool) or wanted is None or not isinstance(wanted, (str, int)):
        raise ConditionError(path, f"{wanted!r} cannot be compared with {field.path}.", "Write one value.")
    text = str(wanted)
    if field.kind == NUMBER:
        try:
            number = Decimal(text)
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            raise ConditionError(path, f"{text!r} is not a number.", "Write it as 125.00.")
        return number
    if field.kind == DAY:
        return _day(text, path)
    return stored_form(text, field.path)


def stored_form(text: str, path: str) -> str:
    """Return a code as it is compared: upper case, no dot; other text as it is."""
    last = path.removesuffix("[*]").rpartition(".")[2].partition("[")[0]
    is_code = last in ("code", "modifiers", "diagnoses", "first_diagnosis")
    return text.strip().upper().replace(".", "") if is_code else text


def _day(text: str, path: str) -> date:
    try:
        return parse_iso(text)
    except InvalidValue as problem:
        raise ConditionError(path, problem.message, "Write 2026-01-31.") from None


def _pattern(wanted: Any, path: str) -> re.Pattern[str]:
    try:
        return re.compile(str(wanted))
    except re.error as error:
        raise ConditionError(
            path, f"{wanted!r} is no pattern: {error}.", "Write a regular expression."
        ) from None


def _several(wanted: Any, path: str) -> list[Any]:
    if not isinstance(wanted, list) or not wanted:
        raise ConditionError(path, "a list of values is wanted.", "Write them as [A, B].")
    return wanted


def _only(node: Mapping[str, Any], allowed: tuple[str, ...], path: str) -> None:
    for name in node:
        if name not in allowed:
            raise ConditionError(
                f"{path}.{name}",
                f"{name!r} does not belong to this condition.",
                f"It has {', '.join(allowed)}.",
            )
