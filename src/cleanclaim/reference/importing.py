"""Imports official files: finds out what they are, checks them, publishes a release for each."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path, PurePath

import msgspec

from cleanclaim.codesets.releases import Release
from cleanclaim.codesets.store import open_store
from cleanclaim.primitives import InvalidValue, UnreadableFile
from cleanclaim.reference.doubts import doubts
from cleanclaim.reference.draft import Asked, Draft, Importer
from cleanclaim.reference.importers import IMPORTERS
from cleanclaim.reference.publish import Build, publish_releases
from cleanclaim.reference.sources import Progress, SourceFile, source_files
from cleanclaim.reference.starter.releases import STARTER_TABLES, StarterTable
from cleanclaim.reference.worksheet import Worksheet, worksheets

_FORMAT = 1  # raised when the layout of a table file changes, so that old releases are left alone
_MOST_NAMES = 6
_WORKBOOKS = (".xlsx", ".xlsm")
_PROSE = (".md", ".pdf", ".doc", ".docx", ".rtf", ".html", ".htm")
_KEPT = 0.9
_NUMBERS = re.compile(r"[0-9]+")
_SLUG = re.compile(r"[^a-z0-9.]+")


class Imported(msgspec.Struct, frozen=True):
    """What an import did: the releases, which of them were there already, the files passed over."""

    releases: tuple[Release, ...]
    already_there: tuple[str, ...]
    ignored: tuple[str, ...]


def import_files(
    paths: Sequence[Path],
    store: Path,
    *,
    imported_at: datetime | None = None,
    asked: Asked | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Import official files (plain, zip, or a directory of them) into a store.

    All files are read and checked, and all releases made, before the first of them appears; each
    appears whole or not at all. Raises ``UnreadableFile`` when a file is damaged or mislabelled, or when
    nothing that was given is recognised.
    """
    files = source_files(list(paths))
    chosen, ignored = _recognised(files)
    if not chosen:
        names = ", ".join(sorted(importer.name for importer in IMPORTERS))
        raise UnreadableFile(
            "this is none of the official files that can be imported.",
            where=files[0].where if len(files) == 1 else str(paths[0]),
            fix=f"Known are: {names}.",
        )
    if progress is not None:
        for _, group in chosen:
            for file in group:
                file.progress = progress
    drafts = [draft for importer, group in chosen for draft in importer.read(group, asked or Asked())]
    for draft in drafts:
        if draft.effective_to < draft.effective_from:
            raise UnreadableFile(
                f"{draft.label} would end ({draft.effective_to}) before it begins ({draft.effective_from}).",
                where=draft.files[0].where,
            )
    if asked is not None and asked.records is not None:
        drafts = [_counted(drafts, asked.records)]
    drafts, doubled = _read_once(drafts)
    ignored.extend(doubled)
    # A file that was given twice, alone and within an archive, makes one release.
    drafts = list({_name(draft): draft for draft in drafts}.values())
    if asked is None or not (asked.effective_from or asked.effective_to):
        drafts = _without_relabelled(drafts, (*STARTER_TABLES.values(), *open_store(store).releases()))
    drafts = [draft if _is_there(draft, store) else _doubted(draft) for draft in drafts]
    loaded = open_store(store).releases()
    drafts = [_beside_its_neighbours(draft, loaded, store) for draft in drafts]
    releases = publish_releases(store, [(_name(draft), _build(draft, imported_at)) for draft in drafts])
    for draft, release in zip(drafts, releases, strict=True):
        if draft.problems and release.completeness == "complete":
            # It was imported before without the count that is stated now.
            raise UnreadableFile(
                draft.problems[-1],
                where=draft.files[0].where,
                fix=f"It was imported before as complete: remove {release.label!r} from the store first.",
            )
    there = [release.label for release in releases if release.imported_at != imported_at]
    return Imported(tuple(releases), tuple(there), tuple(file.where for file in ignored))


def bytes_to_read(paths: Sequence[Path]) -> int:
    """Return the size of what an import will read, for a progress bar."""
    return sum(file.size for _, group in _recognised(source_files(list(paths)))[0] for file in group)


def _read_once(drafts: Sequence[Draft]) -> tuple[list[Draft], list[SourceFile]]:
    """Return the drafts without those of workbooks whose release was read from a text, and their files."""
    made = [(draft, (draft.kind, draft.label, draft.effective_from, draft.effective_to)) for draft in drafts]
    of_text = {key for draft, key in made if not all(map(_of_workbook, draft.files))}
    kept: list[Draft] = []
    files: list[SourceFile] = []
    for draft, key in made:
        if key in of_text and all(map(_of_workbook, draft.files)):
            files.extend(draft.files)
        else:
            kept.append(draft)
    return kept, files


def _without_relabelled(drafts: list[Draft], known: Sequence[Release | StarterTable]) -> list[Draft]:
    """Refuse a table whose bytes are known as another year's, quarter's or provider's.

    Some official files say in their name alone what they are (anesthesia factors, NCCI edits): of one
    that was renamed nothing else tells. Who gives the days (``--from``) is believed. Of an excerpt it is
    a remark: few rows may well be the same in two quarters, or for two kinds of providers.
    """
    made = {(draft.kind, draft.effective_from, draft.effective_to) for draft in drafts}
    others = {
        one.sha256: one for one in known if (one.kind, one.effective_from, one.effective_to) not in made
    }
    kept = []
    for draft in drafts:
        other = others.get(_digest(draft))
        if other is not None and draft.problems:
            same = f"The very same file is known as {other.label}: one of the two may be mislabelled."
            draft = replace(draft, remarks=[*draft.remarks, same])
        elif other is not None:
            raise UnreadableFile(
                f"this would be {draft.label}, and the very same file is known as {other.label}.",
                where=draft.files[0].where,
                fix="One of the two is mislabelled: fetch it again, or say --from DATE.",
            )
        kept.append(draft)
    return kept


def _beside_its_neighbours(draft: Draft, loaded: Sequence[Release], store: Path) -> Draft:
    """Doubt a table that has lost a tenth of the rows of the same one of another time.

    A file that was cut between two lines is whole in every line: what it lacks shows only beside
    a neighbour. A table that is there already was judged when it came.
    """
    if _is_there(draft, store):
        return draft
    rows = _rows(draft.counts)
    alike = [
        one
        for one in loaded
        if one.kind == draft.kind
        and one.completeness == "complete"
        and not one.stand_in
        and _NUMBERS.sub("", one.label) == _NUMBERS.sub("", draft.label)
    ]
    if not alike:
        return draft
    nearest = min(alike, key=lambda one: abs((one.effective_from - draft.effective_from).days))
    if rows >= _rows(nearest.counts) * _KEPT:
        return draft
    there = f"{nearest.label} has {_rows(nearest.counts):,}"
    problem = f"{rows:,} rows, where {there}: the file may have been cut short."
    return replace(draft, problems=[*draft.problems, problem])


def _is_there(draft: Draft, store: Path) -> bool:
    """Return whether this very table is in the store: it was judged when it came."""
    return (store / _name(draft)).is_dir()


def _doubted(draft: Draft) -> Draft:
    return replace(draft, problems=[*draft.problems, *doubts(draft)])


def _rows(counts: Mapping[str, int]) -> int:
    return counts.get("rows", next(iter(counts.values()), 0))


def _recognised(
    files: Sequence[SourceFile],
) -> tuple[list[tuple[Importer, list[SourceFile]]], list[SourceFile]]:
    groups: dict[str, tuple[Importer, list[SourceFile]]] = {}
    ignored = []
    for file in files:
        found = _importers_of(file)
        if not found:
            ignored.append(file)
        for importer, readable in found:
            groups.setdefault(importer.name, (importer, []))[1].append(readable)
    chosen = []
    for importer, group in groups.values():
        # A zip often holds one table as text and as a spreadsheet of the same name: the text is read.
        texts = {_stem(file) for file in group if not _of_workbook(file)}
        twice = [file for file in group if _of_workbook(file) and _stem(file) in texts]
        ignored.extend(twice)
        chosen.append((importer, [file for file in group if file not in twice]))
    return chosen, ignored


def _importers_of(file: SourceFile) -> list[tuple[Importer, SourceFile]]:
    """Return who reads a file, and as what: itself, or each sheet of it that is a table, as text."""
    if not file.size or file.suffix in _PROSE:
        return []
    for importer in IMPORTERS:
        if importer.recognise(file):
            return [(importer, file)]
    found: dict[int, tuple[Importer, SourceFile]] = {}
    for sheet in worksheets(file) if file.is_zip and file.suffix in _WORKBOOKS else ():
        for importer in IMPORTERS:
            if sheet.number not in found and importer.recognise(sheet):
                found[sheet.number] = (importer, sheet)
    return list(found.values())


def _stem(file: SourceFile) -> str:
    return "".join(one for one in PurePath(file.name).stem.lower() if one.isalnum())


def _of_workbook(file: SourceFile) -> bool:
    return file.is_zip or isinstance(file, Worksheet)


def _counted(drafts: Sequence[Draft], stated: int) -> Draft:
    """Return the one draft, checked against the record count that its publisher states."""
    if len(drafts) != 1:
        raise InvalidValue(
            "a count of records is for one table, and these files hold several.",
            fix="Import the files of that table alone.",
        )
    (draft,) = drafts
    read = _rows(draft.counts)
    if read == stated:
        return replace(
            draft, remarks=[*draft.remarks, f"The publisher states {stated:,} records, and all are here."]
        )
    problem = f"{read:,} records, where the publisher states {stated:,}."
    return replace(draft, problems=[*draft.problems, problem])


def _name(draft: Draft) -> str:
    """Return the name of a release's directory: the same files make the same one."""
    slug = _SLUG.sub("-", draft.label.lower()).strip("-")
    days = f"{draft.effective_from:%Y%m%d}-{draft.effective_to:%Y%m%d}"
    return f"{draft.kind}/{slug}-{days}-{_digest(draft)[:12]}-v{_FORMAT}"


def _digest(draft: Draft) -> str:
    digests = sorted(file.sha256 for file in draft.files)
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def _build(draft: Draft, imported_at: datetime | None) -> Build:
    names = [file.name for file in draft.files]
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""

    def build(place: Path) -> Release:
        draft.write(place)
        return Release(
            kind=draft.kind,
            label=draft.label,
            effective_from=draft.effective_from,
            effective_to=draft.effective_to,
            sha256=_digest(draft),
            source=", ".join(names[:_MOST_NAMES]) + more,
            counts=dict(draft.counts),
            completeness="partial" if draft.problems else "complete",
            imported_at=imported_at,
            remarks=(*draft.problems, *draft.remarks),
            without_notes=draft.without_notes,
        )

    return build
