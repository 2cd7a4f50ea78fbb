"""How ``bulk validate`` and ``bulk scrub`` scale: one worker against one a core.

    python -m benchmarks.x12_bulk            with other sizes: python -m benchmarks.x12_bulk --files 8 --mb 2

``speed-up`` is the clock time of one worker over that of several. On a machine that does other work
the clock says little; then ``cost`` is what counts: the processor time of several workers over that of one.
1.00 would be free, and the number of workers over it is the speed-up that free cores would give. The load of
the machine is printed with them.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.x12_answers import SMALL, generate
from benchmarks.x12_stages import GENERATOR

COMMANDS = {"validate": ("bulk", "validate", "--level", "4"), "scrub": ("bulk", "scrub")}


def run(command: str, workers: int, directory: Path, data: Path) -> tuple[float, float]:
    """Return clock and processor seconds of one run."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "cleanclaim", *COMMANDS[command], str(directory), "--workers", str(workers)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
        env={**os.environ, "CLEANCLAIM_DATA": str(data)},
    )
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main(arguments: Sequence[str] = ()) -> int:
    """Print the ratios; there is no target but that several workers must not cost twice the work."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=12, help="how many files (default 12)")
    parser.add_argument("--mb", type=float, default=2.0, help="size of each (default 2)")
    parser.add_argument("--rounds", type=int, default=3, help="runs of each (default 3; the quickest counts)")
    options = parser.parse_args(arguments)
    if not GENERATOR.is_file():
        print("x12_bulk: SKIPPED, ../shared/x12/gen_large.py is not here.", file=sys.stderr)
        return 0
    cores = os.cpu_count() or 1
    reached = True
    with tempfile.TemporaryDirectory() as name:
        directory, data = Path(name) / "files", Path(name) / "data"
        directory.mkdir()
        for number in range(options.files):
            generate(directory / f"{number}.837", options.mb, SMALL)
        for command in COMMANDS:
            run(command, 1, directory, data)  # compiles the reference store that ships, once
            found: dict[int, tuple[float, float]] = {}
            for _ in range(options.rounds):
                for workers in (1, cores):
                    clock, processor = run(command, workers, directory, data)
                    old = found.get(workers, (clock, processor))
                    found[workers] = (min(old[0], clock), min(old[1], processor))
            one, several = found[1], found[cores]
            cost = several[1] / one[1]
            reached &= cost < 2
            print(
                f"x12_bulk: {command}, {options.files} files of {options.mb:g} MB: 1 worker {one[0]:.1f} s, "
                f"{cores} workers {several[0]:.1f} s by the clock, speed-up {one[0] / several[0]:.2f}; "
                f"processor {one[1]:.1f} s and {several[1]:.1f} s, cost {cost:.2f}, so at best "
                f"{cores / cost:.2f} with free cores; load {os.getloadavg()[0]:.1f} on {cores} cores",
                flush=True,
            )
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
