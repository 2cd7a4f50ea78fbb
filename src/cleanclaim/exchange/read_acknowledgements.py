"""TA1, 999, 997 and 277CA files → acknowledgement values."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from cleanclaim.exchange.acknowledgements import (
    Acknowledgement,
    BatchAnswer,
    ClaimAcknowledgement,
    ClaimAnswer,
    FunctionalAcknowledgement,
    InterchangeAcknowledgement,
    LineAnswer,
    Origin,
    ReportedError,
    Status,
    TransactionAnswer,
    Verdict,
)
from cleanclaim.exchange.wire import day_of, number_of
from cleanclaim.primitives import UnreadableFile
from cleanclaim.x12 import Segment, Transaction, read_transactions

_VERDICTS = {
    "A": Verdict.ACCEPTED,
    "E": Verdict.ACCEPTED_WITH_ERRORS,
    "P": Verdict.PARTLY_ACCEPTED,
}
_LEVELS = {"21": "submitter", "19": "provider"}


def read_acknowledgements(data: bytes, *, where: str = "") -> tuple[Acknowledgement, ...]:
    """Return every acknowledgement of a file, in order.

    Raises ``UnreadableFile`` for what is not X12, is cut short, or holds no acknowledgement.
    """
    found: list[Acknowledgement] = []
    others: set[str] = set()
    for transaction in read_transactions(data, where=where):
        read = _read(transaction)
        if read is None:
            others.add(f"{transaction.set_id} {transaction.version}".strip())
        else:
            found.append(read)
    if not found:
        held = ", ".join(sorted(others)) or "no transaction"
        raise UnreadableFile(
            f"this holds no acknowledgement (TA1, 999, 277CA) but {held}.",
            where=where,
            fix="Name the file that answers a submission.",
        )
    return tuple(found)


def _read(transaction: Transaction) -> Acknowledgement | None:
    if transaction.set_id == "TA1":
        return _interchange(transaction)
    if transaction.set_id in ("999", "997"):
        return _functional(transaction)
    if transaction.set_id == "277" and transaction.version.startswith("005010X214"):
        return _claims(transaction)
    return None


def origin_of(transaction: Transaction) -> Origin:
    """Return who answered, with the answer's own numbers."""
    interchange = transaction.interchange
    return Origin(
        interchange.sender_id,
        interchange.receiver_id,
        interchange.control_number,
        transaction.control_number,
    )


def _verdict(code: str) -> Verdict:
    """Return the verdict of TA104, IK501 or AK901; every unknown letter is a rejection."""
    return _VERDICTS.get(code, Verdict.REJECTED)


def _interchange(transaction: Transaction) -> InterchangeAcknowledgement:
    segment = transaction.segments[0]
    return InterchangeAcknowledgement(
        interchange_control_number=segment.get(1),
        verdict=_verdict(segment.get(4)),
        note_code=segment.get(5),
        sent_date=segment.get(2),
        sent_time=segment.get(3),
        origin=origin_of(transaction),
    )


def _functional(transaction: Transaction) -> FunctionalAcknowledgement:
    group = closing = Segment("", ())
    blocks: list[list[Segment]] = []
    for segment in transaction.segments:
        match segment.id:
            case "AK1":
                group = segment
            case "AK9":
                closing = segment
            case "AK2":
                blocks.append([segment])
            case "ST" | "SE":
                pass
            case _ if blocks:
                blocks[-1].append(segment)
    return FunctionalAcknowledgement(
        group_control_number=group.get(2),
        verdict=_verdict(closing.get(1)),
        functional_id=group.get(1),
        guide=group.get(3),
        transactions=tuple(_transaction(block) for block in blocks),
        included=_count(closing.get(2)),
        received=_count(closing.get(3)),
        accepted=_count(closing.get(4)),
        error_codes=tuple(closing.get(n) for n in range(5, 10) if closing.get(n)),
        origin=origin_of(transaction),
    )


def _transaction(block: Sequence[Segment]) -> TransactionAnswer:
    first = block[0]
    outcome = next((s for s in block if s.id in ("IK5", "AK5")), Segment("", ()))
    return TransactionAnswer(
        set_id=first.get(1),
        control_number=first.get(2),
        verdict=_verdict(outcome.get(1)),
        guide=first.get(3),
        error_codes=tuple(outcome.get(n) for n in range(2, 7) if outcome.get(n)),
        errors=tuple(_errors(block)),
    )


def _errors(block: Sequence[Segment]) -> Iterator[ReportedError]:
    """Yield one error for each IK4, or for an IK3 that has none."""
    place: ReportedError | None = None
    pending: ReportedError | None = None
    for segment in block:
        if segment.id in ("IK3", "AK3"):
            if pending is not None:
                yield pending
            place = pending = ReportedError(
                segment=segment.get(1),
                segment_position=_count(segment.get(2)),
                loop=segment.get(3),
                code=segment.get(4),
            )
        elif segment.id in ("IK4", "AK4") and place is not None:
            if pending is not None and pending.element:
                yield pending
            pending = msgspec.structs.replace(
                place,
                element=":".join(part for part in segment.components(1)[:2] if part),
                code=segment.get(3),
                value=segment.get(4),
            )
        elif segment.id == "CTX" and place is not None and segment.component(1, 1) == "CLM01":
            control_number = segment.component(1, 2)
            place = msgspec.structs.replace(place, patient_control_number=control_number)
            if pending is not None:
                pending = msgspec.structs.replace(pending, patient_control_number=control_number)
    if pending is not None:
        yield pending


def _claims(transaction: Transaction) -> ClaimAcknowledgement:
    payer = Segment("", ())
    batches: list[BatchAnswer] = []
    claims: list[ClaimAnswer] = []
    for level, block in _levels(transaction.segments):
        if level == "20":
            payer = next((s for s in block if s.id == "NM1"), payer)
        elif level in _LEVELS and any(s.id in ("TRN", "STC") for s in block):
            batches.append(_batch(_LEVELS[level], block))
        elif level == "PT":
            claims += _patient(block)
    return ClaimAcknowledgement(
        payer_name=payer.get(3),
        payer_id=payer.get(9),
        batches=tuple(batches),
        claims=tuple(claims),
        origin=origin_of(transaction),
    )


def _levels(segments: Sequence[Segment]) -> Iterator[tuple[str, list[Segment]]]:
    level, block = "", list[Segment]()
    for segment in segments:
        if segment.id == "HL":
            yield level, block
            level, block = segment.get(3), []
        elif segment.id not in ("ST", "SE"):
            block.append(segment)
    yield level, block


def _batch(level: str, block: Sequence[Segment]) -> BatchAnswer:
    counts = {s.get(1): _count(s.get(2)) for s in block if s.id == "QTY"}
    amounts = {s.get(1): number_of(s.get(2)) for s in block if s.id == "AMT"}
    name = next((s for s in block if s.id == "NM1"), Segment("", ()))
    accepted, rejected = ("90", "AA") if level == "submitter" else ("QA", "QC")
    return BatchAnswer(
        level=level,
        trace=next((s.get(2) for s in block if s.id == "TRN"), ""),
        verdict=_action(block),
        provider_id=name.get(9) if level == "provider" else "",
        statuses=_statuses(block),
        accepted=counts.get(accepted),
        rejected=counts.get(rejected),
        accepted_amount=amounts.get("YU"),
        rejected_amount=amounts.get("YY"),
    )


def _patient(block: Sequence[Segment]) -> Iterator[ClaimAnswer]:
    """Yield the claims of one patient: each begins with its TRN."""
    claims: list[list[Segment]] = []
    for segment in block:
        if segment.id == "TRN":
            claims.append([segment])
        elif claims:
            claims[-1].append(segment)
    for claim in claims:
        yield _claim(claim)


def _claim(block: Sequence[Segment]) -> ClaimAnswer:
    starts = [index for index, segment in enumerate(block) if segment.id == "SVC"]
    own = block[: starts[0]] if starts else block
    bounds = [*starts, len(block)]
    references = {s.get(1): s.get(2) for s in own if s.id == "REF"}
    status = next((s for s in own if s.id == "STC"), Segment("", ()))
    return ClaimAnswer(
        patient_control_number=own[0].get(2),
        verdict=_action(own),
        statuses=_statuses(own),
        payer_claim_control_number=references.get("1K", ""),
        clearinghouse_number=references.get("D9", ""),
        on=day_of(status.get(2)),
        charge=number_of(status.get(4)),
        lines=tuple(_line(block[a:b]) for a, b in pairwise(bounds)),
    )


def _line(block: Sequence[Segment]) -> LineAnswer:
    references = {s.get(1): s.get(2) for s in block if s.id == "REF"}
    return LineAnswer(
        control_number=references.get("FJ", ""),
        verdict=_action(block),
        code=block[0].component(1, 2),
        statuses=_statuses(block),
    )


def _action(block: Sequence[Segment]) -> Verdict:
    """Return the verdict of STC03: WQ accepts, U rejects; a rejection outweighs; no STC accepts.

    Without STC03 the category decides: A0, A1, A2 and A5 accept. A batch without a status is one
    whose claims are answered one by one.
    """
    statuses = [segment for segment in block if segment.id == "STC"]
    for status in statuses:
        action = status.get(3)
        category = status.component(1, 1)
        if action == "U" or (action != "WQ" and category not in ("A0", "A1", "A2", "A5")):
            return Verdict.REJECTED
    return Verdict.ACCEPTED


def _statuses(block: Sequence[Segment]) -> tuple[Status, ...]:
    found: list[Status] = []
    for segment in block:
        if segment.id == "STC":
            for n in (1, 10, 11):
                parts = (*segment.components(n), "", "")
                if segment.get(n):
                    found.append(Status(parts[0], parts[1], parts[2], segment.get(12) if n == 1 else ""))
    return tuple(found)


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
