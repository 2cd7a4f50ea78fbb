"""Peak memory and time of ``x12 ack`` on large files: many claims, all of them wrong, one to an ST.

    python -m benchmarks.x12_answers            with smaller files: python -m benchmarks.x12_answers --mb 20

Every run is a process of its own; the files are those of ``../shared/x12/gen_large.py`` and that file with
one thing made wrong in every claim.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.x12_stages import GENERATOR, MEMORY_LIMIT

SMALL, ONE = 2500, 10**9


def generate(path: Path, megabytes: float, claims_per_st: int) -> None:
    """Write an 837P in a process of its own, so that its memory is not counted as anybody's."""
    code = (
        f"import sys; sys.path.insert(0, {str(GENERATOR.parent)!r}); import gen_large; "
        f"gen_large.gen837p({str(path)!r}, {int(megabytes * 1e6)}, claims_per_st={claims_per_st})"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


def unbalanced(line: str) -> str:
    """A level 3 error in every claim: the 277CA rejects it."""
    if not line.startswith("CLM*"):
        return line
    parts = line.split("*")
    return "*".join([*parts[:2], f"1{parts[2]}", *parts[3:]])


def misqualified(line: str) -> str:
    """Level 2 errors in every claim: the 999 tells each."""
    return line.replace("*HC:", "*QQ:") if line.startswith("SV1*") else line


def change(source: Path, target: Path, changed: Callable[[str], str]) -> None:
    """Write a file with every line changed."""
    with source.open() as lines, target.open("w") as file:
        file.writelines(map(changed, lines))


CHILD = """
import resource, sys
from cleanclaim.cli import main
status = 0
sys.argv = ["cleanclaim", "x12", "ack", sys.argv[1], "-o", sys.argv[1] + ".ack", "--at", "2026-06-20T08:00"]
try:
    main()
except SystemExit as stop:
    status = stop.code
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, status, file=sys.stderr)
"""


def measure(path: Path, data: Path) -> float:
    """Acknowledge a file; print and return the peak memory in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CLEANCLAIM_DATA": str(data)},
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = float(done.stderr.split()[-2])
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    answer = Path(f"{path}.ack")
    good = "reached" if peak <= MEMORY_LIMIT else "NOT reached"
    size, written = path.stat().st_size / 1e6, answer.stat().st_size / 1e6
    print(
        f"x12_answers: {path.stem} ({size:.0f} MB, answer {written:.1f} MB): "
        f"peak {peak:.0f} MB (limit {MEMORY_LIMIT:g}, {good}), {seconds:.1f} s of processor time",
        flush=True,
    )
    answer.unlink()
    return peak


def main(arguments: Sequence[str] = ()) -> int:
    """Print the peaks; return 1 when one is over the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=float, default=60.0, help="size of the files (default 60)")
    size = parser.parse_args(arguments).mb
    if not GENERATOR.is_file():
        print("x12_answers: SKIPPED, ../shared/x12/gen_large.py is not here.", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        usual, whole = directory / "several.x12", directory / "one_transaction.x12"
        generate(usual, size, SMALL)
        generate(whole, size, ONE)
        measure_first = directory / "warm.x12"
        generate(measure_first, 0.1, SMALL)
        measure(measure_first, directory / "data")  # compiles the reference store that ships, once
        peaks = [measure(usual, directory / "data"), measure(whole, directory / "data")]
        for kind in (unbalanced, misqualified):
            path = directory / f"one_transaction_{kind.__name__}.x12"
            change(whole, path, kind)
            peaks.append(measure(path, directory / "data"))
            path.unlink()
        small = directory / "a_transaction_each.x12"
        generate(small, size, 1)
        peaks.append(measure(small, directory / "data"))
    return 0 if max(peaks) <= MEMORY_LIMIT else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
