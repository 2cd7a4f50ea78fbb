"""The lines about a facility's stay that ``cleanclaim code`` prints beside its codes."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanclaim.coding import CodingResult


_CHARACTER = re.compile(r"[3-7] [^:]+: \S (?P<meaning>.+?)(?: \([^()]*\))?$", re.DOTALL)


def procedure_title(why: Sequence[str]) -> str:
    """Return what the characters of an ICD-10-PCS code mean, from its reasons; nothing for other codes."""
    meanings = [found["meaning"] for line in why if (found := _CHARACTER.match(line))]
    return ", ".join(one for one in meanings if not one.startswith("No "))


def stay_lines(result: "CodingResult") -> Iterator[str]:
    """Yield what a stay shows: present on admission, MS-DRG with and without each secondary diagnosis."""
    from cleanclaim.coding.values import Stay

    stay = result.stay
    if not isinstance(stay, Stay):
        return
    indicators = [f"{one.code} {one.poa}" for one in result.suggestions if one.selected and one.poa]
    yield f"Principal diagnosis {stay.principal}; present on admission: {', '.join(indicators)}"
    if stay.drg:
        yield f"MS-DRG {stay.drg} ({stay.drg_version}; {stay.grouper})"
    for effect in stay.effects:
        level = "level not checked" if effect.level is None else effect.level or "neither CC nor MCC"
        yield f"  {effect.code}: {level}; without it MS-DRG {effect.drg_without}"
    for note in stay.notes:
        yield f"  {note}"
