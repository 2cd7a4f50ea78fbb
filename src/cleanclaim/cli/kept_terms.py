"""The terms of a lexicon, kept beside the release that they were collected from.

Collecting takes a second, reading a tenth of one. The name of the file holds a digest of the code and data
that made it, so that another version of this program never reads it; where it cannot be written nothing is
kept, and what cannot be read is collected anew.
"""

import contextlib
import hashlib
import os
from datetime import date
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from cleanclaim.codesets import Store
    from cleanclaim.coding import Lexicon

_MAKERS = ("lexicon.py", "text.py")


def lexicon_of(store: "Store", on: date) -> "Lexicon":
    """Return the lexicon of the release in force on a day, its terms kept for the next time."""
    from cleanclaim.codesets import ICD10CM_KIND, Known
    from cleanclaim.coding import build_lexicon
    from cleanclaim.coding.lexicon import Term, collect_terms

    directory = store.directory_on(ICD10CM_KIND, on)
    table = store.icd10cm_table(on)
    if directory is None or not isinstance(table, Known):
        return build_lexicon(store, on)
    path = directory / f"terms-{table.release.sha256[:16]}-{_digest()}.msgpack"
    terms: list[Term] = []
    with contextlib.suppress(OSError, msgspec.MsgspecError):
        terms = msgspec.msgpack.decode(path.read_bytes(), type=list[Term])
    if not terms:
        terms = collect_terms(table.value)
        _keep(path, msgspec.msgpack.encode(terms))
    return build_lexicon(store, on, terms=terms)


def _keep(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and take older ones of its kind away; never an error."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(OSError):
        older = [one for one in path.parent.glob("terms-*.msgpack") if one != path]
        beside.write_bytes(content)
        beside.replace(path)
        for one in older:
            one.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        beside.unlink(missing_ok=True)


def _digest() -> str:
    made = hashlib.sha256()
    package = resources.files("cleanclaim.coding")
    for name in _MAKERS:
        made.update(package.joinpath(name).read_bytes())
    directory = package.joinpath("data/lexicon")
    for file in sorted(directory.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".tsv"):
            made.update(file.name.encode())
            made.update(file.read_bytes())
    return made.hexdigest()[:16]
