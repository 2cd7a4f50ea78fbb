"""The days from which a filing limit runs."""

from datetime import MAXYEAR, date

from cleanclaim.claim import Claim

END_OF_CALENDAR = MAXYEAR - 1
"""From this year on a limit of one year would lie beyond the last date there is."""


def filing_starts(claim: Claim) -> dict[date, list[int]]:
    """Return the days from which limits run, each with the numbers of the lines it counts for.

    They are the From date of each line, or the Through date of an institutional claim, which
    counts for all lines (no numbers). Days at the end of the calendar are left out.
    """
    starts: dict[date, list[int]] = {}
    if claim.claim_type == "institutional":
        days = claim.service_dates
        if days is not None:
            starts[days.end] = []
    else:
        for number, line in enumerate(claim.lines, start=1):
            if line.dates is not None:
                starts.setdefault(line.dates.start, []).append(number)
    return {day: lines for day, lines in starts.items() if day.year < END_OF_CALENDAR}


def named_lines(claim: Claim, lines: list[int]) -> str:
    """Return `` (lines 2, 3)`` for a part of a claim's lines, nothing for all of them."""
    return f" (lines {', '.join(map(str, lines))})" if 0 < len(lines) < len(claim.lines) else ""
