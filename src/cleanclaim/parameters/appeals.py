"""Levels of appeal: which there are with a payer, until when, from which amount on."""

from datetime import date

import msgspec

from cleanclaim.parameters.deadlines import Deadline, reckon
from cleanclaim.parameters.payer_files import payer_root
from cleanclaim.parameters.terms import AppealTerms
from cleanclaim.parameters.values import NotKnown, Parameters
from cleanclaim.primitives import Citation, ConfigurationError, Money


class AppealLevel(msgspec.Struct, frozen=True):
    """One level of appeal with a payer on a day.

    ``key`` is stable (``redetermination``). ``least_amount`` is the amount that must be in
    controversy: ``None`` where none is asked, :class:`NotKnown` where one is but is not on record
    for the day.
    """

    key: str
    terms: AppealTerms
    least_amount: Money | NotKnown | None
    sources: tuple[Citation, ...]

    @property
    def name(self) -> str:
        """The level's name as people use it."""
        return self.terms.name

    @property
    def order(self) -> int:
        """Its place: 1 is asked first."""
        return self.terms.order

    def meets_least_amount(self, amount: Money) -> bool | None:
        """Return whether an amount in controversy is enough; nothing where that is not known."""
        if self.least_amount is None:
            return True
        return None if isinstance(self.least_amount, NotKnown) else amount >= self.least_amount


def appeal_levels(
    parameters: Parameters, payer_kind: str, on: date, *, payer_id: str = ""
) -> tuple[AppealLevel, ...] | NotKnown:
    """Return the levels of appeal with a payer on a day, in their order.

    The payer's own file goes before the federal rule for its kind. :class:`NotKnown` where
    neither says anything: a commercial payer's levels stand in its contract or manual.
    """
    roots = [f"federal.appeals.{payer_kind}"]
    own = payer_root(parameters, payer_id, on)
    if own:
        roots.insert(0, f"{own}.appeals")
    for root in roots:
        found = [_level(parameters, root, key, on) for key in parameters.under(root)]
        levels = [level for level in found if level is not None]
        if levels:
            return tuple(sorted(levels, key=lambda level: level.order))
    who = f"payer {payer_id}" if payer_id else f"payers of the kind {payer_kind or 'unknown'}"
    return NotKnown(roots[0], on, f"no levels of appeal are on record for {who} on {on}")


def deadline(level: AppealLevel, decision_date: date, received: date | None = None) -> Deadline:
    """Return the last day to ask for a level, given the date of the decision before it.

    ``received`` is the day on which the notice arrived, where there is evidence of it; without
    it receipt is presumed as the rule says.
    """
    return reckon(level.terms, decision_date, received=received, sources=level.sources)


def _level(parameters: Parameters, root: str, key: str, on: date) -> AppealLevel | None:
    path = f"{root}.{key}.deadline"
    terms = parameters.at(path, on)
    if isinstance(terms, NotKnown):
        return None
    if not isinstance(terms, AppealTerms):
        raise ConfigurationError(f"the parameter {path} is not a level of appeal.")
    parameter = parameters.get(path)
    least = parameters.get(f"{root}.{key}.least_amount")
    amount: Money | NotKnown | None = None
    if least is not None:
        found = least.at(on)
        if not isinstance(found, (Money, NotKnown)):
            raise ConfigurationError(f"the parameter {least.path} is not an amount.")
        amount = found
    sources = parameter.references if parameter else ()
    return AppealLevel(key, terms, amount, sources)
