"""The engine's reference data as this process uses them: opened once, shared by all requests and jobs."""

from datetime import date
from functools import lru_cache
from pathlib import Path

from cleanclaim.codesets import ICD10CM_KIND, NotCovered, Store
from cleanclaim.coding import Lexicon, build_lexicon
from cleanclaim.parameters import Parameters, shipped_parameters
from cleanclaim.reference import ensure_store
from cleanclaim.web.places import data_directory


def reference_store() -> Store:
    """Return the reference store of the data directory, compiled when it is not there yet."""
    return _store(data_directory() / "reference")


def lexicon(on: date) -> Lexicon:
    """Return the coding lexicon of the code set in force on a day, made once for each release."""
    release = reference_store().release_on(ICD10CM_KIND, on)
    first = on if isinstance(release, NotCovered) else release.effective_from
    return _lexicon(data_directory() / "reference", first)


@lru_cache(maxsize=1)
def parameters() -> Parameters:
    """Return the dated parameters that ship with the program."""
    return shipped_parameters()


@lru_cache(maxsize=2)
def _store(directory: Path) -> Store:
    return ensure_store(directory)


@lru_cache(maxsize=2)
def _lexicon(directory: Path, on: date) -> Lexicon:
    return build_lexicon(_store(directory), on)
