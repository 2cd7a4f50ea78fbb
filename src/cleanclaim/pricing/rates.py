"""Rates out of the dated parameters; one that is not in force stops the pricing with its reason."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from cleanclaim.parameters import NotKnown, Parameters, ParameterValue
from cleanclaim.pricing.values import NotPriced
from cleanclaim.primitives import ConfigurationError

PHYSICIAN = "federal.physician_fees"


class Unpriced(Exception):
    """Carries a :class:`NotPriced` up to the methodology that answers with it; goes no further."""

    def __init__(self, reason: str, kind: str) -> None:
        super().__init__(reason)
        self.answer = NotPriced(reason, kind)


def percent(parameters: Parameters, path: str, on: date) -> Decimal:
    """Return a percentage in force on a day; raises :class:`Unpriced` when there is none."""
    found = _value(parameters, path, on)
    if not isinstance(found, Decimal):
        raise ConfigurationError(f"the parameter {path} is not a percentage.")
    return found


def count(parameters: Parameters, path: str, on: date) -> int:
    """Return a whole number in force on a day; raises :class:`Unpriced` when there is none."""
    found = _value(parameters, path, on)
    if isinstance(found, bool) or not isinstance(found, int):
        raise ConfigurationError(f"the parameter {path} is not a whole number.")
    return found


def codes(parameters: Parameters, path: str, on: date) -> tuple[str, ...]:
    """Return a list in force on a day; raises :class:`Unpriced` when there is none."""
    found = _value(parameters, path, on)
    if not isinstance(found, tuple):
        raise ConfigurationError(f"the parameter {path} is not a list.")
    return found


def table(parameters: Parameters, path: str, on: date) -> Mapping[str, str]:
    """Return a table in force on a day; raises :class:`Unpriced` when there is none."""
    found = _value(parameters, path, on)
    if not isinstance(found, Mapping):
        raise ConfigurationError(f"the parameter {path} is not a table.")
    return found


def _value(parameters: Parameters, path: str, on: date) -> ParameterValue:
    found = parameters.at(path, on)
    if isinstance(found, NotKnown):
        raise Unpriced(f"Not priced because {found.reason}.", "not_loaded")
    return found
