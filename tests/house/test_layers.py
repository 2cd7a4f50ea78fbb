"""The layers are a contract that the build enforces: a wrong import is planted and must be caught."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LINT = "from importlinter.cli import lint_imports_command as run; run()"


def lint(tree: Path) -> subprocess.CompletedProcess[str]:
    """Run the contract of the repository over the package in ``tree/src``."""
    return subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--config", str(REPOSITORY / "pyproject.toml")],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the package that may be spoilt."""
    ignore = shutil.ignore_patterns("__pycache__", "*.yaml", "*.csv", "*.txt", "*.tsv")
    shutil.copytree(REPOSITORY / "src" / "cleanclaim", tmp_path / "src" / "cleanclaim", ignore=ignore)
    return tmp_path


def plant(tree: Path, module: str, line: str) -> None:
    """Add one import inside a function of a module: import-linter counts those too."""
    path = tree / "src" / "cleanclaim" / module
    path.write_text(path.read_text() + f"\n\ndef planted() -> None:\n    {line}\n")


def test_the_tree_as_it_stands_keeps_every_contract(tree: Path) -> None:
    found = lint(tree)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("edits/__init__.py", "import django", "The engine knows no Django"),
        ("ledger/__init__.py", "import time", "The engine knows no Django"),
        ("x12/__init__.py", "import socket", "The engine knows no Django"),
        ("claim/__init__.py", "from cleanclaim import edits", "Layers"),
        ("x12/__init__.py", "from cleanclaim import codesets", "Layers"),
        ("simulator/__init__.py", "from cleanclaim import edits", "The simulator judges our files"),
        ("simulator/__init__.py", "from cleanclaim import exchange", "The simulator judges our files"),
    ],
)
def test_a_forbidden_import_breaks_the_build(tree: Path, module: str, line: str, contract: str) -> None:
    plant(tree, module, line)
    found = lint(tree)
    assert found.returncode != 0
    broken = [row for row in found.stdout.splitlines() if row.endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), found.stdout


def test_a_new_package_outside_the_contract_breaks_the_build(tree: Path) -> None:
    package = tree / "src" / "cleanclaim" / "shortcuts"
    package.mkdir()
    (package / "__init__.py").write_text('"""Belongs nowhere."""\n')
    found = lint(tree)
    assert found.returncode != 0
    assert "shortcuts" in found.stdout
