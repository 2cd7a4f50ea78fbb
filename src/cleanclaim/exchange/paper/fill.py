"""A claim on the form of its type."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from cleanclaim.claim import Claim
from cleanclaim.exchange.paper.ada import fill_ada
from cleanclaim.exchange.paper.cms1500 import fill_cms1500
from cleanclaim.exchange.paper.ub04 import fill_ub04
from cleanclaim.exchange.paper.values import FilledForm
from cleanclaim.exchange.plain_letters import in_plain_letters
from cleanclaim.primitives import InvalidValue

FORM_NAMES: Mapping[str, str] = MappingProxyType(
    {"professional": "CMS-1500 (02/12)", "institutional": "UB-04", "dental": "ADA dental claim form"}
)
"""Claim type to the name of its form."""

_FILLERS: Mapping[str, Callable[[Claim, date | None], FilledForm]] = MappingProxyType(
    {"professional": fill_cms1500, "institutional": fill_ub04, "dental": fill_ada}
)


def fill(claim: Claim, *, on: date | None = None) -> FilledForm:
    """Return a claim's boxes on CMS-1500, UB-04 or the ADA form, by its type.

    ``on`` is the day of printing, for the boxes that ask for it; without it they stay empty. Names
    are written in plain letters, everything in capitals. Raises ``InvalidValue`` for a type that
    has no form, for a claim without lines, and for characters that no printer's type has.
    """
    if claim.claim_type not in _FILLERS:
        raise InvalidValue(
            f"there is no paper form for a claim of type {claim.claim_type!r}.",
            where="claim_type",
            fix=f"Use {', '.join(_FILLERS)}.",
        )
    if not claim.lines:
        raise InvalidValue(
            "the claim has no lines.", where="lines", fix="Enter the services that were rendered."
        )
    form = _FILLERS[claim.claim_type](in_plain_letters(claim), on)
    for page in form.pages:
        for box, text in page.boxes.items():
            if not all(" " <= letter <= "~" for letter in text):
                raise InvalidValue(
                    "it holds a character that forms cannot be filled in with.",
                    where=f"box {box}",
                    fix="Write it in plain letters.",
                )
    return form
