"""Procedure codes of outpatient therapy.

Taken from the codes with multiple procedure indicator 5 of the physician fee schedule (therapy
services, RVU25D), of which those listed are therapy whoever gives them (unverified as a list).
"""

_ALWAYS_THERAPY_CODES = (
    "92507 92508 92521 92522 92523 92524 92526 92597 92607 92609 96125 97012 97016 97018 97022 97024 "
    "97026 97028 97032 97033 97034 97035 97036 97110 97112 97113 97116 97124 97140 97150 97161 97162 "
    "97163 97164 97165 97166 97167 97168 97530 97533 97535 97537 97542 97750 97755 97760 97761 97763"
)
ALWAYS_THERAPY = frozenset(_ALWAYS_THERAPY_CODES.split())
_TIMED_CODES = (
    "96125 97032 97033 97034 97035 97036 97110 97112 97113 97116 97124 97140 97530 97533 97535 97537 "
    "97542 97750 97755 97760 97761 97763 92607"
)
TIMED = frozenset(_TIMED_CODES.split())
"""Codes counted by the quarter of an hour, or by the hour (unverified as a list)."""

UNTIMED = (ALWAYS_THERAPY - TIMED) | {"G0283", "97014", "G0281"}
