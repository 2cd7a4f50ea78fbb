"""A bank's report of what came in: BAI2 or CSV, read into credits of our account.

Debits, balances and account numbers are left out on purpose: what is asked of a bank file is which
payer's money came, and when. BAI2 as published by the BAI (record types 01, 02, 03, 16, 88, 49, 98, 99;
amounts in cents); its trailers are compared and a difference is told, not refused, because banks differ
in what they count.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

import msgspec

from cleanclaim.primitives import InvalidValue, Money, UnreadableFile, money

_TRN = re.compile(r"TRN\s*\*\s*1\s*\*\s*([^*~\\/\s]+)")
_CREDITS = range(100, 400)
_MOST_ROWS = 200_000


class BankCredit(msgspec.Struct, frozen=True):
    """One credit as the bank reports it, ``amount`` in dollars.

    ``trace`` is the TRN02 that stood in the addenda (or a column of that name), ``references`` what else
    the bank and the sender call it; ``text`` is free.
    """

    position: int
    on: date
    amount: Money
    trace: str = ""
    references: tuple[str, ...] = ()
    text: str = ""


class BankFile(msgspec.Struct, frozen=True):
    """The credits of a file in its order, how many debits were left out, and what does not add up."""

    credits: tuple[BankCredit, ...]
    debits: int = 0
    doubts: tuple[str, ...] = ()


def read_bank_file(content: bytes, *, where: str = "") -> BankFile:
    """Return the credits of a BAI2 or CSV file; raises ``UnreadableFile`` for what is neither."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text or not text.strip():
        raise UnreadableFile("this is no bank file.", where=where, fix="Export it as BAI2 or CSV.")
    if text.lstrip().startswith("01,"):
        return _Bai2(where).read(text)
    return _read_csv(text, where)


class _Bai2:
    """A BAI2 file from top to bottom."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.on: date | None = None
        self.credits: list[BankCredit] = []
        self.debits = 0
        self.doubts: list[str] = []
        self.control = 0

    def read(self, text: str) -> BankFile:
        """Return its credits."""
        last = ""
        for number, fields in _records(text):
            last = fields[0]
            match last:
                case "02":
                    self.on = self._date(_at(fields, 4), number)
                case "03":
                    self.control = sum(_cents_or_zero(each) for each in _amounts_of_03(fields))
                case "16":
                    self._transaction(fields, number)
                case "49":
                    told = _cents_or_zero(_at(fields, 1))
                    if told != self.control:
                        self.doubts.append(
                            f"record {number}: the account's control total is {told}, its records add up to "
                            f"{self.control}"
                        )
                case _:
                    pass
        if last != "99":
            raise UnreadableFile(
                "the file is cut short: its last record is not 99.",
                where=self.where,
                fix="Fetch it from the bank again.",
            )
        return BankFile(tuple(self.credits), self.debits, tuple(self.doubts))

    def _transaction(self, fields: Sequence[str], number: int) -> None:
        where = f"{self.where}, record {number}".lstrip(", ")
        kind, cents = _at(fields, 1), _at(fields, 2)
        if not kind.isascii() or not kind.isdigit():
            raise UnreadableFile(f"{kind!r} is no type of transaction.", where=where)
        if not re.fullmatch(r"[+-]?\d{1,15}", cents):
            raise UnreadableFile("the amount is not a number of cents.", where=where)
        self.control += int(cents)
        if int(kind) not in _CREDITS:
            self.debits += 1
            return
        if self.on is None:
            raise UnreadableFile("no group header (02) with a day stands before it.", where=where)
        rest = list(fields[3:])
        skipped = {"V": 3, "S": 4}.get(_at(rest, 0), 1)
        if _at(rest, 0) == "D":
            days = _at(rest, 1)
            skipped = 2 + 2 * (int(days) if days.isascii() and days.isdigit() and len(days) < 3 else 0)
        rest = rest[skipped:]
        text = ",".join(rest[2:]).strip()
        found = _TRN.search(text)
        references = tuple(each.strip() for each in rest[:2] if each.strip())
        self.credits.append(
            BankCredit(
                len(self.credits) + 1,
                self.on,
                money(Decimal(int(cents)) / 100),
                found[1] if found else "",
                references,
                text[:400],
            )
        )

    def _date(self, text: str, number: int) -> date:
        try:
            return datetime.strptime(text, "%y%m%d").date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            raise UnreadableFile(
                f"{text!r} is not a day as YYMMDD.", where=f"{self.where}, record {number}".lstrip(", ")
            ) from None


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each logical record with its first line's number; 88 goes on with the one before."""
    held: list[str] = []
    began = 0
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        # A text field may hold a slash; only the last one of a line ends a record.
        fields = line.removesuffix("/").split(",")
        if fields[0] == "88":
            held.extend(fields[1:])
            continue
        if held:
            yield began, held
        held, began = fields, number
    if held:
        yield began, held


def _amounts_of_03(fields: Sequence[str]) -> Iterator[str]:
    """Yield the amounts of an account's summaries: groups of type, amount, count, funds type."""
    rest = list(fields[3:])
    while rest:
        yield _at(rest, 1)
        kind = _at(rest, 3)
        skipped = {"V": 6, "S": 7}.get(kind, 4)
        rest = rest[skipped:]


def _cents_or_zero(text: str) -> int:
    return int(text) if re.fullmatch(r"[+-]?\d{1,18}", text) else 0


def _at(fields: Sequence[str], index: int) -> str:
    return fields[index].strip() if index < len(fields) else ""


_COLUMNS = {
    "on": ("date", "posting date", "posted date", "transaction date", "value date", "post date", "day"),
    "amount": ("amount", "transaction amount"),
    "credit": ("credit", "credit amount", "credits", "deposit", "deposits"),
    "debit": ("debit", "debit amount", "debits", "withdrawal", "withdrawals"),
    "trace": ("trace", "trace number", "eft trace", "reassociation trace", "trn", "trn02"),
    "reference": (
        "reference",
        "reference number",
        "customer reference",
        "bank reference",
        "check number",
        "check",
        "ref",
    ),
    "text": ("description", "details", "memo", "text", "narrative", "addenda", "payee", "name"),
}
"""Headings that banks use for a column, in lower case."""

_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%Y%m%d", "%d-%b-%Y", "%m-%d-%Y")


def _read_csv(text: str, where: str) -> BankFile:
    lines = text.splitlines()
    separator = max(",;\t|", key=lines[0].count)
    rows = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        columns = _columns(next(rows))
        if "on" not in columns or not {"amount", "credit"} & columns.keys():
            raise UnreadableFile(
                "the first row names no column for the day and none for the amount.",
                where=where,
                fix="Export it with headings such as Date, Amount, Trace, Description.",
            )
        credits_found: list[BankCredit] = []
        debits = 0
        for number, row in enumerate(rows, start=2):
            if number > _MOST_ROWS:
                raise UnreadableFile("the file has too many rows.", where=where, fix="Export a shorter time.")
            if not any(each.strip() for each in row):
                continue
            found = _credit(row, columns, len(credits_found) + 1, f"{where}, row {number}".lstrip(", "))
            if found is None:
                debits += 1
            else:
                credits_found.append(found)
    except csv.Error as error:
        raise UnreadableFile(f"this is no CSV file ({error}).", where=where) from None
    return BankFile(tuple(credits_found), debits)


def _columns(heading: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for index, title in enumerate(heading):
        for name, titles in _COLUMNS.items():
            if title.strip().lower().replace("_", " ") in titles:
                found.setdefault(name, []).append(index)
    return found


def _credit(
    row: Sequence[str], columns: dict[str, list[int]], position: int, where: str
) -> BankCredit | None:
    """Return a row's credit, nothing for a debit."""

    def cells(name: str) -> list[str]:
        return [_at(row, index) for index in columns.get(name, ()) if _at(row, index)]

    amount = next((_csv_amount(each, where) for each in (*cells("credit"), *cells("amount"))), None)
    if amount is None and cells("debit"):
        return None
    if amount is None:
        raise UnreadableFile("the row has no amount.", where=where)
    if amount <= 0:
        return None
    text = " ".join(cells("text"))
    found = _TRN.search(text)
    trace = next(iter(cells("trace")), found[1] if found else "")
    day = _csv_day(next(iter(cells("on")), ""), where)
    return BankCredit(position, day, amount, trace, tuple(cells("reference")), text[:400])


def _csv_amount(text: str, where: str) -> Money:
    plain = text.replace("$", "").replace(",", "").replace(" ", "")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    try:
        amount = Decimal(plain)
        found = money(amount)
    except (InvalidOperation, InvalidValue):
        raise UnreadableFile("the amount is not dollars and cents.", where=where) from None
    if found != amount:
        raise UnreadableFile("the amount has parts of a cent.", where=where)
    return found


def _csv_day(text: str, where: str) -> date:
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise UnreadableFile("the day is in no form that is known.", where=where, fix="Use YYYY-MM-DD.")
