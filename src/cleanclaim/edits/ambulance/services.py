"""Ambulance trips, their mileage, and the letters of where they began and ended."""

TRIPS = frozenset(("A0426", "A0427", "A0428", "A0429", "A0430", "A0431", "A0432", "A0433", "A0434"))
MILEAGE = frozenset(("A0425", "A0435", "A0436"))
PLACES = frozenset("DEGHIJNPRSX")
"""Letters of origin and destination; X only as a stop on the way, and never as an origin."""


def is_trip_modifier(modifier: str) -> bool:
    """Return whether a modifier is an origin and a destination."""
    return len(modifier) == 2 and modifier[0] in PLACES - {"X"} and modifier[1] in PLACES
