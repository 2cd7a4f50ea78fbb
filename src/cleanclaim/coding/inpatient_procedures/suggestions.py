"""ICD-10-PCS codes for a stay or an operative report: found, built, constrained, explained."""

import msgspec

from cleanclaim.coding.inpatient_procedures.approach import converted_in
from cleanclaim.coding.inpatient_procedures.axes import AxisValue, Built, Open, build
from cleanclaim.coding.inpatient_procedures.books import PCSBooks
from cleanclaim.coding.inpatient_procedures.components import component_of
from cleanclaim.coding.inpatient_procedures.find import Found, find_procedures
from cleanclaim.coding.inpatient_procedures.performed import discontinued
from cleanclaim.coding.note import Note
from cleanclaim.coding.values import Evidence, NotCoded, Query, Suggestion

_MOST_WORDS = 12
_MOST_OPTIONS = 8
_OPEN_ENDED = ("Other (please specify)", "Unable to determine")
_SURE, _LESS_SURE, _OPEN_CHOICE = 0.7, 0.5, 0.1
_SECTION_MEDICAL_SURGICAL = "0"


class PCSSuggestions(msgspec.Struct, frozen=True):
    """The procedures of a note: suggestions in order (ranks from 1), queries, what was left out."""

    suggestions: tuple[Suggestion, ...]
    queries: tuple[Query, ...]
    not_coded: tuple[NotCoded, ...]


class _Coded(msgspec.Struct, frozen=True):
    built: Built
    found: Found
    extra: tuple[str, ...] = ()


def suggest_procedures(note: Note, books: PCSBooks, *, operative: bool) -> PCSSuggestions:
    """Return the ICD-10-PCS codes that a note supports. ``operative``: it is the report of one operation."""
    coded: dict[str, _Coded] = {}
    alternatives: dict[str, tuple[Found, Open]] = {}
    queries: list[Query] = []
    left_out: list[NotCoded] = []
    opened: list[tuple[Found, Open]] = []
    for found in find_procedures(note, operative=operative):
        for one in build(found.rule, found.scope, (found.start, found.end), books):
            if isinstance(one, Open):
                opened.append((found, one))
            elif one.code not in coded:
                coded[one.code] = _Coded(one, found)
    coded, stopped = _discontinued(coded, note, books, operative=operative)
    left_out.extend(stopped)
    for code in list(coded):
        reason = component_of(code, [one for one in coded if one != code])
        if reason:
            left_out.append(
                NotCoded(code, reason, (_evidence(note, coded[code].found.start, coded[code].found.end),))
            )
            del coded[code]
    coded |= _conversions(coded, note, books)
    for found, one in opened:
        if _answered(one, coded) or any(_same_gap(one, other) for _, other in alternatives.values()):
            continue
        queries.append(_query(found, one, note))
        for code in one.alternatives:
            if code not in coded:
                alternatives.setdefault(code, (found, one))
        if not one.alternatives:
            reason = (
                f"{one.axis} is not documented: no code can be built on {one.begun} (ICD-10-PCS guideline A9)"
            )
            left_out.append(NotCoded("", reason, (_evidence(note, found.start, found.end),)))
    ordered = _in_order(list(coded.values()))
    suggestions = [_suggestion(one, rank, note, books) for rank, one in enumerate(ordered, 1)]
    suggestions.extend(
        _alternative(code, gap, rank, note, books)
        for rank, (code, gap) in enumerate(alternatives.items(), len(suggestions) + 1)
    )
    return PCSSuggestions(tuple(suggestions), tuple(_once(queries)), tuple(left_out))


def _once(queries: list[Query]) -> list[Query]:
    seen: dict[tuple[str, str], Query] = {}
    for query in queries:
        seen.setdefault((query.topic, query.question), query)
    return list(seen.values())


def _answered(one: Open, coded: dict[str, _Coded]) -> bool:
    """Return whether another place of the note gave a code with the same beginning."""
    return any(code.startswith(one.begun) for code in coded)


def _same_gap(one: Open, other: Open) -> bool:
    return one.begun == other.begun


def _in_order(coded: list[_Coded]) -> list[_Coded]:
    """Return definitive operations first, as the note lists them; then obstetrics, then the rest."""

    def key(one: _Coded) -> tuple[int, int]:
        section = one.built.code[0]
        return ({"0": 0, "1": 0}.get(section, 1) if not one.found.rule.asked("any") else 1, one.found.start)

    return sorted(coded, key=key)


def _discontinued(
    coded: dict[str, _Coded], note: Note, books: PCSBooks, *, operative: bool
) -> tuple[dict[str, _Coded], list[NotCoded]]:
    """Turn an operation that was given up into an inspection of its body part (guideline B3.3)."""
    left_out: list[NotCoded] = []
    kept: dict[str, _Coded] = {}
    text = note.document.text
    for code, one in coded.items():
        spans = one.found.scope.own if operative else (one.found.scope.item,)
        words = next((hit for start, end in spans if (hit := discontinued(text[start:end]))), None)
        if words is None or code[0] != _SECTION_MEDICAL_SURGICAL or one.found.rule.asked("any"):
            kept[code] = one
            continue
        reason = f'given up before its end ("{words.group()}"): coded as far as it went (guideline B3.3)'
        left_out.append(NotCoded(code, reason, (_evidence(note, one.found.start, one.found.end),)))
        inspected = _inspection(one.built, books, one.built.code[4])
        if inspected:
            why = f"{code} was given up before its end: coded as an inspection (ICD-10-PCS guideline B3.3)"
            kept[inspected.code] = _Coded(inspected, one.found, (why,))
    return kept, left_out


def _conversions(coded: dict[str, _Coded], note: Note, books: PCSBooks) -> dict[str, _Coded]:
    """Return the inspections that an operation converted to open began with (guideline B3.2d)."""
    added: dict[str, _Coded] = {}
    for code, one in coded.items():
        words = converted_in(note.document.text, one.found.scope.own)
        if words is None or code[0] != _SECTION_MEDICAL_SURGICAL or code[4] != "0":
            continue
        inspected = _inspection(one.built, books, "4")
        if inspected and inspected.code not in coded:
            values = (
                *inspected.values[:4],
                msgspec.structs.replace(inspected.values[4], start=words.start(), end=words.end()),
                *inspected.values[5:],
            )
            why = "converted to open: its endoscopic part is an inspection (ICD-10-PCS guideline B3.2d)"
            added[inspected.code] = _Coded(Built(inspected.code, values), one.found, (why,))
    return added


def _inspection(built: Built, books: PCSBooks, approach: str) -> Built | None:
    """Return the inspection of the body part of a code through an approach, where the tables have one."""
    table = built.code[:2] + "J"
    rows = books.rows(table)
    part = built.values[3]
    base = part.meaning.split(",")[0]
    for wanted in (part.meaning, base, *_general(built.code[:2])):
        for row in rows:
            character = next((one for one, title in row.axes[3].values if title == wanted), None)
            if character and row.holds(f"{table}{character}{approach}ZZ"):
                code = f"{table}{character}{approach}ZZ"
                values = tuple(
                    AxisValue(n + 1, axis.title, one, dict(axis.values)[one], *_words_of(built, n))
                    for n, (axis, one) in enumerate(zip(row.axes, code, strict=True))
                )
                return Built(code, values)
    return None


def _words_of(built: Built, place: int) -> tuple[int, int]:
    return built.values[place].start, built.values[place].end


def _general(system: str) -> tuple[str, ...]:
    return {
        "0D": ("Lower Intestinal Tract",),
        "0F": ("Hepatobiliary Duct",),
        "0T": ("Kidney",),
        "0U": ("Uterus and Cervix",),
        "0B": ("Tracheobronchial Tree",),
    }.get(system, ())


def _suggestion(one: _Coded, rank: int, note: Note, books: PCSBooks) -> Suggestion:
    sure = all(value.start >= 0 or not value.how for value in one.built.values)
    asked = one.found.rule.asked("query")
    return Suggestion(
        code=one.built.code,
        system="ICD10PCS",
        role="procedure",
        rank=rank,
        confidence=_OPEN_CHOICE if asked else _SURE if sure and books.in_force else _LESS_SURE,
        selected=not asked,
        decision="review",
        evidence=_all_evidence(one, note),
        why=(*_reasons(one, note), *one.extra, *_release(books)),
    )


def _alternative(code: str, gap: tuple[Found, Open], rank: int, note: Note, books: PCSBooks) -> Suggestion:
    found, one = gap
    meaning = dict(one.options).get(code[one.position - 1], "")
    why = f"one of {len(one.alternatives)}: {one.axis} is not documented; this one is for {meaning}"
    return Suggestion(
        code=code,
        system="ICD10PCS",
        role="procedure",
        rank=rank,
        confidence=_OPEN_CHOICE,
        selected=False,
        decision="review",
        evidence=(_evidence(note, found.start, found.end),),
        why=(why, *_release(books)),
    )


def _reasons(one: _Coded, note: Note) -> tuple[str, ...]:
    """Return a sentence for each character: what it is and the words for it."""
    lines = []
    text = note.document.text
    for value in one.built.values:
        if value.position in (1, 2):
            because = ""
        elif value.start >= 0:
            because = f' ("{_shortened(text, value.start, value.end)}")'
        else:
            because = f" ({value.how or 'the only value that the table row leaves'})"
        lines.append(f"{value.position} {value.axis}: {value.character} {value.meaning}{because}")
    return tuple(lines)


def _release(books: PCSBooks) -> tuple[str, ...]:
    if books.in_force:
        return (f"legal by {books.release.label}",)
    label = books.release.label
    return (f"legal by {label}, which is not in force on the date: check that the code still exists",)


def _all_evidence(one: _Coded, note: Note) -> tuple[Evidence, ...]:
    """Return the words of the procedure, then those of the other characters that stand elsewhere."""
    spans = [(one.found.start, one.found.end)]
    for value in one.built.values:
        inside = any(start <= value.start and value.end <= end for start, end in spans)
        if value.start >= 0 and not inside:
            spans.append((value.start, value.end))
    return tuple(_evidence(note, start, end) for start, end in spans)


def _evidence(note: Note, start: int, end: int) -> Evidence:
    words = note.document.text[start:end].split(maxsplit=_MOST_WORDS)
    if len(words) > _MOST_WORDS:
        end = start + len(note.document.text[start:end]) - len(words[-1])
        end = start + len(note.document.text[start:end].rstrip())
    return note.evidence(start, end)


def _shortened(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split()[:_MOST_WORDS])


def _query(found: Found, one: Open, note: Note) -> Query:
    evidence = _evidence(note, found.start, found.end)
    words = " ".join(evidence.text.split())
    what = {
        "laterality": "the side of the body",
        "site": "the anatomical site",
        "approach": "the approach (how the site was reached)",
    }.get(one.topic, f"the detail of the {one.axis.lower()}")
    titles = tuple(dict.fromkeys(title for _, title in one.options))
    return Query(
        topic=one.topic,
        question=f'"{words}" is documented. Please document {what}.',
        options=(*titles[:_MOST_OPTIONS], *_OPEN_ENDED),
        evidence=(evidence,),
    )
