"""The changelog of edits and of rule data, by version."""

from functools import cache
from pathlib import Path

import msgspec

from cleanclaim.edits.pages import offence_of
from cleanclaim.edits.registry import RETIRED, all_edits
from cleanclaim.edits.values import Deprecated, Preview
from cleanclaim.parameters.strict_yaml import line_at, read_yaml
from cleanclaim.primitives import ConfigurationError, InvalidValue

CHANGES_FILE = Path(__file__).parent / "changes.yaml"


class CatalogueChange(msgspec.Struct, frozen=True):
    """One change: in which version, of what (an edit's id, a kind of data), how, in a sentence.

    ``kind`` is new, preview, deprecated, retired or changed of an edit; data of rule data.
    """

    version: str
    kind: str
    what: str
    says: str


class _Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edit: str
    says: str


class _Retired(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    edit: str
    says: str = ""


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    kind: str
    says: str


class Version(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of the edits with what a person wrote of it."""

    version: str
    about: str
    changed: tuple[_Edit, ...] = ()
    retired: tuple[_Retired, ...] = ()
    data: tuple[_Data, ...] = ()


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    versions: tuple[Version, ...]


@cache
def versions(path: Path = CHANGES_FILE) -> tuple[Version, ...]:
    """Return the versions, the oldest first. Raises ``ConfigurationError`` with the line."""
    tree = read_yaml(path, begin="versions")
    try:
        return msgspec.convert(tree, _File, strict=True).versions
    except msgspec.ValidationError as error:
        message, _, at = str(error).rpartition(" - at ")
        where = f"{path}, line {line_at(tree, at.strip('`'))}"
        raise ConfigurationError(f"{message or error}.", where=where, fix="Correct that row.") from None


def changes_since(version: str = "") -> tuple[CatalogueChange, ...]:
    """Return what changed after a version; everything without one. The oldest version comes first.

    Within a version: new edits in the order of the registry, then what was deprecated, retired and
    changed, then data. Raises ``InvalidValue`` for a version that there was not.
    """
    known = [one.version for one in versions()]
    if version and version not in known:
        raise InvalidValue(f"there was no version {version!r} of the edits.", fix=f"Use {', '.join(known)}.")
    later = versions()[known.index(version) + 1 :] if version else versions()
    return tuple(change for one in later for change in _of_version(one))


def _of_version(one: Version) -> list[CatalogueChange]:
    found: list[CatalogueChange] = []
    for edit in all_edits():
        if edit.status.since == one.version:
            kind, says = "new", offence_of(edit).splitlines()[0]
            if isinstance(edit.status, Preview):
                kind = "preview"
            elif isinstance(edit.status, Deprecated):
                by = edit.status.replaced_by
                kind, says = "deprecated", f"{by} takes over." if by else "It will be retired."
            found.append(CatalogueChange(one.version, kind, edit.id, says))
    for row in one.retired:
        by = RETIRED.get(row.edit, "")
        said = row.says or (f"{by} took over." if by else "Nothing took over.")
        found.append(CatalogueChange(one.version, "retired", row.edit, said))
    found += [CatalogueChange(one.version, "changed", row.edit, row.says) for row in one.changed]
    found += [CatalogueChange(one.version, "data", row.kind, row.says) for row in one.data]
    return sorted(found, key=lambda change: _ORDER[change.kind])


_ORDER = {"new": 0, "preview": 0, "deprecated": 1, "retired": 2, "changed": 3, "data": 4}
