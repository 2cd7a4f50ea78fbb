"""Killed in the middle of people's work, and started again: what was answered is there, once."""

import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.served.conftest import Browser, Served, address_of
from tests.surroundings import surroundings

SEED = random.SystemRandom().randrange(10**6)
KILLS = 6


class Installation:
    """A data directory that is served, killed and served again; the port changes, the sessions stay."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.process: subprocess.Popen[bytes] | None = None
        self.served = Served("", directory / "data", directory / "said.txt")

    def start(self) -> None:
        """Serve, with the worker in the same process."""
        self.served.log.unlink(missing_ok=True)
        with self.served.log.open("wb") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "cleanclaim", "demo", "--port", "0"],
                env=surroundings(self.served.directory),
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self.served.address = address_of(self.process, self.served.log)

    def kill(self, *, database: bool) -> None:
        """Kill the server and its worker, now; and the database server too, if asked."""
        assert self.process is not None
        pid_file = self.served.directory / "postgres" / "cluster" / "postmaster.pid"
        if database and pid_file.exists():
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def installation() -> Iterator[Installation]:
    """The demonstration in a directory of its own."""
    directory = Path(tempfile.mkdtemp(prefix="cleanclaim-killed-", dir="/tmp"))
    directory.chmod(0o711 if os.geteuid() == 0 else 0o700)
    found = Installation(directory)
    found.start()
    yield found
    assert found.process is not None
    found.process.terminate()
    found.process.wait(timeout=60)
    subprocess.run(["rm", "-rf", str(directory)], check=False)


@pytest.mark.slow
def test_what_people_were_answered_outlives_kills(installation: Installation) -> None:
    chance = random.Random(SEED)
    coder, biller = (
        Browser(installation.served).sign_in("coder"),
        Browser(installation.served).sign_in("biller"),
    )
    accepted: list[str] = []
    paid: list[tuple[str, str]] = []
    for turn in range(KILLS):
        waiting = [
            path for path in coder.links("/coding/", r"/coding/[0-9a-f-]{36}/") if path not in accepted
        ]
        if waiting:
            page = waiting[0]
            coder.post(f"{page}codes/selected/", {}, from_page=page)
            if coder.post(f"{page}accept/", {}, from_page=page).status == 200:
                accepted.append(page)
        account = biller.links("/accounts/", r"/accounts/[0-9a-f-]{36}/")[0]
        receipt = f"R{SEED}T{turn}"
        fields = {"receipt": receipt, "amount": "1.00", "method": "cash"}
        done = biller.post(f"{account}pay/", fields, from_page=account)
        assert done.status == 200, done.text
        paid.append((account, receipt))
        time.sleep(chance.uniform(0.0, 1.0))
        installation.kill(database=turn % 3 == 2)
        installation.start()
        # A browser that got no answer sends its form again.
        assert biller.post(f"{account}pay/", fields, from_page=account).status == 200
    assert accepted, "the coder could accept nothing"
    for account, receipt in paid:
        assert biller.get(account).text.count(f"<code>{receipt}</code>") == 1, f"seed {SEED}: {receipt}"
    for page in accepted:
        assert claim_of(coder, page), f"seed {SEED}: the claim of an accepted encounter is missing"


def claim_of(browser: Browser, page: str) -> str:
    """Return the address of the claim that was built from an encounter, when the worker has built it."""
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        found = re.findall(r'href="(/claims/[0-9a-f-]{36}/)"', browser.get(page).text)
        if found:
            assert len(set(found)) == 1
            return str(found[0])
        time.sleep(0.5)
    return ""
