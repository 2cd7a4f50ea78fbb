"""What ``price`` prints: JSON lines, or the derivation for people."""

import sys
from collections.abc import Mapping
from datetime import date
from types import TracebackType
from typing import Any

import msgspec

from cleanclaim.pricing import NotPriced, Priced, Service, SideAmount
from cleanclaim.primitives import show_money

_MANY = 256


class Output:
    """Writes answers to standard output, many lines at a time; a context manager."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._lines: list[str] = []
        self._encode = msgspec.json.Encoder().encode

    def __enter__(self) -> "Output":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._flush()

    def write(
        self, service: Service, answer: Priced | NotPriced, place: Mapping[str, object] | None = None
    ) -> None:
        """Write one answer; ``place`` tells file, claim and line where there are any."""
        if self._as_json:
            record = {**(place or {}), **record_of(service, answer)}
            self._lines.append(self._encode(record).decode())
        else:
            self._lines.extend(_for_people(service, answer, place))
        if len(self._lines) >= _MANY:
            self._flush()

    def _flush(self) -> None:
        if self._lines:
            sys.stdout.write("\n".join(self._lines) + "\n")
            sys.stdout.flush()
            self._lines.clear()


def record_of(service: Service, answer: Priced | NotPriced) -> dict[str, Any]:
    """Return the fields of an answer as CONTRACT.md publishes them."""
    record: dict[str, Any] = {
        "code": service.code,
        "modifiers": list(service.modifiers),
        "date": None if service.on == date.min else service.on.isoformat(),
        "locality": service.locality,
        "setting": service.setting,
    }
    if isinstance(answer, NotPriced):
        return {
            **record,
            "amount": None,
            "derivation": [],
            "release": None,
            "reason": answer.reason,
            "reason_kind": answer.kind,
        }
    record |= {
        "amount": show_money(answer.amount),
        "derivation": list(answer.derivation),
        "release": answer.release,
    }
    if answer.also:
        record["also"] = [_side(one) for one in answer.also]
    return record


def _side(one: SideAmount) -> dict[str, Any]:
    return {"name": one.name, "amount": show_money(one.amount), "derivation": list(one.derivation)}


def _for_people(
    service: Service, answer: Priced | NotPriced, place: Mapping[str, object] | None
) -> list[str]:
    shown = "-".join((service.code, *service.modifiers))
    where = f" ({service.locality}, {service.setting})" if service.locality else ""
    of = f"claim {place['claim_id'] or '(without number)'}, line {place['line']}: " if place else ""
    if isinstance(answer, NotPriced):
        return [f"{of}{shown}: no amount", f"  {answer.reason}"]
    lines = [f"{of}{shown} on {service.on}{where}: {show_money(answer.amount)}"]
    lines += [f"  {text}" for text in answer.derivation]
    for one in answer.also:
        lines.append(f"  {one.name.replace('_', ' ')}: {show_money(one.amount)}")
        lines += [f"    {text}" for text in one.derivation]
    return lines
