"""The payer: one file in, its answers out. Deterministic; time and memory are arguments."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from cleanclaim.codesets import Known, Store, Unknown
from cleanclaim.parameters import (
    NotKnown,
    Parameters,
    PayerTerms,
    payer_ids,
    payer_terms,
    shipped_parameters,
)
from cleanclaim.parameters.holidays import next_working_day
from cleanclaim.pricing import Schedule, percent_contract, shipped_demo_schedule
from cleanclaim.primitives import UnreadableFile
from cleanclaim.simulator import answer_277ca, answer_835, gate
from cleanclaim.simulator.adjudication import Terms, decide
from cleanclaim.simulator.answer_277ca import Verdict
from cleanclaim.simulator.answer_835 import Item, Payee
from cleanclaim.simulator.answers import CLEARINGHOUSE_ID, AnswerFile, Answers, envelope_back
from cleanclaim.simulator.checks import Context, batch_faults, claim_faults
from cleanclaim.simulator.checks.batch import PROFESSIONAL
from cleanclaim.simulator.checks.context import DiagnosisLookup
from cleanclaim.simulator.delays import AT_ONCE, Delays
from cleanclaim.simulator.faults import Fault, conflict, returned
from cleanclaim.simulator.loops import Batch, batch_of
from cleanclaim.simulator.memory import Balance, Changes, DecidedClaim, Memory
from cleanclaim.simulator.submitted import SubmittedClaim, claims_of, day
from cleanclaim.x12 import Transaction, TransactionBody, acknowledge, read_transactions, write_interchange

_LARGEST_SEQUENCE = 9_999_999


class Payer:
    """All built-in payers and their clearinghouse behind one door.

    ``schedule`` is what contracts are percentages of; ``diagnosis`` tells whether a diagnosis
    code may be billed on a day; ``seed`` marks the payer's numbers, so that two worlds with
    different seeds never share one; ``delays`` says when its answers are handed out.
    """

    def __init__(
        self,
        parameters: Parameters,
        schedule: Schedule,
        *,
        diagnosis: DiagnosisLookup | None = None,
        seed: int = 0,
        delays: Delays = AT_ONCE,
    ) -> None:
        self.parameters = parameters
        self.delays = delays
        self.schedule = schedule
        self.diagnosis = diagnosis
        self.mark = hashlib.sha256(f"cleanclaim payer {seed}".encode()).hexdigest()[:3].upper()

    def answer(self, data: bytes, *, now: datetime, memory: Memory, sequence: int = 0) -> Answers:
        """Return what the payer answers to one file; ``memory`` is not changed.

        ``sequence`` numbers the file (default: one more than are remembered) and goes into the
        answers' control numbers, the payer's claim numbers and the traces; it must not repeat.
        Raises ``UnreadableFile`` for what is not X12 at all.
        """
        return _Answering(self, data, now, memory, sequence or memory.files + 1).run()

    def terms(self, payer_id: str, on: date) -> PayerTerms | None:
        """Return what a payer goes by on a day; nothing when it is not served here."""
        found = payer_terms(self.parameters, payer_id, on)
        return None if isinstance(found, NotKnown) else found


def built_in_payer(*, seed: int = 0, store: Store | None = None, delays: Delays = AT_ONCE) -> Payer:
    """Return the payer with the parameters and the fee schedule that come with cleanclaim."""
    lookup = None if store is None else diagnoses_from(store)
    return Payer(shipped_parameters(), shipped_demo_schedule(), diagnosis=lookup, seed=seed, delays=delays)


def diagnoses_from(store: Store) -> DiagnosisLookup:
    """Return a look-up of billable ICD-10-CM codes over a store; what is not loaded is not known."""

    def lookup(code: str, on: date) -> bool | None:
        answer = store.icd10cm(code, on)
        if isinstance(answer, Known):
            return answer.value.billable
        return False if isinstance(answer, Unknown) else None

    return lookup


class _Answering:
    """One file being answered: collects files, sentences and changes."""

    def __init__(self, payer: Payer, data: bytes, now: datetime, memory: Memory, sequence: int) -> None:
        self.payer = payer
        self.data = data
        self.now = now
        self.today = now.date()
        self.memory = memory.copy()
        self.sequence = sequence % _LARGEST_SEQUENCE
        self.files: list[AnswerFile] = []
        self.said: list[str] = []
        self.steps: list[DecidedClaim | str] = []
        self.items: dict[tuple[str, str], tuple[Payee, Transaction, list[Item]]] = {}
        self.claims_numbered = 0
        self.refused = False
        self.seen: set[tuple[str, str]] = set()
        self.known_terms: dict[str, PayerTerms | None] = {}
        settings = payer.parameters.at("payer.place_of_service.settings", self.today)
        self.settings: Mapping[str, str] = settings if isinstance(settings, Mapping) else {}
        self.receivers = frozenset((CLEARINGHOUSE_ID, *payer_ids(payer.parameters, self.today)))

    def run(self) -> Answers:
        envelopes = gate.envelopes_of(self.data)
        if not envelopes:
            raise UnreadableFile(
                "the file holds no complete interchange (ISA to IEA).", fix="Send a complete X12 file."
            )
        for envelope in envelopes:
            if envelope.key in self.memory.interchanges:
                return self._refused(envelope, gate.DUPLICATE_INTERCHANGE, "has been received before")
        acknowledgment = acknowledge(self.data, now=self.now, control_number=self._control_number())
        accepted = gate.passed(acknowledgment)
        if accepted is None:
            self._file("ta1", acknowledgment)
            self.refused = True
            self.said.append("The interchange is refused (TA1).")
            return self._answers(())
        for envelope in envelopes:
            note = envelope.note(self.receivers)
            if note:
                why = "is for nobody here" if note == gate.UNKNOWN_RECEIVER else "is faulty"
                return self._refused(envelope, note, why)
        self._file("999", acknowledgment)
        for name in gate.rejected_names(acknowledgment):
            self.refused = True
            self.said.append(f"Transaction {name} is rejected (999).")
        groups = {group.control_number: group for e in envelopes for group in e.groups}
        bodies = []
        last: Transaction | None = None
        outcomes = iter(accepted)
        for index, transaction in enumerate(read_transactions(self.data), 1):
            if not (gate.is_answered(transaction) and next(outcomes, False)):
                continue
            if transaction.set_id != "837":
                self.said.append(f"Transaction {transaction.control_number} is no claim; nobody reads it.")
                continue
            last = transaction
            group = groups[transaction.group.control_number]
            bodies += self._transaction(transaction, index, group.fault(transaction.control_number))
        if last is not None and bodies:
            told = self.payer.delays.told_of_claims(self.now)
            envelope_out = envelope_back(
                last.interchange,
                last.group.sender,
                last.group.receiver,
                functional_id="HN",
                version=answer_277ca.VERSION,
                control_number=self._control_number(),
                now=told,
            )
            self._file("277ca", write_interchange(envelope_out, bodies), due=told)
        balances = self._payments()
        return self._answers(tuple(e.key for e in envelopes), balances)

    def terms(self, payer_id: str) -> PayerTerms | None:
        if payer_id not in self.known_terms:
            self.known_terms[payer_id] = self.payer.terms(payer_id, self.today)
        return self.known_terms[payer_id]

    def _transaction(self, transaction: Transaction, index: int, group_fault: str) -> list[TransactionBody]:
        batch = batch_of(transaction.segments)
        claims = list(claims_of(batch, index))
        marks = transaction.interchange.delimiters
        whole = batch_faults(transaction, batch, self.receivers)
        if group_fault:
            whole = (conflict("group", "481", group_fault), *whole)
        trace = f"{self.payer.mark}{self.sequence:07d}{index:04d}"
        told = self.payer.delays.told_of_claims(self.now)
        if whole:
            self.refused = True
            for fault in whole:
                self.said.append(f"Transaction {transaction.control_number} is rejected: {fault.message}")
            rejected = [Verdict(claim, "", whole) for claim in claims]
            body = answer_277ca.acknowledgement(
                batch, rejected, whole, None, trace=trace, received=self.now, now=told, delimiters=marks
            )
            return [body]
        verdicts: dict[str, list[Verdict]] = {}
        for claim in claims:
            verdict = self._claim(claim, transaction, batch)
            terms = self.terms(claim.payer_id)
            verdicts.setdefault(terms.payer_id if terms else "", []).append(verdict)
        return [
            answer_277ca.acknowledgement(
                batch,
                group,
                (),
                self.terms(payer_id) if payer_id else None,
                trace=f"{trace}{number:02d}",
                received=self.now,
                now=told,
                delimiters=marks,
            )
            for number, (payer_id, group) in enumerate(verdicts.items(), 1)
        ]

    def _claim(self, claim: SubmittedClaim, transaction: Transaction, batch: Batch) -> Verdict:
        faults = self._faults(claim, transaction, batch)
        self.seen.add((claim.billing_npi, claim.control_number))
        terms = self.terms(claim.payer_id)
        if faults or terms is None:
            self.refused = True
            for fault in faults:
                self.said.append(f"Claim {claim.control_number} is rejected: {fault.message}")
            return Verdict(claim, "", faults)
        self.claims_numbered += 1
        number = f"{self.payer.mark}{self.today:%y%j}{self.sequence:07d}{self.claims_numbered:04d}"
        items = self._items_for(claim, terms, transaction)
        if claim.frequency in ("7", "8"):
            original = self.memory.undo(claim.original_number)
            self.steps.append(claim.original_number)
            items.append(Item(original, reversal=True))
        if claim.frequency != "8":
            decided = self._decided(claim, terms, number)
            items.append(Item(decided))
        return Verdict(claim, number, ())

    def _faults(self, claim: SubmittedClaim, transaction: Transaction, batch: Batch) -> tuple[Fault, ...]:
        if not transaction.version == transaction.group.version == PROFESSIONAL:
            return (returned("claim-type", "493", f"Nobody here takes claims of {transaction.version}."),)
        context = Context(
            today=self.today,
            receiver=transaction.group.receiver.strip(),
            created=day(batch.header.first("BHT").get(4)),
            terms=self.terms(claim.payer_id),
            parameters=self.payer.parameters,
            settings=self.settings,
            diagnosis=self.payer.diagnosis,
            seen=self.seen,
            originals=self.memory.originals(claim.payer_id) if claim.frequency in ("7", "8") else {},
            known=self.memory.fingerprints,
        )
        return claim_faults(claim, context)

    def _decided(self, claim: SubmittedClaim, terms: PayerTerms, number: str) -> DecidedClaim:
        contract = percent_contract(
            f"contract of {terms.name}",
            terms.payer_id,
            self.payer.schedule,
            terms.fee_percent,
            unlisted_percent=terms.unlisted_percent,
        )
        rest = Terms(terms, contract, self.settings, self.today)
        decided = decide(claim, rest, self.memory, number)
        self.memory.accept(decided)
        self.steps.append(decided)
        self.refused = self.refused or any(line.denied for line in decided.lines)
        verb = {"4": "denied"}.get(decided.status, "decided")
        self.said.append(
            f"Claim {claim.control_number} is {verb}: {decided.charge} charged, {decided.paid} paid, "
            f"{decided.patient_responsibility} for the patient."
        )
        return decided

    def _items_for(self, claim: SubmittedClaim, terms: PayerTerms, transaction: Transaction) -> list[Item]:
        party = claim.billing.loop.party("85")
        street, city = party.first("N3"), party.first("N4")
        tax = party.first("REF", "EI", "SY").get(2)
        payee = Payee(
            party.head.get(3),
            claim.billing_npi,
            tax,
            (street.get(1), city.get(1), city.get(2), city.get(3)),
        )
        key = (terms.payer_id, claim.billing_npi)
        return self.items.setdefault(key, (payee, transaction, []))[2]

    def _payments(self) -> tuple[Balance, ...]:
        balances: list[Balance] = []
        for index, ((payer_id, npi), (payee, transaction, items)) in enumerate(self.items.items(), 1):
            terms = self.terms(payer_id)
            assert terms is not None
            paid_on = next_working_day(self.today + timedelta(days=terms.days_to_pay))
            told = self.payer.delays.told_of_payment(self.now, paid_on)
            body, payment, balance = answer_835.payment_advice(
                terms,
                payee,
                items,
                self.memory.owed.get((payer_id, npi)),
                trace=f"{self.payer.mark}{terms.payer_id[-3:]}{self.sequence:07d}{index:03d}",
                now=told,
                paid_on=paid_on,
            )
            if balance is not None:
                balances.append(balance)
            envelope = envelope_back(
                transaction.interchange,
                transaction.group.sender,
                transaction.group.receiver,
                functional_id="HP",
                version=answer_835.VERSION,
                control_number=self._control_number(),
                now=told,
            )
            self._file(f"835-{index}", write_interchange(envelope, [body]), due=told)
            count = sum(1 for item in items if not item.reversal)
            self.said.append(
                f"{terms.name} pays {payment} for {count} claim{'s' * (count != 1)} on {paid_on} (835)."
            )
        return tuple(balances)

    def _refused(self, envelope: gate.Envelope, note: str, why: str) -> Answers:
        self.files.clear()
        content = gate.refusal(envelope, note, control_number=self.sequence * 100 + 99, now=self.now)
        self._file("ta1", content)
        self.said.append(f"Interchange {envelope.header.get(13).strip()} {why} and is refused (TA1, {note}).")
        return Answers(tuple(self.files), tuple(self.said), Changes(), refused=True)

    def _answers(self, keys: tuple[str, ...], balances: tuple[Balance, ...] = ()) -> Answers:
        changes = Changes(keys, tuple(self.steps), balances)
        return Answers(tuple(self.files), tuple(self.said), changes, self.refused)

    def _file(self, kind: str, content: bytes, *, due: datetime | None = None) -> None:
        later = due if due is not None and due > self.now else None
        self.files.append(AnswerFile(f"{kind}.x12", content, later))

    def _control_number(self) -> int:
        """Control numbers of the answers to one file: its sequence, then 01, 02, …"""
        return self.sequence * 100 + len(self.files) + 1
