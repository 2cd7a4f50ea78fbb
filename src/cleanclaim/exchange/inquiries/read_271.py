"""271 → what a payer answers about eligibility, leniently: what was sent, right or wrong."""

from collections.abc import Iterator, Sequence

from cleanclaim.claim import OtherSegment, Person, QualifiedDate, Reference
from cleanclaim.exchange.acknowledgements import Origin
from cleanclaim.exchange.inquiries.eligibility import (
    Benefit,
    EligibilityAnswer,
    Procedure,
    Rejection,
)
from cleanclaim.exchange.inquiries.levels import Level, levels_of, transactions_of
from cleanclaim.exchange.inquiries.parties import (
    Party,
    insured_of,
    kept,
    party_of,
    read_insured_person,
    read_party,
)
from cleanclaim.exchange.loops import Line, cut
from cleanclaim.exchange.read_acknowledgements import origin_of
from cleanclaim.exchange.wire import dates_of, number_of, pointers_of
from cleanclaim.x12 import Transaction

LEVEL_NAMES = {"20": "payer", "21": "provider", "22": "subscriber", "23": "dependent"}


def read_eligibility(data: bytes, *, where: str = "") -> tuple[EligibilityAnswer, ...]:
    """Return what a file's 271s answer, one answer a person, in order.

    An answer that refuses the payer's or provider's level without naming a person is one answer
    about nobody. Raises ``UnreadableFile`` for what is not X12, is cut short, or holds no 271.
    """
    return tuple(
        answer
        for transaction in transactions_of(data, "271", "005010X279", "eligibility answer (271)", where)
        for answer in _answers(transaction)
    )


def _answers(transaction: Transaction) -> Iterator[EligibilityAnswer]:
    for level in levels_of(transaction):
        refused_here = level.code in ("20", "21") and not level.children and _refusals(level)
        if refused_here or level.code == "23" or (level.code == "22" and _answers_itself(level)):
            yield _answer(level, origin_of(transaction))


def _answers_itself(level: Level) -> bool:
    """Return whether a subscriber's level is an answer, or only the way to a dependent's."""
    return not level.children or any(line.id in ("EB", "AAA") for line in level.lines)


def _answer(level: Level, origin: Origin) -> EligibilityAnswer:
    source, receiver, subscriber = (level.above(code) for code in ("20", "21", "22"))
    person, name, rest = read_insured_person(_own(subscriber))
    dependent: tuple[Person, Line | None] | None = None
    if level.code == "23":
        someone, someones_name, rest = read_insured_person(_own(level))
        dependent = (someone, someones_name)
    dates: list[QualifiedDate] = []
    others: list[Line] = []
    relationship = ""
    for line in rest:
        days = dates_of(line.get(2), line.get(3)) if line.id == "DTP" else None
        if days is not None:
            dates.append(QualifiedDate(line.get(1), days))
        elif line.id == "INS" and dependent and line.only(1, 2):
            relationship = line.get(2)
        elif line.id not in ("TRN", "AAA") and not (line.id == "INS" and line.only(1, 2)):
            others.append(line)
    _, blocks = cut(level.lines if level.code in ("22", "23") else [], lambda line: line.id == "EB")
    above = [found for found in (source, receiver, subscriber, level) if found is not None]
    return EligibilityAnswer(
        payer=party_of(_own(source)) if source else None,
        provider=party_of(_own(receiver)) if receiver else None,
        insured=insured_of((person, name), dependent, relationship),
        **traces_of([*_own(level), *(_own(subscriber))]),
        dates=tuple(dates),
        rejections=tuple(r for found in dict.fromkeys(above) for r in _refusals(found)),
        benefits=tuple(_benefit(block) for block in blocks),
        other_segments=kept(others, "2100D" if dependent else "2100C"),
        origin=origin,
    )


def traces_of(lines: Sequence[Line]) -> dict[str, tuple[str, ...]]:
    """Return the trace numbers of TRN segments and who gave them, the asker's (TRN01 2) first."""
    found: dict[str, str] = {}
    for line in sorted((one for one in lines if one.id == "TRN"), key=lambda one: one.get(1) != "2"):
        found.setdefault(line.get(2), line.get(3))
    return {"traces": tuple(found), "trace_sources": tuple(found.values())}


def _own(level: Level | None) -> list[Line]:
    """Return a level's segments before its first benefit."""
    return cut(level.lines, lambda line: line.id == "EB")[0] if level else []


def _refusals(level: Level) -> list[Rejection]:
    return [rejection_of(line, LEVEL_NAMES.get(level.code, "")) for line in _own(level) if line.id == "AAA"]


def rejection_of(line: Line, level: str) -> Rejection:
    """Return what an AAA segment says."""
    return Rejection(level, line.get(3), line.get(4), line.get(1) == "Y")


def _benefit(block: Sequence[Line]) -> Benefit:
    first = block[0]
    dates: list[QualifiedDate] = []
    references: list[Reference] = []
    messages: list[str] = []
    rejections: list[Rejection] = []
    others: list[OtherSegment] = []
    own, named = cut(block[1:], lambda line: line.id == "NM1")
    for line in own:
        days = dates_of(line.get(2), line.get(3)) if line.id == "DTP" else None
        if days is not None:
            dates.append(QualifiedDate(line.get(1), days))
        elif line.id == "REF" and line.only(1, 2):
            references.append(Reference(line.get(1), line.get(2)))
        elif line.id == "MSG" and line.only(1):
            messages.append(line.get(1))
        elif line.id == "AAA":
            rejections.append(rejection_of(line, "benefit"))
        elif line.id not in ("LS", "LE"):
            others.append(line.kept("2115" if line.id == "III" else "2110"))
    parties: list[Party] = []
    for party_block in named:
        party, rest = read_party([line for line in party_block if line.id != "LE"])
        parties.append(party)
        others += kept(rest, "2120")
    procedure = first.parts(13)
    return Benefit(
        code=first.get(1),
        coverage_level=first.get(2),
        service_types=first.repeats(3),
        insurance_type=first.get(4),
        plan=first.get(5),
        period=first.get(6),
        amount=number_of(first.get(7)),
        percent=number_of(first.get(8)),
        quantity_qualifier=first.get(9),
        quantity=number_of(first.get(10)),
        authorization_required=first.get(11),
        in_network=first.get(12),
        procedure=Procedure(procedure[0], first.part(13, 2), tuple(procedure[2:6])) if procedure else None,
        pointers=pointers_of(first.parts(14)),
        dates=tuple(dates),
        references=tuple(references),
        messages=tuple(messages),
        rejections=tuple(rejections),
        parties=tuple(parties),
        other_segments=tuple(others),
    )
