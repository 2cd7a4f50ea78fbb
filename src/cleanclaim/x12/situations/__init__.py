"""Level 4: what a guide asks for in some situations, as data; judged one block at a time.

The rules lie in ``*.rules.txt``, their notation is told in ``notation.py`` and the generated list
in ``docs/algorithms/x12-situations.md``.
"""

from cleanclaim.x12.situations.catalogue import all_rules, situation
from cleanclaim.x12.situations.judging import judge
from cleanclaim.x12.situations.model import Situation

__all__ = ["Situation", "all_rules", "judge", "situation"]
