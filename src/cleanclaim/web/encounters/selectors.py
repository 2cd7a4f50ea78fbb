"""Reading encounters."""

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.encounters.models import Encounter


def encounter_numbered(number: str) -> Encounter:
    """Return the open tenant's encounter of that number; raises ``InvalidValue`` when there is none."""
    found = Encounter.objects.filter(number=number).first()
    if found is None:
        raise InvalidValue(f"there is no encounter {number}.", fix="See: cleanclaim encounter list")
    return found
