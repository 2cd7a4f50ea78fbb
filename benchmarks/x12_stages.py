"""The stages of reading X12 as ratios to their peers, on the files of ``../shared/x12/gen_large.py``.

    python -m benchmarks x12_stages            with smaller files: python -m benchmarks.x12_stages --mb 2

Segments and typed claims against x12sdk 2.2.0, which is looked for in a virtual environment of its
own (``cleanclaim-peers`` in the directory of temporary files; its pydantic is nothing of ours);
validation against pyx12 4.0.0 of the development environment. Every figure is the processor time
of a process of its own on one whole file, ours and theirs in turn, the median of the rounds;
memory is the peak of the process. ``raw split`` reads the file a megabyte at a time and splits it
into segments and elements, no more: the limit of pure Python. ``one dict per claim`` does that
and puts each claim's segments into one dict of lists by segment id.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

GENERATOR = Path(__file__).resolve().parents[2] / "shared" / "x12" / "gen_large.py"
PEERS = Path(tempfile.gettempdir()) / "cleanclaim-peers"
PEER_PYTHON = PEERS / "bin" / "python"
MEMORY_LIMIT = 64.0

SPLIT = """
def segments():
    with open(path) as file:
        rest = ""
        while block := file.read(1 << 20):
            *whole, rest = (rest + block).replace("\\n", "").split("~")
            for text in whole:
                yield text.split("*")
"""
OURS = "from cleanclaim.x12 import find_problems, read_rows, stream"
JUDGED = "count = sum(1 for p in find_problems(Path(path), levels={}) if p.severity == 'error')"
X12SDK = "from x12sdk.io import X12ModelReader, X12SegmentReader"
PYX12 = """
import io, logging, pyx12, pyx12.params, pyx12.x12n_document
logging.getLogger("pyx12").setLevel(logging.CRITICAL)
maps = str(Path(pyx12.__file__).parent / "map")
"""
DICTS = """
claim = {}
for row in segments():
    if row[0] in ("CLM", "CLP"):
        claim = {}
        count += 1
    claim.setdefault(row[0], []).append(row)
"""
VALIDATE = """
valid = pyx12.x12n_document.x12n_document(
    pyx12.params.ParamsBase(), path, io.StringIO(), None, map_path=maps
)
count = 0 if valid else 1
"""
WORK = {
    "raw split": (SPLIT, "for row in segments(): count += 1"),
    "one dict per claim": (SPLIT, DICTS),
    "segments": (OURS, "for row in read_rows(Path(path)): count += 1"),
    "typed": (OURS, "for loop in stream(Path(path)): count += 1"),
    "levels 1-2": (OURS, JUDGED.format((1, 2))),
    "levels 1-5": (OURS, JUDGED.format((1, 2, 3, 4, 5))),
    "x12sdk segments": (
        X12SDK,
        "with X12SegmentReader(path) as reader:\n    for name, fields in reader.segments(): count += 1",
    ),
    "x12sdk typed": (
        X12SDK,
        "with X12ModelReader(path) as reader:\n    for model in reader.models(): count += 1",
    ),
    "pyx12": (PYX12, VALIDATE),
}
CHILD = """
import resource, sys, time
from pathlib import Path
path = sys.argv[1]
count = 0
{setup}
start = time.process_time()
{work}
print(time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, count)
"""


def run(work: str, path: Path) -> tuple[float, float, int]:
    """Return processor seconds, peak memory in MB and the count of one piece of work on a file."""
    python = str(PEER_PYTHON) if work.startswith("x12sdk") else sys.executable
    setup, todo = WORK[work]
    code = CHILD.format(setup=setup, work=todo)
    done = subprocess.run([python, "-c", code, str(path)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"x12_stages: {work} failed on {path.name}:\n{done.stderr.strip()[-2000:]}")
    seconds, peak, count = done.stdout.split()[-3:]
    return float(seconds), float(peak), int(count)


def rate(work: str, path: Path, rounds: int) -> tuple[float, float, int]:
    """Return MB a second (median), the highest peak memory and the count."""
    found = [run(work, path) for _ in range(rounds)]
    seconds = statistics.median(seconds for seconds, _, _ in found)
    return path.stat().st_size / 1e6 / seconds, max(peak for _, peak, _ in found), found[0][2]


def compare(ours: str, theirs: str, path: Path, rounds: int, peer_rounds: int) -> tuple[float, float, float]:
    """Return our MB a second, theirs, and our peak memory, measured in turn."""
    mine, other, peaks = [], [], []
    for number in range(rounds):
        seconds, peak, count = run(ours, path)
        if ours.startswith("levels") and count:
            raise SystemExit(f"x12_stages: {path.name} is found invalid; nothing is compared")
        mine.append(seconds)
        peaks.append(peak)
        if number < peer_rounds:
            seconds, _, count = run(theirs, path)
            if theirs == "pyx12" and count:
                raise SystemExit(f"x12_stages: pyx12 finds {path.name} invalid; nothing is compared")
            other.append(seconds)
    size = path.stat().st_size / 1e6
    return size / statistics.median(mine), size / statistics.median(other), max(peaks)


def stage(name: str, theirs: str, target: float, path: Path, *, share_of: str, slow: bool) -> bool:
    """Measure and print one stage on one file; return whether it reaches its target and memory limit."""
    ours, peer, peak = compare(name, theirs, path, 3 if slow else 7, 1 if slow else 7)
    share = f", {ours / rate(share_of, path, 3)[0]:.0%} of {share_of}" if share_of else ""
    reached = ours / peer >= target and peak <= MEMORY_LIMIT
    print(
        f"x12_stages: {path.stem} {name}: {ours:.1f} MB/s, {ours / peer:.2f}x {theirs} at {peer:.2f} MB/s "
        f"(target {target:g}x, {'reached' if reached else 'NOT reached'}){share}; peak {peak:.0f} MB",
        flush=True,
    )
    return reached


def one_transaction(path: Path, megabytes: float) -> int:
    """Write an 837P of one ST; return its claims. In a process of its own: a child's peak memory, as the
    system counts it, is at least that of the process that starts it.
    """
    code = (
        f"import sys; sys.path.insert(0, {str(GENERATOR.parent)!r}); import gen_large; "
        f"print(gen_large.gen837p({str(path)!r}, {int(megabytes * 1e6)}, claims_per_st=10**9)['claims'])"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return int(done.stdout)


def growth(directory: Path, megabytes: float) -> bool:
    """Measure twice the claims in one ST; return whether that takes at most 2.1 times as long."""
    reached = True
    one, two = directory / "one.x12", directory / "two.x12"
    claims = one_transaction(one, megabytes * 0.8)
    one_transaction(two, megabytes * 1.6)
    for work in ("typed", "levels 1-2", "levels 1-5"):
        # the quickest of several: what else the machine does only ever adds time
        times = [(run(work, one), run(work, two)) for _ in range(5)]
        found = min(twice[0] for _, twice in times) / min(once[0] for once, _ in times)
        peak = max(twice[1] for _, twice in times)
        good = found <= 2.1 and peak <= MEMORY_LIMIT
        reached &= good
        print(
            f"x12_stages: twice the {claims} claims in one ST, {work}: {found:.2f}x the time "
            f"(target 2.1x, {'reached' if good else 'NOT reached'}); peak {peak:.0f} MB",
            flush=True,
        )
    return reached


def main(arguments: Sequence[str] = ()) -> int:
    """Print the ratios; return 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--growth", action="store_true", help="only the growth with one transaction's claims")
    parser.add_argument("--mb", type=float, default=20.0, help="size of the files (default 20)")
    options = parser.parse_args(arguments)
    size = options.mb
    if not GENERATOR.is_file():
        print("x12_stages: SKIPPED, ../shared/x12/gen_large.py is not here.", file=sys.stderr)
        return 0
    has_sdk = PEER_PYTHON.exists()
    if not has_sdk:
        print(
            f"x12_stages: the stages against x12sdk are SKIPPED. To run them: python -m venv {PEERS} && "
            f"{PEERS}/bin/pip install x12sdk==2.2.0",
            file=sys.stderr,
        )
    reached = True
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        if options.growth:
            return 0 if growth(directory, size) else 1
        subprocess.run(
            [sys.executable, str(GENERATOR), f"{size:g}", name], check=True, stdout=subprocess.DEVNULL
        )
        for path in (directory / f"837p_{size:g}m.x12", directory / f"835_{size:g}m.x12"):
            if has_sdk:
                reached &= stage("segments", "x12sdk segments", 1.1, path, share_of="raw split", slow=False)
                reached &= stage("typed", "x12sdk typed", 25, path, share_of="one dict per claim", slow=True)
            reached &= stage("levels 1-2", "pyx12", 25, path, share_of="", slow=True)
            reached &= stage("levels 1-5", "pyx12", 10, path, share_of="", slow=True)
        reached &= growth(directory, size)
    return 0 if reached else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
