"""A payer and clearinghouse to practise against: 837P → TA1, 999, 277CA, 835.

It reads our files from segments, by itself, so that it can catch our mistakes. All its payers,
plans and amounts are invented. See ``docs/algorithms/adjudication.md``.
"""

from cleanclaim.simulator.answers import AnswerFile, Answers
from cleanclaim.simulator.delays import AT_ONCE, UNHURRIED, Delays
from cleanclaim.simulator.mailbox import deliver, has_received, run_mailbox
from cleanclaim.simulator.memory import Memory
from cleanclaim.simulator.payer import Payer, built_in_payer

__all__ = [
    "AT_ONCE",
    "UNHURRIED",
    "AnswerFile",
    "Answers",
    "Delays",
    "Memory",
    "Payer",
    "built_in_payer",
    "deliver",
    "has_received",
    "run_mailbox",
]
