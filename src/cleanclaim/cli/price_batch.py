"""Rows of a batch that are priced together: those of one claim, one after the other."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from cleanclaim.cli.price_rows import BatchRow, Progress, read_rows
from cleanclaim.pricing import Service


def groups_of(path: Path, defaults: Service, progress: Progress | None = None) -> Iterator[list[BatchRow]]:
    """Yield the rows in groups, in the order of the file; a row without claim is a group of its own.

    A claim whose rows do not stand together is a problem of those that come later: they would be
    priced without the others.
    """
    waiting: list[BatchRow] = []
    ended: set[str] = set()
    for row in read_rows(path, defaults, progress):
        claim = row.service.claim
        if waiting and waiting[0].service.claim != claim:
            ended.add(waiting[0].service.claim)
            yield waiting
            waiting = []
        if not claim:
            yield [row]
        elif claim in ended:
            problem = f"line {row.line}: the rows of claim {claim} do not stand together."
            yield [row if row.problem else msgspec.structs.replace(row, problem=problem)]
        else:
            waiting.append(row)
    if waiting:
        yield waiting
