"""Finding patients."""

from datetime import date

from django.db.models import QuerySet

from cleanclaim.web.patients.models import Patient, Payer


def find_patients(*, last_name: str = "", birth_date: date | None = None) -> QuerySet[Patient]:
    """Return the open tenant's patients whose last name begins so, born on that day if given.

    Searched by a range on a column with the C collation: under row-level security LIKE would
    lose its index (it is not leakproof), and be a scan of everybody.
    """
    rows = Patient.objects.all()
    if last_name:
        first = last_name.casefold()[:60]
        rows = rows.filter(last_name_key__gte=first, last_name_key__lt=_after(first))
    if birth_date is not None:
        rows = rows.filter(birth_date=birth_date)
    return rows.order_by("last_name_key", "birth_date", "number")


def _after(prefix: str) -> str:
    """Return the least text that is greater than all that begin with ``prefix``."""
    for position in range(len(prefix) - 1, -1, -1):
        code = ord(prefix[position]) + 1
        if 0xD800 <= code <= 0xDFFF:  # no character has these numbers
            code = 0xE000
        if code <= 0x10FFFF:
            return prefix[:position] + chr(code)
    return "\U0010ffff" * 61


def payers_billed() -> dict[str, str]:
    """Return the names of the open tenant's payers by their ids."""
    return dict(Payer.objects.values_list("payer_id", "name"))
