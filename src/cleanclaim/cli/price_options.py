"""What ``price`` and ``contract`` are told alike: the reference store, and values by name."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    pass


def name_values(given: tuple[str, ...]) -> dict[str, str]:
    """Return ``NAME=VALUE`` options as a mapping; raises ``BadParameter`` for anything else."""
    found = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise click.BadParameter(f"{text!r} is not NAME=VALUE.", param_hint="--given")
        found[name.strip()] = value.strip()
    return found
