"""The changes that make a mutant, and where in a module they fit."""

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

COMPARISONS: Mapping[type[ast.cmpop], type[ast.cmpop]] = MappingProxyType(
    {
        ast.Lt: ast.LtE,
        ast.LtE: ast.Lt,
        ast.Gt: ast.GtE,
        ast.GtE: ast.Gt,
        ast.Eq: ast.NotEq,
        ast.NotEq: ast.Eq,
        ast.In: ast.NotIn,
        ast.NotIn: ast.In,
        ast.Is: ast.IsNot,
        ast.IsNot: ast.Is,
    }
)
SEVERITIES = MappingProxyType({"REJECT": "DENY", "DENY": "REVIEW", "REVIEW": "INFORM", "INFORM": "REVIEW"})
METADATA = frozenset(
    ("id", "name", "family", "status", "effective", "sources", "predicts", "fix", "examples", "explained_by")
)
"""Class attributes of an edit that are words about it."""
_LONG = 2
"""A display of more entries than this outside functions is a table."""


class Site(NamedTuple):
    """A place and the change that is made there, in words."""

    line: int
    kind: str
    said: str
    at: int
    """The number of the node in the order of :func:`ast.walk`."""
    variant: int


def sites_of(tree: ast.Module) -> Iterator[Site]:
    """Yield every change that fits somewhere in a module."""
    wanted = {id(node) for node in _code(tree)}
    for at, node in enumerate(ast.walk(tree)):
        if id(node) not in wanted:
            continue
        for variant, (kind, said, _) in enumerate(_changes(node)):
            yield Site(getattr(node, "lineno", 0), kind, said, at, variant)


def mutated(tree: ast.Module, site: Site) -> str:
    """Return the source of a module with one change."""
    changed = copy.deepcopy(tree)
    node = next(node for at, node in enumerate(ast.walk(changed)) if at == site.at)
    list(_changes(node))[site.variant][2]()
    return ast.unparse(ast.fix_missing_locations(changed))


def modules(package: Path) -> list[Path]:
    """Return the modules of a package that hold code, by path."""
    return sorted(path for path in package.rglob("*.py") if path.name != "__init__.py")


def _code(tree: ast.AST, *, inside: bool = False) -> Iterator[ast.AST]:
    """Yield the nodes that may be changed: not words about an edit, not tables, not annotations."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.Assign | ast.AnnAssign) and not inside and _is_metadata(child):
            continue
        if isinstance(child, ast.Import | ast.ImportFrom | ast.JoinedStr):
            continue
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue  # a docstring
        if not inside and _is_table(child):
            continue
        if isinstance(tree, ast.arg | ast.AnnAssign) and child is tree.annotation:
            continue
        if isinstance(tree, ast.FunctionDef) and child is tree.returns:
            continue
        yield child
        yield from _code(child, inside=inside or isinstance(child, ast.FunctionDef | ast.Lambda))


def _is_metadata(node: ast.Assign | ast.AnnAssign) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return any(isinstance(target, ast.Name) and target.id in METADATA for target in targets)


def _is_table(node: ast.AST) -> bool:
    if isinstance(node, ast.Dict):
        return True
    if isinstance(node, ast.Tuple | ast.List | ast.Set):
        return len(node.elts) > _LONG or any(isinstance(one, ast.Tuple | ast.Call) for one in node.elts)
    return False


def _changes(node: ast.AST) -> Iterator[tuple[str, str, Callable[[], object]]]:
    """Yield (kind, in words, what makes it) for a node."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            other = COMPARISONS[type(operator)]
            said = f"{type(operator).__name__} becomes {other.__name__}"
            yield "comparison", said, partial(node.ops.__setitem__, at, other())
    elif isinstance(node, ast.BoolOp):
        new = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "and/or", f"becomes {type(new).__name__}", lambda: setattr(node, "op", new)
    elif isinstance(node, ast.If | ast.IfExp):
        negated = ast.UnaryOp(ast.Not(), node.test)
        yield "not", "condition negated", lambda: setattr(node, "test", negated)
    elif isinstance(node, ast.comprehension) and node.ifs:
        yield "not", "filter left out", node.ifs.clear
    elif isinstance(node, ast.Attribute):
        if isinstance(node.value, ast.Name) and node.value.id == "Severity" and node.attr in SEVERITIES:
            lower = SEVERITIES[node.attr]
            yield "severity", f"{node.attr} becomes {lower}", lambda: setattr(node, "attr", lower)
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        turned = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        if not any(_is_text(side) for side in (node.left, node.right)):
            yield "sum", f"becomes {type(turned).__name__}", lambda: setattr(node, "op", turned)
    elif isinstance(node, ast.Continue | ast.Break):
        other_way = ast.Break if isinstance(node, ast.Continue) else ast.Continue
        yield "loop", f"becomes {other_way.__name__}", lambda: setattr(node, "__class__", other_way)
    elif isinstance(node, ast.Constant):
        yield from _constants(node)


def _constants(node: ast.Constant) -> Iterator[tuple[str, str, Callable[[], object]]]:
    value = node.value
    if isinstance(value, bool):
        yield "constant", f"becomes {not value}", lambda: setattr(node, "value", not value)
    elif isinstance(value, int):
        yield "number", f"{value} becomes {value + 1}", lambda: setattr(node, "value", value + 1)
    elif isinstance(value, str) and 0 < len(value) <= 7 and " " not in value and "." not in value:
        yield "constant", f"{value!r} becomes another", lambda: setattr(node, "value", f"{value}~")


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
