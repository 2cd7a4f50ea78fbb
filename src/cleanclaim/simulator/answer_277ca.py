"""The 277CA (005010X214): each claim accepted or rejected, with reasons and totals."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby

import msgspec

from cleanclaim.parameters import PayerTerms
from cleanclaim.primitives import ZERO
from cleanclaim.simulator.answers import CLEARINGHOUSE_ID, CLEARINGHOUSE_NAME, amount_text, safe
from cleanclaim.simulator.faults import Fault
from cleanclaim.simulator.loops import Batch, Loop
from cleanclaim.simulator.submitted import SubmittedClaim
from cleanclaim.x12 import Delimiters, Row, TransactionBody, composite

VERSION = "005010X214"
_MOST_REASONS = 10


class Verdict(msgspec.Struct, frozen=True):
    """What the front end says about one claim: the payer's number, or the faults."""

    claim: SubmittedClaim
    number: str
    faults: tuple[Fault, ...]

    @property
    def charge(self) -> Decimal:
        """The claim's total charge as far as it can be read."""
        return self.claim.charge or ZERO


def acknowledgement(
    batch: Batch,
    verdicts: Sequence[Verdict],
    batch_faults: Sequence[Fault],
    terms: PayerTerms | None,
    *,
    trace: str,
    received: datetime,
    now: datetime,
    delimiters: Delimiters,
) -> TransactionBody:
    """Return the 277CA for the claims that one transaction has for one payer.

    ``received`` is when the file came, ``now`` when this is said.
    With ``batch_faults`` the transaction is rejected as a whole at the information receiver
    level and no claim is listed.
    """
    writer = _Writer(now, delimiters)
    writer.add("BHT", "0085", "08", trace, f"{now:%Y%m%d}", f"{now:%H%M}", "TH")
    source = writer.level("", "20", child=True)
    if terms is None:
        writer.add("NM1", "AY", "2", CLEARINGHOUSE_NAME, "", "", "", "", "46", CLEARINGHOUSE_ID)
    else:
        writer.add("NM1", "PR", "2", terms.name.upper(), "", "", "", "", "PI", terms.payer_id)
    writer.add("TRN", "1", trace)
    writer.add("DTP", "050", "D8", f"{received:%Y%m%d}")
    writer.add("DTP", "009", "D8", f"{now:%Y%m%d}")
    receiver = writer.level(source, "21", child=not batch_faults)
    submitter = batch.header.party("41").head
    kind = submitter.get(2) if submitter.get(2) in ("1", "2") else "2"
    first_names = (submitter.get(4), submitter.get(5)) if kind == "1" else ("", "")
    writer.add(
        "NM1",
        "41",
        kind,
        submitter.get(3) or "UNKNOWN",
        *first_names,
        "",
        "",
        "46",
        submitter.get(9) or "UNKNOWN",
    )
    writer.add("TRN", "2", batch.header.first("BHT").get(3) or "0")
    total = sum((verdict.charge for verdict in verdicts), ZERO)
    if batch_faults:
        for fault in batch_faults[:_MOST_REASONS]:
            status = (
                fault.category,
                fault.status,
                *((fault.entity,) if fault.entity in ("41", "40") else ()),
            )
            writer.add("STC", composite(*status), f"{now:%Y%m%d}", "U", amount_text(total))
        writer.totals(verdicts, "90", "AA")
        return ("277", writer.rows)
    accepted = any(not verdict.faults for verdict in verdicts)
    action, status = ("WQ", ("A1", "19", "PR")) if accepted else ("U", ("A3", "21", "PR"))
    writer.add("STC", composite(*status), f"{now:%Y%m%d}", action, amount_text(total))
    writer.totals(verdicts, "90", "AA")
    for _, group in groupby(verdicts, key=lambda verdict: id(verdict.claim.billing)):
        _provider(writer, receiver, list(group))
    return ("277", writer.rows)


def _provider(writer: "_Writer", receiver: str, verdicts: Sequence[Verdict]) -> None:
    level = writer.level(receiver, "19", child=True)
    billing = verdicts[0].claim.billing.loop.party("85")
    writer.name("85", billing, billing.head.get(8) or "XX", billing.head.get(9) or "UNKNOWN")
    accepted = any(not verdict.faults for verdict in verdicts)
    action, status = ("WQ", ("A1", "19", "PR")) if accepted else ("U", ("A3", "21", "PR"))
    writer.add("TRN", "1", "0")
    total = sum((verdict.charge for verdict in verdicts), ZERO)
    writer.add("STC", composite(*status), "", action, amount_text(total))
    writer.totals(verdicts, "QA", "QC")
    for _, group in groupby(verdicts, key=lambda v: (id(v.claim.subscriber), id(v.claim.patient_level))):
        claims = list(group)
        writer.level(level, "PT", child=None)
        patient = claims[0].claim.patient
        member = claims[0].claim.member_id
        writer.name("QC", patient, "MI" if member else "", member)
        for verdict in claims:
            _claim(writer, verdict)


def _claim(writer: "_Writer", verdict: Verdict) -> None:
    claim, now = verdict.claim, writer.now
    writer.add("TRN", "2", claim.control_number or "0")
    if not verdict.faults:
        writer.add("STC", composite("A2", "20", "PR"), f"{now:%Y%m%d}", "WQ", amount_text(verdict.charge))
        writer.add("REF", "1K", verdict.number)
    for fault in verdict.faults[:_MOST_REASONS]:
        also = composite(fault.category, fault.also, fault.also_entity) if fault.also else ""
        writer.add(
            "STC",
            composite(fault.category, fault.status, fault.entity),
            f"{now:%Y%m%d}",
            "U",
            amount_text(verdict.charge),
            *("",) * 5,
            also,
            "",
            safe(fault.message, writer.delimiters, 264),
        )
    trace = claim.loop.first("REF", "D9").get(2)
    if trace:
        writer.add("REF", "D9", trace)
    first, last = claim.first_day, claim.last_day
    if first and last and first != last:
        writer.add("DTP", "472", "RD8", f"{first:%Y%m%d}-{last:%Y%m%d}")
    else:
        # The date is required even when the claim has none that can be read: then today's.
        writer.add("DTP", "472", "D8", f"{first or last or now.date():%Y%m%d}")


class _Writer:
    """Collects rows and numbers the hierarchical levels."""

    def __init__(self, now: datetime, delimiters: Delimiters) -> None:
        self.rows: list[Row] = []
        self.levels = 0
        self.now = now
        self.delimiters = delimiters

    def add(self, *row: str) -> None:
        self.rows.append(row)

    def level(self, parent: str, code: str, *, child: bool | None) -> str:
        """Open a level; the patient level has no child flag (``None``)."""
        self.levels += 1
        flag = "" if child is None else ("1" if child else "0")
        self.add("HL", str(self.levels), parent, code, flag)
        return str(self.levels)

    def name(self, entity: str, party: Loop, qualifier: str, identifier: str) -> None:
        head = party.head
        kind = "1" if entity == "QC" else (head.get(2) if head.get(2) in ("1", "2") else "2")
        given = (head.get(4), head.get(5), "", head.get(7)) if kind == "1" else ("", "", "", "")
        self.add("NM1", entity, kind, head.get(3) or "UNKNOWN", *given, qualifier, identifier)

    def totals(self, verdicts: Sequence[Verdict], accepted_code: str, rejected_code: str) -> None:
        """Count and sum what is accepted and what is rejected; a kind that is absent is left out."""
        accepted = [verdict for verdict in verdicts if not verdict.faults and verdict.number]
        rejected = [verdict for verdict in verdicts if verdict.faults or not verdict.number]
        for code, group in ((accepted_code, accepted), (rejected_code, rejected)):
            if group:
                self.add("QTY", code, str(len(group)))
        for code, group in (("YU", accepted), ("YY", rejected)):
            if group:
                self.add("AMT", code, amount_text(sum((verdict.charge for verdict in group), ZERO)))
