"""Whether the tests notice a mutant: in a process of its own, with as little ado as may be.

Of a module of one family only what uses it is loaded anew, and the examples, the corpora and the suggested
changes of its edits are run directly, by the functions that the tests call; then the other tests that concern
it, by pytest. For a module that everything rests on all is loaded anew and pytest runs its tests.
"""

import ast
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from cleanclaim.codesets import Store
from cleanclaim.edits import FAMILIES, Edit, registry, scrubber
from cleanclaim.parameters import shipped_parameters
from tests.edits import corpus, corpus2, test_changes_of_findings, test_corpus, test_corpus2, test_examples
from tests.mutants.concerned import Tests, is_of_a_family, loaded_with

_ROOT = "cleanclaim.edits."
_FAMILY_OF_PREFIX = {family.prefix: name for name, family in FAMILIES.items()}


class Given:
    """What is read once and used for every mutant; ``scratch`` holds the compiled store as ``reference``."""

    def __init__(self, store: Store, scratch: Path) -> None:
        self.store = store
        self.defects = tuple(corpus.defects())
        self.clean = tuple(corpus.clean_claims())
        self.cases = tuple(corpus2.cases())
        os.environ["CLEANCLAIM_DATA"] = str(scratch)  # where the store lies that was compiled once
        self.second = corpus2.imported(scratch / "second")


def survives(module: str, path: Path, source: str, given: Given, without: Sequence[str]) -> bool:
    """Return whether all tests that concern a module pass with this source in its place."""
    sys.meta_path.insert(0, _Substitute(f"{_ROOT}{module}", source, path))
    tests = Tests(module)
    try:
        if is_of_a_family(module):
            _load_anew(module)
            edits = [registry.edit_of(one) for one in tests.edits]
            for check in _direct(edits, given):
                check()
        else:
            for name in [name for name in sys.modules if name.startswith((_ROOT[:-1], "tests.edits"))]:
                del sys.modules[name]
    except Exception:  # noqa: BLE001 - whatever it is, a test failed
        return False
    options = ["-x", "-q", "-p", "no:cacheprovider", *(f"--deselect={one}" for one in without)]
    return pytest.main([*options, *tests.files]) == 0


def _load_anew(module: str) -> None:
    for name in loaded_with(module):
        sys.modules.pop(f"{_ROOT}{name}", None)
    registry.edit_of.cache_clear()
    registry.all_edits.cache_clear()
    scrubber._plan.cache_clear()
    importlib.import_module(f"{_ROOT}{module}")


def _direct(edits: Sequence[Edit], given: Given) -> Iterator[Callable[[], object]]:
    """Yield what is asked of some edits, the quickest first."""
    store, parameters = given.store, shipped_parameters()
    for edit in edits:
        for example in edit.examples:
            yield lambda e=edit, x=example: test_examples.test_example(e, x, store, parameters)  # type: ignore[misc]
    families = {edit.family for edit in edits}
    for defect in given.defects:
        if families & set(defect.expect):
            yield lambda d=defect: _holds(d, store)  # type: ignore[misc]
    for edit in edits:
        for example in edit.examples:
            if example.finds:
                yield (
                    lambda e=edit, x=example: test_changes_of_findings.test_what_a_finding_offers_repairs_it(  # type: ignore[misc]
                        e, x, store, parameters
                    )
                )
    for clean in given.clean:
        yield lambda c=clean: _passes(c, store)  # type: ignore[misc]
    cases = [case for case in given.cases if families & set(case.expect)]
    if cases:
        yield lambda: _hold(cases, given)


def _holds(defect: corpus.Defect, store: Store) -> None:
    outcome = corpus.judge(defect, store, shipped_parameters())
    assert outcome.found or defect.name in test_corpus.MISSED
    assert not outcome.false_alarms


def _passes(clean: corpus.Clean, store: Store) -> None:
    assert not corpus.held(clean, store, shipped_parameters())


def _hold(cases: Sequence[corpus2.Case], given: Given) -> None:
    asked = [one for case in cases for one in corpus2.questions(case)]
    with tempfile.TemporaryDirectory() as files:
        said = corpus2.answers(asked, given.second, Path(files))
    for case in cases:
        assert corpus2.found(case, said[f"{case.id}-bad"]) or case.id in test_corpus2.MISSES
        assert not corpus2.alarms(case, said[f"{case.id}-good"])


class _Substitute(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Loads one module from a source of our own."""

    def __init__(self, name: str, source: str, path: Path) -> None:
        self._name, self._source, self._path = name, source, path

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find the one module."""
        if name != self._name:
            return None
        return importlib.util.spec_from_loader(name, self, origin=str(self._path))

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        """Leave it to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the changed source."""
        module.__file__ = str(self._path)
        exec(compile(ast.parse(self._source), str(self._path), "exec"), module.__dict__)
