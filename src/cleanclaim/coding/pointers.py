"""Which diagnoses a service was rendered for: pointers to the selected diagnoses, at most four."""

import re
from collections.abc import Sequence

from cleanclaim.coding.procedures.values import Performed
from cleanclaim.coding.reading import Reading
from cleanclaim.coding.values import Suggestion

_MOST = 4

# family or code of a service, and the first characters of the diagnoses for which it is usual
_USUAL: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"vaccination"), re.compile(r"Z23")),
    (re.compile(r"wound repair"), re.compile(r"S\d[01]")),
    (re.compile(r"destruction"), re.compile(r"L57|B07|L82|A63|B08|C44|L85")),
    (
        re.compile(r"excision|shaving|biopsy of the skin|malignant"),
        re.compile(r"C4[34]|D2[23]|D48|D49|L72|L82|L98|D17"),
    ),
    (re.compile(r"tags"), re.compile(r"L91")),
    (re.compile(r"trigger point"), re.compile(r"M79|M62|M54")),
    (re.compile(r"injection of a joint"), re.compile(r"M[0-27]|S[4-8]|G56")),
    (re.compile(r"fracture|splint"), re.compile(r"S|M84")),
    (re.compile(r"electrocardiogram"), re.compile(r"R00|R07|R55|I|R06|Z01")),
    (
        re.compile(r"^(?:strep|flu test|covid test|flu and covid|rsv test|mono)$"),
        re.compile(r"J|R05|R50|R07|B|U07|Z20"),
    ),
    (re.compile(r"nebulizer|spirometry"), re.compile(r"J|R06|R05")),
    (re.compile(r"cerumen"), re.compile(r"H61")),
    (re.compile(r"endoscopy of the digestive"), re.compile(r"Z12|K|D12|R19|Z86|Z80|R1|D50")),
    (re.compile(r"iud|implant"), re.compile(r"Z30|Z97")),
    (re.compile(r"urine|bladder|residual"), re.compile(r"N|R3|O")),
    (re.compile(r"a1c|glucose"), re.compile(r"E0|E1|R73")),
    (re.compile(r"inr"), re.compile(r"Z79|I48|D68|I82|Z51")),
    (re.compile(r"drainage"), re.compile(r"L0|K61|N75|J36")),
    (re.compile(r"nails"), re.compile(r"B35|L60|S")),
    (re.compile(r"foreign body"), re.compile(r"T1|S|Z18|M79")),
    (re.compile(r"smoking"), re.compile(r"F17|Z72|Z87")),
    (re.compile(r"mood|psychotherapy"), re.compile(r"F|Z13")),
)


def pointers_for(one: Performed, diagnoses: Sequence[Suggestion], reading: Reading) -> tuple[int, ...]:
    """Return the places (from 1) of the diagnoses that a service points to.

    The first one when nothing tells more.
    """
    if not diagnoses:
        return ()
    for family, codes in _USUAL:
        if family.search(one.family):
            usual = [place for place, diagnosis in enumerate(diagnoses, 1) if codes.match(diagnosis.code)]
            if usual:
                return tuple(usual[:_MOST])
    near: list[int] = []
    for start, _ in one.spans:
        problem = reading.note.problems.at(start)
        if problem is not None:
            near.extend(
                place
                for place, diagnosis in enumerate(diagnoses, 1)
                if any(problem.start <= piece.start < problem.end for piece in diagnosis.evidence)
            )
    if near:
        return tuple(dict.fromkeys(near))[:_MOST]
    if one.site:
        words = one.site.split()[-1]
        named = [
            place
            for place, diagnosis in enumerate(diagnoses, 1)
            if any(words in piece.text.lower() for piece in diagnosis.evidence)
        ]
        if named:
            return tuple(named[:_MOST])
    return (1,)
