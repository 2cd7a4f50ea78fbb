"""A payer's answers about claims → 277, guide 005010X212."""

from collections.abc import Iterator, Sequence

from cleanclaim.exchange.acknowledgements import Status
from cleanclaim.exchange.inquiries.answers import refuse_lost, refuse_missing, with_others
from cleanclaim.exchange.inquiries.claim_status import ANSWERED, ClaimStatus, LineStatus
from cleanclaim.exchange.inquiries.levels import Hierarchy, beginning, sendable, write_questions
from cleanclaim.exchange.inquiries.parties import Party, party_rows
from cleanclaim.exchange.inquiries.read_277 import read_claim_status
from cleanclaim.exchange.parties_837 import name_row
from cleanclaim.exchange.submission import Submission
from cleanclaim.exchange.wire import (
    dates_row,
    day_text,
    optional_number,
    optional_reference,
    procedure_text,
)
from cleanclaim.primitives import InvalidValue
from cleanclaim.x12 import Row, composite

GUIDE = "005010X212"
_LEVELS = {"payer": "20", "receiver": "21", "provider": "19"}
_CLAIM = ("TRN", "STC", "REF", "DTP")
_LINE = ("SVC", "STC", "REF", "DTP")


def write_claim_status(
    answers: Sequence[ClaimStatus], *, submission: Submission, reference: str = ""
) -> bytes:
    """Return one 277 with these answers, in their order; the submitter is the payer.

    ``reference`` is BHT03 of the question, which its answer repeats. Neighbours of the same provider
    share its level. Of people the guide carries the name, and the member's number. What is written
    reads back as the same answers, but for where they come from; an answer that says what the guide
    has no place for is refused with ``InvalidValue``, naming the field, as is one without status,
    its day, its trace, or the parties above it.
    """
    if not answers:
        raise InvalidValue("there is no answer to write.", fix="Name at least one.")
    plain = sendable(answers, "answers")
    tree = Hierarchy()
    opened: dict[str, tuple[object, str]] = {}
    for index, answer in enumerate(plain):
        where = f"answers[{index}]"
        _refuse(answer, where)
        parent = ""
        for level, code in _LEVELS.items():
            alike = (getattr(answer, level), parent)
            own = level == answer.level
            if own or level not in opened or opened[level][0] != alike:
                rows = [*_named(getattr(answer, level), where, level), *(_batch(answer) if own else ())]
                opened[level] = (alike, tree.open(code, parent, False, rows))
            parent = opened[level][1]
            if own:
                break
        else:
            _person(tree, parent, answer, where)
    rows = [(*beginning(submission, "0010", "08", 1, reference), "DG"), *tree.rows]
    written = write_questions(plain, [("277", rows)], submission, functional_id="HN", version=GUIDE)
    refuse_lost(plain, read_claim_status(written), "answers")
    return written


def _refuse(answer: ClaimStatus, where: str) -> None:
    refuse_missing(answer.statuses, f"{where}.statuses", "at least one status")
    refuse_missing(answer.on, f"{where}.on", "the day of its status")
    refuse_missing(answer.trace, f"{where}.trace", "the number that the asker gave")
    for index, line in enumerate(answer.lines):
        refuse_missing(line.statuses, f"{where}.lines[{index}].statuses", "at least one status for each line")
        refuse_missing(line.on, f"{where}.lines[{index}].on", "the day of each line's status")


def _named(party: Party | None, where: str, level: str) -> list[Row]:
    if party is None:
        raise InvalidValue(f"an answer needs its {level}.", where=f"{where}.{level}", fix="Enter it.")
    return party_rows(party)


def _batch(answer: ClaimStatus) -> list[Row]:
    return [("TRN", "2" if answer.level == "receiver" else "1", answer.trace), *_statuses(answer)]


def _person(tree: Hierarchy, provider: str, answer: ClaimStatus, where: str) -> None:
    insured = answer.insured
    if insured is None:
        raise InvalidValue("an answer needs whose claim it is.", where=f"{where}.insured", fix="Enter it.")
    member = name_row("IL", insured.subscriber.name, insured.member_id_qualifier, insured.member_id)
    claim = [*_claim(answer, where)]
    if insured.dependent is None:
        tree.open("22", provider, False, [member, *claim])
        return
    subscriber = tree.open("22", provider, True, [member])
    tree.open("23", subscriber, False, [name_row("QC", insured.dependent.name), *claim])


def _claim(answer: ClaimStatus, where: str) -> Iterator[Row]:
    own: list[Row] = [("TRN", "2", answer.trace), *_statuses(answer)]
    for qualifier, field in ANSWERED.items():
        own += optional_reference(qualifier, getattr(answer, field))
    own += [] if answer.dates is None else [dates_row("472", answer.dates)]
    yield from with_others(own, answer.other_segments, "2200", _CLAIM)
    for index, line in enumerate(answer.lines):
        yield from _line(line, f"{where}.lines[{index}]")


def _line(line: LineStatus, where: str) -> list[Row]:
    rows: list[Row] = [
        (
            *("SVC", procedure_text(line.code_qualifier, line.code, line.modifiers)),
            *(optional_number(line.charge, f"{where}.charge"), optional_number(line.paid, f"{where}.paid")),
            *(line.revenue_code, "", "", optional_number(line.units, f"{where}.units")),
        ),
    ]
    rows += [_status_row(group, day_text(line.on)) for group in _grouped(line.statuses)]
    rows += optional_reference("FJ", line.control_number)
    rows += [] if line.dates is None else [dates_row("472", line.dates)]
    return with_others(rows, line.other_segments, "2220", _LINE)


def _statuses(answer: ClaimStatus) -> Iterator[Row]:
    """Yield STC segments; amounts and payment stand on the first."""
    amounts = (
        *("", optional_number(answer.charge, "charge"), optional_number(answer.paid, "paid")),
        *(day_text(answer.finalized_on), "", day_text(answer.payment_on), answer.payment_number),
    )
    for at, group in enumerate(_grouped(answer.statuses)):
        yield _status_row(group, day_text(answer.on), amounts if at == 0 else ("",) * 7)


def _status_row(group: Sequence[Status], day: str, amounts: Sequence[str] = ("",) * 7) -> Row:
    first, *others = (composite(one.category, one.code, one.entity) for one in group)
    more = [*others, "", ""][:2]
    return ("STC", first, day, *amounts, *more, group[0].message)


def _grouped(statuses: Sequence[Status]) -> Iterator[list[Status]]:
    """Yield up to three statuses a segment; a text belongs to the first of its segment."""
    group: list[Status] = []
    for status in statuses:
        if group and (len(group) == 3 or status.message):
            yield group
            group = []
        group.append(status)
    if group:
        yield group
