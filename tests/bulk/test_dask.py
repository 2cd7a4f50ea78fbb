"""A Dask cluster gives the same as this machine's workers. Runs where ``distributed`` is installed."""

from collections.abc import Iterator

import pytest

from cleanclaim.bulk import map_many
from cleanclaim.primitives import ConfigurationError, InvalidValue
from tests.bulk.test_pool import cents

distributed = pytest.importorskip(
    "distributed", reason="Dask is no dependency of ours: pip install distributed to run this."
)

pytestmark = pytest.mark.filterwarnings("default")  # its warnings are none of ours


@pytest.fixture
def address() -> Iterator[str]:
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_gives_the_results_in_the_order_of_the_inputs(address: str) -> None:
    inputs = [str(number) for number in range(40)]
    assert list(map_many(cents, inputs, dask=address)) == [f"{number}.00" for number in range(40)]


def test_an_error_is_raised_at_its_inputs_turn(address: str) -> None:
    results = map_many(cents, ["1", "three"], dask=address)
    assert next(results) == "1.00"
    with pytest.raises(InvalidValue, match="'three' is not an amount"):
        next(results)


def test_a_scheduler_that_is_not_there_is_named_in_words() -> None:
    with pytest.raises(ConfigurationError, match="does not answer"):
        next(map_many(cents, ["1"], dask="tcp://127.0.0.1:1"))
