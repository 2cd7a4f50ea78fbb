"""What is told of a file around its transactions: what was tolerated, broken off, or has no guide."""

from cleanclaim.x12.guides.catalogue import guided_sets
from cleanclaim.x12.problems import Acknowledges, Flaw, Severity
from cleanclaim.x12.tokens import ISA_LENGTH

_ADOPTED = "005010"
_OTHER_GUIDES = frozenset(
    {
        *("005010X213", "005010X228"),  # 277: request for information, pending claims
        *("005010X215", "005010X216"),  # 278: inquiry, notification
        *("005010X298", "005010X299", "005010X300", "005010X301"),  # 837: post-adjudicated claims
        *("005010X306", "005010X307", "005010X318"),  # 820, 834: exchanges, plan members
    }
)
"""Guides of version 5010 for transactions that we have other guides of, from knowledge (unverified)."""

_REPAIRS = {
    "byte-order-mark": "A byte order mark stands before the segment; it was skipped.",
    "blank-line": "Blank lines stand between segments; they were skipped.",
    "leading-blanks": "Blanks stand before the segment; they were skipped.",
    "wrapped-segment": "The segment is broken over lines; it was joined again.",
    "empty-segment": "A segment terminator follows another; the empty segment was skipped.",
}


def outside_transaction(name: str) -> Flaw:
    """Return what is told of segments between an SE and the next ST."""
    return Flaw(
        id="segment-outside-transaction",
        level=1,
        value=name[:3],
        message="Segments stand outside of any transaction (ST to SE).",
        fix="Put them between an ST and its SE.",
        ack_code="024",
        acknowledges=Acknowledges.INTERCHANGE,
    )


def terminator_missing() -> Flaw:
    """Return what is told of a last IEA without its terminator."""
    return Flaw(
        id="last-terminator-missing",
        level=1,
        severity=Severity.REPAIR,
        message="The IEA lacks its terminator; it was read nevertheless.",
        fix="End every segment with the segment terminator.",
        acknowledges=Acknowledges.NOTHING,
    )


def cut_short(number: int) -> Flaw:
    """Return what is told of a file that breaks off in a segment."""
    return Flaw(
        id="file-cut-short",
        level=1,
        message=f"The file, or this interchange, breaks off inside segment {number}.",
        fix="Ask for the file again.",
        ack_code="023",
        acknowledges=Acknowledges.INTERCHANGE,
    )


def isa_length(length: int) -> Flaw:
    """Return what is told of an ISA that has another length than its fields."""
    return Flaw(
        id="isa-wrong-length",
        level=1,
        message=f"The ISA has {length} characters instead of {ISA_LENGTH}.",
        fix="Pad the ISA's fields to their fixed widths.",
        ack_code="022",
        acknowledges=Acknowledges.INTERCHANGE,
    )


def repair(kind: str) -> Flaw:
    """Return what is told of something that was tolerated in reading; ``kind`` as of ``Batch``."""
    return Flaw(
        id=kind,
        level=1,
        severity=Severity.REPAIR,
        message=_REPAIRS[kind],
        fix="Write segments one after the other with nothing before them.",
        acknowledges=Acknowledges.NOTHING,
    )


def no_guide(version: str, set_id: str, *, known: bool) -> Flaw:
    """Return what is told of a transaction that its version has no guide for, or that has none at all."""
    if known:
        return Flaw(
            id="wrong-guide",
            level=1,
            element="ST01",
            value=set_id,
            message=f"The guide {version} is not for this transaction set.",
            fix="Correct ST01, or ST03 and GS08.",
            ack_code="I6",
            acknowledges=Acknowledges.TRANSACTION,
        )
    if version.startswith(_ADOPTED) and set_id in guided_sets() and version not in _OTHER_GUIDES:
        return Flaw(
            id="guide-not-known",
            level=2,
            element="ST03",
            value=version,
            message="This version is none of the guides for this transaction: levels 2 and above were "
            "not checked.",
            fix="Correct ST03 and GS08; if a partner uses a version of its own, name the guide it stands "
            "for with --alias.",
            acknowledges=Acknowledges.NOTHING,
        )
    return Flaw(
        id="guide-not-known",
        level=2,
        severity=Severity.WARNING,
        element="ST03",
        value=version,
        message="There is no guide for this version here: levels 2 and above were not checked.",
        fix="Check the version, or validate with a program that has its guide.",
        acknowledges=Acknowledges.NOTHING,
    )
