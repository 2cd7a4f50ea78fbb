"""One file in, its answers out: gate, front end, decisions, payments."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import msgspec

from cleanclaim.parameters import PayerTerms
from cleanclaim.parameters.holidays import next_working_day
from cleanclaim.primitives import UnreadableFile
from cleanclaim.simulator import answer_277ca, gate
from cleanclaim.simulator.adjudication import decide
from cleanclaim.simulator.answer_277ca import Verdict
from cleanclaim.simulator.answer_835 import Item
from cleanclaim.simulator.answers import Answers, envelope_back
from cleanclaim.simulator.checks import Context, batch_faults, claim_faults
from cleanclaim.simulator.checks.batch import kind_of
from cleanclaim.simulator.crossover import claim_for_next, passed_on, receiver_of
from cleanclaim.simulator.desk import Desk
from cleanclaim.simulator.faults import Fault, conflict, returned
from cleanclaim.simulator.house import House
from cleanclaim.simulator.inquiries import answer_inquiry
from cleanclaim.simulator.loops import Batch, batch_of
from cleanclaim.simulator.memory import Changes, Correspondent, DecidedClaim, Later, Memory, Payee
from cleanclaim.simulator.mistakes import (
    LATE,
    RECOUPED,
    REVERSED,
    SPLIT,
    UNBALANCED,
    days_late,
    halves,
    interest_of,
    made_wrong,
)
from cleanclaim.simulator.submitted import SubmittedClaim, claims_of, day
from cleanclaim.x12 import Transaction, TransactionBody, acknowledge, read_transactions, write_interchange

_UNHURRIED_PAYMENT = {REVERSED: "correct", RECOUPED: "take_back"}


class Answering(Desk):
    """One file being answered."""

    def __init__(self, house: House, data: bytes, now: datetime, memory: Memory, sequence: int) -> None:
        super().__init__(house, now, memory, sequence)
        self.data = data
        self.items: dict[tuple[str, str, date], tuple[Correspondent, list[Item]]] = {}
        self.claims_numbered = 0
        self.seen: set[tuple[str, str]] = set()
        self.settings: Mapping[str, str] = house.settings(self.today)
        self.receivers = house.receivers(self.today)

    def run(self) -> Answers:
        """Answer the file. Raises ``UnreadableFile`` for what is not X12 at all."""
        envelopes = gate.envelopes_of(self.data)
        if not envelopes:
            raise UnreadableFile(
                "the file holds no complete interchange (ISA to IEA).", fix="Send a complete X12 file."
            )
        for envelope in envelopes:
            if envelope.key in self.memory.interchanges:
                return self._refused(envelope, gate.DUPLICATE_INTERCHANGE, "has been received before")
        acknowledgment = acknowledge(self.data, now=self.now, control_number=self.control_number())
        accepted = gate.passed(acknowledgment)
        if accepted is None:
            self.file("ta1", acknowledgment)
            self.refused = True
            self.said.append("The interchange is refused (TA1).")
            return self.answers()
        for envelope in envelopes:
            note = envelope.note(self.receivers, anybody=bool(self.house.profile))
            if note:
                why = "is for nobody here" if note == gate.UNKNOWN_RECEIVER else "is faulty"
                return self._refused(envelope, note, why)
        self.file("999", acknowledgment)
        for name in gate.rejected_names(acknowledgment):
            self.refused = True
            self.said.append(f"Transaction {name} is rejected (999).")
        groups = {group.control_number: group for e in envelopes for group in e.groups}
        bodies: list[TransactionBody] = []
        last: Transaction | None = None
        outcomes = iter(accepted)
        for index, transaction in enumerate(read_transactions(self.data), 1):
            if not (gate.is_answered(transaction) and next(outcomes, False)):
                continue
            if transaction.set_id != "837":
                self._inquiry(transaction, index)
                continue
            last = transaction
            group = groups[transaction.group.control_number]
            bodies += self._transaction(transaction, index, group.fault(transaction.control_number))
        if last is not None and bodies:
            told = self.house.delays.told_of_claims(self.now)
            envelope_out = envelope_back(
                last.interchange,
                last.group.sender,
                last.group.receiver,
                functional_id="HN",
                version=answer_277ca.VERSION,
                control_number=self.control_number(),
                now=told,
            )
            self.file("277ca", write_interchange(envelope_out, bodies), due=told)
        for (_, _, paid_on), (to, items) in self.items.items():
            if items:
                self.pay(to, items, paid_on, self.house.delays.told_of_payment(self.now, paid_on))
        return self.answers(tuple(e.key for e in envelopes))

    def _inquiry(self, transaction: Transaction, index: int) -> None:
        answer = answer_inquiry(transaction, self.memory, self.house, self.now, f"{self.sequence}-{index}")
        if answer is None:
            self.said.append(f"Transaction {transaction.control_number} is no claim; nobody reads it.")
            return
        envelope = envelope_back(
            transaction.interchange,
            transaction.group.sender,
            transaction.group.receiver,
            functional_id=answer.functional_id,
            version=answer.version,
            control_number=self.control_number(),
            now=self.now,
        )
        self.file(f"{answer.body[0]}-{index}", write_interchange(envelope, [answer.body]))
        self.said.append(answer.said)

    def _transaction(self, transaction: Transaction, index: int, group_fault: str) -> list[TransactionBody]:
        batch = batch_of(transaction.segments)
        claims = list(claims_of(batch, index, kind_of(transaction, everything=True) or "professional"))
        marks = transaction.interchange.delimiters
        whole = batch_faults(transaction, batch, self.receivers)
        if self.house.profile:
            whole = tuple(fault for fault in whole if fault.name not in _NOT_ASKED_BY_A_PROFILE)
        if group_fault:
            whole = (conflict("group", "481", group_fault), *whole)
        trace = f"{self.house.mark}{self.sequence:07d}{index:04d}"
        told = self.house.delays.told_of_claims(self.now)
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
            verdicts.setdefault(claim.payer_id if terms else "", []).append(verdict)
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
        number = self._next_number()
        to = self._correspondent(claim, terms, transaction)
        paid_on = self._paid_on(terms)
        items = self._items(to, paid_on)
        if claim.frequency in ("7", "8"):
            for original in self.memory.parts(claim.original_number):
                unpaid = self.is_unpaid(original)
                undone = self.undo(original)
                if not unpaid:
                    items.append(Item(undone, reversal=True))
        if claim.frequency != "8":
            self._adjudicate(claim, terms, number, to, paid_on)
        return Verdict(claim, number, ())

    def _faults(self, claim: SubmittedClaim, transaction: Transaction, batch: Batch) -> tuple[Fault, ...]:
        kind = kind_of(transaction, everything=bool(self.house.profile))
        if not kind:
            return (returned("claim-type", "493", f"Nobody here takes claims of {transaction.version}."),)
        terms = self.terms(claim.payer_id)
        if terms is not None and kind not in terms.claim_types:
            return (returned("claim-type", "493", f"This payer takes no {kind} claims."),)
        context = Context(
            today=self.today,
            receiver=transaction.group.receiver.strip(),
            created=day(batch.header.first("BHT").get(4)),
            terms=terms,
            parameters=self.house.parameters,
            settings=self.settings,
            diagnosis=self.house.diagnosis,
            seen=self.seen,
            originals=self.memory.originals(terms.payer_id)
            if terms and claim.frequency in ("7", "8")
            else {},
            known=self.memory.fingerprints,
            everybody=bool(self.house.profile),
        )
        return claim_faults(claim, context)

    def _adjudicate(
        self, claim: SubmittedClaim, terms: PayerTerms, number: str, to: Correspondent, paid_on: date
    ) -> DecidedClaim:
        """Decide a claim, mistakes included, and put it where it is paid: now, later, or in parts."""
        decided = decide(claim, self.house.rests(terms, self.today), self.memory, number)
        next_payer = None if self.house.profile else receiver_of(claim, terms, decided, self.terms)
        if next_payer is not None:
            decided = passed_on(decided, next_payer)
        mistakes = self.house.mistakes
        mistake = mistakes.chosen(decided)
        if mistake:
            decided = made_wrong(decided, mistake, mistakes.seed)
        self._say(decided)
        items = self._items(to, paid_on)
        if mistake == SPLIT:
            first, second = halves(decided)
            self.accept(first)
            self.accept(second)
            items.append(Item(first))
            self._put_off("pay", second, paid_on, SPLIT)
        elif mistake == LATE:
            self.accept(decided)
            self._put_off("pay", decided, paid_on, LATE)
        else:
            self.accept(decided)
            items.append(Item(decided, unbalanced=mistake == UNBALANCED))
            if mistake in _UNHURRIED_PAYMENT:
                self._put_off(_UNHURRIED_PAYMENT[mistake], decided, paid_on, mistake)
        if next_payer is not None:
            self._cross_over(claim, decided, next_payer, to, paid_on)
        return decided

    def _cross_over(
        self,
        claim: SubmittedClaim,
        decided: DecidedClaim,
        next_payer: PayerTerms,
        to: Correspondent,
        paid_on: date,
    ) -> None:
        """Let the next payer decide the claim that the first one hands it, as if it had been sent."""
        passed = claim_for_next(claim, decided)
        second_day = next_working_day(paid_on + timedelta(days=next_payer.days_to_pay))
        second = msgspec.structs.replace(to, payer_id=next_payer.payer_id)
        self._remember(second)
        self._adjudicate(passed, next_payer, self._next_number(), second, second_day)

    def _put_off(self, kind: str, claim: DecidedClaim, paid_on: date, mistake: str) -> None:
        days = days_late(claim, self.house.mistakes.seed, mistake)
        due = next_working_day(paid_on + timedelta(days=days))
        interest = interest_of(claim, days) if mistake == LATE else None
        matter = Later(kind, due, claim.number)
        if interest:
            matter = msgspec.structs.replace(matter, interest=interest)
        self.later.append(matter)
        self.memory.later[matter.key] = matter

    def _say(self, decided: DecidedClaim) -> None:
        self.refused = self.refused or any(line.denied for line in decided.lines)
        verb = {"4": "denied"}.get(decided.status, "decided")
        self.said.append(
            f"Claim {decided.control_number} is {verb}: {decided.charge} charged, {decided.paid} paid, "
            f"{decided.patient_responsibility} for the patient."
        )

    def _next_number(self) -> str:
        self.claims_numbered += 1
        return f"{self.house.mark}{self.today:%y%j}{self.sequence:07d}{self.claims_numbered:04d}"

    def _paid_on(self, terms: PayerTerms) -> date:
        return next_working_day(self.today + timedelta(days=terms.days_to_pay))

    def _items(self, to: Correspondent, paid_on: date) -> list[Item]:
        return self.items.setdefault((*to.key, paid_on), (to, []))[1]

    def _correspondent(
        self, claim: SubmittedClaim, terms: PayerTerms, transaction: Transaction
    ) -> Correspondent:
        party = claim.billing.loop.party("85")
        street, city = party.first("N3"), party.first("N4")
        tax = party.first("REF", "EI", "SY").get(2)
        payee = Payee(
            party.head.get(3),
            claim.billing_npi,
            tax,
            (street.get(1), city.get(1), city.get(2), city.get(3)),
        )
        to = Correspondent(
            terms.payer_id,
            payee,
            transaction.interchange,
            transaction.group.sender,
            transaction.group.receiver,
        )
        self._remember(to)
        return to

    def _remember(self, to: Correspondent) -> None:
        if to.key not in {known.key for known in self.correspondents}:
            self.correspondents.append(to)

    def _refused(self, envelope: gate.Envelope, note: str, why: str) -> Answers:
        self.files.clear()
        content = gate.refusal(envelope, note, control_number=self.sequence * 100 + 99, now=self.now)
        self.file("ta1", content)
        self.said.append(f"Interchange {envelope.header.get(13).strip()} {why} and is refused (TA1, {note}).")
        return Answers(tuple(self.files), tuple(self.said), Changes(), refused=True)


_NOT_ASKED_BY_A_PROFILE = frozenset({"receiver-identifier"})
