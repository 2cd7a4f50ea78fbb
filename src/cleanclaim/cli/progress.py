"""Progress bars on standard error, for work that takes longer than a second."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bars(*, hidden: bool = False) -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function to call with what is done, how many are done, how many there are.

    Draws one bar for each kind of work on a terminal, and nothing elsewhere. ``hidden``: nothing at
    all, where results run over the same terminal.
    """
    if hidden or not sys.stderr.isatty():
        yield _show_nothing
        return
    from rich.console import Console
    from rich.progress import Progress, TaskID

    with Progress(console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def show(doing: str, done: int, total: int) -> None:
            if doing not in tasks:
                tasks[doing] = bars.add_task(doing, total=total)
            bars.update(tasks[doing], completed=done, total=total)

        yield show


def _show_nothing(doing: str, done: int, total: int) -> None:
    """Take the calls where nobody looks."""
