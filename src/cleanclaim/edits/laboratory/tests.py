"""Which codes are laboratory tests that need a certificate (CLIA)."""

import re

NUMBER = re.compile(r"[0-9]{2}D[0-9]{7}")
"""Ten characters: two of the region, D, seven digits."""
_WITHOUT_CERTIFICATE = frozenset(
    ("80500", "80502", "80503", "80504", "80505", "80506", "81050", "86077", "86078", "86079")
)
"""Consultations and a measurement of volume (unverified as a list)."""


def is_test(code: str) -> bool:
    """Return whether a code is a laboratory or pathology test (80047 to 89398)."""
    return (
        len(code) == 5 and code.isdigit() and "80047" <= code <= "89398" and code not in _WITHOUT_CERTIFICATE
    )
