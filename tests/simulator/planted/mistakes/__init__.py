"""The mistakes, by what of the file they are in."""

from tests.simulator.planted.mistakes import (
    claim,
    dates,
    diagnoses,
    drugs,
    envelope,
    levels,
    lines,
    other_payers,
    people,
    providers,
)

MISTAKES = tuple(
    mistake
    for subject in (envelope, levels, people, providers, claim, diagnoses, other_payers, lines, dates, drugs)
    for mistake in subject.mistake
)
"""Every planted mistake, in the order of the file that it spoils."""
