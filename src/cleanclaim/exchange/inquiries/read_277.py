"""277 → what a payer answers about claims, leniently: what was sent, right or wrong."""

from collections.abc import Iterator, Sequence
from typing import Any

from cleanclaim.exchange.acknowledgements import Origin, Status
from cleanclaim.exchange.inquiries.claim_status import ANSWERED, ClaimStatus, LineStatus
from cleanclaim.exchange.inquiries.levels import Level, levels_of, transactions_of
from cleanclaim.exchange.inquiries.parties import Party, insured_of, kept, party_of
from cleanclaim.exchange.inquiries.write_276 import claims_of, people_of
from cleanclaim.exchange.loops import Line, cut
from cleanclaim.exchange.read_acknowledgements import origin_of
from cleanclaim.exchange.wire import dates_of, day_of, number_of, read_procedure

_BATCHES = {"21": "receiver", "19": "provider"}


def read_claim_status(data: bytes, *, where: str = "") -> tuple[ClaimStatus, ...]:
    """Return what a file's 277s answer, in order: about claims, providers, or all that was asked.

    Raises ``UnreadableFile`` for what is not X12, is cut short, or holds no 277 of 005010X212.
    """
    return tuple(
        answer
        for transaction in transactions_of(data, "277", "005010X212", "answer about claims (277)", where)
        for level in levels_of(transaction)
        for answer in _answers(level, origin_of(transaction))
    )


def _answers(level: Level, origin: Origin) -> Iterator[ClaimStatus]:
    parties: dict[str, Any] = {
        "payer": _party(level.above("20")),
        "receiver": _party(level.above("21")),
        "provider": _party(level.above("19")),
    }
    if level.code in _BATCHES and any(line.id in ("TRN", "STC") for line in level.lines):
        first = next((line for line in level.lines if line.id == "STC"), None)
        yield ClaimStatus(
            level=_BATCHES[level.code],
            trace=next((line.get(2) for line in level.lines if line.id == "TRN"), ""),
            statuses=statuses_of(level.lines),
            on=day_of(first.get(2)) if first else None,
            origin=origin,
            **parties,
        )
    elif level.code in ("22", "23"):
        for block in claims_of(level):
            yield ClaimStatus(
                level="claim",
                insured=insured_of(*people_of(level), ""),
                origin=origin,
                **parties,
                **_claim(block),
            )


def _party(level: Level | None) -> Party | None:
    return party_of(level.lines) if level else None


def _claim(block: Sequence[Line]) -> dict[str, Any]:
    own, lines = cut(block, lambda line: line.id == "SVC")
    found: dict[str, Any] = {"trace": own[0].get(2), "statuses": statuses_of(own)}
    others: list[Line] = []
    first = True
    for line in own[1:]:
        if line.id == "STC":
            if first:
                found |= {
                    "on": day_of(line.get(2)),
                    "charge": number_of(line.get(4)),
                    "paid": number_of(line.get(5)),
                    "finalized_on": day_of(line.get(6)),
                    "payment_on": day_of(line.get(8)),
                    "payment_number": line.get(9),
                }
            first = False
        elif line.id == "REF" and line.get(1) in ANSWERED and ANSWERED[line.get(1)] not in found:
            found[ANSWERED[line.get(1)]] = line.get(2)
        elif line.id == "DTP" and "dates" not in found and (days := dates_of(line.get(2), line.get(3))):
            found["dates"] = days
        else:
            others.append(line)
    found["lines"] = tuple(_line(line_block) for line_block in lines)
    found["other_segments"] = kept(others, "2200")
    return found


def _line(block: Sequence[Line]) -> LineStatus:
    first = block[0]
    procedure = read_procedure(first.parts(1))
    procedure.pop("description", None)
    found: dict[str, Any] = {}
    others: list[Line] = []
    for line in block[1:]:
        if line.id == "STC":
            found.setdefault("on", day_of(line.get(2)))
        elif line.id == "REF" and line.get(1) == "FJ" and "control_number" not in found:
            found["control_number"] = line.get(2)
        elif line.id == "DTP" and "dates" not in found and (days := dates_of(line.get(2), line.get(3))):
            found["dates"] = days
        else:
            others.append(line)
    return LineStatus(
        **({"code": ""} | procedure),
        revenue_code=first.get(4),
        charge=number_of(first.get(2)),
        paid=number_of(first.get(3)),
        units=number_of(first.get(7)),
        statuses=statuses_of(block),
        other_segments=kept(others, "2220"),
        **found,
    )


def statuses_of(lines: Sequence[Line]) -> tuple[Status, ...]:
    """Return the statuses of STC segments: STC01, STC10 and STC11 of each, with the text of STC12."""
    found: list[Status] = []
    for line in lines:
        if line.id == "STC":
            for n in (1, 10, 11):
                if line.get(n):
                    text = line.get(12) if n == 1 else ""
                    found.append(Status(line.part(n, 1), line.part(n, 2), line.part(n, 3), text))
    return tuple(found)
