"""Short lists as the X12 validator asks for them, beside those of ``codesets.shipped_lists``.

ZIP codes by state: the first three digits in CMS's ZIP code to carrier locality file of October 2025,
with the armed forces' prefixes added. Countries: ISO 3166, from pyx12 4.0.0 (BSD), with what has come
since.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from cleanclaim.codesets import claim_lists
from cleanclaim.codesets.shipped_lists import shipped_codes

TAKEN = MappingProxyType({"zip_state": date(2025, 10, 1)})
"""When the lists that are here alone were taken: what is new after that is not in them."""

_COUNTRIES = """
AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM
FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT
JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN
MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT
PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL
TM TN TO TP TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT YU ZA ZM ZW
"""
_ENTITIES = """
03 13 17 1E 1G 1H 1I 1O 1P 1Q 1R 1S 1T 1U 1V 1W 1X 1Y 1Z 28 2A 2B 2D 2E 2I 2K 2P 2Q 2S 2Z 30 36 3A 3C 3D 3E
3F 3G 3H 3I 3J 3K 3L 3M 3N 3O 3P 3Q 3R 3S 3T 3U 3V 3W 3X 3Y 3Z 40 41 43 44 4A 4B 4C 4D 4E 4F 4G 4H 4I 4J 4L
4M 4N 4O 4P 4Q 4R 4S 4U 4V 4W 4X 4Y 4Z 5A 5B 5C 5D 5E 5F 5G 5H 5I 5J 5K 5L 5M 5N 5O 5P 5Q 5R 5S 5T 5U 5V 5W
5X 5Y 5Z 61 6A 6B 6C 6D 6E 6F 6G 6H 6I 6J 6K 6L 6M 6N 6O 6P 6Q 6R 6S 6U 6V 6W 6X 6Y 71 72 73 74 77 7C 80 82
84 85 87 95 AY CK CZ D2 DD DJ DK DN DO DQ E1 E2 E7 E9 FA FD FE G0 G3 GB GD GI GJ GK GM GY HF HH HK I3 IJ IL
IN LI LR MR MSC OB OD OX P0 P2 P3 P4 P6 P7 PR PRP PT PV PW QA QB QC QD QE QH QK QL QN QO QS QV QY RC RW S4
SEP SJ SU T4 TL TQ TT TTP TU UH X3 X4 X5 ZZ
"""
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


def _prefixes() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for line in _ZIPS.split("\n"):
        state, _, runs = line.partition(" ")
        for run in runs.split():
            first, _, last = run.partition("-")
            for number in range(int(first), int(last or first) + 1):
                found.setdefault(f"{number:03d}", set()).add(state)
    return MappingProxyType({prefix: frozenset(states) for prefix, states in found.items()})


STATES = shipped_codes(claim_lists.STATE)
"""The states, the District of Columbia, territories and the armed forces' three, in two letters."""
COUNTRIES = frozenset(_COUNTRIES.split())
ENTITIES = frozenset(_ENTITIES.split())
"""Whom a claim status is about (STC01-3), as pyx12 4.0.0 (BSD) has them: some may have come since."""
STATES_OF_ZIP_PREFIX = _prefixes()
