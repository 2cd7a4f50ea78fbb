"""All families of procedures over one note: only those whose words stand in it are tried."""

from collections.abc import Callable, Iterator

from cleanclaim.coding.procedures import (
    dental,
    drugs,
    ecg,
    endoscopy,
    fractures,
    imaging,
    joints,
    lesions,
    repairs,
    simple,
    therapy,
    vaccines,
    wounds,
)
from cleanclaim.coding.procedures.values import Outcome
from cleanclaim.coding.reading import Reading

_FAMILIES: tuple[tuple[tuple[str, ...], Callable[[Reading], Iterator[Outcome]]], ...] = (
    (repairs.TRIGGERS, repairs.repairs),
    (lesions.TRIGGERS, lesions.lesions),
    (joints.TRIGGERS, joints.joints),
    (wounds.TRIGGERS, wounds.wounds),
    (fractures.TRIGGERS, fractures.fractures),
    (endoscopy.TRIGGERS, endoscopy.endoscopies),
    ((), simple.simple),
    (ecg.TRIGGERS, ecg.ecgs),
    (imaging.TRIGGERS, imaging.imaging),
    (therapy.TRIGGERS, therapy.therapy),
    (vaccines.TRIGGERS, vaccines.vaccines),
    (drugs.TRIGGERS, drugs.drugs),
    (dental.TRIGGERS, dental.dental),
)


def find_procedures(reading: Reading) -> list[Outcome]:
    """Return everything that the note says was done, and what it leaves open about it, in a fixed order."""
    found: list[Outcome] = []
    for triggers, family in _FAMILIES:
        if not triggers or reading.has(*triggers):
            found.extend(family(reading))
    return found
