"""Questions that the notation of the rules cannot put: each takes a scope and answers yes or no."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from cleanclaim.x12.situations.scopes import Scope

_AMBULANCE_PLACES = frozenset({"41", "42"})
_AMBULANCE_SERVICES = frozenset(f"A0{number}" for number in range(426, 435))
_WITH_POA = frozenset({"ABK", "BK", "ABF", "BF", "ABN", "BN"})
_EMERGENCY_REVENUE = ("045", "0516", "0762")


def _line_codes(scope: Scope) -> list[str]:
    """The procedures of the professional lines of the scope."""
    return [
        one.get(1).split(scope.mark, 2)[1] if scope.mark in one.get(1) else ""
        for one in scope.find("2400", "SV1")
    ]


def _place(scope: Scope) -> str:
    for one in scope.find("2300", "CLM"):
        return one.get(5).partition(scope.mark)[0]
    return ""


def bills_an_ambulance(scope: Scope) -> bool:
    """Whether a claim's place is an ambulance, or a line bills its base rate (HCPCS A0426 to A0434)."""
    return _place(scope) in _AMBULANCE_PLACES or any(
        code in _AMBULANCE_SERVICES for code in scope.once(_line_codes)
    )


def bills_a_visit(scope: Scope) -> bool:
    """Whether a line's procedure is a visit, which a person renders (99202 to 99499)."""
    return any(len(code) == 5 and "99202" <= code <= "99499" for code in scope.once(_line_codes))


def is_only_transport(scope: Scope) -> bool:
    """Whether every line of an institutional claim bills an ambulance (revenue 054x)."""
    lines = scope.find("2400", "SV2")
    return bool(lines) and all(one.get(1).startswith(("054", "54")) for one in lines)


def has_emergency_or_observation_line(scope: Scope) -> bool:
    """Whether a line's revenue code is emergency room, urgent care or observation."""
    return any(one.get(1).zfill(4).startswith(_EMERGENCY_REVENUE) for one in scope.find("2400", "SV2"))


def is_another_payer_first(scope: Scope) -> bool:
    """Whether the claim goes to a payer that is not the first to pay."""
    return any(one.get(1) in ("S", "T") for one in scope.around("2000B", "SBR"))


def has_nobody_to_look_for(scope: Scope) -> bool:
    """Whether a person asked about has neither an id nor a name with a birth date."""
    for loop in ("2100C", "2100D"):
        for name in scope.find(loop, "NM1"):
            known = name.get(9) or scope.find(loop, "REF")
            dated = any(one.get(2) for one in scope.find(loop, "DMG"))
            return not known and not (name.get(3) and dated)
    return False


def pays_nothing(scope: Scope) -> bool:
    """Whether a payment's amount is zero."""
    return any(not one.get(2).strip("0.") for one in scope.find("", "BPR"))


def is_patient_male(scope: Scope) -> bool:
    """Whether the patient is a man (DMG03)."""
    people = scope.around("2010CA", "DMG") or scope.around("2010BA", "DMG")
    return any(one.get(3) == "M" for one in people)


def is_patient_pregnant(scope: Scope) -> bool:
    """Whether the patient is said to be pregnant (PAT09)."""
    people = scope.around("2000C", "PAT") or scope.around("2000B", "PAT")
    return any(one.get(9) == "Y" for one in people)


def is_diagnostic_test(scope: Scope) -> bool:
    """Whether a line bills imaging, laboratory or pathology (70010 to 89398), not the reading alone."""
    for one in scope.find("2400", "SV1"):
        parts = one.get(1).split(scope.mark)
        code = parts[1] if len(parts) > 1 else ""
        if len(code) == 5 and code.isdecimal() and "70010" <= code <= "89398":
            return "26" not in parts[2:6]
    return False


def is_equipment(scope: Scope) -> bool:
    """Whether a line bills equipment, orthotics or supplies of Medicare's equipment contractors."""
    return any(len(code) == 5 and code[0] in "EKL" for code in _codes_of(scope))


def _codes_of(scope: Scope) -> list[str]:
    return [code.partition(scope.mark)[0] for code in scope.once(_line_codes)]


def has_any_poa(scope: Scope) -> bool:
    """Whether any diagnosis says whether it was present on admission (component 9)."""
    return any(
        len(parts := value.split(scope.mark)) > 8 and parts[8] != "" and parts[0] in _WITH_POA
        for one in scope.find("2300", "HI")
        for value in one.parts[1:]
    )


def goes_nowhere(scope: Scope) -> bool:
    """Whether an ambulance's pick-up and drop-off are one address."""
    return all(
        bool(scope.find("2310E", name))
        and [one.parts[1:] for one in scope.find("2310E", name)]
        == [one.parts[1:] for one in scope.find("2310F", name)]
        for name in ("N3", "N4")
    )


def has_earlier_payers_impact(scope: Scope) -> bool:
    """Whether a claim payment has an adjustment for what an earlier payer did (reason 23)."""
    return any(one.get(number) == "23" for one in scope.of("CAS") for number in (2, 5, 8, 11, 14, 17))


QUESTIONS: Mapping[str, Callable[[Scope], bool]] = MappingProxyType(
    {
        "ambulance": bills_an_ambulance,
        "office-visit": bills_a_visit,
        "only-transport": is_only_transport,
        "emergency-line": has_emergency_or_observation_line,
        "another-payer-first": is_another_payer_first,
        "nobody-to-look-for": has_nobody_to_look_for,
        "pays-nothing": pays_nothing,
        "patient-is-male": is_patient_male,
        "patient-is-pregnant": is_patient_pregnant,
        "diagnostic-test": is_diagnostic_test,
        "equipment": is_equipment,
        "any-poa": has_any_poa,
        "ambulance-goes-nowhere": goes_nowhere,
        "earlier-payers-impact": has_earlier_payers_impact,
    }
)
"""By the name that an ``ask`` condition uses."""
