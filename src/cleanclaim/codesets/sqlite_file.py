"""A release's SQLite file: read-only, memory-mapped, opened on the first question, once a process."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from cleanclaim.codesets.releases import damaged_table

_MMAP_BYTES = 64 * 1024 * 1024


class SQLiteFile:
    """One file, safe to share between threads and forks."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = None
        self._opened_by = 0

    def rows(self, query: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query; raises ``ConfigurationError`` when the file is damaged.

        The driver gives untyped rows; each caller knows what its query selects.
        """
        try:
            if self._connection is None or self._opened_by != os.getpid():
                # SQLite connections may not be carried over a fork: each process opens its own.
                self._connection = sqlite3.connect(
                    f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
                )
                self._connection.execute(f"PRAGMA mmap_size = {_MMAP_BYTES}")
                self._opened_by = os.getpid()
            return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise damaged_table(self.path, str(error)) from None
