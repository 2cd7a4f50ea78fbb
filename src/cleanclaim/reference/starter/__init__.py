"""The starter pack: facts of some common codes that ship, so that nothing has to be imported to begin.

It is no production release. Each table holds a part of one official file, is dated as that file
is, and stands back for any release of its kind that was imported. ``data/starter`` holds one CSV
file a table; ``releases.csv`` says where each came from; ``build`` makes them from the official
files, row by row, with the number of the row.
"""

from cleanclaim.reference.starter.releases import (
    STARTER_TABLES,
    StarterTable,
    compile_starter,
    starter_names,
    starter_rows,
)

__all__ = ["STARTER_TABLES", "StarterTable", "compile_starter", "starter_names", "starter_rows"]
