"""When Medicare pays after another payer, by the reason for its coverage."""

from datetime import date

import msgspec

from cleanclaim.parameters.values import NotKnown, Parameters
from cleanclaim.primitives import Citation

_ROOT = "federal.secondary_payer"


class SecondaryPayerRule(msgspec.Struct, frozen=True):
    """One reason for which another payer goes before Medicare.

    ``employees_at_least`` and ``months`` are the bounds where the reason has any;
    ``insurance_type`` is what SBR05 says when Medicare is billed second.
    """

    reason: str
    insurance_type: str
    employees_at_least: int | None
    months: int | None
    sources: tuple[Citation, ...]


def secondary_payer_rules(parameters: Parameters, on: date) -> tuple[SecondaryPayerRule, ...]:
    """Return all reasons on record for a day."""
    found = (secondary_payer_rule(parameters, reason, on) for reason in parameters.under(_ROOT))
    return tuple(rule for rule in found if not isinstance(rule, NotKnown))


def secondary_payer_rule(parameters: Parameters, reason: str, on: date) -> SecondaryPayerRule | NotKnown:
    """Return the rule for a reason (``working_aged``, ``disability``, …) on a day."""
    insurance_type = parameters.at(f"{_ROOT}.{reason}.insurance_type", on)
    if isinstance(insurance_type, NotKnown):
        return insurance_type
    sources = [
        source
        for name in parameters.under(f"{_ROOT}.{reason}")
        if (parameter := parameters.get(f"{_ROOT}.{reason}.{name}")) is not None
        for source in parameter.references
    ]
    return SecondaryPayerRule(
        reason,
        str(insurance_type),
        _whole(parameters, f"{_ROOT}.{reason}.employees_at_least", on),
        _whole(parameters, f"{_ROOT}.{reason}.months", on),
        tuple(dict.fromkeys(sources)),
    )


def _whole(parameters: Parameters, path: str, on: date) -> int | None:
    found = parameters.at(path, on)
    return found if isinstance(found, int) else None
