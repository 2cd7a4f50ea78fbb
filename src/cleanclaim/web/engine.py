"""The engine's reference data as this process uses them: opened once, shared by all requests and jobs."""

from functools import lru_cache
from pathlib import Path

from cleanclaim.codesets import Store
from cleanclaim.coding import Lexicon, build_lexicon
from cleanclaim.parameters import Parameters, shipped_parameters
from cleanclaim.reference import ensure_store
from cleanclaim.web.places import data_directory


def reference_store() -> Store:
    """Return the reference store of the data directory, compiled when it is not there yet."""
    return _store(data_directory() / "reference")


def lexicon() -> Lexicon:
    """Return the coding lexicon over the reference store."""
    return _lexicon(data_directory() / "reference")


@lru_cache(maxsize=1)
def parameters() -> Parameters:
    """Return the dated parameters that ship with the program."""
    return shipped_parameters()


@lru_cache(maxsize=2)
def _store(directory: Path) -> Store:
    return ensure_store(directory)


@lru_cache(maxsize=2)
def _lexicon(directory: Path) -> Lexicon:
    return build_lexicon(_store(directory))
