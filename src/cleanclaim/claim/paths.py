"""Read, set and drop one field of a claim by its path: ``billing_provider.npi``, ``lines[0].charge``.

A path is what a finding points with and what the notation and a suggested change write with.
It follows the fields of the claim document; an index in brackets counts from 0, as in JSON.
"""

import re
import typing
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union

import msgspec

from cleanclaim.primitives import InvalidValue

T = TypeVar("T", bound=msgspec.Struct)

_STEP = re.compile(r"([a-z_][a-z0-9_]*)((?:\[[0-9]{1,4}\])*)")
_INDEX = re.compile(r"\[([0-9]+)\]")


def steps_of(path: str) -> tuple[str | int, ...]:
    """Return the names and indexes of a path; raises ``InvalidValue`` when it is not one."""
    steps: list[str | int] = []
    for part in path.split("."):
        match = _STEP.fullmatch(part)
        if match is None:
            raise InvalidValue(f"{path!r} is not the path of a field.", fix="Write it as lines[0].charge.")
        steps.append(match[1])
        steps.extend(int(index) for index in _INDEX.findall(match[2]))
    return tuple(steps)


def value_at(value: msgspec.Struct, path: str) -> Any:
    """Return what stands at a path; nothing where a part on the way is absent.

    Raises ``InvalidValue`` for a name that the claim does not have.
    """
    here: Any = value
    for step in steps_of(path):
        if here is None:
            return None
        if isinstance(step, int):
            here = here[step] if step < len(here) else None
        else:
            _field_type(type(here), step, path)
            here = getattr(here, step)
    return here


def with_text_at(value: T, path: str, text: str) -> T:
    """Return a copy with the field at ``path`` set to what ``text`` says.

    Dates are written ``2025-12-31``, amounts as plain numbers, lists with commas, ``""`` for
    empty text and ``null`` for nothing. A part on the way that is absent is made; an index one
    past the end adds an element. Raises ``InvalidValue`` for an unknown field, or for text
    that is not of the field's type.
    """
    changed = _set(value, type(value), steps_of(path), text, path)
    assert isinstance(changed, type(value))
    return changed


def without(value: T, path: str) -> T:
    """Return a copy whose field at ``path`` has its default, or whose list lacks that element."""
    changed = _drop(value, steps_of(path), path)
    assert isinstance(changed, type(value))
    return changed


def _set(here: Any, kind: Any, steps: tuple[str | int, ...], text: str, path: str) -> Any:
    if not steps:
        return _converted(text, kind, path)
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        items = list(here or ())
        if step > len(items):
            raise InvalidValue(f"{path}: there are only {len(items)} before [{step}].")
        item = _set(items[step] if step < len(items) else None, _item_type(kind, path), rest, text, path)
        return (*items[:step], item, *items[step + 1 :])
    struct = _struct_type(kind, path)
    if here is None:
        here = _empty(struct)
    changed = _set(getattr(here, step, None), _field_type(struct, step, path), rest, text, path)
    return msgspec.structs.replace(here, **{step: changed})


def _drop(here: Any, steps: tuple[str | int, ...], path: str) -> Any:
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        if step >= len(here):
            raise InvalidValue(f"{path}: there is nothing at [{step}].")
        kept = () if not rest else (_drop(here[step], rest, path),)
        return (*here[:step], *kept, *here[step + 1 :])
    _field_type(type(here), step, path)
    if rest:
        inner = getattr(here, step)
        if inner is None:
            return here
        return msgspec.structs.replace(here, **{step: _drop(inner, rest, path)})
    field = next(f for f in msgspec.structs.fields(type(here)) if f.name == step)
    empty = field.default
    if field.required:
        if _present(_field_type(type(here), step, path)) is not str:
            raise InvalidValue(f"{path} cannot be left out alone.", fix="Leave out what holds it.")
        empty = ""
    return msgspec.structs.replace(here, **{step: empty})


@cache
def _types_of(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _field_type(kind: Any, name: str, path: str) -> Any:
    if not (isinstance(kind, type) and issubclass(kind, msgspec.Struct)):
        raise InvalidValue(f"{path}: there is no field {name!r} there.")
    if name not in kind.__struct_fields__:
        raise InvalidValue(
            f"{path}: {kind.__name__} has no field {name!r}.",
            fix=f"It has {', '.join(kind.__struct_fields__)}.",
        )
    return _types_of(kind)[name]


def _present(kind: Any) -> Any:
    """Return the type without its ``None``."""
    if typing.get_origin(kind) in (Union, UnionType):
        return next(arg for arg in typing.get_args(kind) if arg is not NoneType)
    return kind


def _struct_type(kind: Any, path: str) -> type[msgspec.Struct]:
    present = _present(kind)
    if isinstance(present, type) and issubclass(present, msgspec.Struct):
        return present
    raise InvalidValue(f"{path} goes into a field that has no parts.")


def _item_type(kind: Any, path: str) -> Any:
    present = _present(kind)
    if typing.get_origin(present) is not tuple:
        raise InvalidValue(f"{path} has an index where there is no list.")
    return typing.get_args(present)[0]


def _empty(kind: type[msgspec.Struct]) -> msgspec.Struct:
    """Return an instance with every field without default left empty (text only)."""
    missing = {
        field.name: ""
        for field in msgspec.structs.fields(kind)
        if field.required and _present(_types_of(kind)[field.name]) is str
    }
    try:
        return kind(**missing)
    except TypeError:
        raise InvalidValue(f"{kind.__name__} cannot begin empty: set it whole.") from None


def _converted(text: str, kind: Any, path: str) -> Any:
    plain: Any = "" if text == '""' else text
    if typing.get_origin(_present(kind)) is tuple:
        plain = [part.strip() for part in text.split(",") if part.strip()] if plain else []
    try:
        value = msgspec.convert(plain, type=kind, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidValue(f"{path}: {text!r} does not fit: {error}.") from None
    if isinstance(value, Decimal) and not value.is_finite():
        raise InvalidValue(f"{path}: {text!r} is not a number.")
    return value
