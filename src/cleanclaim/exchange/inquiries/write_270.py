"""Eligibility questions → 270, guide 005010X279A1; and 270 → questions."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cleanclaim.claim import Person
from cleanclaim.exchange.inquiries.eligibility import (
    HEALTH_BENEFIT_PLAN_COVERAGE,
    EligibilityRequest,
    Procedure,
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
    party_rows,
    person_rows,
    read_insured_person,
    refuse_nameless,
)
from cleanclaim.exchange.loops import Line
from cleanclaim.exchange.submission import Submission
from cleanclaim.exchange.wire import dates_of, dates_row
from cleanclaim.primitives import DateRange, InvalidValue
from cleanclaim.x12 import Row, composite

GUIDE = "005010X279A1"
QUESTIONS = 99
"""Loop 2110 may come 99 times for one person."""


def write_eligibility_requests(requests: Sequence[EligibilityRequest], *, submission: Submission) -> bytes:
    """Return one 270 with these questions, in their order.

    Neighbours to the same payer by the same provider share its levels. Raises ``InvalidValue``,
    naming the field, for a question without a trace, without anybody it is about, with more than 99
    service types and procedures, or with text that X12 cannot carry.
    """
    if not requests:
        raise InvalidValue("there is no question to write.", fix="Name at least one.")
    plain = sendable(requests, "requests")
    for index, request in enumerate(plain):
        _refuse(request, f"requests[{index}]")
    tree = Hierarchy()
    for payer, of_payer in groupby(plain, key=lambda request: request.payer):
        source = tree.open("20", "", True, party_rows(payer))
        for provider, of_provider in groupby(of_payer, key=lambda request: request.provider):
            receiver = tree.open("21", source, True, party_rows(provider))
            for request in of_provider:
                _subscriber(tree, receiver, request)
    rows = [beginning(submission, "0022", "13", 1), *tree.rows]
    return write_questions(plain, [("270", rows)], submission, functional_id="HS", version=GUIDE)


def _refuse(request: EligibilityRequest, where: str) -> None:
    refuse_nameless(request.insured, where)
    if not request.trace or not request.trace_source:
        field = "trace_source" if request.trace else "trace"
        raise InvalidValue(
            "without it the answer cannot be matched.", where=f"{where}.{field}", fix="Enter it."
        )
    asked = len(request.service_types) + len(request.procedures)
    if asked > QUESTIONS:
        raise InvalidValue(
            f"there are {asked} services; a question has room for {QUESTIONS}.",
            where=f"{where}.service_types",
            fix="Ask twice.",
        )


def _subscriber(tree: Hierarchy, receiver: str, request: EligibilityRequest) -> None:
    insured, dependent = request.insured, request.insured.dependent
    member = person_rows("IL", insured.subscriber, insured.member_id_qualifier, insured.member_id)
    trace: Row = ("TRN", "1", request.trace, request.trace_source)
    if dependent is None:
        tree.open("22", receiver, False, [trace, *member, *_asked(request)])
        return
    subscriber = tree.open("22", receiver, True, member)
    relation: list[Row] = [("INS", "N", insured.relationship)] if insured.relationship else []
    rows = [trace, *person_rows("03", dependent), *relation, *_asked(request)]
    tree.open("23", subscriber, False, rows)


def _asked(request: EligibilityRequest) -> Iterator[Row]:
    if request.dates is not None:
        yield dates_row("291", request.dates)
    types = request.service_types
    if not types and not request.procedures:
        types = (HEALTH_BENEFIT_PLAN_COVERAGE,)
    for service_type in types:
        yield ("EQ", service_type)
    for procedure in request.procedures:
        yield ("EQ", "", composite(procedure.qualifier, procedure.code, *procedure.modifiers))


def read_eligibility_requests(data: bytes, *, where: str = "") -> tuple[EligibilityRequest, ...]:
    """Return the questions of a file's 270s, in their order.

    Raises ``UnreadableFile`` for what is not X12, is cut short, or holds no 270.
    """
    return tuple(
        _request(level)
        for transaction in transactions_of(data, "270", "005010X279", "eligibility question (270)", where)
        for level in levels_of(transaction)
        if level.code == "23" or (level.code == "22" and not any(c.code == "23" for c in level.children))
    )


def _request(level: Level) -> EligibilityRequest:
    source, receiver = level.above("20"), level.above("21")
    subscriber = level.above("22")
    person, name, _ = read_insured_person(subscriber.lines if subscriber else [])
    dependent: tuple[Person, Line | None] | None = None
    if level.code == "23":
        dependent = read_insured_person(level.lines)[:2]
    trace = _first(level.lines, "TRN") or (subscriber and _first(subscriber.lines, "TRN"))
    relation = _first(level.lines, "INS")
    return EligibilityRequest(
        payer=party_of(source.lines if source else []),
        provider=party_of(receiver.lines if receiver else []),
        insured=insured_of((person, name), dependent, relation.get(2) if relation and dependent else ""),
        trace=trace.get(2) if trace else "",
        trace_source=trace.get(3) if trace else "",
        dates=_dates(level.lines),
        service_types=tuple(code for line in level.lines if line.id == "EQ" for code in line.repeats(1)),
        procedures=tuple(
            Procedure(line.part(2, 1), line.part(2, 2), tuple(line.parts(2)[2:6]))
            for line in level.lines
            if line.id == "EQ" and line.get(2)
        ),
    )


def _first(lines: Sequence[Line], name: str) -> Line | None:
    return next((line for line in lines if line.id == name), None)


def _dates(lines: Sequence[Line]) -> DateRange | None:
    line = next((line for line in lines if line.id == "DTP" and line.get(1) == "291"), None)
    return dates_of(line.get(2), line.get(3)) if line else None
