"""Level 4: what a guide asks for in some situations only, judged block by block."""

from collections.abc import Iterator

from cleanclaim.x12.blocks import Block, Placed
from cleanclaim.x12.guides.model import Guide
from cleanclaim.x12.problems import Flaw


def judge(guide: Guide, block: Block) -> Iterator[tuple[Flaw, Placed]]:  # noqa: ARG001
    """Yield what a block that has closed lacks, each with the segment to report it at."""
    yield from ()
