"""A payer's decisions about services → 278 responses, guide 005010X217."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from cleanclaim.claim import QualifiedDate, Reference
from cleanclaim.exchange.inquiries.answers import (
    refuse_lost,
    refuse_missing,
    rejection_rows,
    trace_rows,
    with_others,
)
from cleanclaim.exchange.inquiries.levels import Hierarchy, beginning, sendable, write_questions
from cleanclaim.exchange.inquiries.parties import party_rows, person_rows
from cleanclaim.exchange.inquiries.read_278 import read_reviews
from cleanclaim.exchange.inquiries.review import Decision, ReviewAnswer, ServiceAnswer
from cleanclaim.exchange.inquiries.review_rows import delivery_rows, diagnosis_rows, service_rows
from cleanclaim.exchange.inquiries.write_278 import GUIDE
from cleanclaim.exchange.submission import Submission
from cleanclaim.exchange.wire import dates_row, in_order, reference_rows
from cleanclaim.primitives import InvalidValue
from cleanclaim.x12 import Row, composite

_ANSWER = "11"
_PARTY = ("NM1", "REF", "N3", "N4", "PER", "AAA", "PRV")
_PERSON = ("NM1", "REF", "N3", "N4", "AAA", "DMG", "INS")
_EVENT = (
    *("TRN", "AAA", "UM", "HCR", "REF", "DTP", "HI", "HSD", "CL1", "CR1", "CR2", "CR5", "CR6"),
    *("PWK", "MSG"),
)
_SERVICE = (
    *("TRN", "AAA", "UM", "HCR", "REF", "DTP", "HI", "SV1", "SV2", "SV3", "TOO", "HSD"),
    *("PWK", "MSG"),
)


def write_reviews(answers: Sequence[ReviewAnswer], *, submission: Submission, reference: str = "") -> bytes:
    """Return one interchange of 278 responses, one transaction an answer, in their order.

    ``reference`` is BHT03 of the request, which its answer repeats; the submitter is the payer. An
    answer without ``category`` ends at the level that was refused. What is written reads back as the
    same answers, but for where they come from; an answer that says what the guide has no place for is
    refused with ``InvalidValue``, naming the field, as is one without payer, or with text that X12
    cannot carry.
    """
    if not answers:
        raise InvalidValue("there is no answer to write.", fix="Name at least one.")
    plain = sendable(answers, "answers")
    bodies = []
    for number, answer in enumerate(plain, 1):
        begin = beginning(submission, "0007", _ANSWER, number, reference)
        purpose = (answer.purpose,) if answer.purpose else ()
        bodies.append(("278", [(*begin, *purpose), *_rows(answer, f"answers[{number - 1}]")]))
    written = write_questions(plain, bodies, submission, functional_id="HI", version=GUIDE)
    refuse_lost(plain, read_reviews(written), "answers")
    return written


def _rows(answer: ReviewAnswer, where: str) -> list[Row]:
    tree = Hierarchy()
    refused = answer.rejections
    refuse_missing(answer.payer, f"{where}.payer", "the payer who reviews")
    parent = ""
    for code, level, party in (("20", "payer", answer.payer), ("21", "requester", answer.requester)):
        if party is not None:
            rows = [*party_rows(party), *rejection_rows(refused, level)]
            parent = tree.open(code, parent, False, in_order(rows, _PARTY))
    insured = answer.insured
    if insured.member_id or insured.subscriber.name.last:
        member = person_rows("IL", insured.subscriber, insured.member_id_qualifier, insured.member_id)
        member += rejection_rows(refused, "subscriber")
        parent = tree.open("22", parent, False, in_order(member, _PERSON))
    if insured.dependent is not None:
        rows = [*person_rows("QC", insured.dependent), *rejection_rows(refused, "dependent")]
        rows += [("INS", "N", insured.relationship)] if insured.relationship else []
        parent = tree.open("23", parent, False, in_order(rows, _PERSON))
    if answer.category:
        event = tree.open("EV", parent, False, _event(answer, where))
        for index, service in enumerate(answer.services):
            tree.open("SS", event, False, _service(service, f"{where}.services[{index}]"))
    return tree.rows


def _event(answer: ReviewAnswer, where: str) -> list[Row]:
    place = composite(answer.place, answer.place_qualifier) if answer.place else ""
    rows: list[Row] = trace_rows(answer.traces, answer.trace_sources, where)
    rows += rejection_rows(answer.rejections, "event")
    rows.append(("UM", answer.category, answer.certification, answer.service_type, place))
    rows += _decided(answer.decision, answer.references, answer.dates)
    rows += diagnosis_rows(answer.diagnoses)
    rows += delivery_rows(answer.delivery, f"{where}.delivery")
    rows += [("MSG", text) for text in answer.messages]
    providers = [row for provider in answer.providers for row in party_rows(provider)]
    return [*with_others(rows, answer.other_segments, "2000E", _EVENT), *providers]


def _decided(
    decision: Decision | None, references: Sequence[Reference], dates: Sequence[QualifiedDate]
) -> Iterator[Row]:
    if decision is not None:
        yield ("HCR", decision.action, decision.authorization, decision.reason, decision.second_opinion)
    yield from reference_rows(references)
    for one in dates:
        yield dates_row(one.qualifier, one.dates)


def _service(answer: ServiceAnswer, where: str) -> list[Row]:
    rows = [*rejection_rows(answer.rejections, "service")]
    rows += _decided(answer.decision, answer.references, answer.dates)
    own = replace(answer.service, dates=None, providers=())
    rows += service_rows(own, f"{where}.service")
    providers = [row for provider in answer.service.providers for row in party_rows(provider)]
    return [*with_others(rows, answer.other_segments, "2000F", _SERVICE), *providers]
