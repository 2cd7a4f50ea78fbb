"""Context in the examples of edits: ``authorization member_id=SPEC990030042 number=A1 codes=97110``."""

import shlex
from collections.abc import Iterable
from typing import Any, get_args, get_origin, get_type_hints

import msgspec

from cleanclaim.edits.context import (
    Authorization,
    CareElsewhere,
    CodedDocument,
    Context,
    Eligibility,
    OtherInsurance,
)
from cleanclaim.primitives import InvalidValue

_KINDS: dict[str, tuple[str, type[msgspec.Struct]]] = {
    "authorization": ("authorizations", Authorization),
    "referral": ("authorizations", Authorization),
    "eligibility": ("eligibility", Eligibility),
    "document": ("documents", CodedDocument),
}
_SPECIMEN = {"authorizations": ("member_id", "SPEC990030042"), "eligibility": ("member_id", "SPEC990030042")}


def context_of(rows: Iterable[str]) -> Context:
    """Return the context that rows describe: a kind, and fields as ``name=value``.

    The kinds are authorization, referral, eligibility and document; ``KIND none`` is one that was
    looked for and is empty. Lists have commas. The member is that of the commercial specimen and the
    claim ``SPECIMEN1`` where none is given. ``other=NAME`` of an eligibility names a primary payer,
    ``hospice=DAY`` or ``hospice=DAY..DAY`` (``home_health``, ``skilled_nursing``) the days of such care.
    Raises ``InvalidValue`` for anything else.
    """
    found: dict[str, list[msgspec.Struct]] = {}
    for row in rows:
        word, *assignments = shlex.split(row)
        if word not in _KINDS:
            raise InvalidValue(f"{row!r} is no context that there is.", fix=f"Use {', '.join(_KINDS)}.")
        field, kind = _KINDS[word]
        values = found.setdefault(field, [])
        if assignments == ["none"]:
            continue
        values.append(_value(word, field, kind, assignments, row))
    return msgspec.convert({field: tuple(values) for field, values in found.items()}, Context)


def _value(
    word: str, field: str, kind: type[msgspec.Struct], assignments: list[str], row: str
) -> msgspec.Struct:
    hints = get_type_hints(kind)
    given: dict[str, Any] = dict((_SPECIMEN.get(field, ("claim_id", "SPECIMEN1")),))
    if word == "referral":
        given["kind"] = "referral"
    for assignment in assignments:
        name, _, text = assignment.partition("=")
        if name == "other" and kind is Eligibility:
            given["other_insurance"] = (OtherInsurance(name=text, primary=True),)
            continue
        if name in ("hospice", "home_health", "skilled_nursing") and kind is Eligibility:
            begun, _, ended = text.partition("..")
            days = {"kind": name, "start": begun, "end": ended or None}
            given["stays"] = (msgspec.convert(days, CareElsewhere),)
            continue
        if name not in hints:
            raise InvalidValue(f"{row!r}: there is no field {name!r}.", fix=f"Use {', '.join(hints)}.")
        hint = hints[name]
        is_list = get_origin(hint) is tuple and get_args(hint)[-1] is Ellipsis
        given[name] = [part for part in text.split(",") if part] if is_list else text
    try:
        return msgspec.convert(given, kind, strict=False)
    except msgspec.ValidationError as error:
        raise InvalidValue(f"{row!r}: {error}.") from None
