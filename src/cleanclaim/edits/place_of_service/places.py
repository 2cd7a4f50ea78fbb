"""The place-of-service codes of the CMS set, and whether a code is one of them.

The numbers are public domain. They were read in the set as CMS publishes it with Blue Button
2.0 (CLM-POS-CD), less those that it calls unassigned; a test compares the two. The set gives
first days for some codes only, so the table has none: nearly all are older than any claim that
a payer would still take, and 27 and 66 are the newest.
"""

from typing import Final

PLACES: Final = frozenset(
    (
        *("01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "14", "15"),
        *("16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27"),
        *("31", "32", "33", "34", "41", "42", "49", "50", "51", "52", "53", "54", "55", "56", "57", "58"),
        *("60", "61", "62", "65", "66", "71", "72", "81", "99"),
    )
)
"""Every assigned place-of-service code."""
