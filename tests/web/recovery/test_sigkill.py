"""Killed from outside at random instants, and started again: nothing sent twice, nothing posted
twice, nothing lost, and the ledger that of the undisturbed run.

The demonstration's cycle runs over 200 claims in a process of its own. It is killed with SIGKILL
at least 20 times, a quarter of the times together with its database server, at random instants,
until it gets to its end between two kills or, after 30 of them, is left alone.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from cleanclaim.x12 import read_transactions
from tests.surroundings import surroundings

COPIES = 20  # of ten encounters each
KILLS = 20  # at least
MOST = 30  # then it may run to its end
SEED = random.SystemRandom().randrange(10**6)

REPORT = """
import json, sys
from cleanclaim.web.setup import setup
setup()
from cleanclaim.web.accounting.models import JournalEntry, Posting
from cleanclaim.web.claims.models import Claim, Submission, SubmittedClaim
from cleanclaim.web.demo.run import demo_organization
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
with tenant(demo_organization()):
    print(json.dumps({
        "claims": sorted(Claim.objects.values_list("patient_control_number", "state")),
        "versions_sent": SubmittedClaim.objects.count(),
        "postings": sorted(
            [*row[:4], str(row[4]), str(row[5]), row[6], row[7]]
            for row in Posting.objects.values_list(
                "account", "claim", "payer", "patient", "debit", "credit", "reason", "entry__memo")),
        "entries": JournalEntry.objects.count(),
        "payments": sorted(
            [*row[:2], str(row[2])] for row in
            ClaimPayment.objects.values_list("patient_control_number", "status", "paid")),
        "remitted": str(sum(r.payment for r in Remittance.objects.filter(state="posted"))),
        "remittances": Remittance.objects.count(),
        "open": sorted(WorkItem.objects.filter(closed_at=None).values_list("kind", "reason")),
    }))
"""


def start(data: Path) -> subprocess.Popen[bytes]:
    """Start the demonstration's cycle, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "cleanclaim", "demo", "--headless", "--copies", str(COPIES)],
        env=surroundings(data),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def finish(data: Path) -> float:
    """Run the cycle to its end and return the seconds that it took."""
    began = time.monotonic()
    process = start(data)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors.decode()
    return time.monotonic() - began


def report(data: Path) -> dict[str, list[object] | str | int]:
    """What stands in the database, by names that do not depend on the run."""
    found = subprocess.run(
        [sys.executable, "-c", REPORT],
        env=surroundings(data),
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, f"seed {SEED}: {found.stderr}"
    answer: dict[str, list[object] | str | int] = json.loads(found.stdout)
    return answer


def server_pid(data: Path) -> int | None:
    """The database server's process."""
    try:
        return int((data / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def claims_at_the_payer(data: Path) -> Counter[str]:
    """How often the payer got each claim."""
    return Counter(
        segment.get(1)
        for path in sorted((data / "mailbox").glob("*/received/*.837"))
        for transaction in read_transactions(path.read_bytes())
        for segment in transaction.segments
        if segment.id == "CLM"
    )


def kill_again_and_again(data: Path, chance: random.Random, idle: float, rest: float) -> tuple[int, int]:
    """Start the cycle and kill it until it ends or was killed often enough; return how often."""
    kills = killed_servers = 0
    while kills < MOST:
        process = start(data)
        time.sleep(idle * chance.uniform(0.5, 0.9) + chance.uniform(0.0, rest))
        if process.poll() is not None:
            assert process.returncode == 0, (SEED, process.stderr and process.stderr.read().decode())
            process.communicate()
            break
        pid = server_pid(data)
        if pid is not None and chance.random() < 0.25:
            os.kill(pid, signal.SIGKILL)
            killed_servers += 1
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        kills += 1
    return kills, killed_servers


@pytest.mark.slow
def test_a_cycle_killed_twenty_times_ends_like_the_undisturbed_one(data_dir: Path) -> None:
    calm = data_dir / "calm"
    calm.mkdir(mode=0o711)
    whole = finish(calm)
    idle = finish(calm)  # everything is done: what starting alone takes
    chance = random.Random(SEED)
    rest = 1.4 * (whole - idle) / KILLS  # the longest time that a run works before it is killed
    kills = killed_servers = 0
    while kills < KILLS:
        # Measured while the machine was busier than now, the runs are too long: begin anew with
        # shorter ones, on nothing, for what is done cannot be killed.
        rough = data_dir / f"rough-{rest:.4f}"
        rough.mkdir(mode=0o711)
        kills, killed_servers = kill_again_and_again(rough, chance, idle, rest)
        rest, idle = rest / 2, idle * 0.7
    print(f"seed {SEED}: {kills} kills, {killed_servers} of them with the database server")
    finish(rough)
    expected, found = report(calm), report(rough)
    for name in expected:
        assert found[name] == expected[name], f"seed {SEED}: {name}"
    assert claims_at_the_payer(rough) == claims_at_the_payer(calm)
    assert set(claims_at_the_payer(rough).values()) == {1}
    assert len(claims_at_the_payer(rough)) == 10 * COPIES
