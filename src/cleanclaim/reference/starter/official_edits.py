"""What the starter pack takes of Medicare's edits: units, add-on codes, pairs, the code editor."""

import csv
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from cleanclaim.codesets import (
    ADD_ON,
    MCE,
    MUE_PRACTITIONER,
    PTP_PRACTITIONER,
    AddOnEdit,
    CodeEdit,
    PTPEdit,
    UnitLimit,
)
from cleanclaim.primitives import parse_ccyymmdd
from cleanclaim.reference.draft import fiscal_year, quarter
from cleanclaim.reference.starter.placed import OfficialTable, Placed, imported


def ncci_tables(official: Path, wanted: frozenset[str]) -> Iterator[OfficialTable]:
    """Yield units, add-on codes and pairs of the wanted procedures."""
    units = official / "ncci_mue"
    limits = [
        (f"entry {number}", _limit(entry))
        for number, entry in enumerate(json.loads((units / "mue_practitioner.json").read_text()), 1)
        if entry["code"] in wanted
    ]
    yield OfficialTable(
        "mue-practitioner-2026q2.csv",
        MUE_PRACTITIONER,
        f"Starter pack: NCCI MUE practitioner 2026 Q2, {len(limits):,} codes",
        *quarter(2026, 2),
        units / "mue_practitioner.json",
        limits,
        "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv (CMS), as mue_practitioner.json has it",
    )
    excerpt = units / "MCR_MUE_PractitionerServices_Eff_07-01-2026.excerpt.csv"
    yield OfficialTable(
        "mue-practitioner-2026q3.csv",
        MUE_PRACTITIONER,
        "Starter pack: NCCI MUE practitioner 2026 Q3, 5 codes",
        *quarter(2026, 3),
        excerpt,
        imported(MUE_PRACTITIONER, excerpt, lambda cells: (cells[0],)),
        "MCR_MUE_PractitionerServices_Eff_07-01-2026.csv (CMS), the lines at hand",
    )
    path = official / "ncci_aoc" / "ncci_aoc_edits.json"
    # All primary codes of an add-on code, or none: with some missing, good claims would look wrong.
    edits = [
        (f"entry {number}", _add_on(entry))
        for number, entry in enumerate(json.loads(path.read_text()), 1)
        if entry["code1"] in wanted
    ]
    yield OfficialTable(
        "add-on-2026q3.csv",
        ADD_ON,
        f"Starter pack: NCCI add-on codes 2026 Q3, {len({row.add_on for _, row in edits}):,} of them",
        min(row.effective_from for _, row in edits),
        quarter(2026, 3)[1],
        path,
        edits,
        "AOC_V2026Q3-F-MCR.txt (CMS), as ncci_aoc_edits.json has it",
        remark="Last days of the codes themselves are not in it; those of the edits are.",
    )
    pairs = official / "ncci_ptp" / "ccipra-v322r0-f1.excerpt.txt"
    rows = list(_pairs(pairs))
    yield OfficialTable(
        "ptp-practitioner-2026q3.csv",
        PTP_PRACTITIONER,
        f"Starter pack: NCCI PTP practitioner v32.2, {len(rows)} pairs",
        date(1996, 1, 1),
        quarter(2026, 3)[1],
        pairs,
        rows,
        "ccipra-v322r0-f1.txt (CMS), the lines at hand",
    )


def code_editor_tables(place: Path) -> Iterator[OfficialTable]:
    """Yield the lists of the Medicare Code Editor."""
    v37 = place / "MCE_Simple_Code_Edits_v37.txt"
    with v37.open(encoding="latin-1", newline="") as file:
        lines = csv.DictReader(file, delimiter="\t")
        rows = [
            (f"{line['MCE_Section']} {line['MCE_Subsection']}".strip(" _"), _of_v37(line)) for line in lines
        ]
    yield OfficialTable(
        "mce-v37.csv",
        MCE,
        "Starter pack: Medicare Code Editor v37",
        *fiscal_year(2020),
        v37,
        rows,
        "Definitions of Medicare Code Edits v37 (CMS), as MCE_Simple_Code_Edits_v37.txt has it",
        remark="An old version, which answers for fiscal year 2020 alone. Sex conflicts ended on 2024-10-01.",
        as_lists=True,
    )
    path = place / "mce_edits.json"
    lists = json.loads(path.read_text())["codes"]
    named = {
        "age_newborn": (4, "A", "Newborn_Only"),
        "age_pediatric": (4, "B", "Pediatric_Only"),
        "age_maternity": (4, "C", "Maternity_Only"),
        "age_adult": (4, "D", "Adult_Only"),
        "manifestation_not_pdx": (6, "", "Principal_Manifestation"),
        "unacceptable_pdx": (9, "", "Principal_Unacceptable"),
    }
    yield OfficialTable(
        "mce-v43.csv",
        MCE,
        "Starter pack: Medicare Code Editor v43.1, ages, manifestations, unacceptable principals",
        *fiscal_year(2026),
        path,
        [
            (name, CodeEdit(entry["code"], *place_of))
            for name, place_of in named.items()
            for entry in lists[name]
        ],
        "Definitions of Medicare Code Edits v43.1 (CMS), as mce_edits.json has it (2026-07-11)",
        remark="It has sections 4, 6 and 9 alone: of the others nothing is checked.",
        as_lists=True,
    )


def _of_v37(line: Mapping[str, str]) -> CodeEdit:
    letter = line["MCE_Subsection"].strip("_ ")
    return CodeEdit(line["ICD_Code"], int(line["MCE_Section"]), letter, line["MCE_Edit_Type"])


def _limit(entry: Mapping[str, Any]) -> UnitLimit:
    adjudication, _, rationale = entry["description"].partition("|")
    return UnitLimit(entry["code"], int(entry["mue_value"]), int(adjudication[0]), rationale)


def _add_on(entry: Mapping[str, str]) -> AddOnEdit:
    return AddOnEdit(
        effective_from=date.fromisoformat(entry["effective_date"]),
        effective_to=date.fromisoformat(entry["end_date"]) if entry["end_date"] else None,
        add_on=entry["code1"],
        primary=entry["code2"],
        edit_type=int(entry["modifier"]),
    )


def _pairs(path: Path) -> Iterator[Placed]:
    for number, line in enumerate(path.read_text(encoding="latin-1").splitlines(), 1):
        cells = line.split("\t")
        if len(cells) == 7 and len(cells[0]) == len(cells[1]) == 5 and cells[3].isdigit():
            yield (
                f"line {number}",
                PTPEdit(
                    column1=cells[0],
                    column2=cells[1],
                    before_1996=bool(cells[2].strip()),
                    effective_from=parse_ccyymmdd(cells[3]),
                    effective_to=None if cells[4] == "*" else parse_ccyymmdd(cells[4]),
                    modifier_indicator=int(cells[5]),
                    rationale=cells[6],
                ),
            )
