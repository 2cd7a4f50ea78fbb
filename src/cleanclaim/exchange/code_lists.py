"""Short public code lists that ship: numbers and letters alone, each with the month it was taken.

Places of service: CMS's list (public domain). Adjustment reasons: the numbers, without their
texts, as CMS publishes them in its own systems, codes that have been ended included. ZIP codes
by state: the first three digits in CMS's ZIP code to carrier locality file of October 2025, with
the armed forces' prefixes added.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

TAKEN = MappingProxyType({"pos": date(2026, 8, 1), "carc": date(2026, 8, 1), "zip_state": date(2025, 10, 1)})
"""When each list was taken: what is new after that is not in it."""

_POS = "01-27 31-34 41-42 49-58 60-62 65-66 71-72 81 99"
_CARC = "1-308 A0-A8 B1-B23 D1-D23 P1-P32 W1-W9 Y1-Y3"
_ZIPS = """
AA 340
AE 090-098
AK 995-999
AL 350-352 354-369
AP 962-966
AR 716-729
AS 967
AZ 850-853 855-857 859-860 863-865
CA 900-908 910-928 930-961
CO 800-816
CT 060-069
DC 200 202-205 569 888
DE 197-199
FL 320-339 341-342 344 346-347 349
FM 969
GA 300-319 398-399
GU 969
HI 967-968
IA 500-516 520-528
ID 832-838
IL 600-620 622-629
IN 460-479
KS 660-662 664-679
KY 400-427
LA 700-701 703-708 710-714
MA 010-027 055
MD 205-212 214-219
ME 039-049
MH 969
MI 480-499
MN 550-551 553-567
MO 630-631 633-641 644-658 726
MP 969
MS 386-397
MT 590-599
NC 270-289
ND 580-588
NE 680-681 683-693
NH 002 030-038
NJ 070-089
NM 870-884
NV 889-891 893-895 897-898
NY 005 063 100-149
OH 430-459
OK 730-731 734-741 743-749
OR 970-979
PA 150-196
PR 006-007 009
PW 969
RI 028-029
SC 290-299
SD 570-577
TN 370-385
TX 733 739 750-770 772-799 885
UT 840-847
VA 003 201 205 220-246
VI 008
VT 050-054 056-059
WA 980-986 988-994
WI 530-532 534-535 537-549
WV 247-268
WY 820-831 834
"""


def _codes(text: str) -> Iterator[str]:
    """The codes of runs such as ``01-27`` and ``B1-B23``."""
    for part in text.split():
        first, _, last = part.partition("-")
        letter = first.rstrip("0123456789")
        width = len(first) if first.startswith("0") else 0
        for number in range(int(first[len(letter) :]), int((last or first)[len(letter) :]) + 1):
            yield f"{letter}{number:0{width}d}" if width else f"{letter}{number}"


def _prefixes() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _ZIPS.split("\n"):
        state, _, runs = line.partition(" ")
        for run in runs.split():
            first, _, last = run.partition("-")
            for number in range(int(first), int(last or first) + 1):
                found.setdefault(f"{number:03d}", set()).add(state)
    return MappingProxyType({prefix: frozenset(states) for prefix, states in found.items()})


PLACES_OF_SERVICE = frozenset(_codes(_POS))
ADJUSTMENT_REASONS = frozenset(_codes(_CARC))
STATES_OF_ZIP_PREFIX = _prefixes()
STATES = frozenset(state for states in STATES_OF_ZIP_PREFIX.values() for state in states)
"""The states, the District of Columbia, territories and the armed forces' three, in two letters."""
