"""What ``price`` and ``contract`` are told alike: the reference store, and values by name."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.paths import data_directory

if TYPE_CHECKING:
    from cleanclaim.codesets import Store


def name_values(given: tuple[str, ...]) -> dict[str, str]:
    """Return ``NAME=VALUE`` options as a mapping; raises ``BadParameter`` for anything else."""
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"{text!r} is not NAME=VALUE.", param_hint="--given")
        found[name.strip()] = value.strip()
    return found


def reference_store(reference: Path | None) -> "Store":
    """Return the store in a directory, else the one of the data directory."""
    from cleanclaim.codesets import open_store
    from cleanclaim.primitives import UnreadableFile
    from cleanclaim.reference import ensure_store

    if reference is None:
        return ensure_store(data_directory() / "reference")
    if not reference.is_dir():
        raise UnreadableFile(
            "there is no such reference store.", where=str(reference), fix="Make it with reference import."
        )
    return open_store(reference)
