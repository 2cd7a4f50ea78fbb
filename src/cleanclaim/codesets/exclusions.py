"""People and entities that the OIG has excluded from federal health care programs (LEIE)."""

from datetime import date

from cleanclaim.codesets.kinds import Dated, Kind


class Exclusion(Dated, frozen=True):
    """One who is excluded from ``effective_from`` on, until reinstated; keys: the NPI, and the name.

    The key of a person's name is ``LAST,FIRST``, of an entity its name, in capitals without dots.
    Most rows have no NPI, and a name may be another's: a hit by name is to be verified with the
    OIG. ``basis`` is the section of the Act (``1128a1``); ``waiver_state`` a state that waives it.
    Neither address nor day of birth is kept.
    """

    npi: str = ""
    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    business: str = ""
    state: str = ""
    specialty: str = ""
    basis: str = ""
    waived_from: date | None = None
    waiver_state: str = ""


def person_key(last_name: str, first_name: str) -> str:
    """Return the key of a person's name."""
    return f"{_bare(last_name)},{_bare(first_name)}"


def entity_key(name: str) -> str:
    """Return the key of an entity's name."""
    return _bare(name)


def _bare(name: str) -> str:
    return " ".join(name.upper().replace(".", "").replace(",", " ").split())


EXCLUSION = Kind(
    "EXCLUSION",
    "OIG exclusions (LEIE)",
    Exclusion,
    "excluded providers",
    row_dated=True,
)
