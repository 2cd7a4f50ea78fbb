"""What the tests of the edits share: the shipped code sets and parameters."""

from pathlib import Path

import pytest

from cleanclaim.codesets import Store, open_store
from cleanclaim.parameters import Parameters, shipped_parameters
from cleanclaim.reference import ensure_store


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return ensure_store(tmp_path_factory.mktemp("edits-reference"))


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("edits-empty"))


@pytest.fixture(scope="session")
def parameters() -> Parameters:
    return shipped_parameters()


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).resolve().parents[2]
