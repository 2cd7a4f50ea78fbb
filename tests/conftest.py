"""What all tests share."""

from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("patient", deadline=None)  # a busy machine is no failure: tests assert no times
settings.load_profile("patient")

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of sample data beside the repository; the test skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: this test needs its sample data")
    return SHARED


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest test: at the end it would run alone while the other worker waits."""
    items.sort(key=lambda item: "recovery/test_sigkill" not in item.nodeid)
