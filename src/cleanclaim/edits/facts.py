"""What edits want to know of a claim again and again, worked out once for each claim."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar, overload

from cleanclaim.claim import Claim, Diagnosis, Provider, ServiceLine
from cleanclaim.primitives import ICD10CM, DateRange

T = TypeVar("T")

_MOST_DAYS = 366


class LineFacts:
    """A service line as edits see it: its code and modifiers in stored form, its day, its place.

    ``path`` is that of the line (``lines[0]``), ``place`` the line's own place of service or the
    claim's, ``day`` its first day of service (an institutional line without one: the first of the
    statement), ``units`` zero where none were sent, ``rendering`` the NPI of who did it, or of
    the billing provider where nobody else is named, ``specialty`` that provider's taxonomy code,
    ``group`` the NPI of the billing provider.
    """

    __slots__ = (
        "code",
        "day",
        "group",
        "index",
        "last_day",
        "line",
        "modifiers",
        "path",
        "place",
        "rendering",
        "specialty",
        "units",
    )

    def __init__(self, claim: Claim, index: int, line: ServiceLine) -> None:
        self.index = index
        self.line = line
        self.path = f"lines[{index}]"
        self.code = line.code.strip().upper() if line.code else ""
        self.modifiers = tuple(modifier.strip().upper() for modifier in line.modifiers)
        dates = line.dates
        if dates is None:
            dates = claim.service_dates
        self.day: date | None = None if dates is None else dates.start
        self.last_day: date | None = None if dates is None else dates.end
        self.place = line.place_of_service or claim.place_of_service
        self.units = line.units if line.units is not None and line.units.is_finite() else Decimal(0)
        who = _rendering(claim, line)
        self.rendering = who.npi.strip()
        self.specialty = who.taxonomy.strip().upper()
        self.group = claim.billing_provider.npi.strip()

    def has(self, *modifiers: str) -> bool:
        """Return whether the line carries one of the modifiers."""
        return any(modifier in self.modifiers for modifier in modifiers)

    @property
    def days(self) -> Iterator[date]:
        """Every day of the line, at most a year of them; none when it has no date."""
        if self.day is None or self.last_day is None:
            return
        for number in range(min((self.last_day - self.day).days, _MOST_DAYS) + 1):
            yield self.day + timedelta(days=number)


class _Once(Generic[T]):
    """A fact that is worked out on first use and kept: without the lock of ``functools.cached_property``."""

    def __init__(self, make: "Callable[[ClaimFacts], T]") -> None:
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, facts: None, owner: type) -> "_Once[T]": ...
    @overload
    def __get__(self, facts: "ClaimFacts", owner: type) -> T: ...
    def __get__(self, facts: "ClaimFacts | None", owner: type) -> "T | _Once[T]":
        if facts is None:
            return self
        found = facts.__dict__[self._name] = self._make(facts)
        return found


class ClaimFacts:
    """A claim as edits see it. Made by :func:`facts_of`; everything is worked out on first use."""

    def __init__(self, claim: Claim) -> None:
        self.claim = claim
        self._kept: dict[str, tuple[object, object]] = {}

    def kept(self, name: str, rules: object, make: Callable[[], T]) -> T:
        """Return what ``make`` gives, made once while the rules are the same: several edits ask it."""
        found = self._kept.get(name)
        if found is None or found[0] is not rules:
            found = self._kept[name] = (rules, make())
        return found[1]  # type: ignore[return-value]  # what was put in under this name

    @_Once
    def lines(self) -> tuple[LineFacts, ...]:
        """All lines, in their order."""
        return tuple(LineFacts(self.claim, index, line) for index, line in enumerate(self.claim.lines))

    @_Once
    def service_dates(self) -> DateRange | None:
        """First to last day of service (:attr:`Claim.service_dates`)."""
        return self.claim.service_dates

    @_Once
    def formed_diagnoses(self) -> tuple[tuple[str, Diagnosis], ...]:
        """(path of the code, diagnosis) of all that have the form of an ICD-10-CM code."""
        return tuple(
            (f"diagnoses[{index}].code", diagnosis)
            for index, diagnosis in enumerate(self.claim.diagnoses)
            if diagnosis.system == "ICD10CM" and ICD10CM.is_formed(diagnosis.code)
        )

    @_Once
    def codes(self) -> frozenset[str]:
        """The procedure, supply and dental codes on the claim."""
        return frozenset(line.code for line in self.lines if line.code)

    @_Once
    def modifiers(self) -> frozenset[str]:
        """The modifiers on any line."""
        return frozenset(modifier for line in self.lines for modifier in line.modifiers)

    @_Once
    def diagnoses(self) -> tuple[str, ...]:
        """The ICD-10-CM codes in their order, undotted; also admitting, reason, external cause."""
        return tuple(
            dx.code.replace(".", "").strip().upper() for dx in self.claim.diagnoses if dx.system == "ICD10CM"
        )

    @_Once
    def by_day(self) -> Mapping[date, tuple[LineFacts, ...]]:
        """The lines by their first day of service; those without a day are left out."""
        found: dict[date, list[LineFacts]] = {}
        for line in self.lines:
            if line.day is not None:
                found.setdefault(line.day, []).append(line)
        return {day: tuple(lines) for day, lines in found.items()}

    def diagnoses_of(self, line: LineFacts) -> tuple[str, ...]:
        """Return the codes at which a line points, undotted, in its order; of institutional claims all.

        Pointers that point at nothing are left out: another edit tells of them.
        """
        numbered = self.numbered
        if self.claim.claim_type == "institutional":
            return numbered
        return tuple(numbered[at - 1] for at in line.line.pointers if 0 < at <= len(numbered))

    @_Once
    def numbered(self) -> tuple[str, ...]:
        """The codes that lines can point at, undotted."""
        return tuple(
            dx.code.replace(".", "").strip().upper()
            for dx in self.claim.diagnoses
            if dx.role in ("principal", "other")
        )

    @_Once
    def bill_type(self) -> str:
        """The three digits of the type of bill; empty for what is not institutional."""
        details = self.claim.institutional
        if details is None or not details.facility_type:
            return ""
        return details.facility_type + self.claim.claim_frequency_code

    @_Once
    def is_inpatient(self) -> bool:
        """Whether the type of bill is that of an inpatient stay (hospital 11, 18, 41, SNF 21, 28)."""
        return self.bill_type[:2] in ("11", "18", "21", "28", "41")

    def age_on(self, day: date | None) -> int | None:
        """Return the patient's age in completed years on a day; nothing when it cannot be told."""
        born = self.claim.patient.birth_date
        if born is None or day is None or day < born:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def facts_of(claim: Claim) -> ClaimFacts:
    """Return the facts of a claim; those of the last one are kept, for edits ask one after another."""
    global _last  # noqa: PLW0603 - one slot, replaced whole: another thread at worst works them out again
    kept = _last
    if kept is not None and kept.claim is claim:
        return kept
    made = ClaimFacts(claim)
    _last = made
    return made


_last: ClaimFacts | None = None


def _rendering(claim: Claim, line: ServiceLine) -> Provider:
    for provider in (line.providers.rendering, claim.rendering, claim.billing_provider):
        if provider is not None and provider.npi:
            return provider
    return claim.billing_provider
