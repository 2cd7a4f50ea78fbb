"""Compiles what ships: ICD-10-CM FY 2026 from simple-icd-10-cm, the short lists, the starter pack.

The package's data files are read as files; the package itself is never imported (that takes
1.5 s and 193 MB). The files are US government work; the package is MIT-licensed.
"""

import hashlib
from datetime import date, datetime
from functools import cache
from importlib import metadata
from itertools import pairwise
from pathlib import Path

from cleanclaim.codesets import ICD10CM_KIND, Release, Store
from cleanclaim.codesets.store import TABLE_FILE
from cleanclaim.primitives import ConfigurationError
from cleanclaim.reference.icd10cm import with_seventh_characters, write_icd10cm
from cleanclaim.reference.publish import publish_release
from cleanclaim.reference.short_lists import compile_short_lists, short_list_names
from cleanclaim.reference.starter import compile_starter, starter_names
from cleanclaim.reference.tabular import read_tabular

_PACKAGE = "simple-icd-10-cm"
_VERSION = "1.5.0"
_TABULAR = "simple_icd_10_cm/data/icd10c-tabular-April-1-2026.xml"
_LISTED = "simple_icd_10_cm/data/code-list-April-2026.txt"

_LABEL = "ICD-10-CM FY2026 (April 2026 files)"
_FROM, _TO = date(2025, 10, 1), date(2026, 9, 30)
SHIPPED_YEAR = _TO.year
"""The fiscal year of the ICD-10-CM codes that ship."""
_FORMAT = 1  # raised when the layout of the table file changes, so that old ones are left alone
_BILLABLE = 74719
_CANARIES = {
    "E119": True,
    "E11": False,
    "I10": True,
    "S52501A": True,
    "G35D": True,
    "G35": False,
    "QA00101": True,
}

_REMARKS = (
    "One release serves all of FY 2026; none is taken as new on 2026-04-01 (docs/algorithms/code-store.md).",
    "Titles and notes are those of April 2026, also for dates before.",
)


def compile_shipped(directory: Path, *, imported_at: datetime | None = None) -> list[Release]:
    """Compile the shipped releases into a store directory unless they are there; ICD-10-CM comes first.

    Safe when several processes do it at once. Raises ``ConfigurationError`` when the package
    is missing or of another version, or the directory cannot be written.
    """
    return [
        publish_release(directory, _name(), lambda place: _build(place, imported_at)),
        *compile_short_lists(directory, imported_at),
        *compile_starter(directory, imported_at),
    ]


def ensure_store(directory: Path, *, imported_at: datetime | None = None) -> Store:
    """Return the store of a directory, after compiling what ships when that is missing.

    Of what ships it shows this version's, not what another version left in the directory.
    """
    compile_shipped(directory, imported_at=imported_at)
    return compiled_store(directory)


def store_beside_shipped(directory: Path, shipped_in: Path) -> Store:
    """Return a store of somebody's own with what ships behind it; nothing is written into it.

    What ships is compiled into ``shipped_in`` when it is not there; of that directory nothing else
    is seen. What the store itself holds answers first.
    """
    compile_shipped(shipped_in)
    return compiled_store(directory, shipped_in)


def compiled_store(directory: Path, behind: Path | None = None) -> Store:
    """Return a store of which all is compiled already, as another process left it."""
    return Store(directory, shipped=_names(), behind=behind)


@cache
def shipped_codes() -> frozenset[str]:
    """Return the billable ICD-10-CM codes that ship, without points: those of FY ``SHIPPED_YEAR``.

    Raises ``ConfigurationError`` when the package that holds them is missing.
    """
    listed = [code.replace(".", "") for code in _package_file(_LISTED).decode("ascii").split()]
    codes = sorted(code for code in listed if len(code) > 2 and "-" not in code)
    return frozenset(one for one, after in pairwise([*codes, ""]) if not after.startswith(one))


def _names() -> frozenset[str]:
    return frozenset((_name(), *short_list_names(), *starter_names()))


def _name() -> str:
    return f"{ICD10CM_KIND}/fy2026-april-{_PACKAGE}-{_VERSION}-v{_FORMAT}"


def _build(place: Path, imported_at: datetime | None) -> Release:
    tabular, listed = _package_file(_TABULAR), _package_file(_LISTED)
    nodes = with_seventh_characters(read_tabular(tabular, where=_TABULAR), listed.decode("ascii").split())
    counts = write_icd10cm(place / TABLE_FILE, nodes)
    problems = _problems(counts, {node.name for node in nodes}, {node.parent for node in nodes})
    return Release(
        kind=ICD10CM_KIND,
        label=_LABEL,
        effective_from=_FROM,
        effective_to=_TO,
        sha256=hashlib.sha256(tabular + listed).hexdigest(),
        source=f"{_PACKAGE} {_VERSION} (PyPI): {Path(_TABULAR).name}, {Path(_LISTED).name}",
        counts=counts,
        completeness="partial" if problems else "complete",
        imported_at=imported_at,
        remarks=(*problems, *_REMARKS),
    )


def _problems(counts: dict[str, int], names: set[str], parents: set[str]) -> tuple[str, ...]:
    found = []
    if counts["billable"] != _BILLABLE:
        found.append(f"{counts['billable']} billable codes, where {_BILLABLE} are expected.")
    for code, billable in _CANARIES.items():
        if code not in names or (code not in parents) != billable:
            found.append(f"{code} is not as expected (billable: {billable}).")
    return tuple(found)


def _package_file(name: str) -> bytes:
    try:
        package = metadata.distribution(_PACKAGE)
        if package.version != _VERSION:
            raise ConfigurationError(
                f"{_PACKAGE} {package.version} is installed, {_VERSION} is wanted.",
                fix=f"pip install {_PACKAGE}=={_VERSION}",
            )
        return Path(str(package.locate_file(name))).read_bytes()
    except (metadata.PackageNotFoundError, OSError):
        raise ConfigurationError(
            f"the data of {_PACKAGE} {_VERSION} are not installed.", fix=f"pip install {_PACKAGE}=={_VERSION}"
        ) from None
