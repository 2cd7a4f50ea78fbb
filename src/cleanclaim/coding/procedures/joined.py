"""What several procedures of one encounter do to each other: 59 and 51, one line for the same service."""

from collections.abc import Sequence

import msgspec

from cleanclaim.coding.procedures.values import Performed
from cleanclaim.coding.reading import Reading

_BIOPSIES = frozenset({"11102", "11104", "11106"})
_DESTROYED = frozenset({"17000", "17004", "17110", "17111"})
_BUNDLED_IN_CRITICAL_CARE = frozenset({"71045", "71046", "36415", "94660"})


def joined(found: Sequence[Performed], reading: Reading) -> list[Performed]:
    """Return the procedures with the modifiers that one needs because of another.

    59 marks a service on another lesion, wound or interval of time; 51 marks further operations of one
    session, for payers that read it (Medicare does not ask for it).
    """
    kept: list[Performed] = []
    for one in found:
        same = [other for other in kept if other.code == one.code and other.modifiers == one.modifiers]
        if same and one.family in ("excision of a skin lesion",):
            kept.append(_with(one, "59", "another lesion"))
        elif (same and one.kind == "dental") or not same:
            kept.append(one)
    codes = {one.code for one in kept}
    result = []
    repairs = 0
    operations = 0
    for one in kept:
        if one.family == "wound repair" and one.kind == "minor":
            repairs += 1
            if repairs > 1:
                one = _with(one, "59", "another wound, of another class or group of sites")
        if one.code in _BIOPSIES and codes & _DESTROYED:
            one = _with(one, "59", "biopsy of another lesion than the destroyed ones")
        if one.code == "97140" and "97530" in codes:
            one = _with(one, "59", "in another interval of time than therapeutic activities; confirm")
        if one.code in ("17110", "17111") and codes & {"17000", "17004"}:
            one = _with(one, "59", "other lesions than the premalignant ones")
        if one.code == "96372" and codes & {"90471", "90460"}:
            one = _with(one, "59", "another injection than the vaccine")
        if reading.context.setting == "operative" and one.kind == "major":
            operations += 1
            if operations > 1 and reading.context.payer_kind not in (None, "medicare"):
                one = _with(one, "51", "further operation of the same session")
        result.append(one)
    return result


def without_bundled_in_critical_care(found: Sequence[Performed]) -> list[Performed]:
    """Leave out services that critical care contains."""
    return [one for one in found if one.code not in _BUNDLED_IN_CRITICAL_CARE]


def _with(one: Performed, modifier: str, reason: str) -> Performed:
    if any(name == modifier for name, _ in one.modifiers):
        return one
    return msgspec.structs.replace(one, modifiers=((modifier, reason), *one.modifiers))
