"""The decode door: what is not exactly a value of ours does not come in."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from cleanclaim.primitives import (
    DecodeError,
    decode_document,
    encode_document,
    encode_line,
    money,
    money_field,
)


class _Inner(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    amount: Decimal | None = None


class _Outer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str = ""
    on: date | None = None
    parts: tuple[_Inner, ...] = ()


def test_a_document_comes_back_equal_and_with_the_same_bytes() -> None:
    """Amounts travel as text with their decimals."""
    value = _Outer("A", date(2025, 12, 1), (_Inner(money("1.50")), _Inner()))
    document = encode_document(value)
    assert decode_document(document, _Outer) == value
    assert encode_document(decode_document(document, _Outer)) == document
    assert b'"1.50"' in document
    assert encode_line(value) == document.decode()


@pytest.mark.parametrize("amount", ['"NaN"', '"Infinity"', '"-Infinity"', '"1E+3"', '"sNaN"', "1e400"])
def test_an_amount_that_is_no_plain_number_is_refused_with_its_path(amount: str) -> None:
    """JSON libraries let these in; no ledger can hold them."""
    with pytest.raises(DecodeError, match=r"parts\[0\]\.amount|not a"):
        decode_document(f'{{"parts": [{{"amount": {amount}}}]}}', _Outer, where="claim.json")


@pytest.mark.parametrize(
    ("document", "names"),
    [
        ('{"nmae": "A"}', "nmae"),
        ('{"parts": [{"amuont": "1"}]}', "amuont"),
        ('{"on": "2025-13-01"}', "on"),
        ('{"name": 5}', "name"),
        ("[]", "object"),
        ("", "truncated"),
        ("{", "truncated"),
        ('{"parts": [{"amount": "12,50"}]}', "amount"),
    ],
)
def test_what_does_not_describe_the_value_is_refused_by_file_and_field(document: str, names: str) -> None:
    """A misspelt field is a mistake, not an extra."""
    with pytest.raises(DecodeError, match=names) as refusal:
        decode_document(document, _Outer, where="claim.json")
    assert str(refusal.value).startswith("claim.json: ")


def test_bytes_that_are_no_text_are_refused() -> None:
    """A PDF by mistake."""
    with pytest.raises(DecodeError):
        decode_document(b"\xff\xfe%PDF", _Outer)


def test_no_amount_stays_no_amount_in_outputs() -> None:
    """Nothing is not zero."""
    assert money_field(None) is None
    assert money_field(Decimal("1.5")) == "1.50"
