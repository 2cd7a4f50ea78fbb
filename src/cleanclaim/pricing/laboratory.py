"""Laboratory tests: the clinical laboratory fee schedule, an amount a test, no coinsurance.

Source: the file's layout (``docs/algorithms/reference-files.md``); the lower of the charge and the
amount is paid (Social Security Act 1833(h), unverified).
"""

from collections.abc import Sequence

from cleanclaim.codesets import CLFS, NotCovered, Unknown
from cleanclaim.pricing.given import lower_of_charge, units_of
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import Answer, NotPriced, Priced, Service, Tables
from cleanclaim.pricing.working import Working, plain

_PROFESSIONAL = "26"


def price_laboratory(services: Sequence[Service], tables: Tables) -> Sequence[Answer]:
    """Return the answers for lines that the laboratory fee schedule may pay."""
    return [_price(service, tables) for service in services]


def is_laboratory_code(code: str) -> bool:
    """Whether a code is of a range that the schedule lists, so that its absence is worth a word."""
    return code[:1] == "8" or code.endswith("U") or code[:1] in ("P", "G")


def _price(service: Service, tables: Tables) -> Answer:
    found = tables.store.find(CLFS, service.code, service.on)
    if isinstance(found, Unknown):
        return None
    if isinstance(found, NotCovered):
        return NotPriced(found.reason, "not_loaded") if is_laboratory_code(service.code) else None
    if _PROFESSIONAL in service.modifiers:
        reason = f"The laboratory fee schedule pays no professional component of {service.code}."
        return NotPriced(reason, "elsewhere")
    own = [row for row in found.value if row.modifier and row.modifier in service.modifiers]
    rows = own or [row for row in found.value if not row.modifier]
    if not rows:
        listed = ", ".join(row.modifier for row in found.value)
        return NotPriced(f"{found.release.label} has {service.code} only with {listed}.", "modifier")
    row = rows[0]
    try:
        units = units_of(service)
    except Unpriced as error:
        return error.answer
    shown = f"{row.code}-{row.modifier}" if row.modifier else row.code
    working = Working()
    working.note("Nothing is left to the patient: laboratory tests have neither deductible nor coinsurance.")
    working.step(
        f"{found.release.label}, {shown} × units", f"{plain(row.rate)} × {plain(units)}", row.rate * units
    )
    lower_of_charge(service, working)
    return Priced(working.cents(), tuple(working.lines), found.release.label)
