"""Interchanges, groups and transactions: do headers and trailers, counts and numbers agree?"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from cleanclaim.x12.elements import is_date, is_time
from cleanclaim.x12.numbers_seen import NumbersSeen
from cleanclaim.x12.problems import Acknowledges, Flaw

Report: TypeAlias = Callable[[Flaw, str, tuple[int, int, int]], None]

_QUALIFIERS = frozenset({"01", "14", "20", "27", "28", "29", "30", "33", "ZZ"})

ISA_CODES: Mapping[int, tuple[str, frozenset[str]]] = MappingProxyType(
    {
        1: ("010", frozenset({"00", "03"})),
        3: ("012", frozenset({"00", "01"})),
        5: ("005", _QUALIFIERS),
        7: ("007", _QUALIFIERS),
        12: ("017", frozenset({"00501"})),
        14: ("019", frozenset({"0", "1"})),
        15: ("020", frozenset({"P", "T"})),
    }
)
"""ISA elements with a closed list of values: the TA105 code for another value, and the list."""


class EnvelopeBooks:
    """Keeps the numbers and counts of the envelopes that are open, and reports what disagrees."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.interchange: str | None = None
        self.group: str | None = None
        self.transaction: tuple[str, tuple[int, int, int]] | None = None
        self.version = ""
        self.functional_id = ""
        self.groups = 0
        self.transactions = 0
        self.interchange_numbers = NumbersSeen()
        self.group_numbers = NumbersSeen()
        self.transaction_numbers = NumbersSeen()

    def may_hold_ta1(self) -> bool:
        """Whether a TA1 may stand here: in an interchange, outside of a group."""
        return self.interchange is not None and self.group is None

    def see(self, parts: Sequence[str], at: tuple[int, int, int]) -> None:
        """Take in an ISA, GS, GE or IEA."""
        match parts[0]:
            case "ISA":
                self._isa(parts, at)
            case "GS":
                self._gs(parts, at)
            case "GE":
                self._ge(parts, at)
            case _:
                self._iea(parts, at)

    def st(self, parts: Sequence[str], at: tuple[int, int, int]) -> None:
        """Take in an ST."""
        number = _value(parts, 2)
        self.transaction = (number, at)
        self.transactions += 1
        if self.group is None:
            self._say(
                "group-header-missing",
                "GS",
                at,
                message="The transaction stands outside of any group (GS).",
                fix="Put it between a GS and its GE.",
                code="024",
                scope=Acknowledges.INTERCHANGE,
            )
        if number in self.transaction_numbers:
            self._say(
                "transaction-number-repeated",
                "ST",
                at,
                element="ST02",
                value=number,
                message="ST02 is used twice in this group.",
                fix="Number the transactions of a group without repeats.",
                code="23",
                scope=Acknowledges.TRANSACTION,
            )
        self.transaction_numbers.add(number)
        guide = _value(parts, 3)
        if guide and self.version and guide != self.version:
            self._say(
                "guide-contradicted",
                "ST",
                at,
                element="ST03",
                value=guide,
                message=f"ST03 names another guide than GS08 ({self.version}).",
                fix="Write the same guide in both.",
                code="I6",
                scope=Acknowledges.TRANSACTION,
            )

    def judge_group(self, functional_id: str, at: tuple[int, int, int]) -> None:
        """Judge whether the open group is of the kind that its transactions need."""
        if self.functional_id and self.functional_id != functional_id:
            self._say(
                "wrong-kind-of-group",
                "GS",
                at,
                element="GS01",
                value=self.functional_id,
                message=f"GS01 should be {functional_id} for this transaction.",
                fix=f"Write {functional_id}.",
                code="1",
                scope=Acknowledges.GROUP,
            )

    def se(self, parts: Sequence[str], at: tuple[int, int, int]) -> None:
        """Take in an SE."""
        if self.transaction is None:
            self._unopened("SE", "ST", at)
            return
        number, opened = self.transaction
        count = at[0] - opened[0] + 1
        said = _value(parts, 1)
        if said.isdigit() and said.lstrip("0") != str(count):  # else told as no number, or missing
            self._say(
                "segment-count-wrong",
                "SE",
                at,
                element="SE01",
                value=said,
                message=f"SE01 should be {count}, the segments from ST to SE.",
                fix="Correct the count; if segments were lost, ask for the file again.",
                code="4",
                scope=Acknowledges.TRANSACTION,
            )
        if _value(parts, 2) != number:
            self._mismatch(
                "SE02",
                _value(parts, 2),
                at,
                header="ST02",
                number=number,
                code="3",
                scope=Acknowledges.TRANSACTION,
            )
        self.transaction = None

    def se_missing(self, at: tuple[int, int, int]) -> None:
        """Tell that a transaction has no SE."""
        if self.transaction is not None:
            self._say(
                "transaction-trailer-missing",
                "SE",
                at,
                message=f"The transaction that began at segment {self.transaction[1][0]} has no SE.",
                fix="End it with an SE; if the file was cut short, ask for it again.",
                code="2",
                scope=Acknowledges.TRANSACTION,
            )
            self.transaction = None

    def end_of_file(self, at: tuple[int, int, int]) -> None:
        """Tell what is still open when the file ends."""
        self._close_group(at)
        self._close_interchange(at)

    def _isa(self, parts: Sequence[str], at: tuple[int, int, int]) -> None:
        self._close_group(at)
        self._close_interchange(at)
        number = _value(parts, 13)
        for element, (code, allowed) in ISA_CODES.items():
            value = _value(parts, element)
            if value not in allowed:
                listed = tuple(sorted(allowed))
                reason = f"should be {' or '.join(listed)}"
                self._isa_flaw(element, value, at, code=code, reason=reason, allowed=listed)
        for element, code in ((6, "006"), (8, "008")):
            if not _value(parts, element).strip():
                self._isa_flaw(element, "", at, code=code, reason="is empty")
        day, time = _value(parts, 9), _value(parts, 10)
        if not (len(day) == 6 and is_date(day)):
            self._isa_flaw(9, day, at, code="014", reason="is not a date (YYMMDD)")
        if not (len(time) == 4 and is_time(time)):
            self._isa_flaw(10, time, at, code="015", reason="is not a time (HHMM)")
        if not (len(number) == 9 and number.isascii() and number.isdigit()):
            self._isa_flaw(13, number, at, code="018", reason="is not nine digits")
        elif number in self.interchange_numbers:
            self._isa_flaw(13, number, at, code="025", reason="was used before in this file")
        self.interchange_numbers.add(number)
        self.interchange = number
        self.groups = 0
        self.group_numbers = NumbersSeen()

    def _gs(self, parts: Sequence[str], at: tuple[int, int, int]) -> None:
        self._close_group(at)
        if self.interchange is None:
            self._unopened("GS", "ISA", at)
        number = _value(parts, 6)
        if number in self.group_numbers:
            self._say(
                "group-number-repeated",
                "GS",
                at,
                element="GS06",
                value=number,
                message="GS06 is used twice in this interchange.",
                fix="Number the groups of an interchange without repeats.",
                code="19",
                scope=Acknowledges.GROUP,
            )
        if (agency := _value(parts, 7)) and agency != "X":
            self._say(
                "group-agency-wrong",
                "GS",
                at,
                element="GS07",
                value=agency,
                message="GS07 should be X: the version in GS08 is one of X12.",
                fix="Write X.",
                code="2",
                scope=Acknowledges.GROUP,
            )
        self.group_numbers.add(number)
        self.group = number
        self.version = _value(parts, 8).strip()
        self.functional_id = _value(parts, 1)
        self.groups += 1
        self.transactions = 0
        self.transaction_numbers = NumbersSeen()

    def _ge(self, parts: Sequence[str], at: tuple[int, int, int]) -> None:
        if self.group is None:
            self._unopened("GE", "GS", at)
            return
        self._count(
            "GE01", _value(parts, 1), at, counted=self.transactions, code="5", scope=Acknowledges.GROUP
        )
        if _value(parts, 2).lstrip("0") != self.group.lstrip("0"):
            self._mismatch(
                "GE02",
                _value(parts, 2),
                at,
                header="GS06",
                number=self.group,
                code="4",
                scope=Acknowledges.GROUP,
            )
        self.group = None
        self.version = self.functional_id = ""

    def _iea(self, parts: Sequence[str], at: tuple[int, int, int]) -> None:
        self._close_group(at)
        if self.interchange is None:
            self._unopened("IEA", "ISA", at)
            return
        self._count(
            "IEA01", _value(parts, 1), at, counted=self.groups, code="021", scope=Acknowledges.INTERCHANGE
        )
        if _value(parts, 2) != self.interchange:
            self._mismatch(
                "IEA02",
                _value(parts, 2),
                at,
                header="ISA13",
                number=self.interchange,
                code="001",
                scope=Acknowledges.INTERCHANGE,
            )
        self.interchange = None

    def _close_group(self, at: tuple[int, int, int]) -> None:
        if self.group is not None:
            self._say(
                "group-trailer-missing",
                "GE",
                at,
                message=f"The group {self.group} has no GE.",
                fix="End it with a GE; if the file was cut short, ask for it again.",
                code="3",
                scope=Acknowledges.GROUP,
            )
            self.group = None
            self.version = self.functional_id = ""

    def _close_interchange(self, at: tuple[int, int, int]) -> None:
        if self.interchange is not None:
            self._say(
                "interchange-trailer-missing",
                "IEA",
                at,
                message=f"The interchange {self.interchange} has no IEA.",
                fix="End it with an IEA; if the file was cut short, ask for it again.",
                code="023",
                scope=Acknowledges.INTERCHANGE,
            )
            self.interchange = None

    def _count(
        self,
        element: str,
        said: str,
        at: tuple[int, int, int],
        *,
        counted: int,
        code: str,
        scope: Acknowledges,
    ) -> None:
        segment = element[:-2]
        if (said.lstrip("0") or ("0" if said else "")) != str(counted):
            inside = "groups" if segment == "IEA" else "transactions"
            self._say(
                f"{inside[:-1]}-count-wrong",
                segment,
                at,
                element=element,
                value=said,
                message=f"{element} should be {counted}, the number of {inside}.",
                fix=f"Correct the count; if {inside} were lost, ask for the file again.",
                code=code,
                scope=scope,
            )

    def _mismatch(
        self,
        element: str,
        said: str,
        at: tuple[int, int, int],
        *,
        header: str,
        number: str,
        code: str,
        scope: Acknowledges,
    ) -> None:
        segment = element[:-2]
        self._say(
            "control-number-mismatch",
            segment,
            at,
            element=element,
            value=said,
            message=f"{element} should be {number}, as in {header}.",
            fix="Write the header's control number in the trailer.",
            code=code,
            scope=scope,
        )

    def _unopened(self, segment: str, header: str, at: tuple[int, int, int]) -> None:
        self._say(
            "header-missing",
            segment,
            at,
            message=f"This {segment} has no {header} before it.",
            fix=f"Send the {header}, or take the {segment} out.",
            code="024",
            scope=Acknowledges.INTERCHANGE,
        )

    def _isa_flaw(
        self,
        element: int,
        value: str,
        at: tuple[int, int, int],
        *,
        code: str,
        reason: str,
        allowed: tuple[str, ...] = (),
    ) -> None:
        name = f"ISA{element:02d}"
        self.report(
            Flaw(
                id="interchange-header-wrong",
                level=1,
                element=name,
                value=value,
                allowed=allowed,
                message=f"{name} {reason}.",
                fix=f"Correct {name}.",
                ack_code=code,
                acknowledges=Acknowledges.INTERCHANGE,
            ),
            "ISA",
            at,
        )

    def _say(
        self,
        name: str,
        segment: str,
        at: tuple[int, int, int],
        *,
        message: str,
        fix: str,
        code: str,
        scope: Acknowledges,
        element: str = "",
        value: str = "",
    ) -> None:
        self.report(
            Flaw(
                id=name,
                level=1,
                element=element,
                value=value,
                message=message,
                fix=fix,
                ack_code=code,
                acknowledges=scope,
            ),
            segment,
            at,
        )


def _value(parts: Sequence[str], number: int) -> str:
    return parts[number] if number < len(parts) else ""
