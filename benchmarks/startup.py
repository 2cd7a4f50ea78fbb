"""Start-up as a ratio to ``python -c pass``: ``import cleanclaim`` ≤ 12×, ``cleanclaim --help`` ≤ 20×.

The commands run in turn, A B C A B C …, so that a drift of the machine's speed meets all of
them alike; each pair's ratio is taken within its round, and the median over the rounds counts.
"""

import statistics
import subprocess
import sys
import time

ROUNDS = 21
BASE = [sys.executable, "-c", "pass"]
MEASURED = {
    "import cleanclaim": ([sys.executable, "-c", "import cleanclaim"], 12.0),
    "cleanclaim --help": ([sys.executable, "-m", "cleanclaim", "--help"], 20.0),
}


def seconds(command: list[str]) -> float:
    """Return the wall time of one run of a command."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> int:
    """Print each ratio with its limit; return 1 when one is over it."""
    ratios: dict[str, list[float]] = {name: [] for name in MEASURED}
    for command in (BASE, *(command for command, _ in MEASURED.values())):
        seconds(command)  # warm the file cache
    for _ in range(ROUNDS):
        base = seconds(BASE)
        for name, (command, _) in MEASURED.items():
            ratios[name].append(seconds(command) / base)
    over = 0
    for name, (_, limit) in MEASURED.items():
        found = statistics.median(ratios[name])
        verdict = "within" if found <= limit else "OVER"
        over += found > limit
        print(
            f"startup: {name}: {found:.1f}x python -c pass (limit {limit:.0f}x, {verdict}; "
            f"min {min(ratios[name]):.1f}, max {max(ratios[name]):.1f}, {ROUNDS} rounds)"
        )
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
