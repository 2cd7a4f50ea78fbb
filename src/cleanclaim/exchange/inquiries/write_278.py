"""Requests for a review of services → 278, guide 005010X217; and 278 → requests."""

from collections.abc import Iterator, Sequence
from typing import Any

from cleanclaim.claim import Person
from cleanclaim.exchange.inquiries.levels import (
    Hierarchy,
    Level,
    beginning,
    header_of,
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
from cleanclaim.exchange.inquiries.review import ReviewRequest, ReviewService
from cleanclaim.exchange.inquiries.review_rows import (
    dated,
    delivery_rows,
    diagnosis_rows,
    read_delivery,
    read_diagnoses,
    read_providers,
    read_service,
    service_rows,
)
from cleanclaim.exchange.lines_837 import attachment_rows
from cleanclaim.exchange.loops import Line
from cleanclaim.exchange.read_lines import read_attachment
from cleanclaim.exchange.submission import Submission
from cleanclaim.exchange.wire import dates_row, optional_reference
from cleanclaim.primitives import InvalidValue
from cleanclaim.x12 import Row, composite

GUIDE = "005010X217"
REQUEST = "13"
"""BHT02 of a request; an answer has 11."""


def write_review_requests(requests: Sequence[ReviewRequest], *, submission: Submission) -> bytes:
    """Return one interchange of 278 requests, one transaction a request, in their order.

    Raises ``InvalidValue``, naming the field, for a request without a trace or without anybody it
    is about, for more than 12 diagnoses, or with text that X12 cannot carry.
    """
    if not requests:
        raise InvalidValue("there is no request to write.", fix="Name at least one.")
    plain = sendable(requests, "requests")
    bodies = []
    for number, request in enumerate(plain, 1):
        where = f"requests[{number - 1}]"
        _refuse(request, where)
        rows = [beginning(submission, "0007", REQUEST, number), *_rows(request, where)]
        bodies.append(("278", rows))
    return write_questions(plain, bodies, submission, functional_id="HI", version=GUIDE)


def _refuse(request: ReviewRequest, where: str) -> None:
    refuse_nameless(request.insured, where)
    for field in ("trace", "trace_source"):
        if not getattr(request, field):
            raise InvalidValue(
                "without it the answer cannot be matched.", where=f"{where}.{field}", fix="Enter it."
            )
    if len(request.diagnoses) > 12:
        raise InvalidValue(
            f"there are {len(request.diagnoses)}; a review has room for 12.",
            where=f"{where}.diagnoses",
            fix="Name those that justify the services.",
        )


def _rows(request: ReviewRequest, where: str) -> list[Row]:
    insured, dependent = request.insured, request.insured.dependent
    tree = Hierarchy()
    source = tree.open("20", "", True, party_rows(request.payer))
    asker = tree.open("21", source, True, party_rows(request.requester))
    member = person_rows("IL", insured.subscriber, insured.member_id_qualifier, insured.member_id)
    parent = tree.open("22", asker, True, member)
    if dependent is not None:
        relation: list[Row] = [("INS", "N", insured.relationship)] if insured.relationship else []
        parent = tree.open("23", parent, True, [*person_rows("QC", dependent), *relation])
    event = tree.open("EV", parent, bool(request.services), list(_event(request, where)))
    for index, service in enumerate(request.services):
        tree.open("SS", event, False, service_rows(service, f"{where}.services[{index}]"))
    return tree.rows


def _event(request: ReviewRequest, where: str) -> Iterator[Row]:
    yield ("TRN", "1", request.trace, request.trace_source)
    place = composite(request.place, request.place_qualifier) if request.place else ""
    yield (
        *("UM", request.category, request.certification, request.service_type, place, ""),
        *(request.urgency, "", "", request.release_of_information),
    )
    yield from optional_reference("BB", request.prior_authorization)
    for qualifier, days in (("AAH", request.event), ("435", request.admission)):
        if days is not None:
            yield dates_row(qualifier, days)
    yield from diagnosis_rows(request.diagnoses)
    yield from delivery_rows(request.delivery, f"{where}.delivery")
    if request.admission_type or request.admission_source:
        yield ("CL1", request.admission_type, request.admission_source)
    yield from attachment_rows(request.attachments)
    if request.message:
        yield ("MSG", request.message)
    for provider in request.providers:
        yield from party_rows(provider)


def read_review_requests(data: bytes, *, where: str = "") -> tuple[ReviewRequest, ...]:
    """Return the requests of a file's 278s, in their order; answers among them are passed over.

    Raises ``UnreadableFile`` for what is not X12, is cut short, or holds no 278.
    """
    found = []
    for transaction in transactions_of(data, "278", GUIDE, "review of services (278)", where):
        header = header_of(transaction)
        if header is None or header.get(2) != "11":
            found += [_request(level) for level in levels_of(transaction) if level.code == "EV"]
    return tuple(found)


def people_of(level: Level) -> tuple[tuple[Person, Line | None], tuple[Person, Line | None] | None, str]:
    """Return the subscriber, the dependent, and the dependent's relationship, of an event's levels."""
    subscriber, dependent = level.above("22"), level.above("23")
    relation = next((line for line in dependent.lines if line.id == "INS"), None) if dependent else None
    return (
        read_insured_person(subscriber.lines if subscriber else [])[:2],
        read_insured_person(dependent.lines)[:2] if dependent else None,
        relation.get(2) if relation else "",
    )


def _request(level: Level) -> ReviewRequest:
    source, asker = level.above("20"), level.above("21")
    own, providers, _ = read_providers(level.lines)
    found: dict[str, Any] = {"trace": "", "trace_source": "", "category": ""}
    for line in own:
        match line.id:
            case "TRN" if not found["trace"]:
                found |= {"trace": line.get(2), "trace_source": line.get(3)}
            case "UM":
                found |= {
                    "category": line.get(1),
                    "certification": line.get(2),
                    "service_type": line.get(3),
                    "place": line.part(4, 1),
                    "place_qualifier": line.part(4, 2) or "B",
                    "urgency": line.get(6),
                    "release_of_information": line.get(9),
                }
            case "REF" if line.get(1) == "BB":
                found["prior_authorization"] = line.get(2)
            case "DTP" if (item := dated(line)) is not None and item.qualifier in ("AAH", "435"):
                found["event" if item.qualifier == "AAH" else "admission"] = item.dates
            case "HI":
                found["diagnoses"] = (*found.get("diagnoses", ()), *read_diagnoses(line))
            case "HSD":
                found["delivery"] = read_delivery(line)
            case "CL1":
                found |= {"admission_type": line.get(1), "admission_source": line.get(2)}
            case "PWK":
                found["attachments"] = (*found.get("attachments", ()), read_attachment(line))
            case "MSG":
                found["message"] = line.get(1)
    return ReviewRequest(
        payer=party_of(source.lines if source else []),
        requester=party_of(asker.lines if asker else []),
        insured=insured_of(*people_of(level)),
        providers=providers,
        services=tuple(_service(child) for child in level.children if child.code == "SS"),
        **found,
    )


def _service(level: Level) -> ReviewService:
    own, providers, _ = read_providers(level.lines)
    found: dict[str, Any] = {}
    for line in own:
        if line.id in ("SV1", "SV2", "SV3"):
            found |= read_service(line)
        elif line.id == "DTP" and line.get(1) == "472" and (item := dated(line)) is not None:
            found["dates"] = item.dates
        elif line.id == "HSD":
            found["delivery"] = read_delivery(line)
        elif line.id == "MSG":
            found["message"] = line.get(1)
    return ReviewService(providers=providers, **found)
