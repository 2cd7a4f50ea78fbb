"""Read authorizations, eligibility and coded documents from JSON lines."""

from typing import TypeVar

import msgspec

from cleanclaim.primitives import DecodeError

T = TypeVar("T", bound=msgspec.Struct)


def read_values(text: str, kind: type[T], *, where: str) -> tuple[T, ...]:
    """Return the values of a file with one JSON object a line; empty lines are passed over.

    ``kind`` is one of the values of :mod:`cleanclaim.edits.context`. Raises ``DecodeError`` with the file
    (``where``), the line and the field; never with what stands in it.
    """
    decoder = msgspec.json.Decoder(kind)
    found: list[T] = []
    for number, row in enumerate(text.split("\n"), start=1):
        if not row.strip():
            continue
        try:
            found.append(decoder.decode(row))
        except msgspec.ValidationError as error:
            reason, fix = f"{error}", "Correct that field (docs/commands.md lists them)."
        except msgspec.DecodeError:
            reason, fix = "it is not a JSON object", "Write one JSON object a line."
        else:
            continue
        raise DecodeError(
            f"the line is not one of {_NAMES.get(kind.__name__, kind.__name__)}: {reason}.",
            where=f"{where}, line {number}",
            fix=fix,
        )
    return tuple(found)


_NAMES = {
    "Authorization": "authorizations",
    "Eligibility": "eligibility",
    "CodedDocument": "coded documents",
}
