"""Mapping a function over many inputs on this machine's cores, in order, in flat memory."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

In = TypeVar("In")
Out = TypeVar("Out")

AHEAD = 4
"""Inputs in flight per worker: enough to keep it busy, few enough to keep memory flat."""


def map_many(function: Callable[[In], Out], inputs: Iterable[In], *, workers: int = 1) -> Iterator[Out]:
    """Yield ``function(input)`` for each input, in the order of the inputs.

    With one worker everything runs in this process. With more, ``function`` must be a
    module-level function and its inputs and results must pickle; an error that it raises is
    raised here, at that input's turn. Inputs are drawn as they are needed, so an endless
    iterable works. The caller needs an ``if __name__ == "__main__"`` guard.
    """
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
