"""A backup brought back elsewhere is the same practice; a damaged one changes nothing."""

import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

HOLDS = """
import sys
from cleanclaim.web.postgres import address
address("cc_app")
print("up", flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with one organization, at rest."""
    data = tmp_path_factory.mktemp("practice data")
    added = run(data, "organization", "add", "--name", "Backup Clinic", "--submitter-id", "BACKUP1",
                "--phone", "6145550100")  # fmt: skip
    assert added.returncode == 0, added.stderr
    return data


@pytest.fixture(scope="module")
def archive(practice: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it, keys included."""
    target = tmp_path_factory.mktemp("backups") / "practice.tar.gz"
    made = run(practice, "backup", str(target), "--with-keys")
    assert made.returncode == 0, made.stderr
    return target


def run(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cleanclaim", *arguments],
        env={**os.environ, "CLEANCLAIM_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_backup_is_whole_private_and_comes_back_elsewhere(
    archive: Path, practice: Path, tmp_path: Path
) -> None:
    assert archive.stat().st_mode & 0o077 == 0
    assert "whole" in run(practice, "restore", "--check", str(archive)).stdout
    elsewhere = tmp_path / "brought back"
    restored = run(elsewhere, "restore", str(archive))
    assert restored.returncode == 0, restored.stderr
    assert "Backup Clinic: 0 claims; the ledger's sum is 0.00." in restored.stdout
    assert "Backup Clinic" in run(elsewhere, "organization", "list").stdout
    assert (elsewhere / "keys").exists() == (practice / "keys").exists()


def test_a_directory_that_holds_something_is_left_alone(archive: Path, practice: Path) -> None:
    refused = run(practice, "restore", str(archive))
    assert refused.returncode == 2
    assert "not empty" in refused.stderr
    assert "Backup Clinic" in run(practice, "organization", "list").stdout


@pytest.mark.parametrize("how", ["cut", "changed", "foreign", "absent"])
def test_a_damaged_or_foreign_file_changes_nothing(archive: Path, tmp_path: Path, how: str) -> None:
    broken = tmp_path / "broken.tar.gz"
    content = bytearray(gzip.decompress(archive.read_bytes()))
    if how == "cut":
        broken.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    elif how == "changed":
        content[len(content) // 2] ^= 0xFF
        broken.write_bytes(gzip.compress(bytes(content), 1))
    elif how == "foreign":
        broken.write_text("a shopping list")
    data = tmp_path / "data"
    refused = run(data, "restore", str(broken))
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
    assert "broken.tar.gz" in refused.stderr
    assert not data.exists() or not any(data.iterdir())


def test_keys_stay_out_unless_they_are_asked_for(practice: Path, tmp_path: Path) -> None:
    target = tmp_path / "without.tar.gz"
    made = run(practice, "backup", str(target))
    assert "keys are not in it" in made.stderr
    names = subprocess.run(["tar", "tzf", str(target)], capture_output=True, text=True, check=True).stdout
    assert "vault.key" not in names
    assert "secret-key" not in names
    assert "cluster/PG_VERSION" in names


def test_a_database_in_use_is_not_copied(practice: Path, tmp_path: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS],
        env={**os.environ, "CLEANCLAIM_DATA": str(practice)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "up\n"
    refused = run(practice, "backup", str(tmp_path / "used.tar.gz"))
    holder.communicate()
    assert refused.returncode == 2
    assert "in use" in refused.stderr
    assert not (tmp_path / "used.tar.gz").exists()
