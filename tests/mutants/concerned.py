"""Which tests concern a module of the edits."""

import ast
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cleanclaim.edits.registry import EDITS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "cleanclaim" / "edits"
_EDITS = "tests/edits"
_OF_MODULE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "practice_rules": ("test_rules_of_practice.py", "test_rules_from_decisions.py"),
        "changes": ("test_changes.py", "test_commands.py"),
        "families": ("test_catalogue.py", "test_documentation.py"),
        "authorities": ("test_documentation.py", "test_scrub.py"),
        "pages": ("test_documentation.py", "test_commands.py", "test_missing_words.py"),
        "registry": ("test_catalogue.py", "test_commands.py", "test_documentation.py"),
        "repairs": ("test_fix.py", "test_changes_of_findings.py"),
        "since": ("test_since.py",),
        "linking": ("test_linking.py",),
        "history": ("test_linking.py", "examination"),
        "odd": ("test_odd.py", "test_examples.py"),
        "triggers": ("test_odd.py", "test_examples.py"),
        "scrubber": ("test_scrub.py", "test_missing_words.py", "test_commands.py"),
        "values": ("test_scrub.py", "test_missing_words.py", "test_catalogue.py"),
        "context": ("test_context.py",),
        "context_files": ("test_context.py", "test_commands.py"),
    }
)
"""Tests that a part of the infrastructure has of its own, beside those of all edits that use it."""
_OF_ALL = (
    "test_documentation.py",
    "test_catalogue.py",
    "test_changes_of_findings.py",
    "test_ncci_manual.py",
    "test_domain_traps.py",
    "test_coverage.py",
    "test_linking.py",
    "examination",
    "test_corpus.py",
    "test_corpus2.py",
)
"""Tests that run over what many edits find, the quick ones first."""


_OF_A_FAMILY = (
    "test_borders.py",
    "test_documentation.py",
    "test_catalogue.py",
    "examination",
    "test_domain_traps.py",
    "test_ncci_manual.py",
    "test_coverage.py",
    "test_linking.py",
)
"""Tests of files for a module of a family, beside its examples, corpora and suggested changes."""


class Tests:
    """What concerns a module: the edits that use it, and files of tests."""

    def __init__(self, module: str) -> None:
        self.edits = tuple(identifier for identifier, place in EDITS.items() if module in _used_by(place))
        own = _OF_MODULE.get(module, ()) or _OF_MODULE.get(module.partition(".")[0], ())
        if is_of_a_family(module):
            self.files = _there(_OF_A_FAMILY)
        elif own:
            self.files = _there(own)
        else:
            self.files = _there(("test_examples.py", *_OF_ALL))


def is_of_a_family(module: str) -> bool:
    """Return whether a module stands in the folder of a family of edits."""
    return "." in module and not module.startswith("practice_rules")


def loaded_with(module: str) -> list[str]:
    """Return the modules of families that have to be loaded anew with one: it, and those that use it."""
    found = [module_of(path) for path in PACKAGE.glob("*/*.py") if path.name != "__init__.py"]
    return [one for one in found if module in _used_by(one)]


def all_tests() -> tuple[str, ...]:
    """Return every file of tests that may be asked for."""
    own = (name for names in _OF_MODULE.values() for name in names)
    return _there(dict.fromkeys((*_OF_ALL, *_OF_A_FAMILY, "test_examples.py", *own)))


def module_of(path: Path) -> str:
    """Return a path as a module below ``cleanclaim.edits``."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


def _there(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(f"{_EDITS}/{name}" for name in names if (ROOT / _EDITS / name).exists())


def _used_by(place: str) -> frozenset[str]:
    """Return the modules that an edit's module uses, its own among them."""
    found: set[str] = set()
    waiting = [place.partition(":")[0]]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += _imports(module)
    return frozenset(found)


@cache
def _imports(module: str) -> tuple[str, ...]:
    path = PACKAGE.joinpath(*module.split(".")).with_suffix(".py")
    if not path.exists():
        return ()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return tuple(
        node.module.removeprefix("cleanclaim.edits.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("cleanclaim.edits.")
    )
