"""Computes a derivation again from its printed lines, with nothing but arithmetic."""

import re
from decimal import Decimal

from cleanclaim.primitives import money

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[×+−/%]")


def value(expression: str) -> Decimal:
    """Return what an expression of ×, /, +, −, % comes to, × and / before + and −."""
    lower = re.fullmatch(r"lower of (\S+) and (\S+)", expression)
    if lower:
        return min(Decimal(lower[1]), Decimal(lower[2]))
    tokens = _TOKEN.findall(expression)
    assert "".join(tokens) == expression.replace(" ", ""), expression
    total, product, sign, operation = Decimal(0), Decimal(1), 1, "×"
    for token in tokens:
        if _NUMBER.fullmatch(token):
            product = product / Decimal(token) if operation == "/" else product * Decimal(token)
        elif token == "%":
            product /= 100
        elif token in "+−":
            total, product, sign, operation = (
                total + sign * product,
                Decimal(1),
                1 if token == "+" else -1,
                "×",
            )
        else:
            operation = token
    return total + sign * product


def last_amount(derivation: tuple[str, ...]) -> Decimal:
    """Return the last line's result, after checking that every line comes to what it says."""
    last = Decimal(0)
    for line in derivation:
        found = re.search(r": ((?:lower of )?[\d][^:=]*|lower of [^:=]*) = ([\d.]+)(, rounded)?$", line)
        if found is None:
            assert " = " not in line, line
            continue
        expected = value(found[1])
        said = Decimal(found[2])
        assert said == (money(expected) if found[3] else expected), line
        last = said
    assert not derivation or " = " in derivation[-1], "the last line is the amount"
    return last
