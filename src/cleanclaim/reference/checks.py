"""What a file of a kind ought to hold; what only misses these is imported as partial."""

from collections.abc import Container, Iterable

MAX_TOLD = 3


def in_bounds(what: str, count: int, low: int, high: int) -> list[str]:
    """Return a reason when a count is outside what releases of the kind have had."""
    if low <= count <= high:
        return []
    return [f"{count:,} {what}, where {low:,} to {high:,} are expected."]


def has_canaries(keys: Container[str], canaries: Iterable[str]) -> list[str]:
    """Return a reason when codes that every release has had are missing."""
    missing = [code for code in canaries if code not in keys]
    return [f"{', '.join(missing)} missing, which every release has had."] if missing else []


def told(what: str, places: list[str]) -> list[str]:
    """Return one reason for a number of rows, naming the first few."""
    if not places:
        return []
    more = f" and {len(places) - MAX_TOLD:,} more" if len(places) > MAX_TOLD else ""
    return [f"{what}: {', '.join(places[:MAX_TOLD])}{more}."]
