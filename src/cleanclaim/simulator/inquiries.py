"""Questions a payer answers at once: 276 → 277 (where is my claim?), 270 → 271 (who is covered?)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec

from cleanclaim.parameters import (
    MEMBER_ENDED_MARK,
    MEMBER_MET_DEDUCTIBLE_MARK,
    BenefitPlan,
    PayerTerms,
    member_digits,
    plan_of_member,
)
from cleanclaim.primitives import ZERO
from cleanclaim.simulator.answers import amount_text
from cleanclaim.simulator.house import House
from cleanclaim.simulator.memory import DecidedClaim, Memory
from cleanclaim.x12 import Row, Segment, Transaction, TransactionBody, composite

STATUS, COVERAGE = "005010X212", "005010X279A1"
_EVERYTHING, _VISIT = "30", "98"
_THIS_YEAR, _REMAINING = "23", "29"


class Answered(msgspec.Struct, frozen=True):
    """The answer's transaction with its functional id and guide, and a sentence about it."""

    functional_id: str
    version: str
    body: TransactionBody
    said: str


def answer_inquiry(
    transaction: Transaction, memory: Memory, house: House, now: datetime, trace: str
) -> Answered | None:
    """Return the answer to a 276 or a 270; nothing to anything else."""
    if transaction.set_id == "276" and transaction.version.startswith("005010X212"):
        rows, found, asked = _Status(transaction, memory, house, now, trace).rows()
        said = f"{found} of {asked} claims asked about are known here (277)."
        return Answered("HN", STATUS, ("277", rows), said)
    if transaction.set_id == "270" and transaction.version.startswith("005010X279"):
        rows, found, asked = _Coverage(transaction, memory, house, now, trace).rows()
        said = f"{found} of {asked} people asked about are covered here (271)."
        return Answered("HB", COVERAGE, ("271", rows), said)
    return None


class _Level(msgspec.Struct, frozen=True):
    number: str
    parent: str
    code: str
    segments: tuple[Segment, ...]

    def first(self, segment_id: str, *qualifiers: str) -> Segment:
        return next(
            (s for s in self.segments if s.id == segment_id and (not qualifiers or s.get(1) in qualifiers)),
            Segment("", ()),
        )


def _levels(transaction: Transaction) -> Iterator[_Level]:
    part: list[Segment] = []
    for segment in transaction.segments:
        if segment.id in ("HL", "SE") and part:
            yield _level(part)
            part = []
        if segment.id == "HL" or part:
            part.append(segment)


def _level(part: Sequence[Segment]) -> _Level:
    head = part[0]
    return _Level(head.get(1), head.get(2), head.get(3), tuple(part[1:]))


class _Writer:
    """Numbers levels anew, since levels that nothing is said about are not repeated."""

    def __init__(
        self, transaction: Transaction, memory: Memory, house: House, now: datetime, trace: str
    ) -> None:
        self.asked = list(_levels(transaction))
        self.header = next((s for s in transaction.segments if s.id == "BHT"), Segment("", ()))
        self.memory = memory
        self.house = house
        self.now = now
        self.trace = trace
        self.out: list[Row] = []
        self.numbers: dict[str, str] = {}
        self.count = 0
        self.found = 0
        self.questions = 0
        self.source: PayerTerms | None = None
        self.receiver = Segment("", ())

    def open(self, level: _Level) -> None:
        self.count += 1
        self.numbers[level.number] = str(self.count)
        child = any(each.parent == level.number for each in self.asked)
        parent = self.numbers.get(level.parent, "")
        self.out.append(("HL", str(self.count), parent, level.code, "1" if child else "0"))

    def name(self, segment: Segment) -> None:
        """Repeat a name as it was sent."""
        self.out.append(("NM1", *segment.elements))


class _Status(_Writer):
    def rows(self) -> tuple[list[Row], int, int]:
        reference = self.header.get(3) or "0"
        self.out.append(("BHT", "0010", "08", reference, f"{self.now:%Y%m%d}", f"{self.now:%H%M}", "DG"))
        for level in self.asked:
            self.open(level)
            name = level.first("NM1")
            if level.code == "20":
                self.source = self.house.terms(name.get(9), self.now.date())
            if name.id:
                self.name(name)
            if level.code in ("22", "23"):
                for question in _questions(level):
                    self._answer(question)
        return self.out, self.found, self.questions

    def _answer(self, question: _Level) -> None:
        self.questions += 1
        trace = question.first("TRN").get(2)
        claim = self._find(question)
        self.out.append(("TRN", "2", trace))
        if claim is None:
            # A4 35: the claim is not found; nothing further is said about it.
            self.out.append(("STC", composite("A4", "35"), f"{self.now:%Y%m%d}", "", "0"))
            return
        self.found += 1
        category, status = self._state(claim)
        self.out.append(
            (
                "STC",
                composite(category, status),
                f"{self.now:%Y%m%d}",
                "",
                amount_text(claim.charge),
                amount_text(claim.paid) if category.startswith("F") else "0",
            )
        )
        self.out.append(("REF", "1K", claim.number))
        self.out.append(("REF", "EJ", claim.control_number))
        first = min(line.first_day for line in claim.lines)
        last = max(line.last_day for line in claim.lines)
        days = f"{first:%Y%m%d}" if first == last else f"{first:%Y%m%d}-{last:%Y%m%d}"
        self.out.append(("DTP", "472", "D8" if first == last else "RD8", days))

    def _state(self, claim: DecidedClaim) -> tuple[str, str]:
        """Return category and status: in process until it is paid, then paid, denied or crossed over."""
        pending = f"{claim.number}/pay" in self.memory.later
        terms = self.house.terms(claim.payer_id, self.now.date())
        days = terms.days_to_pay if terms else 0
        if pending or (
            self.house.delays.payments_when_paid and (self.now.date() - claim.received).days < days
        ):
            return "P1", "20"
        if claim.status == "4":
            return "F2", "1"
        return ("F1", "65") if claim.passed_to is None else ("F3", "101")

    def _find(self, question: _Level) -> DecidedClaim | None:
        theirs = question.first("REF", "1K").get(2)
        ours = question.first("REF", "EJ").get(2)
        of_payer = [
            claim
            for claim in self.memory.claims.values()
            if self.source is not None and claim.payer_id == self.source.payer_id
        ]
        if theirs:
            return next((claim for claim in of_payer if claim.number == theirs), None)
        if ours:
            return next((claim for claim in of_payer if claim.control_number == ours), None)
        return None


def _questions(level: _Level) -> Iterator[_Level]:
    """Yield what is asked within a level: each TRN begins a question."""
    part: list[Segment] = []
    for segment in level.segments:
        if segment.id == "TRN":
            if part:
                yield _Level("", "", "", tuple(part))
            part = [segment]
        elif part:
            part.append(segment)
    if part:
        yield _Level("", "", "", tuple(part))


class _Coverage(_Writer):
    def rows(self) -> tuple[list[Row], int, int]:
        reference = self.header.get(3) or "0"
        self.out.append(("BHT", "0022", "11", reference, f"{self.now:%Y%m%d}", f"{self.now:%H%M}"))
        for level in self.asked:
            self.open(level)
            name = level.first("NM1")
            if level.code == "20":
                self.source = self.house.terms(name.get(9), self.now.date())
                self.name(name)
                if self.source is None:
                    self.out.append(("AAA", "N", "", "42", "Y"))
            elif level.code == "21":
                self.name(name)
            elif level.code == "22":
                self._person(level, name)
            else:
                self._dependent(level, name)
        return self.out, self.found, self.questions

    def _person(self, level: _Level, name: Segment) -> None:
        trace = level.first("TRN")
        if trace.id:
            self.out.append(("TRN", "2", *trace.elements[1:]))
        self.name(name)
        asked = any(segment.id == "EQ" for segment in level.segments)
        plan = plan_of_member(self.source, name.get(9)) if self.source else None
        if not asked:
            return
        self.questions += 1
        if plan is None:
            self.out.append(("AAA", "N", "", "75", "C"))
            return
        self.found += 1
        self._demographics(level)
        key = f"{self.source.payer_id if self.source else ''}/{name.get(9)}"
        self._benefits(plan, name.get(9), key, _on(level, self.now.date()))

    def _dependent(self, level: _Level, name: Segment) -> None:
        """A dependent has the subscriber's plan, and a deductible of their own."""
        above = next((each for each in self.asked if each.number == level.parent), level)
        member = above.first("NM1").get(9)
        trace = level.first("TRN")
        if trace.id:
            self.out.append(("TRN", "2", *trace.elements[1:]))
        self.name(name)
        self.questions += 1
        plan = plan_of_member(self.source, member) if self.source else None
        if plan is None or (self.source and self.source.kind in ("medicare", "medicaid")):
            self.out.append(("AAA", "N", "", "68", "C"))
            return
        self.found += 1
        self._demographics(level)
        born = level.first("DMG").get(2)
        day = f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else "None"
        key = f"{self.source.payer_id if self.source else ''}/{member}/{day}/{name.get(4).upper()}"
        self._benefits(plan, member, key, _on(level, self.now.date()))

    def _demographics(self, level: _Level) -> None:
        found = level.first("DMG")
        if found.id:
            self.out.append(("DMG", *found.elements))

    def _benefits(self, plan: BenefitPlan, member: str, key: str, on: date) -> None:
        digits = member_digits(plan, member)
        if digits.startswith(MEMBER_ENDED_MARK) and on > plan.ended_on:
            self.out.append(("EB", "6", "", _EVERYTHING, "", plan.name.upper()))
            self.out.append(("DTP", "349", "D8", f"{plan.ended_on:%Y%m%d}"))
            return
        year = (key, on.year)
        used = self.memory.deductible_used.get(year, ZERO)
        met = digits.startswith(MEMBER_MET_DEDUCTIBLE_MARK)
        left = ZERO if met else max(ZERO, plan.deductible - used)
        room = max(ZERO, plan.out_of_pocket_limit - self.memory.out_of_pocket_used.get(year, ZERO))
        self.out.append(("EB", "1", "IND", _EVERYTHING, "", plan.name.upper()))
        for code, whole, rest in (("C", plan.deductible, left), ("G", plan.out_of_pocket_limit, room)):
            self._amount(code, _THIS_YEAR, whole)
            self._amount(code, _REMAINING, rest)
        share = amount_text((plan.coinsurance / 100).quantize(Decimal("0.01")))
        self.out.append(("EB", "A", "IND", _EVERYTHING, "", "", "", "", share))
        copay = plan.copay.get("office_visit", ZERO)
        if copay:
            self.out.append(("EB", "B", "IND", _VISIT, "", "", "27", amount_text(copay)))

    def _amount(self, code: str, period: str, amount: Decimal) -> None:
        self.out.append(("EB", code, "IND", _EVERYTHING, "", "", period, amount_text(amount)))


def _on(level: _Level, today: date) -> date:
    """Return the day that is asked about (DTP 291), else today."""
    text = level.first("DTP", "291").get(3)[:8]
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return today
