"""Mapping a function over many inputs, in order, in flat memory: on this machine or on a Dask cluster."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from importlib import import_module
from multiprocessing import get_context
from typing import Any, TypeVar

from cleanclaim.primitives import ConfigurationError

In = TypeVar("In")
Out = TypeVar("Out")

AHEAD = 4
"""Inputs in flight per worker: enough to keep it busy, few enough to keep memory flat."""


def map_many(
    function: Callable[[In], Out], inputs: Iterable[In], *, workers: int = 1, dask: str = ""
) -> Iterator[Out]:
    """Yield ``function(input)`` for each input, in the order of the inputs.

    With one worker everything runs in this process. With more, ``function`` must be a
    module-level function and its inputs and results must pickle; an error that it raises is
    raised here, at that input's turn. Inputs are drawn as they are needed, so an endless
    iterable works. The caller needs an ``if __name__ == "__main__"`` guard.

    ``dask`` is the address of a Dask scheduler (``tcp://host:8786``): then its workers do the work,
    ``workers`` is passed over, and they must have this package and see what the inputs name.
    Raises ``ConfigurationError`` when Dask is not installed or the scheduler does not answer.
    """
    if dask:
        yield from _on_dask(function, inputs, dask)
        return
    if workers <= 1:
        yield from map(function, inputs)
        return
    with ProcessPoolExecutor(max_workers=workers, mp_context=get_context("spawn")) as pool:
        waiting: deque[Future[Out]] = deque()
        for item in inputs:
            waiting.append(pool.submit(function, item))
            if len(waiting) >= workers * AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _on_dask(function: Callable[[In], Out], inputs: Iterable[In], address: str) -> Iterator[Out]:
    try:
        distributed = import_module("distributed")
    except ImportError:
        raise ConfigurationError(
            "Dask is not installed, so no cluster can be used.",
            fix="Install it (pip install distributed), or use workers of this machine.",
        ) from None
    try:
        client: Any = distributed.Client(address, timeout="10s")
    except (OSError, TimeoutError, ValueError) as error:
        raise ConfigurationError(
            f"the Dask scheduler does not answer: {type(error).__name__}.",
            where=address,
            fix="Start it, or correct the address (such as tcp://host:8786).",
        ) from None
    with client:
        ahead = AHEAD * max(1, sum(client.nthreads().values()))
        waiting: deque[Any] = deque()
        for item in inputs:
            waiting.append(client.submit(function, item, pure=False))
            if len(waiting) >= ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
