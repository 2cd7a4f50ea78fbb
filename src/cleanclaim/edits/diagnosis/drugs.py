"""Codes of drugs and chemicals (T36 to T50) and what they say: poisoning, adverse effect, underdosing.

The sixth character says it, or the fifth in T36.9, T37.9, T39.9, T41.4, T42.7, T43.9, T45.9, T47.9 and
T49.9, whose subcategories have no sixth.
"""

ADVERSE_EFFECT, UNDERDOSING = "5", "6"
POISONING = ("1", "2", "3", "4")


def of_drug(code: str) -> str:
    """Return the character that says what happened; nothing for codes of other categories."""
    if not ("T36" <= code[:3] <= "T50") or len(code) < 5:
        return ""
    return code[4] if (len(code) > 5 and code[5] == "X") or len(code) == 5 else code[5]


def is_underdosing(code: str) -> bool:
    """Return whether an undotted code is one of underdosing."""
    return of_drug(code) == UNDERDOSING


def is_adverse_effect(code: str) -> bool:
    """Return whether an undotted code is one of an adverse effect."""
    return of_drug(code) == ADVERSE_EFFECT


def is_poisoning(code: str) -> bool:
    """Return whether an undotted code is one of poisoning."""
    return of_drug(code) in POISONING
