"""MS-DRG Definitions Manual as text: appendix A (groups), C (CC, MCC, exclusions), G and H (their lists).

Appendix A and the file of appendices F to J were read from the real version 40; appendix C only
from invented lines in the layout that others read.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

import msgspec

from cleanclaim.codesets import drg_definitions as kinds
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, fiscal_year
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import broken, days, undated

_GROUPS = re.compile(r"Appendix A List of MS-DRGs Version (\d{2})\.(\d)")
_EXCLUSIONS = re.compile(r"I10 Dx\s+Lev\s+PDX Exclusions")
_LISTS = "Appendix F Unrelated Operating Room Procedures"
_GROUP = re.compile(r"(\d{3}) (\d{2}|  )  ([PM ])  (\S.*)")
_LEVEL = re.compile(r"\s*([A-Z]\d[A-Z0-9]{1,5})\s+(MCC|CC)\s+(?:(\d{2})\s+)?(\d{4}):")
_COLLECTION = re.compile(r"PDX collection\s+(\d{4})", re.I)
_LISTED = re.compile(r"\s*([A-Z]\d[A-Z0-9]{1,5})(?:\s|$)")
_DRGS = re.compile(r"(?:MDC \d+ )?DRGs?\s+(\d{3})(?:-(\d{3}))?")
_VERSION = re.compile(r"v_?(\d{2})[._]?(\d)?(?!\d)", re.I)
_VERSION_YEAR = 1983  # version 40 is that of fiscal year 2023
_CC, _MCC = "CC", "MCC"


def _kind_of(file: SourceFile) -> str:
    start = "" if file.is_zip else file.start
    if _GROUPS.search(start[:2000]):
        return "A"
    if _EXCLUSIONS.search(start) and "Appendix C" in start:
        return "C"
    return "F" if _LISTS in start[:2000] else ""


@dataclass
class _Levels:
    """What appendices C, G and H say of diagnoses."""

    levels: dict[str, kinds.ComplicationLevel] = field(default_factory=dict)
    collections: dict[str, list[str]] = field(default_factory=dict)
    listed: dict[str, str] = field(default_factory=dict)
    alive_only: set[str] = field(default_factory=set)


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    by_kind: dict[str, SourceFile] = {}
    for file in files:
        kind = _kind_of(file)
        if kind in by_kind:
            raise UnreadableFile("an appendix of the definitions was given twice.", where=file.where)
        by_kind[kind] = file
    version, first, last = _dated(by_kind, files, asked)
    label = f"MS-DRG v{version}" if version else f"MS-DRG {first}"
    drafts = []
    if "A" in by_kind:
        drafts.append(_groups(by_kind["A"], label, first, last))
    if "C" in by_kind or "F" in by_kind:
        drafts.extend(_complications(by_kind, label, first, last))
    return drafts


def _dated(
    by_kind: dict[str, SourceFile], files: Sequence[SourceFile], asked: Asked
) -> tuple[str, date, date]:
    """Return version and days: appendix A states the version, else the name of the archive does."""
    said = _GROUPS.search(by_kind["A"].start) if "A" in by_kind else None
    archives = (PurePath(file.where.partition(": ")[0]).name for file in files)
    named = next((found for name in archives if (found := _VERSION.search(name))), None)
    if said is not None and named is not None and said[1] != named[1]:
        raise UnreadableFile(
            f"the name says version {named[1]}, the content {said[1]}.",
            where=files[0].where,
            fix="The file is mislabelled: fetch it again.",
        )
    found = said or named
    if found is None:
        if asked.effective_from is None:
            raise undated(files[0], "definition of MS-DRGs")
        october = asked.effective_from.year + (asked.effective_from.month > 9)
        return "", *days(asked, *fiscal_year(october))
    first, last = fiscal_year(_VERSION_YEAR + int(found[1]))
    if found[2] and found[2] != "0":
        first = date(last.year, 4, 1)
    return f"{found[1]}{'.' + found[2] if found[2] and found[2] != '0' else ''}", *days(asked, first, last)


def _groups(file: SourceFile, label: str, first: date, last: date) -> Draft:
    rows, started = Rows(), False
    for number, line in _lines(file):
        started = started or line.startswith("DRG MDC")
        found = _GROUP.fullmatch(line.rstrip()) if started else None
        if found is None:
            if started and line.strip() and not line.startswith("DRG MDC"):
                raise broken(file, number, "this is no group of appendix A")
            continue
        if found[1] in rows.by_key:
            raise broken(file, number, f"{found[1]} is there twice")
        title = found[4].strip()
        row = kinds.DRGDefinition(found[1], title, found[2].strip(), found[3].strip())
        rows.add(found[1], row, title)
    if not rows.by_key:
        raise UnreadableFile("there is no group in this appendix.", where=file.where)
    return Draft(
        kinds.DRG_DEFINITION.name,
        f"{label} groups",
        first,
        last,
        [file],
        {"groups": len(rows.by_key)},
        rows.write,
        in_bounds("groups", len(rows.by_key), 700, 900),
    )


def _complications(by_kind: dict[str, SourceFile], label: str, first: date, last: date) -> list[Draft]:
    found, files = _Levels(), [by_kind[kind] for kind in ("C", "F") if kind in by_kind]
    if "C" in by_kind:
        _read_c(by_kind["C"], found)
    if "F" in by_kind:
        _read_lists(by_kind["F"], found)
    levels = found.levels or {
        code: kinds.ComplicationLevel(code, level, "", code in found.alive_only)
        for code, level in found.listed.items()
    }
    if not levels:
        raise UnreadableFile("there is no CC or MCC in these appendices.", where=files[0].where)
    rows = Rows()
    for code, row in levels.items():
        rows.add(code, row)
    counts = {level: sum(1 for row in levels.values() if row.level == level) for level in (_CC, _MCC)}
    differ = [
        code
        for code in sorted({*found.levels, *found.listed})
        if found.levels and found.listed and _level(found.levels.get(code)) != found.listed.get(code, "")
    ]
    lacking = sorted({row.collection for row in levels.values() if row.collection} - set(found.collections))
    drafts = [
        Draft(
            kinds.CC_LEVEL.name,
            f"{label} CC and MCC",
            first,
            last,
            files,
            counts,
            rows.write,
            [
                *in_bounds("CC", counts[_CC], 13_000, 18_000),
                *in_bounds("MCC", counts[_MCC], 2_800, 4_500),
                *told("Appendix C and the lists of G and H differ", differ),
            ],
            [] if "C" in by_kind else ["Without appendix C: beside which principal diagnoses is not known."],
        )
    ]
    if "C" in by_kind:
        exclusions = Rows()
        for number, codes in found.collections.items():
            exclusions.add(number, kinds.ExclusionCollection(number, tuple(sorted(set(codes)))))
        if not exclusions.by_key:
            raise UnreadableFile("there is no exclusion list in this appendix.", where=by_kind["C"].where)
        drafts.append(
            Draft(
                kinds.CC_EXCLUSION.name,
                f"{label} CC exclusions",
                first,
                last,
                [by_kind["C"]],
                {"collections": len(found.collections), "codes": sum(map(len, found.collections.values()))},
                exclusions.write,
                [
                    *in_bounds("collections", len(found.collections), 800, 3_000),
                    *told("Collections that are named and not listed", lacking),
                ],
            )
        )
    return drafts


def _level(row: kinds.ComplicationLevel | None) -> str:
    return row.level if row is not None else ""


def _read_c(file: SourceFile, found: _Levels) -> None:
    part, collection, drgs = "", "", list[str]()
    excluded: dict[str, list[str]] = {}
    for number, line in _lines(file):
        text = line.strip()
        if _EXCLUSIONS.search(line):
            part = "levels"
        elif text.startswith("Appendix C Part 2"):
            part = "alive"
        elif text.startswith(("Appendix C Part 3", "Secondary Diagnosis CC/MCC Severity")):
            part = "drgs"
        elif (begins := _COLLECTION.search(line)) is not None and part in ("levels", "collections"):
            part, collection = "collections", begins[1]
            if collection in found.collections:
                raise broken(file, number, f"collection {collection} is there twice")
            found.collections[collection] = []
        elif part == "levels" and text:
            row = _LEVEL.match(line)
            if row is None:
                raise broken(file, number, "this is no CC or MCC with its exclusions")
            if row[1] in found.levels:
                raise broken(file, number, f"{row[1]} is there twice")
            found.levels[row[1]] = kinds.ComplicationLevel(row[1], row[2], row[4], condition=row[3] or "")
        elif part == "drgs" and (span := _DRGS.match(text)) is not None:
            drgs = [f"{one:03}" for one in range(int(span[1]), int(span[2] or span[1]) + 1)]
        elif (code := _LISTED.match(line)) is not None:
            if part == "collections":
                found.collections[collection].append(code[1])
            elif part == "alive":
                found.alive_only.add(code[1])
            elif part == "drgs":
                excluded.setdefault(code[1], []).extend(drgs)
    for limited in (found.alive_only | set(excluded)) & set(found.levels):
        found.levels[limited] = msgspec.structs.replace(
            found.levels[limited],
            alive_only=limited in found.alive_only,
            excluded_drgs=tuple(sorted(set(excluded.get(limited, ())))),
        )


def _read_lists(file: SourceFile, found: _Levels) -> None:
    appendix = ""
    for _, line in _lines(file):
        begins = re.match(r"\|\s+Appendix ([F-J])\b", line)
        if begins is not None:
            appendix = begins[1]
        elif line.startswith("Appendix H Part 2"):
            appendix = "H2"
        elif appendix in ("G", "H", "H2") and (code := _LISTED.match(line)) is not None and line[:2] == "  ":
            if appendix == "H2":
                found.alive_only.add(code[1])
            found.listed[code[1]] = _CC if appendix == "G" else _MCC


def _lines(file: SourceFile) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(file.lines(), 1):
        yield number, line.decode("latin-1")


IMPORTER = Importer("MS-DRG definitions", lambda file: bool(_kind_of(file)), _read)
