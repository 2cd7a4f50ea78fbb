"""278 → how a payer decides about services, leniently: what was sent, right or wrong."""

from collections.abc import Iterator
from typing import Any

from cleanclaim.claim import Reference
from cleanclaim.exchange.inquiries.eligibility import Rejection
from cleanclaim.exchange.inquiries.levels import Level, header_of, levels_of, transactions_of
from cleanclaim.exchange.inquiries.parties import insured_of, kept, party_of
from cleanclaim.exchange.inquiries.read_271 import rejection_of, traces_of
from cleanclaim.exchange.inquiries.review import (
    Decision,
    ReviewAnswer,
    ReviewService,
    ServiceAnswer,
)
from cleanclaim.exchange.inquiries.review_rows import (
    dated,
    read_delivery,
    read_diagnoses,
    read_providers,
    read_service,
)
from cleanclaim.exchange.inquiries.write_278 import GUIDE, REQUEST, people_of
from cleanclaim.exchange.loops import Line
from cleanclaim.exchange.read_acknowledgements import origin_of
from cleanclaim.x12 import Transaction

_LEVELS = {"20": "payer", "21": "requester", "22": "subscriber", "23": "dependent", "EV": "event"}


def read_reviews(data: bytes, *, where: str = "") -> tuple[ReviewAnswer, ...]:
    """Return what a file's 278s answer, one answer an event, in order; requests are passed over.

    A request that was rejected before it reached an event is one answer with its rejections.
    Raises ``UnreadableFile`` for what is not X12, is cut short, or holds no 278.
    """
    return tuple(
        answer
        for transaction in transactions_of(data, "278", GUIDE, "review of services (278)", where)
        for answer in _answers(transaction)
    )


def _answers(transaction: Transaction) -> Iterator[ReviewAnswer]:
    header = header_of(transaction)
    if header is not None and header.get(2) == REQUEST:
        return
    purpose = header.get(6) if header else ""
    for level in levels_of(transaction):
        refused = level.code in ("20", "21", "22", "23") and not level.children and _refusals(level)
        if level.code == "EV" or refused:
            yield _answer(level, purpose, transaction)


def _answer(level: Level, purpose: str, transaction: Transaction) -> ReviewAnswer:
    source, asker = level.above("20"), level.above("21")
    above = [level.above(code) for code in ("20", "21", "22", "23")]
    rejections = [r for found in above if found is not None for r in _refusals(found)]
    found: dict[str, Any] = {}
    if level.code == "EV":
        found, others = _event(level)
        rejections += found.pop("rejections")
        found["other_segments"] = kept(others, "2000E")
    return ReviewAnswer(
        payer=party_of(source.lines) if source else None,
        requester=party_of(asker.lines) if asker else None,
        insured=insured_of(*people_of(level)),
        purpose=purpose,
        rejections=tuple(rejections),
        services=tuple(_service(child) for child in level.children if child.code == "SS"),
        origin=origin_of(transaction),
        **found,
    )


def _refusals(level: Level) -> list[Rejection]:
    name = _LEVELS.get(level.code, "")
    return [rejection_of(line, name) for line in level.lines if line.id == "AAA"]


def _event(level: Level) -> tuple[dict[str, Any], list[Line]]:
    own, providers, others = read_providers(level.lines)
    found: dict[str, Any] = {
        "providers": providers,
        "rejections": [rejection_of(line, "event") for line in [*own, *others] if line.id == "AAA"],
    }
    others = [line for line in others if line.id != "AAA"]
    for line in own:
        match line.id:
            case "TRN":
                pass
            case "UM" if "category" not in found:
                found |= {
                    "category": line.get(1),
                    "certification": line.get(2),
                    "service_type": line.get(3),
                    "place": line.part(4, 1),
                    "place_qualifier": line.part(4, 2) or "B",
                }
            case "HI":
                found["diagnoses"] = (*found.get("diagnoses", ()), *read_diagnoses(line))
            case "HSD" if "delivery" not in found:
                found["delivery"] = read_delivery(line)
            case "MSG":
                found["messages"] = (*found.get("messages", ()), line.get(1))
            case _ if not _read_decision(line, found):
                others.append(line)
    return found | traces_of(own), others


def _read_decision(line: Line, found: dict[str, Any]) -> bool:
    """Put a segment that events and services share into their fields; return whether it fits."""
    if line.id == "HCR" and "decision" not in found:
        found["decision"] = Decision(line.get(1), line.get(2), line.get(3), line.get(4))
    elif (item := dated(line)) is not None:
        found["dates"] = (*found.get("dates", ()), item)
    elif line.id == "REF" and line.only(1, 2):
        found["references"] = (*found.get("references", ()), Reference(line.get(1), line.get(2)))
    else:
        return line.id == "AAA"
    return True


def _service(level: Level) -> ServiceAnswer:
    own, providers, others = read_providers(level.lines)
    service: dict[str, Any] = {"providers": providers}
    found: dict[str, Any] = {}
    for line in own:
        if line.id in ("SV1", "SV2", "SV3") and "kind" not in service:
            service |= read_service(line)
        elif line.id == "HSD" and "delivery" not in service:
            service["delivery"] = read_delivery(line)
        elif line.id == "MSG" and "message" not in service:
            service["message"] = line.get(1)
        elif not _read_decision(line, found):
            others.append(line)
    day = next((item.dates for item in found.get("dates", ()) if item.qualifier == "472"), None)
    return ServiceAnswer(
        service=ReviewService(dates=day, **service),
        rejections=tuple(rejection_of(line, "service") for line in level.lines if line.id == "AAA"),
        other_segments=kept([line for line in others if line.id != "AAA"], "2000F"),
        **found,
    )
