"""What a secondary diagnosis counts for beside a principal one: CC, MCC or nothing."""

from datetime import date

from cleanclaim.codesets.answers import Answer, Known, NotCovered, Unknown
from cleanclaim.codesets.drg_definitions import CC_EXCLUSION, CC_LEVEL
from cleanclaim.codesets.store import Store


def complication_level(
    store: Store,
    diagnosis: str,
    on: date,
    *,
    principal: str = "",
    drg: str = "",
    alive: bool = True,
    present_on_admission: bool = True,
) -> Answer[str]:
    """Return ``MCC``, ``CC`` or nothing: what a secondary diagnosis counts for, beside a principal one.

    ``on`` is the day of discharge. ``NotCovered`` too when a principal diagnosis is named and its
    exclusions are not loaded. Source: MS-DRG Definitions Manual, appendix C.
    """
    found = store.find(CC_LEVEL, diagnosis, on)
    if isinstance(found, Unknown):
        return Known("", found.release)
    if isinstance(found, NotCovered):
        return found
    level = found.value[0]
    if (
        (level.alive_only and not alive)
        or (level.condition and not present_on_admission)
        or (drg and drg.zfill(3) in level.excluded_drgs)
    ):
        return Known("", found.release)
    if principal:
        if not level.collection:
            reason = f"{found.release.label} has no exclusion lists. Import appendix C of the manual."
            return NotCovered(CC_EXCLUSION.name, on, reason)
        excluded = store.find(CC_EXCLUSION, level.collection, on)
        if isinstance(excluded, NotCovered):
            return excluded
        bare = principal.strip().upper().replace(".", "")
        if isinstance(excluded, Known) and bare in excluded.value[0].principals:
            return Known("", found.release)
    return Known(level.level, found.release)
