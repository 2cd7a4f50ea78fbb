"""NCCI procedure-to-procedure edits: ``ccipra-v323r0-f1.txt`` and its like, all parts together."""

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec

from cleanclaim.codesets.ncci import PTP_HOSPITAL, PTP_PRACTITIONER
from cleanclaim.codesets.pairs import ACTIVE, BEFORE_1996, CODE_BITS, EPOCH, HEADER, MAGIC, NO_EDIT, pack_code
from cleanclaim.codesets.store import PAIRS_FILE
from cleanclaim.primitives import InvalidValue, UnreadableFile, parse_ccyymmdd
from cleanclaim.reference.checks import in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, quarter
from cleanclaim.reference.sources import SourceFile

_NAME = re.compile(r"cci(?P<who>pra|oph)-v(?P<version>\d{2})(?P<quarter>\d)r(?P<cut>\d+)-f(?P<part>\d)", re.I)
_PREAMBLE = 12
_VERSION_YEAR = 1994  # v320 is 2026 Q1, v323 its Q4
_KINDS = {"pra": PTP_PRACTITIONER.name, "oph": PTP_HOSPITAL.name}
# 2,637,645 and 1,868,882 rows in 2026 Q4 (FORMATS.md); the files only grow, deleted rows stay.
_BOUNDS = {PTP_PRACTITIONER.name: (2_000_000, 4_000_000), PTP_HOSPITAL.name: (1_400_000, 3_000_000)}
# Rows of the published excerpt of ccipra-v322r0-f1.
_CANARIES = {PTP_PRACTITIONER.name: (("0001U", "0030U"), ("0001T", "36000"))}
_FIRST_DAY = date(1996, 1, 1)  # NCCI began; deleted edits stay in the files (FORMATS.md)
_TEXTS_AT_MOST = 255


def _recognise(file: SourceFile) -> bool:
    start = file.start[:4000]
    return "Column 1\tColumn 2\t" in start and "PTP Edit Rationale" in start


def _read(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    groups: dict[tuple[str, str], list[SourceFile]] = {}
    for file in files:
        name = _NAME.search(file.name)
        if name is None:
            raise UnreadableFile(
                "these are NCCI PTP edits, but the name does not say whose and of which quarter.",
                where=file.where,
                fix="Give it its published name, such as ccipra-v323r0-f1.txt.",
            )
        key = (name["who"].lower(), f"{name['version']}{name['quarter']}r{name['cut']}")
        groups.setdefault(key, []).append(file)
    return [_draft(_KINDS[who], version, parts, asked) for (who, version), parts in groups.items()]


def _draft(kind: str, version: str, parts: list[SourceFile], asked: Asked) -> Draft:
    numbers = sorted(int(name["part"]) for file in parts if (name := _NAME.search(file.name)))
    if len(numbers) != len(set(numbers)):
        raise UnreadableFile("a part of these PTP edits was given twice.", where=parts[0].where)
    try:
        quarter_start, last = quarter(_VERSION_YEAR + int(version[:2]), int(version[2]) + 1)
    except InvalidValue as error:
        raise UnreadableFile(error.message, where=parts[0].where) from None
    pairs = Pairs()
    for file in parts:
        pairs.read(file)
    if not pairs.rows:
        raise UnreadableFile("there is no edit in these PTP edits.", where=parts[0].where)
    too_few = in_bounds("rows", len(pairs.rows), *_BOUNDS[kind])
    if pairs.latest > last and not too_few:
        raise UnreadableFile(
            f"an edit begins on {pairs.latest}, after the quarter of version {version} ({last}).",
            where=parts[0].where,
            fix="The file is mislabelled: give it its published name.",
        )
    pairs.sort()
    missing = [one for one in range(1, numbers[-1] + 1) if one not in numbers]
    problems = [
        *too_few,
        *(
            [f"An edit begins on {pairs.latest}, after the quarter of the version."]
            if pairs.latest > last
            else []
        ),
        *(
            [f"No edit begins in the quarter of {version}, as some do in every release: mislabelled?"]
            if pairs.latest < quarter_start and not too_few
            else []
        ),
        *(
            ["No column 1 code begins with a letter: the files may have been cut short."]
            if not too_few and pairs.rows[-1] >> (48 + CODE_BITS) < pack_code("A0000")
            else []
        ),
        *([f"Part {', '.join(map(str, missing))} missing; import all parts together."] if missing else []),
        *told("Indicator 9 on an edit that was active", pairs.odd_nines),
    ]
    for one, two in _CANARIES.get(kind, ()):
        if (one, two) not in pairs:
            problems.append(f"{one}-{two} missing, which every release has had.")
    ambiguous = pairs.ambiguous()
    return Draft(
        kind=kind,
        label=f"NCCI PTP {'practitioner' if kind == PTP_PRACTITIONER.name else 'hospital'} "
        f"v{version[:2]}.{version[2:]} ({last.year} Q{last.month // 3})",
        effective_from=asked.effective_from or min(pairs.earliest, _FIRST_DAY),
        effective_to=asked.effective_to or last,
        files=parts,
        counts={"rows": len(pairs.rows), "parts": len(parts)},
        write=pairs.write,
        problems=problems,
        remarks=[f"{ambiguous:,} rows hold on days of another row of their pair; the earlier one answers."]
        if ambiguous
        else (),
    )


class Pairs:
    """The rows of all parts, each one integer: key, first day, last day, bits, rationale."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.texts: dict[bytes, int] = {}
        self.odd_nines: list[str] = []
        self._days: dict[bytes, int] = {}
        self._codes: dict[bytes, int] = {}

    def read(self, file: SourceFile) -> None:
        """Add the rows of one part; raises ``UnreadableFile`` with the line."""
        days, codes, texts, add = self._days, self._codes, self.texts, self.rows.append
        started = False
        for number, line in enumerate(file.lines(), 1):
            fields = line.split(b"\t")
            try:
                if not started:
                    # The heading is stacked; the first row with two codes ends it.
                    if number > _PREAMBLE:
                        raise ValueError("no edit follows the heading")
                    if len(fields) < 6 or not _is_row(fields):
                        continue
                    started = True
                if len(fields) < 6:
                    if not line.strip():
                        continue
                    raise ValueError(f"there are {len(fields)} columns instead of 7")
                one, two, old, first, last, indicator = fields[:6]
                why = fields[6].strip() if len(fields) > 6 else b""
                key = (codes.get(one) or self._code(one)) << CODE_BITS | (codes.get(two) or self._code(two))
                begins = days.get(first) or self._day(first)
                ends = ACTIVE if last == b"*" else days.get(last) or self._day(last)
                bits = _indicator(indicator)
                if bits == NO_EDIT and begins != ends:
                    self.odd_nines.append(f"{one.decode()}-{two.decode()}")
                if old.strip():
                    bits |= BEFORE_1996
                text = texts.get(why)
                if text is None:
                    text = self._text(why)
                add(key << 48 | begins << 32 | ends << 16 | bits << 8 | text)
            except (ValueError, InvalidValue) as error:
                raise UnreadableFile(
                    f"line {number} is no PTP edit: {error}.", where=file.where, fix="Fetch the file again."
                ) from None

    def sort(self) -> None:
        """Put the rows in order and drop those that are there twice."""
        self.rows.sort()
        if any(one == after for one, after in pairwise(self.rows)):
            self.rows = sorted(set(self.rows))

    @property
    def earliest(self) -> date:
        """The first day of any row."""
        return date.fromordinal(EPOCH + min((row >> 32) & 0xFFFF for row in self.rows))

    @property
    def latest(self) -> date:
        """The last first day of any row."""
        return date.fromordinal(EPOCH + max((row >> 32) & 0xFFFF for row in self.rows))

    def __contains__(self, pair: tuple[str, str]) -> bool:
        key = pack_code(pair[0]) << CODE_BITS | pack_code(pair[1])
        at = bisect_left(self.rows, key << 48)
        return at < len(self.rows) and self.rows[at] >> 48 == key

    def ambiguous(self) -> int:
        """Return how many rows hold on days of the row before them, of the same pair."""
        return sum(
            1
            for one, after in pairwise(self.rows)
            if one >> 48 == after >> 48
            and (one >> 16) & 0xFFFF >= (after >> 32) & 0xFFFF
            and NO_EDIT not in ((one >> 8) & 0xF, (after >> 8) & 0xF)
        )

    def write(self, place: Path) -> None:
        """Write the mapped file (``docs/algorithms/reference-store.md``)."""
        rows = self.rows
        texts = msgspec.json.encode([text.decode("latin-1") for text in self.texts])
        with (place / PAIRS_FILE).open("wb") as file:
            file.write(HEADER.pack(MAGIC, len(rows), len(texts)))
            array("Q", (row >> 48 for row in rows)).tofile(file)
            array("H", ((row >> 32) & 0xFFFF for row in rows)).tofile(file)
            array("H", ((row >> 16) & 0xFFFF for row in rows)).tofile(file)
            array("B", ((row >> 8) & 0xFF for row in rows)).tofile(file)
            array("B", (row & 0xFF for row in rows)).tofile(file)
            file.write(texts)

    def _code(self, field: bytes) -> int:
        number = pack_code(field.decode("latin-1"))
        if number < 0:
            raise ValueError(f"{field.decode('latin-1')!r} is not a procedure code")
        self._codes[field] = number
        return number

    def _day(self, field: bytes) -> int:
        day = parse_ccyymmdd(field.decode("latin-1").strip()).toordinal() - EPOCH
        if not 0 < day < ACTIVE:
            raise ValueError(f"{field.decode('latin-1')} is outside the days that can be kept")
        self._days[field] = day
        return day

    def _text(self, why: bytes) -> int:
        if len(self.texts) > _TEXTS_AT_MOST:
            raise ValueError("there are more than 256 different rationales")
        self.texts[why] = len(self.texts)
        return self.texts[why]


def _is_row(fields: list[bytes]) -> bool:
    return pack_code(fields[0].decode("latin-1")) >= 0 and pack_code(fields[1].decode("latin-1")) >= 0


def _indicator(field: bytes) -> int:
    if field not in (b"0", b"1", b"9"):
        raise ValueError(f"{field.decode('latin-1')!r} is not a modifier indicator")
    return field[0] - 48


IMPORTER = Importer("NCCI PTP edits", _recognise, _read)
