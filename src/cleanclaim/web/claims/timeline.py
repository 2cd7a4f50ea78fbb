"""What happened to a claim, from all sides, in one order; and how its versions differ."""

import difflib
from datetime import datetime
from typing import Any

import msgspec

from cleanclaim.claim import encode_claim
from cleanclaim.web.claims.models import Claim
from cleanclaim.workflow import MACHINE

WORDS = {
    "built": "Built from the encounter",
    "scrubbed_clean": "Checked: nothing blocks it",
    "scrubbed_with_findings": "Checked: held",
    "corrected": "Corrected",
    "released": "Released",
    "released_with_override": "Released with an override",
    "recalled": "Recalled",
    "queued": "Written into a file",
    "cannot_be_written": "Could not be written into a file",
    "sent": "Handed over",
    "file_accepted": "The payer’s gate took the file",
    "file_rejected": "The payer’s gate turned the file away",
    "claim_accepted": "The payer took the claim in",
    "claim_rejected": "The payer rejected the claim",
    "paid": "Paid",
    "denied": "Denied",
    "payment_reversed": "The payer took its decision back",
    "settled": "Settled",
    "sent_again": "To be sent again",
    "next_payer": "Built for the next payer",
}


class Event(msgspec.Struct, frozen=True):
    """One entry: when, who, what, and more about it."""

    at: datetime
    who: str
    is_machine: bool
    what: str
    detail: str = ""


def events_of(claim: Claim) -> list[Event]:
    """Return a claim's timeline, newest first: its moves, its versions, the work it made."""
    events = [
        Event(
            row.at,
            row.actor_name,
            row.actor_kind == MACHINE,
            WORDS.get(row.event, row.event.replace("_", " ")),
            row.detail,
        )
        for row in claim.events.order_by("position")
    ]
    events += [
        Event(row.made_at, row.made_by, row.number == 1, f"Version {row.number}", row.reason)
        for row in claim.versions.order_by("number")
    ]
    for item in claim.work_items.order_by("opened_at"):
        events.append(Event(item.opened_at, "work list", True, "Listed as work", item.reason))
        if item.closed_at is not None:
            events.append(Event(item.closed_at, "work list", True, "No longer work", item.outcome))
    return sorted(events, key=lambda event: event.at, reverse=True)


def versions_of(claim: Claim) -> list[dict[str, Any]]:
    """Return a claim's versions, newest first, each with the lines that differ from the one before."""
    rows = list(claim.versions.order_by("number"))
    texts = [_text(row.document) for row in rows]
    shown = []
    for place, row in enumerate(rows):
        before = texts[place - 1] if place else []
        changes = [
            line
            for line in difflib.unified_diff(before, texts[place], lineterm="", n=0)
            if place and not line.startswith(("---", "+++", "@@"))
        ]
        shown.append({"row": row, "changes": changes})
    return shown[::-1]


def _text(document: str) -> list[str]:
    from cleanclaim.claim import decode_claim

    bare = msgspec.json.decode(encode_claim(decode_claim(document)))["claim"]
    return msgspec.json.format(msgspec.json.encode(bare), indent=1).decode().splitlines()
