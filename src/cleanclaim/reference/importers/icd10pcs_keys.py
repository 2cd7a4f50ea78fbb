"""ICD-10-PCS definitions with the body part key, device key and device aggregation in them.

As CMS publishes them (XML); the two keys and the aggregation also as JSON. That form is not an
official one: others made it of the published keys, and it says when it was made, not for which
fiscal year. It is therefore always partial.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import msgspec

from cleanclaim.codesets.icd10pcs import (
    ICD10PCS_AGGREGATION,
    ICD10PCS_BODY_PART,
    ICD10PCS_DEFINITIONS,
    ICD10PCS_DEVICE,
    PCSAggregation,
    PCSDefinition,
    PCSSynonym,
    pcs_key,
)
from cleanclaim.codesets.kinds import Kind
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows, fiscal_year
from cleanclaim.reference.fiscal import icd10_days
from cleanclaim.reference.index_text import spaced
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import undated
from cleanclaim.reference.xml_file import version_of, xml_root

# FY 2025: 930 groups of terms; 1,106 names of body parts; 362 names of devices (407 in the JSON); 60 devices.
_EXPECTED: dict[str, tuple[str, tuple[int, int], tuple[str, ...]]] = {
    ICD10PCS_DEFINITIONS.name: ("definitions", (800, 1_300), ("EXCISION", "RESECTION", "OPEN")),
    ICD10PCS_BODY_PART.name: ("names", (1_000, 1_400), ("ACHILLES TENDON", "HALLUX")),
    ICD10PCS_DEVICE.name: ("names", (300, 600), ("ACETABULAR CUP",)),
    ICD10PCS_AGGREGATION.name: ("devices", (50, 120), ("CARDIAC LEAD, PACEMAKER",)),
}
_JSON_NAME = re.compile(r'\s*\{\s*"name"\s*:\s*"ICD-10-PCS (Body Part Key|Device Key|Device Aggregation)')
_KEYS = {"Body Part Key": ICD10PCS_BODY_PART, "Device Key": ICD10PCS_DEVICE}
_JSON_REMARK = (
    "Read from a JSON that others made of the key on {day}; it does not say of which fiscal year: the one of "
    "that day is taken."
)


class _KeyJSON(msgspec.Struct):
    name: str
    version: date
    count_terms: int
    data: dict[str, list[str]]


class _Record(msgspec.Struct):
    specific_device: str
    operation: str
    body_systems: list[str]
    general_device: str


class _AggregationJSON(msgspec.Struct):
    name: str
    version: date
    count_records: int
    records: list[_Record]


def _recognise_xml(file: SourceFile) -> bool:
    return "<ICD10PCS.definitions" in file.start[:4000]


def _recognise_json(file: SourceFile) -> bool:
    return _JSON_NAME.match(file.start) is not None


def _read_xml(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [draft for file in files for draft in _xml_drafts(file, asked)]


def _xml_drafts(file: SourceFile, asked: Asked) -> Iterator[Draft]:
    root = xml_root(file, "ICD10PCS.definitions")
    said = version_of(file)
    definitions, body, devices, aggregation = Rows(), Rows(), Rows(), Rows()
    untitled: list[str] = []
    for section in root.iterfind("section"):
        for axis in section.iterfind("axis"):
            for terms in axis.iterfind("terms"):
                row = _definition(section, axis, terms)
                if not row.titles:
                    untitled.append(f"{row.section} {row.axis}")
                for title in row.titles:
                    definitions.add(pcs_key(title), row)
                # The names of body parts and devices are those of the keys (sections 0 and X).
                for target, title in ((body, "Body Part"), (devices, "Device")):
                    if row.axis == title:
                        for name in row.examples:
                            _add_synonym(target, name, row.titles)
    for one in root.iterfind("deviceAggregation/aggregate"):
        parent = one.find("parent")
        if parent is not None:
            device = spaced(one.findtext("device") or "")
            aggregation.add(
                pcs_key(device),
                PCSAggregation(
                    device=device,
                    operation=spaced(one.findtext("operation") or ""),
                    body_systems=tuple(spaced(system.text or "") for system in one.iterfind("bodySys")),
                    general=spaced(parent.text or ""),
                    value=parent.get("value", ""),
                ),
            )
    if not definitions.by_key:
        raise UnreadableFile("there is no definition in this file.", where=file.where, fix="Fetch it again.")
    more = told("Definitions without a title", untitled)
    for kind, rows in (
        (ICD10PCS_DEFINITIONS, definitions),
        (ICD10PCS_BODY_PART, body),
        (ICD10PCS_DEVICE, devices),
        (ICD10PCS_AGGREGATION, aggregation),
    ):
        yield _draft(kind, rows, file, icd10_days(file, asked, kind.title, "file", said=said), more)


def _definition(section: ET.Element, axis: ET.Element, terms: ET.Element) -> PCSDefinition:
    position = axis.get("pos", "")
    return PCSDefinition(
        section=section.get("code", ""),
        position=int(position) if position.isascii() and position.isdigit() else 0,
        axis=spaced(axis.findtext("title") or ""),
        titles=tuple(text for one in terms.iterfind("title") if (text := spaced(one.text or ""))),
        definition=spaced(terms.findtext("definition") or ""),
        explanation=spaced(terms.findtext("explanation") or ""),
        examples=tuple(text for one in terms.iterfind("includes") if (text := spaced(one.text or ""))),
    )


def _add_synonym(rows: Rows, name: str, values: Sequence[str]) -> None:
    """Add values to a name: it may stand under several groups."""
    key = pcs_key(name)
    before = rows.by_key.get(key)
    known = before[0].values if before and isinstance(before[0], PCSSynonym) else ()
    rows.by_key[key] = [PCSSynonym(name, tuple(dict.fromkeys((*known, *values))))]


def _read_json(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_json_draft(file, asked) for file in files]


def _json_draft(file: SourceFile, asked: Asked) -> Draft:
    rows = Rows()
    said = _JSON_NAME.match(file.start)
    name = said[1] if said else ""
    try:
        if name in _KEYS:
            kind: Kind[Any] = _KEYS[name]
            key = msgspec.json.decode(file.content(), type=_KeyJSON)
            made, stated = key.version, key.count_terms
            for synonym, values in key.data.items():
                _add_synonym(rows, synonym, values)
        else:
            kind = ICD10PCS_AGGREGATION
            table = msgspec.json.decode(file.content(), type=_AggregationJSON)
            made, stated = table.version, table.count_records
            for one in table.records:
                rows.add(
                    pcs_key(one.specific_device),
                    PCSAggregation(
                        one.specific_device, one.operation, tuple(one.body_systems), one.general_device
                    ),
                )
    except (msgspec.MsgspecError, ValueError) as error:
        raise UnreadableFile(f"this key cannot be read: {error}.", where=file.where) from None
    if not rows.by_key:
        raise UnreadableFile("there is nothing in this key.", where=file.where)
    if not 2016 <= made.year <= 2100:
        raise undated(file, name)
    year = made.year + (made.month >= 10)
    first, last = fiscal_year(year)
    counted = [] if rows.count == stated else [f"{rows.count:,} {name} rows, where it states {stated:,}."]
    label = f"{kind.title} FY{year} (JSON of {made})"
    dated = asked.effective_from or first, asked.effective_to or last, label
    return _draft(kind, rows, file, dated, [_JSON_REMARK.format(day=made), *counted], derived=True)


def _draft(
    kind: Kind[Any],
    rows: Rows,
    file: SourceFile,
    dated: tuple[date, date, str],
    problems: list[str],
    *,
    derived: bool = False,
) -> Draft:
    what, bounds, canaries = _EXPECTED[kind.name]
    return Draft(
        kind=kind.name,
        label=dated[2],
        effective_from=dated[0],
        effective_to=dated[1],
        files=[file],
        counts={what: rows.count},
        write=rows.write,
        problems=[
            *problems,
            *in_bounds(what, rows.count, *bounds),
            *has_canaries(rows.by_key, canaries),
        ],
        without_notes=derived,
    )


IMPORTERS: tuple[Importer, ...] = (
    Importer("ICD-10-PCS definitions and keys", _recognise_xml, _read_xml),
    Importer("ICD-10-PCS keys (JSON)", _recognise_json, _read_json),
)
