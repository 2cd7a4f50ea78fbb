"""A payer and clearinghouse to practise against: 837 → TA1, 999, 277CA, 835; 276 → 277; 270 → 271.

It reads our files from segments, by itself, so that it can catch our mistakes. All its payers,
plans and amounts are invented. See ``docs/algorithms/adjudication.md``.
"""

from cleanclaim.simulator.answers import AnswerFile, Answers
from cleanclaim.simulator.appeals import Appeal
from cleanclaim.simulator.delays import AT_ONCE, UNHURRIED, Delays
from cleanclaim.simulator.house import PROFILES
from cleanclaim.simulator.mailbox import APPEAL, deliver, has_received, run_mailbox
from cleanclaim.simulator.memory import Memory
from cleanclaim.simulator.mistakes import NO_MISTAKES, USUAL, Mistakes, mistakes_named
from cleanclaim.simulator.payer import Payer, built_in_payer

__all__ = [
    "APPEAL",
    "AT_ONCE",
    "NO_MISTAKES",
    "PROFILES",
    "UNHURRIED",
    "USUAL",
    "AnswerFile",
    "Answers",
    "Appeal",
    "Delays",
    "Memory",
    "Mistakes",
    "Payer",
    "built_in_payer",
    "deliver",
    "has_received",
    "mistakes_named",
    "run_mailbox",
]
