"""Pure upgraders from each past form of the claim document to the next.

``tests/claim/documents/`` keeps one golden document per past form; a changed field needs a
new ``SCHEMA``, an upgrader here and a golden document there.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from cleanclaim.claim.model import SCHEMA
from cleanclaim.primitives import DecodeError


def _with_institutional_and_dental_details(claim: dict[str, Any]) -> dict[str, Any]:
    """Form 1 to 2: details were added for the 837I and 837D; what was there means the same."""
    return claim


UPGRADERS: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = MappingProxyType(
    {1: _with_institutional_and_dental_details}
)
"""From the number of a form to the function that turns its claim into the next form's."""


def upgraded(document: bytes | str, *, where: str = "") -> bytes:
    """Return the document in today's form. A bare claim is taken to be of today's form."""
    try:
        raw = msgspec.json.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DecodeError(f"the claim is not JSON: {error}.", where=where, fix="Correct it there.") from None
    if not isinstance(raw, dict):
        raise DecodeError("the claim is not a JSON object.", where=where)
    if "schema" not in raw:
        raw = {"schema": SCHEMA, "claim": raw}
    schema = raw["schema"]
    if not isinstance(schema, int) or not 1 <= schema <= SCHEMA:
        raise DecodeError(
            f"the claim document is of form {schema!r}; this program knows forms 1 to {SCHEMA}.",
            where=where,
            fix="Use a newer cleanclaim.",
        )
    if isinstance(schema, bool) or not isinstance(raw.get("claim"), dict):
        return msgspec.json.encode(raw)  # decoding refuses it with the place
    while schema < SCHEMA:
        raw = {"schema": schema + 1, "claim": UPGRADERS[schema](raw["claim"])}
        schema += 1
    return msgspec.json.encode(raw)
