"""NPPES extracts: ``npidata_pfile_YYYYMMDD-YYYYMMDD.csv``, monthly (all NPIs) or weekly (those that changed).

Some nine million rows of 330 columns: they are read once, a row at a time, and gathered on the disk.
"""

import re
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import msgspec

from cleanclaim.codesets.providers import NPPES, Provider, ProviderTaxonomy
from cleanclaim.codesets.store import TABLE_FILE
from cleanclaim.primitives import InvalidValue, UnreadableFile, luhn_is_valid, parse_ccyymmdd
from cleanclaim.reference.checks import in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, write_keyed
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.streamed import streamed_rows
from cleanclaim.reference.tables import days, excerpt_end, undated

_NAME = re.compile(r"npidata_pfile_(\d{8})-(\d{8})", re.I)
_TAXONOMIES = 15
_NAMES = (
    "npi",
    "entity type code",
    "provider last name (legal name)",
    "provider first name",
    "provider organization name (legal business name)",
    "provider business practice location address state name",
    "provider enumeration date",
    "npi deactivation date",
    "npi reactivation date",
    "provider middle name?",
    "provider credential text?",
    "replacement npi?",
)
_COLUMNS = (
    *_NAMES,
    *(f"healthcare provider taxonomy code_{number}" for number in range(1, _TAXONOMIES + 1)),
    *(f"healthcare provider primary taxonomy switch_{number}" for number in range(1, _TAXONOMIES + 1)),
)
_WEEKLY = timedelta(31)
"""An extract that reaches over fewer days than this is an update."""
_HOLDS = timedelta(45)
"""How long beyond its last day an extract is taken to hold: they come every month."""
_FIRST = 10**8  # the first nine digits of the lowest NPI
_NUMBERS = 2 * 10**8


def _recognise(file: SourceFile) -> bool:
    if file.is_zip:
        return False
    start = file.start.removeprefix("\xef\xbb\xbf")
    # A file of the headings alone comes with each extract.
    return start.replace('"', "").startswith("NPI,Entity Type Code,") and start.rstrip().count("\n") > 0


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    return [_draft(file, asked) for file in files]


def _draft(file: SourceFile, asked: Asked) -> Draft:
    first, last = _named_days(file, asked)
    gathered = _Gathered(file)
    if not gathered.count:
        raise UnreadableFile("there is no provider in this extract.", where=file.where)
    if gathered.latest is not None and gathered.latest > last:
        raise UnreadableFile(
            f"an NPI was given out on {gathered.latest}, after the last day in the name ({last}).",
            where=file.where,
            fix="The file is mislabelled: give it its published name.",
        )
    weekly = last - first < _WEEKLY
    too_few = [] if weekly else in_bounds("providers", gathered.count, 7_500_000, 20_000_000)
    start, end = days(asked, first, excerpt_end(last) if too_few else last + _HOLDS)
    return Draft(
        kind=NPPES.name,
        label=f"NPPES update {first} to {last}" if weekly else f"NPPES to {last}",
        effective_from=start,
        effective_to=end,
        files=[file],
        counts={"providers": gathered.count, "deactivated": gathered.deactivated},
        write=gathered.write,
        problems=[
            *(["An update: only who changed in these days."] if weekly else too_few),
            *told("Several primary taxonomies", gathered.doubtful),
        ],
        remarks=[f"Taken to hold to {end}."],
    )


def _named_days(file: SourceFile, asked: Asked) -> tuple[date, date]:
    named = _NAME.search(file.name)
    if named is None:
        if asked.effective_from is None or asked.effective_to is None:
            raise undated(file, "extract")
        return asked.effective_from, asked.effective_to
    try:
        first, last = parse_ccyymmdd(named[1]), parse_ccyymmdd(named[2])
    except InvalidValue as error:
        raise UnreadableFile(error.message, where=file.where) from None
    if last < first:
        raise UnreadableFile("the days in the name go backwards.", where=file.where)
    return first, last


class _Gathered:
    """The providers of an extract, on the disk in the order of the file, until they are written sorted."""

    def __init__(self, file: SourceFile) -> None:
        self.count = self.deactivated = 0
        self.latest: date | None = None
        self.doubtful: list[str] = []
        self._file = file
        directory = tempfile.mkdtemp(prefix="cleanclaim-nppes-")
        weakref.finalize(self, shutil.rmtree, directory, ignore_errors=True)
        self._path = Path(directory) / "rows.sqlite"
        with closing(sqlite3.connect(self._path, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            connection.execute("CREATE TABLE row (key TEXT, rows BLOB)")
            connection.execute("BEGIN")
            connection.executemany("INSERT INTO row VALUES (?, ?)", self._rows())
            connection.execute("COMMIT")

    def write(self, place: Path) -> None:
        """Write the keyed table of the release, sorted by NPI."""
        write_keyed(place / TABLE_FILE, {}, {})
        with closing(sqlite3.connect(place / TABLE_FILE, isolation_level=None)) as connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            connection.execute("ATTACH ? AS gathered", (str(self._path),))
            connection.execute("INSERT INTO entry SELECT key, rows FROM gathered.row ORDER BY key")

    def _rows(self) -> Iterator[tuple[str, bytes]]:
        seen, encode = bytearray(_NUMBERS // 8 + 1), msgspec.msgpack.Encoder().encode
        known: dict[str, date | None] = {"": None}
        for number, cells in enumerate(streamed_rows(self._file, _COLUMNS), 1):
            npi = cells[0]
            try:
                if len(npi) != 10 or not (npi.isascii() and npi.isdigit()) or npi[0] not in "12":
                    raise ValueError(f"{npi[:12]!r} is not an NPI")
                if not luhn_is_valid(f"80840{npi}"):
                    raise ValueError(f"{npi} is not an NPI: its check digit is wrong")
                at, bit = divmod(int(npi[:9]) - _FIRST, 8)
                if seen[at] & 1 << bit:
                    raise ValueError(f"{npi} is there twice")
                seen[at] |= 1 << bit
                row = self._provider(cells, known)
            except ValueError as error:
                raise UnreadableFile(
                    f"provider {number}: {error}.", where=self._file.where, fix="Fetch the file again."
                ) from None
            self.count += 1
            yield npi, encode((row,))

    def _provider(self, cells: tuple[str, ...], known: dict[str, date | None]) -> Provider:
        (npi, entity, last, first, organization, state, given, ended, back, middle, credential, replaced) = (
            cells[: len(_NAMES)]
        )
        if entity not in ("1", "2", ""):
            raise ValueError(f"{entity[:4]!r} is not an entity type")
        codes = cells[len(_NAMES) : len(_NAMES) + _TAXONOMIES]
        switches = cells[len(_NAMES) + _TAXONOMIES :]
        taxonomies = tuple(
            ProviderTaxonomy(code, switch == "Y")
            for code, switch in zip(codes, switches, strict=True)
            if code
        )
        for taxonomy in taxonomies:
            if len(taxonomy.code) != 10 or not taxonomy.code.isalnum():
                raise ValueError(f"{taxonomy.code[:12]!r} is not a taxonomy code")
        if sum(taxonomy.primary for taxonomy in taxonomies) > 1 and len(self.doubtful) < _TAXONOMIES:
            self.doubtful.append(npi)
        enumerated, deactivated, reactivated = (_day(text, known) for text in (given, ended, back))
        if deactivated is not None:
            self.deactivated += 1
        if enumerated is not None and (self.latest is None or enumerated > self.latest):
            self.latest = enumerated
        return Provider(
            npi,
            int(entity or 0),
            last,
            first,
            organization,
            taxonomies,
            state,
            enumerated,
            deactivated,
            reactivated,
            middle,
            credential,
            replaced,
        )


def _day(text: str, known: dict[str, date | None]) -> date | None:
    """Return the day of MM/DD/YYYY; they are few, so that each is read once."""
    try:
        return known[text]
    except KeyError:
        month, day, year = text.split("/")
        return known.setdefault(text, date(int(year), int(month), int(day)))


IMPORTER = Importer("NPPES extracts", _recognise, _read)
