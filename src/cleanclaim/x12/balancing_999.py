"""Level 3 of a 999: the counts of AK9 agree with each other and with the transactions listed (AK2).

A group's 999 need not list every transaction that it accepts; it cannot list more than came, nor
accept fewer, or reject more, than its counts leave room for.
"""

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.sums import Imbalance, amount, shown

_ACCEPTED = frozenset({"A", "E"})
_RESULTS = _ACCEPTED | {"M", "R", "W", "X"}
_COUNT_DIFFERS = "5"


class GroupAnswerBalancer:
    """A 999: transactions included (AK902), received (AK903) and accepted (AK904)."""

    wants = frozenset({"AK1", "AK2", "IK5", "AK9"})

    def __init__(self) -> None:
        self._found: list[Imbalance] = []
        self._listed = self._accepted = self._unread = 0

    def see(self, loop: str, parts: Sequence[str], at: tuple[int, int, int], marks: Delimiters) -> None:  # noqa: ARG002
        """Take in one segment of the transaction."""
        match parts[0]:
            case "AK1":
                self._listed = self._accepted = self._unread = 0
            case "AK2":
                self._listed += 1
            case "IK5":
                self._accepted += len(parts) > 1 and parts[1] in _ACCEPTED
                # a result that cannot be read (level 2 tells) may be either
                self._unread += len(parts) < 2 or parts[1] not in _RESULTS
            case "AK9":
                self._judge(parts, at)
            case _:
                pass

    def found(self) -> list[Imbalance]:
        """Return what was found since the last time."""
        found, self._found = self._found, []
        return found

    def _judge(self, parts: Sequence[str], at: tuple[int, int, int]) -> None:
        included, received, accepted = (amount(parts, number) for number in (2, 3, 4))
        if included is None or received is None or accepted is None or len(parts) < 5:
            return
        rejected = self._listed - self._accepted - self._unread
        differ = received != included and _COUNT_DIFFERS not in parts[5:]
        for element, said, expected, reason in (
            ("AK903", received, included if differ else received, "as many were sent (AK902), or AK905 is 5"),
            ("AK904", accepted, min(accepted, received), "no more were received (AK903)"),
            ("AK903", received, max(received, Decimal(self._listed)), "as many are listed (AK2)"),
            ("AK904", accepted, max(accepted, Decimal(self._accepted)), "as many are accepted (IK5)"),
            ("AK904", accepted, min(accepted, received - rejected), "the others are rejected (IK5)"),
        ):
            if said != expected:
                self._say(at, element, said, expected, reason)
                return
        self._judge_result(parts[1], at, received, accepted)

    def _judge_result(
        self, said: str, at: tuple[int, int, int], received: Decimal, accepted: Decimal
    ) -> None:
        """AK901 is A or E when all are accepted, P when some are, R and the others when none is."""
        right = "A" if accepted == received else "P" if accepted else "R"
        kind = "A" if said in _ACCEPTED else "P" if said == "P" else "R"
        if not received or kind == right:
            return
        self._found.append(
            Imbalance(
                id="group-answer-contradicted",
                loop="ST",
                segment="AK9",
                element="AK901",
                at=at,
                claim_id="",
                value=said,
                expected=right,
                message=f"AK901 is {said}, but {_count(accepted)} of {_count(received)} transactions are "
                "accepted (AK904, AK903).",
                plain="AK901 says otherwise than the counts of accepted and received transactions.",
                fix="Ask who sent the 999 which is right; until then treat no transaction as accepted.",
            )
        )

    def _say(
        self, at: tuple[int, int, int], element: str, said: Decimal, expected: Decimal, reason: str
    ) -> None:
        self._found.append(
            Imbalance(
                id="group-answer-count-wrong",
                loop="ST",
                segment="AK9",
                element=element,
                at=at,
                claim_id="",
                value=_count(said),
                expected=_count(expected),
                message=f"{element} is {_count(said)} and should be {_count(expected)}: {reason}.",
                plain=f"{element} does not agree with the other counts: {reason}.",
                fix="Ask who sent the 999 for a corrected one.",
            )
        )


def _count(value: Decimal) -> str:
    """A count as text: without decimals when it has none."""
    return str(int(value)) if value == int(value) else shown(value)
