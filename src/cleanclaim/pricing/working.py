"""A derivation while it is written: each line says its step, its figures and its result.

Every line with a result has the form ``what: expression = result``, where the expression is made
of numbers, ``×``, ``+``, ``−``, ``%`` and ``lower of A and B``; ``, rounded`` after the result says
that it was rounded to the cent, halves up. So anyone can compute each line again.
"""

from decimal import Decimal

from cleanclaim.primitives import Money, money


def plain(number: Decimal) -> str:
    """Return a number without exponent and without zeros that say nothing."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class Working:
    """Writes the lines and keeps the amount that they have come to, exact until rounded."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.amount = Decimal(0)

    def note(self, text: str) -> None:
        """Add a line without figures."""
        self.lines.append(text)

    def step(self, what: str, expression: str, amount: Decimal) -> None:
        """Set the amount to what an expression comes to."""
        self.lines.append(f"{what}: {expression} = {plain(amount)}")
        self.amount = amount

    def percent(self, what: str, percentage: Decimal) -> None:
        """Take a percentage of the amount; nothing is written for all of it."""
        if percentage != 100:
            self.step(what, f"{plain(self.amount)} × {plain(percentage)} %", self.amount * percentage / 100)

    def times(self, what: str, number: Decimal) -> None:
        """Multiply the amount; nothing is written for one."""
        if number != 1:
            self.step(what, f"{plain(self.amount)} × {plain(number)}", self.amount * number)

    def at_most(self, what: str, limit: Decimal) -> None:
        """Take the lower of the amount and a limit."""
        self.step(what, f"lower of {plain(self.amount)} and {plain(limit)}", min(self.amount, limit))

    def cents(self) -> Money:
        """Round the amount to the cent, halves up, once, and say so."""
        rounded = money(self.amount)
        if self.lines and rounded != self.amount:
            self.lines.append(f"Rounded to the cent: {plain(self.amount)} = {rounded}, rounded")
        self.amount = rounded
        return rounded
