"""Makes the data of the starter pack from the official files.

    python -m cleanclaim.reference.starter.build --from ../shared/reference

Reads what :mod:`cleanclaim.reference.starter.official` lists, keeps the rows of the codes in
``data/starter/codes.txt``, and writes ``data/starter``. No descriptor of the AMA or the ADA is
read into it: the importers' records have none.
"""

import argparse
import csv
import hashlib
import sys
from pathlib import Path

import msgspec

from cleanclaim.reference.starter.official import official_tables, wanted_codes
from cleanclaim.reference.starter.placed import OfficialTable
from cleanclaim.reference.starter.releases import DATA, StarterTable


def build(official: Path, out: Path = DATA) -> list[StarterTable]:
    """Write every table of the pack and their index; returns what the index says."""
    wanted = wanted_codes((out / "codes.txt").read_text(encoding="utf-8"))
    tables = []
    for table in official_tables(official, wanted):
        _write_rows(out / table.name, table)
        tables.append(
            StarterTable(
                file=table.name,
                kind=table.kind.name,
                label=table.label,
                effective_from=table.effective_from,
                effective_to=table.effective_to,
                completeness=table.completeness,
                sha256=hashlib.sha256(table.path.read_bytes()).hexdigest(),
                source=table.source,
                remark=table.remark,
            )
        )
    with (out / "releases.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(StarterTable.__struct_fields__)
        writer.writerows(_cells(table) for table in tables)
    return tables


def _write_rows(path: Path, table: OfficialTable) -> None:
    fields = msgspec.structs.fields(table.kind.record)
    by_list: dict[tuple[str, ...], list[str]] = {}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        if table.as_lists:
            # Long lists in which rows differ in their codes only: one line a list.
            code, *names = (field.name for field in fields)
            writer.writerow(["row", *names, "codes"])
            for place, row in table.rows:
                common = (place, *(_cell(getattr(row, name)) for name in names))
                by_list.setdefault(common, []).append(getattr(row, code))
            writer.writerows([*common, " ".join(codes)] for common, codes in by_list.items())
            return
        used = [
            field.name
            for field in fields
            if field.required or any(getattr(row, field.name) != field.default for _, row in table.rows)
        ]
        writer.writerow(["row", *used])
        writer.writerows([place, *(_cell(getattr(row, name)) for name in used)] for place, row in table.rows)


def _cells(row: msgspec.Struct) -> list[str]:
    return [_cell(getattr(row, name)) for name in row.__struct_fields__]


def _cell(value: object) -> str:
    if value is None or value is False:
        return ""
    return "true" if value is True else str(value)


def main() -> None:
    """Build the pack from the directory that is named."""
    parser = argparse.ArgumentParser(description="Make the starter pack from official files.")
    parser.add_argument("--from", dest="official", type=Path, required=True, help="where the files are")
    for table in build(parser.parse_args().official):
        sys.stdout.write(f"{table.file}: {table.label}\n")


if __name__ == "__main__":
    main()
