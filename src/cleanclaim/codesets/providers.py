"""Providers by NPI, from the extracts of the National Plan and Provider Enumeration System (NPPES)."""

from datetime import date

import msgspec

from cleanclaim.codesets.kinds import Kind


class ProviderTaxonomy(msgspec.Struct, frozen=True, array_like=True):
    """A taxonomy code of a provider; ``primary``: marked as the primary one."""

    code: str
    primary: bool = False


class Provider(msgspec.Struct, frozen=True, array_like=True):
    """A provider as NPPES publishes it. Key: the NPI. Neither addresses nor numbers are kept.

    ``entity``: 1 a person, 2 an organization, 0 where a deactivated record no longer says it.
    ``state``: of the practice, as written (mostly the postal code). ``enumerated``,
    ``deactivated`` and ``reactivated`` are the dates of the NPI itself.
    """

    npi: str
    entity: int
    last_name: str = ""
    first_name: str = ""
    organization: str = ""
    taxonomies: tuple[ProviderTaxonomy, ...] = ()
    state: str = ""
    enumerated: date | None = None
    deactivated: date | None = None
    reactivated: date | None = None
    middle_name: str = ""
    credential: str = ""
    replaced_by: str = ""

    def active_on(self, day: date) -> bool:
        """Return whether the NPI was given out by a day and is not deactivated on it."""
        if self.enumerated is not None and day < self.enumerated:
            return False
        if self.deactivated is None or day < self.deactivated:
            return True
        back = self.reactivated
        return back is not None and self.deactivated <= back <= day

    @property
    def primary_taxonomy(self) -> str:
        """The taxonomy code that is marked as primary; empty when none or several are."""
        marked = [one.code for one in self.taxonomies if one.primary]
        return marked[0] if len(marked) == 1 else ""


NPPES = Kind("NPPES", "NPPES providers", Provider, "NPI, names and taxonomies against NPPES")
