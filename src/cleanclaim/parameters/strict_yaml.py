"""YAML read strictly, with the line of every key: for parameters and for contracts."""

import re
from pathlib import Path
from typing import Any

import yaml

from cleanclaim.primitives import DecodeError, UnreadableFile


class StrictLoader(yaml.SafeLoader):
    """YAML without its traps: no duplicate keys, no floats, no octal, no ``no`` for false.

    Only ``true``/``false``, ``null`` and plain decimal integers are more than text.
    """

    yaml_implicit_resolvers = {}


for _tag, _pattern, _letters in (
    ("int", r"0|[1-9][0-9]*", "0123456789"),
    ("null", "null", "n"),
    ("bool", "true|false", "tf"),
):
    StrictLoader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_letters)
    )


class Lined(dict[str, Any]):
    """A mapping that remembers in which line each of its keys stands."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}


def _mapping(loader: StrictLoader, node: yaml.MappingNode) -> Lined:
    result = Lined()
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        name = str(key)
        result.lines[name] = key_node.start_mark.line + 1
        if name in result:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {name} is there twice", key_node.start_mark
            )
        result[name] = loader.construct_object(value_node, deep=True)
    return result


StrictLoader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_yaml(path: Path, *, begin: str) -> Lined:
    """Return the mapping in a file.

    Raises ``UnreadableFile`` or ``DecodeError`` naming file and line; ``begin`` says with what such
    a file begins.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise DecodeError("the file is not UTF-8.", where=str(path), fix="Save it as UTF-8.") from None
    except OSError as error:
        raise UnreadableFile(f"the file cannot be read: {error.strerror}.", where=str(path)) from None
    try:
        # StrictLoader is a SafeLoader: it makes plain values only.
        tree = yaml.load(text, Loader=StrictLoader)  # noqa: S506
    except yaml.YAMLError as error:
        raise DecodeError(_in_words(error), where=_place(path, error), fix="Correct that line.") from None
    if not isinstance(tree, Lined):
        raise DecodeError(
            "the file must be a mapping.", where=str(path), fix=f"Begin with {begin} and a colon."
        )
    return tree


def line_at(tree: Any, path: str) -> int:
    """Return the line of a path as msgspec writes it (``$.terms[0].pay``), else of what holds it."""
    line = 1
    for name, index in re.findall(r"\.([^.\[\]]+)|\[(\d+)\]", path):
        if isinstance(tree, Lined) and name in tree:
            line, tree = tree.lines[name], tree[name]
        elif isinstance(tree, list) and index and int(index) < len(tree):
            tree = tree[int(index)]
            line = first_line(tree) or line
        else:
            break
    return line


def first_line(node: Any) -> int:
    """Return the line in which a mapping begins; zero for anything else."""
    return min(node.lines.values(), default=0) if isinstance(node, Lined) else 0


def _in_words(error: yaml.YAMLError) -> str:
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return f"the file is not YAML as it is wanted: {problem}."


def _place(path: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    return str(path) if mark is None else f"{path}, line {mark.line + 1}"
