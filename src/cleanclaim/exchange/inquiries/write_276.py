"""Questions about claims → 276, guide 005010X212; and 276 → questions."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from cleanclaim.claim import Name, Person
from cleanclaim.exchange.inquiries.claim_status import (
    REFERENCES,
    ClaimStatusRequest,
    LineQuestion,
)
from cleanclaim.exchange.inquiries.levels import (
    Hierarchy,
    Level,
    beginning,
    levels_of,
    sendable,
    transactions_of,
    write_questions,
)
from cleanclaim.exchange.inquiries.parties import (
    insured_of,
    party_of,
    read_insured_person,
    refuse_nameless,
)
from cleanclaim.exchange.loops import Line, cut
from cleanclaim.exchange.parties_837 import demographic_rows, name_row
from cleanclaim.exchange.submission import Submission
from cleanclaim.exchange.wire import (
    dates_of,
    dates_row,
    number_of,
    number_text,
    optional_number,
    optional_reference,
    procedure_text,
    read_procedure,
)
from cleanclaim.primitives import ZERO, InvalidValue
from cleanclaim.x12 import Row

GUIDE = "005010X212"


def write_status_requests(requests: Sequence[ClaimStatusRequest], *, submission: Submission) -> bytes:
    """Return one 276 with these questions, in their order; the submitter is who gets the answer.

    Of payer, provider and people the guide carries name and number, of people birth date and sex
    besides. Neighbours to the same payer for the same provider share its levels. Raises
    ``InvalidValue``, naming the field, for a question without a trace or without anybody it is
    about, or with text that X12 cannot carry.
    """
    if not requests:
        raise InvalidValue("there is no question to write.", fix="Name at least one.")
    plain = sendable(requests, "requests")
    for index, request in enumerate(plain):
        refuse_nameless(request.insured, f"requests[{index}]")
        if not request.trace:
            raise InvalidValue(
                "without it the answer cannot be matched.", where=f"requests[{index}].trace", fix="Enter it."
            )
    tree = Hierarchy()
    asker = Name(last=submission.submitter_name, is_organization=True)
    for payer, of_payer in groupby(plain, key=lambda request: request.payer):
        source = tree.open("20", "", True, [_named(payer)])
        receiver = tree.open("21", source, True, [name_row("41", asker, "46", submission.submitter_id)])
        for provider, of_provider in groupby(of_payer, key=lambda request: request.provider):
            billing = tree.open("19", receiver, True, [_named(provider)])
            for request in of_provider:
                _subscriber(tree, billing, request)
    rows = [beginning(submission, "0010", "13", 1), *tree.rows]
    return write_questions(plain, [("276", rows)], submission, functional_id="HR", version=GUIDE)


def _named(party: Any) -> Row:
    return name_row(party.role, party.name, party.id_qualifier, party.identifier)


def _subscriber(tree: Hierarchy, parent: str, request: ClaimStatusRequest) -> None:
    insured, dependent = request.insured, request.insured.dependent
    member = [
        *(demographic_rows(insured.subscriber) if dependent is None else ()),
        name_row("IL", insured.subscriber.name, insured.member_id_qualifier, insured.member_id),
    ]
    if dependent is None:
        tree.open("22", parent, False, [*member, *_claim(request)])
        return
    subscriber = tree.open("22", parent, True, member)
    person = [*demographic_rows(dependent), name_row("QC", dependent.name)]
    tree.open("23", subscriber, False, [*person, *_claim(request)])


def _claim(request: ClaimStatusRequest) -> Iterator[Row]:
    yield ("TRN", "1", request.trace)
    for qualifier, field in REFERENCES.items():
        yield from optional_reference(qualifier, getattr(request, field))
    if request.charge is not None:
        yield ("AMT", "T3", number_text(request.charge, "charge"))
    if request.dates is not None:
        yield dates_row("472", request.dates)
    for line in request.lines:
        yield (
            *("SVC", procedure_text(line.code_qualifier, line.code, line.modifiers)),
            *(number_text(line.charge, "lines.charge"), "", line.revenue_code, "", ""),
            optional_number(line.units, "lines.units"),
        )
        yield from optional_reference("FJ", line.control_number)
        yield dates_row("472", line.dates)


def read_status_requests(data: bytes, *, where: str = "") -> tuple[ClaimStatusRequest, ...]:
    """Return the questions of a file's 276s, in their order.

    Raises ``UnreadableFile`` for what is not X12, is cut short, or holds no 276.
    """
    return tuple(
        request
        for transaction in transactions_of(data, "276", "005010X212", "question about claims (276)", where)
        for level in levels_of(transaction)
        if level.code in ("22", "23")
        for request in _requests(level)
    )


def claims_of(level: Level) -> list[list[Line]]:
    """Return the claims of a subscriber's or dependent's level: each begins with its TRN."""
    return cut(level.lines, lambda line: line.id == "TRN")[1]


def people_of(level: Level) -> tuple[tuple[Person, Line | None], tuple[Person, Line | None] | None]:
    """Return the subscriber and, on a dependent's level, the dependent."""
    subscriber = level.above("22")
    header = cut(subscriber.lines, lambda line: line.id == "TRN")[0] if subscriber else []
    own = cut(level.lines, lambda line: line.id == "TRN")[0]
    dependent = read_insured_person(own)[:2] if level.code == "23" else None
    return read_insured_person(header)[:2], dependent


def _requests(level: Level) -> Iterator[ClaimStatusRequest]:
    source, provider = level.above("20"), level.above("19")
    for block in claims_of(level):
        own, lines = cut(block, lambda line: line.id == "SVC")
        found: dict[str, Any] = {}
        for line in own[1:]:
            if line.id == "REF" and line.get(1) in REFERENCES:
                found.setdefault(REFERENCES[line.get(1)], line.get(2))
            elif line.id == "AMT" and line.get(1) == "T3":
                found["charge"] = number_of(line.get(2))
            elif line.id == "DTP" and line.get(1) == "472":
                found["dates"] = dates_of(line.get(2), line.get(3))
        yield ClaimStatusRequest(
            payer=party_of(source.lines if source else []),
            provider=party_of(provider.lines if provider else []),
            insured=insured_of(*people_of(level), ""),
            trace=own[0].get(2),
            lines=tuple(question for line in lines if (question := _question(line)) is not None),
            **found,
        )


def _question(block: Sequence[Line]) -> LineQuestion | None:
    first = block[0]
    dated = next((line for line in block if line.id == "DTP" and line.get(1) == "472"), None)
    days = dates_of(dated.get(2), dated.get(3)) if dated else None
    if days is None:
        return None
    procedure = read_procedure(first.parts(1))
    procedure.pop("description", None)
    return LineQuestion(
        **({"code": ""} | procedure),
        charge=number_of(first.get(2)) or ZERO,
        dates=days,
        revenue_code=first.get(4),
        units=number_of(first.get(7)),
        control_number=next((line.get(2) for line in block if line.id == "REF" and line.get(1) == "FJ"), ""),
    )
