"""CPT and CDT files of a user who holds a licence: only with ``--licensed``, which the release records.

CPT comes as texts without headings (``LONGULT.txt``, ``MEDU.txt``, ``SHORTU.txt``: code and descriptor,
after a tab or in fixed columns, below a notice; of several long ones the tabbed in small letters is
read) and as tables with headings (consumer descriptors, the consolidated list). CDT comes as a table
with headings. No file of either was at hand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from cleanclaim.codesets.licensed import CDT, CPT, CDTDescriptor, CPTDescriptor
from cleanclaim.primitives import UnreadableFile
from cleanclaim.reference.checks import has_canaries, in_bounds, told
from cleanclaim.reference.draft import Asked, Draft, Importer, Rows
from cleanclaim.reference.sources import SourceFile
from cleanclaim.reference.tables import broken, cell, days, heading, table_rows, undated

_BARE_NAME = re.compile(r"(LONG|MED|SHORT)U(?:L?[FT])?(?:[ _.-]|$)", re.I)
_TABLE_NAME = re.compile(r"consumer.?(?:friendly)?.?descriptor|consolidated.?code.?list|\bcdt\b", re.I)
_CPT = r"\d{4}[0-9A-Z]"
_BARE_ROW = re.compile(rf"(?:(\d{{4,9}})\t)?({_CPT})(?:\t+| +)(\S.*)")
_CPT_YEAR = re.compile(r"\bCPT(?:\(R\))?\W{0,4}(20\d{2})\b", re.I)
_CDT_YEAR = re.compile(r"\bCDT\W{0,4}(20\d{2})\b", re.I)
_Called = tuple[str, str, str, re.Pattern[str]]
_CALLED_CPT: _Called = (CPT.name, "CPT descriptors", "AMA", _CPT_YEAR)
_CALLED_CDT: _Called = (CDT.name, "CDT descriptors", "ADA", _CDT_YEAR)
_NAME_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")
_LONG = ("LONGULT", "LONGUT", "LONGULF", "LONGUF")
"""The long descriptors in small letters or capitals, tabbed or in fixed columns: the first given is read."""
_FIELDS = {"LONG": "long", "MED": "medium", "SHORT": "short"}
_PREAMBLE = 80
_CANARIES = ("99213", "99214", "99607")


@dataclass
class _Texts:
    """Descriptors by code and field; ``fields`` are those of which a file was given."""

    by_code: dict[str, dict[str, str]] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)

    def add(self, code: str, name: str, text: str) -> None:
        """Add a text; the same code twice in one field is an error."""
        held = self.by_code.setdefault(code, {})
        if held.get(name, text) != text:
            raise ValueError(f"{code} is there twice")
        held[name] = text
        self.fields.add(name)


def _recognise_cpt(file: SourceFile) -> bool:
    if file.is_zip:
        return bool(_TABLE_NAME.search(file.name)) and "cdt" not in file.name.lower()
    if _head(file, "CPT CODE") is not None:
        return True
    return _BARE_NAME.match(file.name) is not None and any(
        _BARE_ROW.fullmatch(line.rstrip()) for line in file.start.splitlines()[:_PREAMBLE]
    )


def _recognise_cdt(file: SourceFile) -> bool:
    if file.is_zip:
        return re.search(r"(?<![a-z])cdt(?![a-z])", file.name, re.I) is not None
    return _head(file, "NOMENCLATURE") is not None


def _head(file: SourceFile, word: str) -> list[str] | None:
    """Return the heading of a table in which a column is called so beside one of texts."""
    for line in file.start.splitlines()[:_PREAMBLE]:
        names = heading(re.split(r"[\t,|]", line.replace('"', "").removeprefix("\xef\xbb\xbf")))
        if word in names and (word != "CPT CODE" or _columns(names)):
            return names
    return None


def _columns(names: Sequence[str]) -> dict[int, str]:
    """Return which columns hold which descriptor. Spanish and clinicians' descriptors are not kept."""
    found = {}
    for place, name in enumerate(names):
        if "SPANISH" in name or "CLINICIAN" in name or "DATE" in name:
            continue
        for word, called in (
            ("CONSUMER", "consumer"),
            ("LONG", "long"),
            ("MEDIUM", "medium"),
            ("SHORT", "short"),
        ):
            if word in name:
                found[place] = called
                break
    return found


def _licensed(files: Sequence[SourceFile], asked: Asked, whose: str) -> None:
    if not asked.licensed:
        raise UnreadableFile(
            f"this file holds descriptors of the {whose}.",
            where=files[0].where,
            fix=f"If you hold the {whose}'s licence for it, import it with --licensed; else leave it out.",
        )


def _rows(file: SourceFile) -> Iterator[tuple[int, list[str]]]:
    if file.is_zip:
        return table_rows(file)
    first = next((line for line in file.start.splitlines()[:_PREAMBLE] if "CODE" in line.upper()), "")
    return table_rows(file, max("\t,|", key=first.count))


def _read_cpt(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    _licensed(files, asked, "AMA")
    texts = _Texts()
    for file in _one_long(files):
        if not file.is_zip and _head(file, "CPT CODE") is None:
            _bare(file, texts)
        else:
            _tabled(file, texts)
    rows = Rows()
    for code, held in sorted(texts.by_code.items()):
        row = CPTDescriptor(code, **held)
        rows.add(code, row, " ".join(dict.fromkeys(one for one in (row.title, row.consumer) if one)))
    if not rows.by_key:
        raise UnreadableFile("there is no descriptor in this file.", where=files[0].where)
    wanted = texts.fields - {"concept", "consumer"}
    short = [code for code, held in texts.by_code.items() if wanted - held.keys()]
    return [
        _draft(
            files,
            asked,
            rows,
            _CALLED_CPT,
            [
                *in_bounds("codes", len(rows.by_key), 9_000, 20_000),
                *has_canaries(rows.by_key, _CANARIES),
                *told("Without one of the descriptors", short),
            ],
        )
    ]


def _one_long(files: Sequence[SourceFile]) -> list[SourceFile]:
    """Return the files without the long descriptors that repeat others in another form."""
    names = {file.name.upper().partition(".")[0] for file in files}
    wanted = next((name for name in _LONG if name in names), "")
    return [
        file for file in files if (name := file.name.upper().partition(".")[0]) not in _LONG or name == wanted
    ]


def _bare(file: SourceFile, texts: _Texts) -> None:
    named = _BARE_NAME.match(file.name)
    assert named is not None
    name, started, number = _FIELDS[named[1].upper()], False, 0
    try:
        for number, raw in enumerate(file.lines(), 1):  # noqa: B007 - the error names it
            text = _decoded(raw).rstrip(" \x1a")
            found = _BARE_ROW.fullmatch(text)
            if found is not None:
                started = True
                texts.add(found[2], name, found[3].strip())
                if found[1]:
                    texts.add(found[2], "concept", found[1])
            elif started and text.strip():
                raise ValueError("this is no code with its descriptor")
    except ValueError as error:
        raise broken(file, number, str(error)) from None


def _tabled(file: SourceFile, texts: _Texts) -> None:
    columns: dict[int, str] = {}
    code_at = concept_at = -1
    line = 0
    try:
        for line, cells in _rows(file):
            if not columns:
                names = heading(cells)
                if "CPT CODE" in names and _columns(names):
                    columns, code_at = _columns(names), names.index("CPT CODE")
                    concept_at = names.index("CONCEPT ID") if "CONCEPT ID" in names else -1
                elif line > _PREAMBLE:
                    break
                continue
            if not any(cells):
                continue
            code = cell(cells, code_at).upper()
            if not re.fullmatch(_CPT, code):
                raise ValueError(f"{code[:8]!r} is not a CPT code")
            for place, name in columns.items():
                if cell(cells, place):
                    texts.add(code, name, cell(cells, place))
            if concept_at >= 0 and cell(cells, concept_at):
                texts.add(code, "concept", cell(cells, concept_at))
    except ValueError as error:
        raise broken(file, line, str(error)) from None
    if not columns:
        raise UnreadableFile("the column CPT Code is missing.", where=file.where)


def _read_cdt(files: Sequence[SourceFile], asked: Asked) -> list[Draft]:
    _licensed(files, asked, "ADA")
    rows = Rows()
    for file in files:
        places: tuple[int, int, int | None] | None = None
        line = 0
        try:
            for line, cells in _rows(file):  # noqa: B007 - the error names it
                if places is None:
                    names = heading(cells)
                    code = next((at for at, name in enumerate(names) if name.endswith("CODE")), None)
                    if "NOMENCLATURE" in names and code is not None:
                        text = next((at for at, name in enumerate(names) if "DESCRI" in name), None)
                        places = code, names.index("NOMENCLATURE"), text
                    continue
                number = cell(cells, places[0]).upper()
                if not any(cells):
                    continue
                if not re.fullmatch(r"D\d{4}", number):
                    raise ValueError(f"{number[:8]!r} is not a CDT code")
                if number in rows.by_key:
                    raise ValueError(f"{number} is there twice")
                row = CDTDescriptor(number, cell(cells, places[1]), cell(cells, places[2]))
                rows.add(number, row, row.title)
        except ValueError as error:
            raise broken(file, line, str(error)) from None
    if not rows.by_key:
        raise UnreadableFile("there is no CDT code in this file.", where=files[0].where)
    problems = in_bounds("codes", len(rows.by_key), 600, 1_500) + has_canaries(rows.by_key, ("D9999",))
    return [_draft(files, asked, rows, _CALLED_CDT, problems)]


def _draft(
    files: Sequence[SourceFile], asked: Asked, rows: Rows, called: _Called, problems: Sequence[str]
) -> Draft:
    kind, label, whose, says = called
    year = asked.effective_from.year if asked.effective_from is not None else _year(files, says)
    first, last = days(asked, date(year, 1, 1), date(year, 12, 31))
    return Draft(
        kind=kind,
        label=f"{label} {year}",
        effective_from=first,
        effective_to=last,
        files=files,
        counts={"codes": len(rows.by_key)},
        write=rows.write,
        problems=problems,
        remarks=[f"Imported under a licence of the {whose} that the user said to hold (--licensed)."],
    )


def _year(files: Sequence[SourceFile], says: re.Pattern[str]) -> int:
    said = {int(found[1]) for file in files if (found := says.search("" if file.is_zip else file.start))}
    names = [name for file in files for name in (PurePath(file.where.partition(": ")[0]).name, file.name)]
    named = {int(found[1]) for name in names if (found := _NAME_YEAR.search(name))}
    for years in (said, named):
        if len(years) > 1:
            raise UnreadableFile("these files are of different years.", where=files[0].where)
    if said and named and said != named:
        raise UnreadableFile(
            f"the name says {named.pop()}, the content {said.pop()}.",
            where=files[0].where,
            fix="The file is mislabelled: give it its published name.",
        )
    found_years = said or named
    if not found_years:
        raise undated(files[0], "list of descriptors")
    return found_years.pop()


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


IMPORTERS = (
    Importer("CPT descriptors (with --licensed)", _recognise_cpt, _read_cpt),
    Importer("CDT descriptors (with --licensed)", _recognise_cdt, _read_cdt),
)
