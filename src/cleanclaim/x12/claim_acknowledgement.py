"""The 277CA that answers an 837: each claim accepted, or rejected with its reasons (005010X214).

It is written for the transactions that the 999 accepts; their claims can still be rejected by
balancing, situational rules and codes (levels 3 to 5). The reasons' sentences hold no values.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path

import msgspec

from cleanclaim.x12.acknowledgement import answering_envelope
from cleanclaim.x12.claim_status import ACCEPTED, Status, status_of
from cleanclaim.x12.codes import NOTHING_LOADED, CodeLookup
from cleanclaim.x12.kept_segments import KeptSegments
from cleanclaim.x12.problems import X12Problem
from cleanclaim.x12.received import Received, ReceivedSet
from cleanclaim.x12.rows import Row, composite
from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.streaming import ClaimLoop, Party, TransactionHeader, stream
from cleanclaim.x12.write import InterchangeWriter

VERSION = "005010X214"
_MOST_REASONS = 10
_LONGEST_REASON = 264
_NAME = 60
_ID = 80


class _Reason(msgspec.Struct, frozen=True):
    """Why a claim is rejected; ``loop`` is where, ``owner`` whose level when it stands above the claim."""

    status: Status
    sentence: str
    loop: str
    owner: object = None


class _Judged(msgspec.Struct, frozen=True):
    """A claim with the reasons that reject it, each status once."""

    claim: ClaimLoop
    reasons: tuple[_Reason, ...]

    @property
    def charge(self) -> Decimal:
        return self.claim.charge or Decimal(0)


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
    return b"".join(
        claim_acknowledgement_parts(
            data, now=now, control_number=control_number, levels=levels, codes=codes, line_break=line_break
        )
    )


def claim_acknowledgement_parts(
    data: bytes | Path,
    *,
    now: datetime,
    control_number: int,
    levels: Collection[int] = (3, 4, 5),
    codes: CodeLookup = NOTHING_LOADED,
    line_break: str = "",
) -> Iterator[bytes]:
    """Yield what ``acknowledge_claims`` returns, in parts and in flat memory at any size of the file.

    The file is read to its end, and refused if it must be, before the first part comes.
    """
    number = control_number
    with (
        Received(data, levels={1, 2, *levels}, codes=codes, redact=True) as came,
        closing(_Answer()) as answer,
    ):
        claims = _Claims(data, came)
        for each in came.interchanges():
            writer: InterchangeWriter | None = None
            for group in came.groups(each):
                for one in came.sets(group):
                    if one.set_id != "837" or came.rejects(each, group, one):
                        continue
                    found = claims.of(one)
                    first = next(found, None)
                    if first is None:
                        continue
                    if writer is None:
                        envelope = answering_envelope(each, now, number, "HN", VERSION)
                        writer = InterchangeWriter(envelope, line_break=line_break)
                        yield writer.begin()
                    trace = f"{number:09d}{writer.transactions + 1:04d}"
                    rows = answer.rows(first, found, now, trace, writer)
                    yield from writer.transaction("277", rows)
            if writer is not None:
                yield from writer.end()
                number += 1


class _Claims:
    """The claims of a file in order, handed out transaction by transaction."""

    def __init__(self, data: bytes | Path, came: Received) -> None:
        self.came = came
        self.loops = stream(data)
        self.next: ClaimLoop | None = None

    def of(self, one: ReceivedSet) -> Iterator[_Judged]:
        """Yield the claims of a transaction, each with the errors that reject it."""
        errors = self.came.errors(one)
        error = next(errors, None)
        above: list[_Reason] = []
        for claim in self._between(one.number, one.last):
            while error is not None and error.segment_number < claim.segment_number:
                _keep(above, _reason(error, _owner(error.loop, claim)))
                error = next(errors, None)
            above = [one for one in above if _owner(one.loop, claim) is one.owner]
            own: list[_Reason] = []
            for reason in above:
                _note(own, reason)
            end = claim.segment_number + len(claim.rows)
            while error is not None and error.segment_number < end:
                _note(own, _reason(error, None))
                error = next(errors, None)
            yield _Judged(claim, tuple(own))

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


def _reason(problem: X12Problem, owner: object) -> _Reason:
    sentence = _safe(f"{problem.message} {problem.fix}".strip(), _LONGEST_REASON, "")
    return _Reason(status_of(problem), sentence, problem.loop, owner)


def _note(reasons: list[_Reason], reason: _Reason) -> None:
    """Add a reason whose status has not been told, as long as there are not too many."""
    if len(reasons) < _MOST_REASONS and all(one.status != reason.status for one in reasons):
        reasons.append(reason)


def _keep(above: list[_Reason], reason: _Reason) -> None:
    """Add a reason that stands above claims, once for each level and status."""
    if not any(one.status == reason.status and one.loop == reason.loop and one.owner is reason.owner
               for one in above):  # fmt: skip
        above.append(reason)


def _owner(loop: str, claim: ClaimLoop) -> object:
    """Whose level a problem of a loop before the claim belongs to; nothing: the transaction's."""
    match loop[:5].removeprefix("20"):
        case "00A" | "10A":
            return claim.billing_parties
        case "00B" | "10B":
            return claim.subscriber
        case "00C" | "10C":
            return claim.patient
        case _:
            return None


class _Sums:
    """How many claims are accepted and rejected, and their charges."""

    def __init__(self) -> None:
        self.accepted = self.rejected = 0
        self.accepted_charge = self.rejected_charge = Decimal(0)

    def add(self, one: _Judged) -> None:
        if one.reasons:
            self.rejected += 1
            self.rejected_charge += one.charge
        else:
            self.accepted += 1
            self.accepted_charge += one.charge

    def rows(self, day: str, accepted_code: str, rejected_code: str) -> Iterator[Row]:
        """Say of a batch that it was taken in when at least one of its claims was, and of how many.

        A kind that is absent is left out.
        """
        status: Status = ("A1", "19", "PR") if self.accepted else ("A3", "21", "PR")
        total = _amount(self.accepted_charge + self.rejected_charge)
        yield ("STC", _status(status), day, "WQ" if self.accepted else "U", total)
        if self.accepted:
            yield ("QTY", accepted_code, str(self.accepted))
        if self.rejected:
            yield ("QTY", rejected_code, str(self.rejected))
        if self.accepted:
            yield ("AMT", "YU", _amount(self.accepted_charge))
        if self.rejected:
            yield ("AMT", "YY", _amount(self.rejected_charge))


class _Answer:
    """Writes transactions whose totals stand before the claims: these are kept until they are summed."""

    def __init__(self) -> None:
        self.of_provider = KeptSegments()
        self.of_all = KeptSegments()

    def close(self) -> None:
        self.of_provider.close()
        self.of_all.close()

    def rows(
        self,
        first: _Judged,
        others: Iterable[_Judged],
        now: datetime,
        trace: str,
        writer: InterchangeWriter,
    ) -> Iterator[Row | KeptSegments]:
        """Yield the transaction that answers one 837."""
        self.of_all.clear()
        header = first.claim.transaction
        day = f"{now:%Y%m%d}"
        levels = _Levels()
        source = levels.row("", "20", "1")
        sender = levels.row(source[1], "21", "1")
        sums = self._providers(chain((first,), others), levels, sender[1], day, writer)
        yield ("BHT", "0085", "08", trace, day, f"{now:%H%M}", "TH")
        yield source
        yield from _about_receiver(header, trace, day)
        yield sender
        yield from _about_sender(header)
        yield from sums.rows(day, "90", "AA")
        yield self.of_all

    def _providers(
        self, claims: Iterable[_Judged], levels: "_Levels", parent: str, day: str, writer: InterchangeWriter
    ) -> _Sums:
        """Put the claims down, provider by provider; return the sums of all."""
        every, sums = _Sums(), _Sums()
        before: ClaimLoop | None = None
        level: Row = ()
        for one in claims:
            claim = one.claim
            if before is None or claim.billing_parties is not before.billing_parties:
                if before is not None:
                    self._end_provider(before, level, sums, day, writer)
                sums, level = _Sums(), levels.row(parent, "19", "1")
                before = None
            if before is None or not (
                claim.subscriber is before.subscriber and claim.patient is before.patient
            ):
                self.of_provider.add(writer.segment(levels.row(level[1], "PT", ""), "HL"))
                self._put(self.of_provider, _about_patient(claim), writer.segment)
            self._put(self.of_provider, _about_claim(one, day), writer.segment)
            every.add(one)
            sums.add(one)
            before = claim
        if before is not None:
            self._end_provider(before, level, sums, day, writer)
        return every

    def _end_provider(
        self, claim: ClaimLoop, level: Row, sums: _Sums, day: str, writer: InterchangeWriter
    ) -> None:
        rows = chain((level,), _about_provider(claim), sums.rows(day, "QA", "QC"))
        self._put(self.of_all, rows, writer.segment)
        self.of_all.take(self.of_provider)

    @staticmethod
    def _put(kept: KeptSegments, rows: Iterable[Row], segment: Callable[[Row, str], bytes]) -> None:
        for row in rows:
            kept.add(segment(row, row[0]))


class _Levels:
    """Numbers the levels."""

    def __init__(self) -> None:
        self.count = 0

    def row(self, parent: str, code: str, children: str) -> Row:
        self.count += 1
        return ("HL", str(self.count), parent, code, children)


def _about_receiver(header: TransactionHeader, trace: str, day: str) -> Iterator[Row]:
    receiver = next((one for one in header.parties if one.role == "40"), Party())
    yield ("NM1", "AY", "2", _safe(receiver.name, _NAME, "RECEIVER"), "", "", "", "", "46",
           _safe(receiver.id, _ID, header.group.receiver or "RECEIVER"))  # fmt: skip
    yield ("TRN", "1", trace)
    yield ("DTP", "050", "D8", day)
    yield ("DTP", "009", "D8", day)


def _about_sender(header: TransactionHeader) -> Iterator[Row]:
    sender = next((one for one in header.parties if one.role == "41"), Party())
    yield _party("41", sender, "46", sender.id or header.group.sender or "SENDER")
    yield ("TRN", "2", _safe(header.reference, 50, "0"))


def _about_provider(claim: ClaimLoop) -> Iterator[Row]:
    billing = claim.billing_provider
    qualifier = billing.id_qualifier if billing.id and billing.id_qualifier in ("FI", "SV", "XX") else "SV"
    yield _party("85", billing, qualifier, billing.id or _tax_id(billing) or "UNKNOWN")
    yield ("TRN", "1", "0")


def _about_patient(claim: ClaimLoop) -> Iterator[Row]:
    member = claim.subscriber.party.id
    yield _party("QC", claim.patient or claim.subscriber.party, "MI" if member else "", member)


def _about_claim(one: _Judged, day: str) -> Iterator[Row]:
    claim = one.claim
    yield ("TRN", "2", _safe(claim.claim_id, 50, "0"))
    charge = _amount(one.charge)
    if not one.reasons:
        yield ("STC", _status(ACCEPTED), day, "WQ", charge)
    for reason in one.reasons:
        yield ("STC", _status(reason.status), day, "U", charge, *("",) * 7, reason.sentence)
    number = claim.reference("D9")
    if number:
        yield ("REF", "D9", _safe(number, 50, "0"))
    bill_type = f"{claim.facility_code}{claim.frequency}"
    if bill_type and any(line.form == "SV2" for line in claim.lines):
        yield ("REF", "BLT", _safe(bill_type, 50, "0"))
    first, last = _service_days(claim)
    if first is not None and last is not None:
        period = f"{first:%Y%m%d}" if first == last else f"{first:%Y%m%d}-{last:%Y%m%d}"
        yield ("DTP", "472", "D8" if first == last else "RD8", period)


def _service_days(claim: ClaimLoop) -> tuple[date | None, date | None]:
    """The claim's first and last day: the statement's for a facility, else those of its lines."""
    own = [one for one in claim.dates if one.qualifier in ("434", "472")]
    dates = own or [one for line in claim.lines for one in line.dates if one.qualifier == "472"]
    first = min((one.first for one in dates if one.first is not None), default=None)
    last = max((one.last for one in dates if one.last is not None), default=first)
    return (first, last) if first is None or last is None or first <= last else (first, first)


def _party(role: str, who: Party, qualifier: str, identifier: str) -> Row:
    person = who.is_person or role == "QC"
    given = (who.first_name, who.middle_name, "", who.suffix) if person else ("", "", "", "")
    if role == "41":
        given = (*given[:2], "", "")
    return (
        "NM1",
        role,
        "1" if person else "2",
        _safe(who.name, _NAME, "UNKNOWN"),
        *(_safe(one, 35, "") for one in given),
        qualifier,
        _safe(identifier, _ID, "UNKNOWN") if qualifier else "",
    )


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
