"""The compiled store, made once for the tests of this area."""

from pathlib import Path

import pytest

from cleanclaim.codesets import Store
from cleanclaim.reference import ensure_store


@pytest.fixture(scope="session")
def store_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reference store")


@pytest.fixture(scope="session")
def store(store_directory: Path) -> Store:
    return ensure_store(store_directory)
