"""Whether a server runs, seen from outside: a number in a file proves nothing."""

import subprocess
import time
from pathlib import Path

BETWEEN = 2.0
"""Seconds that a process may be without a command line: while it becomes the server, or ends."""


def server_process(cluster: Path) -> int | None:
    """Return the process id of the server of a cluster, or nothing.

    ``postmaster.pid`` outlives a killed server, and after a restart of the machine (or in a new
    container) its number belongs to somebody else; a killed server may also stand as a zombie.
    So the process must exist and its command line must name this cluster.
    """
    try:
        pid = int((cluster / "postmaster.pid").read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return pid if serves(pid, cluster) else None


def serves(pid: int, cluster: Path) -> bool:
    """Return whether a process is alive and works on this cluster."""
    return str(cluster) in _command_line(pid)


def is_ready(cluster: Path) -> bool:
    """Return whether the server says that it accepts connections (line 8 of its own file)."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[7].strip() == "ready"


def _command_line(pid: int) -> list[str]:
    if Path("/proc/self/cmdline").exists():
        give_up = time.monotonic() + BETWEEN
        while True:
            try:
                line = Path(f"/proc/{pid}/cmdline").read_bytes()
                state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
            except (OSError, IndexError):
                return []
            if line or state in "ZX" or time.monotonic() > give_up:
                return line.decode(errors="replace").split("\0")
            # Empty while the process turns into another program or exits: it is soon one or the other.
            time.sleep(0.001)
    shown = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.strip()
    program, _, rest = shown.partition(" -D ")
    return [program, rest.partition(" -k ")[0]]
