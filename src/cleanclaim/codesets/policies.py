"""Medicare coverage policies: billing articles with their diagnosis groups, LCDs, NCDs, contractors.

Physician procedure codes stand in the articles, not in the LCDs that they belong to. Source: the
downloads of the Medicare Coverage Database (MCD). See ``docs/algorithms/coverage-policies.md``.
"""

import re
from datetime import date
from enum import StrEnum

import msgspec

from cleanclaim.codesets.diagnosis_sets import DiagnosisSet
from cleanclaim.codesets.kinds import Dated, Kind

_SPAN = re.compile(r"\b([0-9A-Z]\d{3}[0-9A-Z])(?:\s*(?:-|–|to|through)\s*([0-9A-Z]\d{3}[0-9A-Z]))?\b")
_CONDITIONAL = re.compile(
    r"\b(?:must|should|required?|requires|need(?:s|ed)?|only)\b.{0,120}\b(?:both|also|additional|secondary|"
    r"primary|together|along with|in addition|in conjunction|accompan\w+|group \d+)\b"
    r"|\bdual diagnos|\b(?:code|diagnosis|one) from (?:each|group \d)|\bin addition to\b"
    r"|\b(?:primary|secondary) (?:icd-10(?:-cm)? )?(?:diagnos|codes?\b)|\brefer to group \d",
    re.I | re.S,
)


class PolicyListing(Dated, frozen=True):
    """That an article lists a procedure code. Key: the code, or the article itself (``A57642``).

    The whole article: :func:`cleanclaim.codesets.coverage_policies`.
    """

    code: str
    article: str
    version: int
    title: str = ""


class DiagnosisGroup(msgspec.Struct, frozen=True):
    """A group of diagnoses that an article lists as supporting a service, or as never supporting it.

    ``paragraph`` is the contractor's own text above the list, without tags and without CPT
    descriptors; ``note`` explains the codes that are starred.
    """

    number: int
    covered: bool
    codes: DiagnosisSet
    starred: DiagnosisSet
    paragraph: str = ""
    note: str = ""

    def names(self, procedure: str) -> bool:
        """Return whether the paragraph names a procedure code, alone or within a range."""
        code = procedure.upper()
        return any(first <= code <= (last or first) for first, last in _SPAN.findall(self.paragraph))

    @property
    def conditional(self) -> bool:
        """Whether the paragraph or the note seems to ask for more than one code of this list.

        Found by its words (dual diagnoses, codes of another group): true means "a person reads
        it", false promises nothing.
        """
        return _CONDITIONAL.search(f"{self.paragraph} {self.note}") is not None


class DiagnosisListing(StrEnum):
    """What the lists of an article say of a diagnosis for a procedure."""

    COVERED = "covered"
    """It supports the procedure."""
    CONDITIONAL = "read the paragraph"
    """It is listed, and the text seems to ask for another code beside it."""
    NONCOVERED = "noncovered"
    """It never supports the procedure."""
    NOT_LISTED = "not listed"
    """There are lists of covered diagnoses for the procedure, and it is in none of them."""
    NO_LIST = "no list of diagnoses"
    """The article does not restrict the procedure by diagnosis."""


class ExcludedDrug(Dated, frozen=True, kw_only=True):
    """A drug that a contractor's list takes to be usually self-administered: Part B does not cover it.

    Source: the table of codes of an article of that kind (SAD exclusion list).
    """

    code: str
    brand: str = ""


class CoverageArticle(Dated, frozen=True, kw_only=True):
    """A billing and coding article in the version that the export holds.

    In force from its version's effective date to its end or retirement. ``contractors`` are MAC
    numbers, ``states`` the abbreviations of the export, ``lcds`` (``L33797``) and ``ncds`` (ids of
    the database) the policies it belongs to. ``frequency`` are sentences of the text that speak
    of how often a service is covered; they are found by their words.
    """

    article: str
    version: int
    title: str
    kind: str = ""
    contractors: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    lcds: tuple[str, ...] = ()
    ncds: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    groups: tuple[DiagnosisGroup, ...] = ()
    frequency: tuple[str, ...] = ()
    excluded_drugs: tuple[ExcludedDrug, ...] = ()
    retired: date | None = None

    def excludes(self, drug: str, on: date) -> bool:
        """Return whether the article lists a drug's code as self-administered, so not covered, on a day."""
        code = drug.strip().upper()
        return any(one.code == code and one.in_force(on) for one in self.excluded_drugs)

    def holds_for(self, *, contractor: str | None, state: str | None) -> bool:
        """Return whether the article binds a contractor, or where none is named, a state."""
        if contractor is not None:
            return contractor.strip().zfill(5) in self.contractors
        if state is not None:
            return any(one[:2] == state.strip().upper() for one in self.states)
        return True

    @property
    def restricts(self) -> bool:
        """Whether there is any list of covered diagnoses at all."""
        return any(group.covered and group.codes for group in self.groups)

    def covered_groups(self, procedure: str) -> tuple[DiagnosisGroup, ...]:
        """Return the covered groups that apply to a procedure: those whose paragraph names it.

        Where none does: those that name no procedure of the article. Groups are numbered for the
        lists, not for procedures, so nothing else tells which belong to which; where every
        paragraph names other procedures, all are returned.
        """
        return self._groups(procedure, covered=True)

    def noncovered_groups(self, procedure: str) -> tuple[DiagnosisGroup, ...]:
        """Return the groups of diagnoses that never support a procedure, chosen likewise."""
        return self._groups(procedure, covered=False)

    def listing(self, procedure: str, diagnosis: str) -> DiagnosisListing:
        """Return what the article lists of a diagnosis, dotted or not, for a procedure."""
        if any(diagnosis in group.codes for group in self.noncovered_groups(procedure)):
            return DiagnosisListing.NONCOVERED
        groups = self.covered_groups(procedure)
        holding = [group for group in groups if diagnosis in group.codes]
        if holding:
            needed = all(group.conditional for group in holding)
            return DiagnosisListing.CONDITIONAL if needed else DiagnosisListing.COVERED
        return DiagnosisListing.NOT_LISTED if groups else DiagnosisListing.NO_LIST

    def _groups(self, procedure: str, *, covered: bool) -> tuple[DiagnosisGroup, ...]:
        groups = tuple(group for group in self.groups if group.covered == covered and group.codes)
        named = tuple(group for group in groups if group.names(procedure))
        if named:
            return named
        others = self.procedures
        return tuple(one for one in groups if not any(one.names(other) for other in others)) or groups


class CoverageFound(msgspec.Struct, frozen=True):
    """The articles that list a procedure, bind a place and are in force on a day.

    ``unsure``: articles whose version here begins later. The export holds the latest version of
    each only: an earlier one may have held on the day.
    """

    articles: tuple[CoverageArticle, ...]
    unsure: tuple[str, ...] = ()


class LocalPolicy(Dated, frozen=True, kw_only=True):
    """A local coverage determination. Key: its number (``L33797``) and codes that it lists itself."""

    lcd: str
    version: int
    title: str
    contractors: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    ncds: tuple[str, ...] = ()
    frequency: tuple[str, ...] = ()
    retired: date | None = None


class NationalPolicy(Dated, frozen=True, kw_only=True):
    """A national coverage determination. Keys: its section without dots (210.3 is 2103), its id.

    ``level`` as published: 1 full, 2 restricted, 3 no coverage (as others read it; unverified).
    """

    ncd: str
    version: int
    section: str
    title: str
    level: str = ""
    laboratory: bool = False
    frequency: tuple[str, ...] = ()


class CoverageContractor(msgspec.Struct, frozen=True, omit_defaults=True):
    """A contractor as the coverage database has it: name, type, states. Key: its number."""

    number: str
    name: str
    kind: str = ""
    states: tuple[str, ...] = ()
    active: bool = True


COVERAGE_ARTICLE = Kind(
    "COVERAGE_ARTICLE",
    "Medicare billing articles",
    PolicyListing,
    "diagnoses against local coverage",
    row_dated=True,
)
LCD = Kind("LCD", "Local coverage determinations", LocalPolicy, "local coverage policies", row_dated=True)
NCD = Kind(
    "NCD", "National coverage determinations", NationalPolicy, "national coverage policies", row_dated=True
)
MEDICARE_CONTRACTOR = Kind(
    "MEDICARE_CONTRACTOR", "Contractors of the coverage database", CoverageContractor, "names of contractors"
)
