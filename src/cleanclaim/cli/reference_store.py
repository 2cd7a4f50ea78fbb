"""The reference store that a command looks codes up in: ``--reference DIR``, else the data directory's."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.paths import data_directory

if TYPE_CHECKING:
    from cleanclaim.codesets import Store


def reference_store(directory: Path | None) -> "Store":
    """Return the store of a directory with what ships behind it, or the one of the data directory.

    What other releases the data directory holds is not seen beside a store that was named. Raises
    ``UnreadableFile`` when there is no such directory; one with other things than releases is told.
    """
    from cleanclaim.primitives import UnreadableFile
    from cleanclaim.reference import ensure_store, store_beside_shipped

    own = data_directory() / "reference"
    if directory is None:
        return ensure_store(own)
    if not directory.is_dir():
        raise UnreadableFile(
            "there is no such reference store.", where=str(directory), fix="Make it with reference import."
        )
    if not any(directory.glob("*/*/release.json")) and any(directory.iterdir()):
        click.echo(
            f"{directory}: there is no imported release in this directory; only what ships is used. "
            "Make a store of official files: cleanclaim reference import FILE --store DIR.",
            err=True,
        )
    return store_beside_shipped(directory, own)
