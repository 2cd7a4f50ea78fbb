"""Make a sample of mutants, run their tests, print what was killed and what lives."""

import argparse
import ast
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import cleanclaim.reference
from tests.mutants.changes import Site, modules, mutated, sites_of
from tests.mutants.concerned import PACKAGE, all_tests, module_of
from tests.mutants.judging import Given, survives

KILLED, LIVES, TOO_LONG = "killed", "lives", "killed (time)"


class Mutant(NamedTuple):
    """One change in one module."""

    path: Path
    site: Site

    def __str__(self) -> str:
        return f"{module_of(self.path)}:{self.site.line} {self.site.kind}: {self.site.said}"


def sample(seed: int, count: int, only: str) -> list[Mutant]:
    """Return so many mutants, chosen at random over all places."""
    found = [
        Mutant(path, site)
        for path in modules(PACKAGE)
        if module_of(path).startswith(only)
        for site in sites_of(ast.parse(path.read_text(encoding="utf-8")))
    ]
    print(f"{len(found)} places where a change fits")
    return random.Random(seed).sample(found, min(count, len(found)))


class _Failures:
    """A plugin that writes down which tests fail."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Write the test's name when it failed."""
        if report.failed:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"{report.nodeid}\n")


def failing(scratch: Path) -> list[str]:
    """Return the tests that fail without any mutant: they say nothing and are left out."""
    told = scratch / "failing"
    told.touch()
    child = os.fork()
    if child == 0:
        _quiet()
        pytest.main(["-q", "-p", "no:cacheprovider", *all_tests()], plugins=[_Failures(told)])
        os._exit(0)
    os.waitpid(child, 0)
    return told.read_text(encoding="utf-8").splitlines()


def _quiet() -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def outcome(mutant: Mutant, given: Given, seconds: int, without: Sequence[str]) -> str:
    """Run a mutant's tests in a process of its own."""
    child = os.fork()
    if child == 0:
        os._exit(_run(mutant, given, seconds, without))
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return TOO_LONG if os.WTERMSIG(status) == signal.SIGXCPU else KILLED
    return LIVES if os.WEXITSTATUS(status) == 0 else KILLED


def _run(mutant: Mutant, given: Given, seconds: int, without: Sequence[str]) -> int:
    """Return 0 when all tests that concern the mutant pass."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    _quiet()
    source = mutated(ast.parse(mutant.path.read_text(encoding="utf-8")), mutant.site)
    return 0 if survives(module_of(mutant.path), mutant.path, source, given, without) else 1


def main() -> int:
    """Print the figures; exit status 1 when fewer than the share asked for were killed."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--part", default="1/1", help="n/m: the n-th of m parts of the sample")
    parser.add_argument("--only", default="", help="modules whose names begin so")
    parser.add_argument("--without", type=Path, help="a list of tests to leave out, not looked for anew")
    parser.add_argument("--seconds", type=int, default=120, help="processor time for one mutant")
    parser.add_argument("--share", type=float, default=85.0, help="percent that have to be killed")
    chosen = parser.parse_args()
    part, parts = map(int, chosen.part.split("/"))
    mutants = sample(chosen.seed, chosen.count, chosen.only)[part - 1 :: parts]
    counted: Counter[str] = Counter()
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as scratch:
        store = cleanclaim.reference.ensure_store(Path(scratch) / "reference")
        cleanclaim.reference.ensure_store = lambda *_given, **_named: store  # compiled once for all
        given = Given(store, Path(scratch))
        without = chosen.without.read_text().splitlines() if chosen.without else failing(Path(scratch))
        print(*(f"fails without a mutant, left out: {one}" for one in without), sep="\n", flush=True)
        for number, mutant in enumerate(mutants, 1):
            result = outcome(mutant, given, chosen.seconds, without)
            counted[result] += 1
            if result != KILLED:
                print(f"{result:14} {mutant}", flush=True)
            if number % 10 == 0:
                took = time.monotonic() - started
                print(f"  {number} of {len(mutants)}, {counted[LIVES]} live, {took:.0f} s", flush=True)
    killed = counted[KILLED] + counted[TOO_LONG]
    share = 100 * killed / max(len(mutants), 1)
    print(f"seed {chosen.seed}, part {chosen.part}: {killed} of {len(mutants)} killed ({share:.0f} percent)")
    return 0 if share >= chosen.share else 1


if __name__ == "__main__":
    sys.exit(main())
