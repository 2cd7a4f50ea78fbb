"""Which codes are anesthesia, and which modifiers say who gave it."""

WHO = ("AA", "AD", "QK", "QX", "QY", "QZ")
"""By whom, and under whose direction; Medicare asks for one of them first."""


def is_anesthesia(code: str) -> bool:
    """Return whether a code is one of anesthesia (00100 to 01999)."""
    return len(code) == 5 and code.isdigit() and "00100" <= code <= "01999"
