"""The note with the words that led to codes highlighted, the codes beside their lines, the reasons below."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanclaim.coding import CodingResult

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_STYLE = {True: "bold green", False: "yellow"}


def visible(text: str) -> str:
    """Return a text of which no character can steer a terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def draw_explained(result: "CodingResult", text: str) -> None:
    """Print a note with its codes: green what is proposed, yellow what is only found."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    table = Table(show_edge=False, show_header=False, pad_edge=False, box=None)
    table.add_column("note", ratio=3, overflow="fold")
    table.add_column("codes", ratio=1, overflow="fold")
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        shown = Text(visible(line.rstrip("\r\n")))
        beside = Text()
        for one in result.suggestions:
            for piece in one.evidence:
                if piece.start < end and piece.end > start:
                    first, last = max(piece.start - start, 0), min(piece.end - start, len(line))
                    shown.stylize(_STYLE[one.selected], first, last)
            if any(start <= piece.start < end for piece in one.evidence[:1]):
                beside.append(f"{one.code} ", _STYLE[one.selected])
        table.add_row(shown, beside)
        start = end
    console.print(f"\n[bold]{visible(result.id)}[/bold]  {result.setting}, {result.date_of_service}\n")
    console.print(table)
    console.print()
    for one in result.suggestions:
        how = f"{one.role}, {one.decision}" if one.selected else "found, not proposed"
        console.print(Text(f"{one.code}  {how}, {one.confidence:.0%}", _STYLE[one.selected]))
        for reason in one.why:
            console.print(Text(f"    {visible(reason)}"))
    for left_out in result.not_coded:
        name = left_out.code or "-"
        console.print(Text(f"not {name}: {visible(left_out.reason)}", "dim"))
