"""Vaccines and the codes of giving them."""

GIVEN = frozenset(
    ("90460", "90461", "90471", "90472", "90473", "90474", "90480", "G0008", "G0009", "G0010", "M0201")
)
"""Codes of administration."""
FOR_MEDICARE = {"influenza": "G0008", "pneumococcal": "G0009", "hepatitis B": "G0010"}
_OTHER_PRODUCTS = frozenset(("90749", "90759"))


def is_vaccine(code: str) -> bool:
    """Return whether a code is a vaccine or toxoid (90476 to 90759, 91300 to 91399, Q2034 to Q2039)."""
    if code in GIVEN:
        return False
    return (code.isdigit() and ("90476" <= code <= "90759" or "91300" <= code <= "91399")) or (
        "Q2034" <= code <= "Q2039"
    )
