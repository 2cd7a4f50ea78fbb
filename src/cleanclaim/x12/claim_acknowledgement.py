"""The 277CA that answers an 837: each claim accepted, or rejected with its reasons (005010X214).

It is written for the transactions that the 999 accepts; their claims can still be rejected by
balancing, situational rules and codes (levels 3 to 5). The reasons' sentences hold no values.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import msgspec

from cleanclaim.x12.acknowledgement import Received, answering_envelope, received
from cleanclaim.x12.claim_status import ACCEPTED, Status, status_of
from cleanclaim.x12.codes import NOTHING_LOADED, CodeLookup
from cleanclaim.x12.problems import Severity, X12Problem
from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.streaming import ClaimLoop, Party, Subscriber, TransactionHeader, stream
from cleanclaim.x12.write import Row, TransactionBody, composite, write_interchange

VERSION = "005010X214"
_MOST_REASONS = 10
_LONGEST_REASON = 264
_NAME = 60
_ID = 80


class _Judged(msgspec.Struct, frozen=True):
    """What of a claim goes into its answer: its segments are not kept."""

    header: TransactionHeader
    billing_provider: Party
    billing_parties: tuple[Party, ...]
    subscriber: Subscriber
    patient: Party | None
    claim_id: str
    charge: Decimal
    trace: str
    bill_type: str
    days: tuple[date | None, date | None]
    problems: tuple[X12Problem, ...]


def _judged(claim: ClaimLoop, problems: Sequence[X12Problem]) -> _Judged:
    facility = any(line.form == "SV2" for line in claim.lines)
    return _Judged(
        claim.transaction,
        claim.billing_provider,
        claim.billing_parties,
        claim.subscriber,
        claim.patient,
        claim.claim_id,
        claim.charge or Decimal(0),
        claim.reference("D9"),
        f"{claim.facility_code}{claim.frequency}" if facility else "",
        _service_days(claim),
        tuple(problems),
    )


def acknowledge_claims(
    data: bytes | Path,
    *,
    now: datetime,
    control_number: int,
    levels: Collection[int] = (3, 4, 5),
    codes: CodeLookup = NOTHING_LOADED,
    line_break: str = "",
) -> bytes:
    """Return the 277CAs that answer an 837 file, one interchange for each that it holds.

    ``levels`` are those that reject single claims; levels 1 and 2 always reject the whole
    transaction in the 999 (``acknowledge``), and then there is none here. The first interchange is
    numbered ``control_number``, the next ones count up. Empty when no 837 is accepted. Raises
    ``UnreadableFile`` and ``UnsupportedVersion`` as ``validate`` does.
    """
    every = received(data, levels={1, 2, *levels}, codes=codes, redact=True)
    claims = _Claims(data, every)
    written: list[bytes] = []
    for each in every:
        number = control_number + len(written)
        bodies: list[TransactionBody] = []
        for group in each.groups:
            for one in group.sets:
                if one.header.get(1) != "837" or each.rejects(group, one):
                    continue
                found = claims.of(one.header.number, one.last, one.problems)
                if found:
                    bodies.append(("277", _rows(found, now, f"{number:09d}{len(bodies) + 1:04d}")))
        if bodies:
            envelope = answering_envelope(each, now, number, "HN", VERSION)
            written.append(write_interchange(envelope, bodies, line_break=line_break))
    return b"".join(written)


class _Claims:
    """The claims of a file in order, handed out transaction by transaction."""

    def __init__(self, data: bytes | Path, every: Sequence[Received]) -> None:
        self.loops = stream(data) if any(each.groups for each in every) else iter(())
        self.next: ClaimLoop | None = None

    def of(self, first: int, last: int, problems: Sequence[X12Problem]) -> list[_Judged]:
        """Return the claims between two segments, each with the errors that reject it."""
        errors = sorted(
            (problem for problem in problems if problem.severity is Severity.ERROR),
            key=lambda problem: problem.segment_number,
        )
        found: list[_Judged] = []
        above: list[tuple[X12Problem, object]] = []
        index = 0
        for claim in self._between(first, last):
            while index < len(errors) and errors[index].segment_number < claim.segment_number:
                above.append((errors[index], _owner(errors[index], claim)))
                index += 1
            above = [(problem, owner) for problem, owner in above if _owner(problem, claim) is owner]
            own = [problem for problem, _ in above]
            end = claim.segment_number + len(claim.rows)
            while index < len(errors) and errors[index].segment_number < end:
                own.append(errors[index])
                index += 1
            found.append(_judged(claim, own))
        return found

    def _between(self, first: int, last: int) -> Iterator[ClaimLoop]:
        while True:
            if self.next is None:
                self.next = next((loop for loop in self.loops if isinstance(loop, ClaimLoop)), None)
            claim = self.next
            if claim is None or claim.segment_number > last:
                return
            self.next = None
            if claim.segment_number > first:
                yield claim


def _owner(problem: X12Problem, claim: ClaimLoop) -> object:
    """Whose level a problem that stands before the claim belongs to; nothing: the transaction's."""
    match problem.loop[:5].removeprefix("20"):
        case "00A" | "10A":
            return claim.billing_parties
        case "00B" | "10B":
            return claim.subscriber
        case "00C" | "10C":
            return claim.patient
        case _:
            return None


def _rows(claims: Sequence[_Judged], now: datetime, trace: str) -> list[Row]:
    writer = _Writer(now)
    header = claims[0].header
    receiver = next((one for one in header.parties if one.role == "40"), Party())
    sender = next((one for one in header.parties if one.role == "41"), Party())
    writer.add("BHT", "0085", "08", trace, f"{now:%Y%m%d}", f"{now:%H%M}", "TH")
    source = writer.level("", "20", "1")
    writer.add("NM1", "AY", "2", _safe(receiver.name, _NAME, "RECEIVER"), "", "", "", "", "46",
               _safe(receiver.id, _ID, header.group.receiver or "RECEIVER"))  # fmt: skip
    writer.add("TRN", "1", trace)
    writer.add("DTP", "050", "D8", f"{now:%Y%m%d}")
    writer.add("DTP", "009", "D8", f"{now:%Y%m%d}")
    level = writer.level(source, "21", "1")
    writer.party("41", sender, "46", sender.id or header.group.sender or "SENDER")
    writer.add("TRN", "2", _safe(header.reference, 50, "0"))
    writer.verdict(claims)
    writer.totals(claims, "90", "AA")
    for _, group in groupby(claims, key=lambda one: id(one.billing_parties)):
        _provider(writer, level, list(group))
    return writer.rows


def _provider(writer: "_Writer", parent: str, claims: Sequence[_Judged]) -> None:
    billing = claims[0].billing_provider
    level = writer.level(parent, "19", "1")
    qualifier = billing.id_qualifier if billing.id and billing.id_qualifier in ("FI", "SV", "XX") else "SV"
    writer.party("85", billing, qualifier, billing.id or _tax_id(billing) or "UNKNOWN")
    writer.add("TRN", "1", "0")
    writer.verdict(claims)
    writer.totals(claims, "QA", "QC")
    for _, group in groupby(claims, key=lambda one: (id(one.subscriber), id(one.patient))):
        of_patient = list(group)
        writer.level(level, "PT", "")
        claim = of_patient[0]
        member = claim.subscriber.party.id
        writer.party("QC", claim.patient or claim.subscriber.party, "MI" if member else "", member)
        for one in of_patient:
            _claim(writer, one)


def _claim(writer: "_Writer", claim: _Judged) -> None:
    writer.add("TRN", "2", _safe(claim.claim_id, 50, "0"))
    charge = _amount(claim.charge)
    day = f"{writer.now:%Y%m%d}"
    if not claim.problems:
        writer.add("STC", _status(ACCEPTED), day, "WQ", charge)
    told: set[Status] = set()
    for problem in claim.problems:
        status = status_of(problem)
        if status not in told and len(told) < _MOST_REASONS:
            told.add(status)
            reason = _safe(f"{problem.message} {problem.fix}".strip(), _LONGEST_REASON, "")
            writer.add("STC", _status(status), day, "U", charge, *("",) * 7, reason)
    if claim.trace:
        writer.add("REF", "D9", _safe(claim.trace, 50, "0"))
    if claim.bill_type:
        writer.add("REF", "BLT", _safe(claim.bill_type, 50, "0"))
    first, last = claim.days
    if first is not None and last is not None:
        period = f"{first:%Y%m%d}" if first == last else f"{first:%Y%m%d}-{last:%Y%m%d}"
        writer.add("DTP", "472", "D8" if first == last else "RD8", period)


def _service_days(claim: ClaimLoop) -> tuple[date | None, date | None]:
    """The claim's first and last day: the statement's for a facility, else those of its lines."""
    own = [one for one in claim.dates if one.qualifier in ("434", "472")]
    dates = own or [one for line in claim.lines for one in line.dates if one.qualifier == "472"]
    first = min((one.first for one in dates if one.first is not None), default=None)
    last = max((one.last for one in dates if one.last is not None), default=first)
    return (first, last) if first is None or last is None or first <= last else (first, first)


class _Writer:
    """Collects rows and numbers the levels."""

    def __init__(self, now: datetime) -> None:
        self.rows: list[Row] = []
        self.now = now
        self.levels = 0

    def add(self, *row: str) -> None:
        self.rows.append(row)

    def level(self, parent: str, code: str, children: str) -> str:
        self.levels += 1
        self.add("HL", str(self.levels), parent, code, children)
        return str(self.levels)

    def party(self, role: str, who: Party, qualifier: str, identifier: str) -> None:
        person = who.is_person or role == "QC"
        given = (who.first_name, who.middle_name, "", who.suffix) if person else ("", "", "", "")
        if role == "41":
            given = (*given[:2], "", "")
        self.add(
            "NM1",
            role,
            "1" if person else "2",
            _safe(who.name, _NAME, "UNKNOWN"),
            *(_safe(one, 35, "") for one in given),
            qualifier,
            _safe(identifier, _ID, "UNKNOWN") if qualifier else "",
        )

    def verdict(self, claims: Sequence[_Judged]) -> None:
        """Say of a batch that it was taken in when at least one of its claims was."""
        accepted = any(not one.problems for one in claims)
        status: Status = ("A1", "19", "PR") if accepted else ("A3", "21", "PR")
        total = _amount(sum((one.charge for one in claims), Decimal(0)))
        self.add("STC", _status(status), f"{self.now:%Y%m%d}", "WQ" if accepted else "U", total)

    def totals(self, claims: Sequence[_Judged], accepted_code: str, rejected_code: str) -> None:
        """Count and sum what is accepted and what is rejected; a kind that is absent is left out."""
        accepted = [one.charge for one in claims if not one.problems]
        rejected = [one.charge for one in claims if one.problems]
        for code, charges in ((accepted_code, accepted), (rejected_code, rejected)):
            if charges:
                self.add("QTY", code, str(len(charges)))
        for code, charges in (("YU", accepted), ("YY", rejected)):
            if charges:
                self.add("AMT", code, _amount(sum(charges, Decimal(0))))


def _status(status: Status) -> str:
    return composite(*status)


def _amount(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def _tax_id(billing: Party) -> str:
    return next((one.value for one in billing.references if one.qualifier in ("EI", "SY")), "")


def _safe(text: str, longest: int, otherwise: str) -> str:
    """Return a text as an element can hold it: plain characters, no delimiters, not too long."""
    marks = Delimiters().all
    plain = "".join(mark if " " <= mark <= "~" and mark not in marks else " " for mark in text)
    return " ".join(plain.split())[:longest].strip() or otherwise
