"""Thirty simulated days with payers that make mistakes, left alone and killed again and again.

    python -m benchmarks.thirty_days         smaller: python -m benchmarks.thirty_days --claims 500 --kills 5

A practice gets 5,000 claims in 30 practice days, and 45 quiet ones after them. The same month is lived twice,
once undisturbed, once in processes that are killed by SIGKILL from outside, at random instants, at least 20
times. In both every equation of ``web/demo/reckoning.py`` has to hold (the
ledger against the payers' own files, to the cent, claim by claim; no claim lost, none billed twice; a case
with a deadline for every denial), and both have to end with the same digest.
"""

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

READY = "living"


def main(arguments: Sequence[str] = ()) -> int:
    """Live the month twice and print what came of it; 1 when anything does not hold."""
    options = _options(arguments)
    if options.prepare:
        open_data()
        from cleanclaim.web.engine import reference_store  # noqa: PLC0415

        reference_store()
        return 0
    if options.live:
        return live(options)
    base = Path(tempfile.mkdtemp(prefix="cleanclaim-thirty-days-", dir="/tmp"))
    base.chmod(0o711)  # the database server's account has to get through
    try:
        calm, seconds = undisturbed(options, base / "calm")
        show("undisturbed", calm, seconds)
        rough, kills, seconds = killed(options, base / "rough", seconds)
        show(f"killed {kills} times", rough, seconds)
    finally:
        if not options.keep:
            shutil.rmtree(base, ignore_errors=True)
    same = calm["digest"] == rough["digest"]
    print(f"same ledger, claims, payments and denials in the end: {'yes' if same else 'NO'}")
    enough = kills >= options.kills
    if not enough:
        print(f"thirty_days: it was killed {kills} times only; try again with --seed.")
    return 0 if same and enough and not calm["wrong"] and not rough["wrong"] else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=5000)
    parser.add_argument("--days", type=int, default=30, help="practice days on which claims come in")
    parser.add_argument("--rest", type=int, default=45, help="practice days after them")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=7, help="chooses mistakes, and the instants of the kills")
    parser.add_argument("--keep", action="store_true", help="leave the data directories where they are")
    parser.add_argument("--live", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def live(options: argparse.Namespace) -> int:
    """Be the process that lives the month: say when it begins, and in the end the reckoning."""
    open_data()
    print(READY, flush=True)
    print(json.dumps(reckoned(options)), flush=True)
    return 0


def open_data() -> None:
    """Start the database of the data directory and bring it up to date."""
    from cleanclaim.cli.practice import open_database  # noqa: PLC0415 - only in processes that live

    open_database()


def reckoned(options: argparse.Namespace) -> dict[str, Any]:
    """Live the month, from where it stands, and return its reckoning."""
    open_data()
    from cleanclaim.web.demo.reckoning import reckon, unanswered  # noqa: PLC0415
    from cleanclaim.web.demo.thirty_days import Month, live as live_month  # noqa: PLC0415

    month = Month(claims=options.claims, days=options.days, rest=options.rest, seed=options.seed)
    for day in live_month(month):
        print(day, file=sys.stderr, flush=True)
    found = reckon(month)
    wrong = [*found.wrong, *(f"{each} never answered" for each in unanswered(month))]
    return {"wrong": wrong, "figures": found.figures, "digest": found.digest}


def start(options: argparse.Namespace, data: Path) -> subprocess.Popen[str]:
    """Start a process that lives the month in a data directory."""
    data.mkdir(mode=0o711, exist_ok=True)
    size = [f"--{name}={getattr(options, name)}" for name in ("claims", "days", "rest", "seed")]
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.thirty_days", "--live", *size],
        env={**os.environ, "CLEANCLAIM_DATA": str(data)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def undisturbed(options: argparse.Namespace, data: Path) -> tuple[dict[str, Any], float]:
    """Live the month once; return the reckoning and the seconds that the living took."""
    process = start(options, data)
    began = wait_until_ready(process)
    output, _ = process.communicate()
    return last_line(process, output), time.monotonic() - began


def killed(options: argparse.Namespace, data: Path, seconds: float) -> tuple[dict[str, Any], int, float]:
    """Live it in processes that are killed at random instants; return reckoning, kills and seconds.

    They are forked from this process, which has loaded the program and opened nothing: so that being
    killed costs what was under way, and not each time the start of a program.
    """
    data.mkdir(mode=0o711, exist_ok=True)
    os.environ["CLEANCLAIM_DATA"] = str(data)
    subprocess.run([sys.executable, "-m", "benchmarks.thirty_days", "--prepare"], check=True)
    load_program()
    chance = random.Random(options.seed)
    # What is begun again costs something: there is time for a few more kills than are wanted.
    mean = seconds / (options.kills + 4)
    result = data / "result.json"
    kills, began = 0, time.monotonic()
    while True:
        pid = os.fork()
        if pid == 0:
            worker(options, result)
        end = time.monotonic() + mean * chance.uniform(0.3, 1.7)
        while kills >= options.kills + 3 or time.monotonic() < end:
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                if status or not result.exists():
                    raise SystemExit(f"thirty_days: the process ended with status {status}.")
                return json.loads(result.read_text()), kills, time.monotonic() - began
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        kills += 1


def worker(options: argparse.Namespace, result: Path) -> None:
    """Be the forked process: live the month, leave the reckoning in a file, and never return."""
    try:
        found = reckoned(options)
        partial = result.with_suffix(".partial")
        partial.write_text(json.dumps(found))
        partial.replace(result)
    except BaseException:  # noqa: BLE001 - a forked process must not go on as its parent
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def load_program() -> None:
    """Import what the month needs, and read the reference store; nothing is connected to the database."""
    from cleanclaim.web.setup import setup  # noqa: PLC0415

    setup()
    import cleanclaim.web.demo.reckoning  # noqa: F401, PLC0415
    from cleanclaim.edits.registry import all_edits  # noqa: PLC0415
    from cleanclaim.web.engine import parameters, reference_store  # noqa: PLC0415

    all_edits(), parameters(), reference_store()


def wait_until_ready(process: subprocess.Popen[str]) -> float:
    """Wait until the process begins to live, and return when that was."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == READY:
            return time.monotonic()
    raise SystemExit("thirty_days: the process ended before it began to live.")


def last_line(process: subprocess.Popen[str], output: str) -> dict[str, Any]:
    """Return the reckoning that an ended process has printed."""
    if process.returncode:
        raise SystemExit(f"thirty_days: the process ended with status {process.returncode}.")
    found: dict[str, Any] = json.loads(output.splitlines()[-1])
    return found


def show(name: str, found: dict[str, Any], seconds: float) -> None:
    """Print one life."""
    print(f"{name}: {seconds:.0f} s")
    for what, figure in found["figures"].items():
        print(f"  {what}: {figure}")
    print(f"  equations that do not hold: {len(found['wrong'])}")
    for each in found["wrong"][:20]:
        print(f"    {each}")
    print(f"  digest {found['digest'][:16]}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
