"""Localities of the physician fee schedule: by ``MAC-LOCALITY`` as it is written, or by ZIP code."""

from datetime import date
from functools import lru_cache

from cleanclaim.codesets import (
    GPCI,
    ZIP_LOCALITY,
    KeyedTable,
    Known,
    NotCovered,
    PriceIndices,
    Release,
    Unknown,
    locality_key,
)
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import Tables


def indices_of(tables: Tables, locality: str, on: date) -> tuple[PriceIndices, Release]:
    """Return the geographic indices of a locality; raises :class:`Unpriced` with the reason.

    The contractor and number in the row are those of the file, which may be others than asked:
    a state may have two contractor numbers, and some files use one of them for all of its
    localities (in California 01112 stands for 01182 too).
    """
    mac, dash, number = locality.partition("-")
    if not dash or not mac.strip().isdigit() or not number.strip().isalnum():
        wanted = "Give the locality as MAC-LOCALITY, for example 10112-00."
        raise Unpriced(f"{locality!r} is no locality. {wanted}" if locality else wanted, "locality")
    found = tables.store.table(GPCI, on)
    if isinstance(found, NotCovered):
        raise Unpriced(found.reason, "not_loaded")
    key = locality_key(mac, number)
    rows = found.value.every(key) or found.value.every(_elsewhere_in_the_state(found.value, key))
    if not rows:
        raise Unpriced(f"The locality {locality} is not in {found.release.label}.", "locality")
    return rows[0], found.release


def locality_of_zip(tables: Tables, zip_code: str, on: date) -> str:
    """Return ``MAC-LOCALITY`` of a ZIP code of five or nine digits.

    Raises :class:`Unpriced` when it is not known, or when only nine digits decide and there are
    but five.
    """
    digits = "".join(letter for letter in zip_code if letter.isdigit())
    if len(digits) not in (5, 9):
        raise Unpriced("No locality: the ZIP code has neither five nor nine digits.", "locality")
    nine = tables.store.find(ZIP_LOCALITY, digits, on) if len(digits) == 9 else None
    found = nine if isinstance(nine, Known) else tables.store.find(ZIP_LOCALITY, digits[:5], on)
    if isinstance(found, NotCovered):
        raise Unpriced(f"No locality: {found.reason}", "locality")
    if isinstance(found, Unknown):
        raise Unpriced(f"No locality: {digits[:5]} is not in {found.release.label}.", "locality")
    row = found.value[0]
    if row.plus_four:
        raise Unpriced(
            f"No locality: {digits[:5]} lies in several, and only the nine-digit file tells which.",
            "locality",
        )
    return locality_key(row.mac, row.locality)


@lru_cache(maxsize=4096)
def _elsewhere_in_the_state(table: KeyedTable[PriceIndices], key: str) -> str:
    """Return the only key of the contractor's state that has the locality's number, or nothing."""
    mac, _, number = key.partition("-")
    keys = table.keys()
    states = {table.every(one)[0].state for one in keys if one.startswith(f"{mac}-")}
    same = [one for one in keys if one.endswith(f"-{number}") and table.every(one)[0].state in states]
    return same[0] if len(same) == 1 else ""
