"""The place-of-service codes of the CMS set, from the list that ships (see ``codesets``).

The set gives first days for some codes only, so the table has none: nearly all are older than any
claim that a payer would still take, and 27 and 66 are the newest. A test compares it with the set
as CMS publishes it.
"""

from typing import Final

from cleanclaim.codesets.code_lists import PLACE_OF_SERVICE
from cleanclaim.codesets.shipped_lists import shipped_codes

PLACES: Final = shipped_codes(PLACE_OF_SERVICE)
"""Every assigned place-of-service code."""
