"""Short lists by number as the X12 validator asks for them without a store, with the days they were taken.

They are the lists that ship (:mod:`cleanclaim.codesets.shipped_lists`), and two that are here alone.
ZIP codes by state: the first three digits in CMS's ZIP code to carrier locality file of October 2025,
with the armed forces' prefixes added. Countries: ISO 3166, from pyx12 4.0.0 (BSD), with what has come
since.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from cleanclaim.codesets import claim_lists
from cleanclaim.codesets.code_lists import PLACE_OF_SERVICE
from cleanclaim.codesets.shipped_lists import shipped_codes, shipped_lists

TAKEN = MappingProxyType(
    {
        "pos": shipped_lists()[PLACE_OF_SERVICE.name].taken,
        "carc": shipped_lists()[claim_lists.ADJUSTMENT_REASON.name].taken,
        "zip_state": date(2025, 10, 1),
    }
)
"""When each list was taken: what is new after that is not in it."""

_COUNTRIES = """
AD AE AF AG AI AL AM AN AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY
BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM
FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT
JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN
MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT
PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL
TM TN TO TP TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT YU ZA ZM ZW
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


PLACES_OF_SERVICE = shipped_codes(PLACE_OF_SERVICE)
ADJUSTMENT_REASONS = shipped_codes(claim_lists.ADJUSTMENT_REASON)
REMARKS = shipped_codes(claim_lists.REMARK)
CLAIM_STATUSES = shipped_codes(claim_lists.CLAIM_STATUS)
CLAIM_STATUS_CATEGORIES = shipped_codes(claim_lists.CLAIM_STATUS_CATEGORY)
STATES = shipped_codes(claim_lists.STATE)
"""The states, the District of Columbia, territories and the armed forces' three, in two letters."""
COUNTRIES = frozenset(_COUNTRIES.split())
STATES_OF_ZIP_PREFIX = _prefixes()
