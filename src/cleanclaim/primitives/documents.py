"""The one door through which JSON becomes values: constructors check nothing, this does."""

import re
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

import msgspec

from cleanclaim.primitives.amounts import show_money
from cleanclaim.primitives.errors import DecodeError

T = TypeVar("T")

_MAY_BE_ODD = re.compile(rb'(?i)"[+-]?s?(?:nan|inf)|[0-9.]e[+-]?[0-9]|\\\\u|[^\x00-\x7f]')
"""Without any of these no amount can be odd: a look at the text spares most documents the walk."""

_encoder = msgspec.json.Encoder(decimal_format="string", order="deterministic")


def decode_document(data: bytes | str, kind: type[T], *, where: str = "") -> T:
    """Return the value of type ``kind`` that a JSON document describes.

    Raises ``DecodeError`` with the path and the reason for malformed JSON, wrong types,
    unknown shapes, and for amounts that are not finite or use an exponent ("NaN", "1E+3").
    """
    raw = data.encode() if isinstance(data, str) else data
    try:
        value = msgspec.json.decode(raw, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise DecodeError(
            f"the document is not a {kind.__name__}: {error}.", where=where, fix="Correct the field it names."
        ) from None
    if _MAY_BE_ODD.search(raw):
        _refuse_odd_decimals(value, "$", where)
    return value


def encode_document(value: Any) -> bytes:
    """Return a value as one JSON document with a stable order of keys; amounts as text."""
    return _encoder.encode(value)


def encode_line(value: Any) -> str:
    """Return a value as one line of JSON for standard output."""
    return encode_document(value).decode()


def money_field(amount: Decimal | None) -> str | None:
    """Return an amount as outputs carry it, two decimals as text; nothing stays nothing."""
    return None if amount is None else show_money(amount)


def _refuse_odd_decimals(value: Any, path: str, where: str) -> None:
    if isinstance(value, Decimal):
        _, _, exponent = value.as_tuple()
        if not isinstance(exponent, int) or exponent > 0:
            raise DecodeError(f"{path} is {value}, which is not a plain number.", where=where)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            _refuse_odd_decimals(getattr(value, name), f"{path}.{name}", where)
    elif isinstance(value, (tuple, list)):
        for index, item in enumerate(value):
            _refuse_odd_decimals(item, f"{path}[{index}]", where)
    elif isinstance(value, dict):
        for key, item in value.items():
            _refuse_odd_decimals(item, f"{path}.{key}", where)
    elif isinstance(value, (str, int, date)) or value is None:
        return
