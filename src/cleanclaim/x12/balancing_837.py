"""Level 3 of an 837P, 837I or 837D: charges and other payers' amounts agree (the guide's balancing section).

A sum that contains an amount which cannot be read is not judged: level 1 has reported that amount.
"""

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.x12.segments import Delimiters
from cleanclaim.x12.sums import Imbalance, adjusted, needed, plus, shown


class _OtherPayer:
    """What one other payer (2320) decided on the claim."""

    def __init__(self, at: tuple[int, int, int]) -> None:
        self.at = at
        self.payer = ""
        self.paid: Decimal | None = None
        self.adjusted: Decimal | None = Decimal(0)
        self.line_adjusted: Decimal | None = Decimal(0)
        self.has_adjustments = False


class _LineDecision:
    """What one other payer decided on one line (2430)."""

    def __init__(self, payer: str, paid: Decimal | None, at: tuple[int, int, int], *, bundled: bool) -> None:
        self.payer = payer
        self.paid = paid
        self.adjusted: Decimal | None = Decimal(0)
        self.at = at
        self.bundled = bundled


class ClaimBalancer:
    """An 837: each claim's charge is the sum of its lines; other payers' amounts explain it."""

    wants = frozenset({"LX", "SV1", "SV2", "SV3", "CLM", "HL", "SE", "SBR", "NM1", "AMT", "CAS", "SVD"})

    def __init__(self) -> None:
        self._found: list[Imbalance] = []
        self._claim_at: tuple[int, int, int] | None = None
        self._claim_id = ""
        self._line_segment, self._charge_element = "SV1", 2
        self._start()

    def _start(self) -> None:
        self._charge: Decimal | None = None
        self._lines: Decimal | None = Decimal(0)
        self._line_charge: Decimal | None = None
        self._line_count = 0
        self._awaits_charge = False
        self._payers: list[_OtherPayer] = []
        self._decisions: list[_LineDecision] = []

    def see(self, loop: str, parts: Sequence[str], at: tuple[int, int, int], marks: Delimiters) -> None:  # noqa: ARG002
        """Take in one segment of the transaction."""
        match parts[0]:
            case "LX":
                self._close_line()
                self._need(not self._awaits_charge)
                self._awaits_charge = True
            case "SV1" | "SV2" | "SV3" if loop == "2400":
                self._close_line()
                self._need(self._awaits_charge)
                self._awaits_charge = False
                self._charge_element = 3 if parts[0] == "SV2" else 2
                self._line_segment = parts[0]
                self._line_charge = needed(parts, self._charge_element)
                self._lines = plus(self._lines, self._line_charge)
                self._line_count += 1
            case "CLM":
                self._close_claim()
                self._claim_at = at
                self._claim_id = parts[1] if len(parts) > 1 else ""
                self._charge = needed(parts, 2)
            case "HL" | "SE":
                self._close_claim()
            case "SBR" if loop == "2320":
                self._payers.append(_OtherPayer(at))
            case "NM1" if loop == "2330B" and self._payers and len(parts) > 9:
                self._payers[-1].payer = parts[9]
            case "AMT" if loop == "2320" and self._payers and parts[1:2] == ["D"]:
                self._payers[-1].paid = needed(parts, 2)
            case "CAS" if loop == "2320" and self._payers:
                self._payers[-1].adjusted = plus(self._payers[-1].adjusted, adjusted(parts))
                self._payers[-1].has_adjustments = True
            case "SVD":
                self._decisions.append(
                    _LineDecision(
                        parts[1] if len(parts) > 1 else "",
                        needed(parts, 2),
                        at,
                        bundled=len(parts) > 6 and parts[6] != "",
                    )
                )
            case "CAS" if loop == "2430" and self._decisions:
                self._decisions[-1].adjusted = plus(self._decisions[-1].adjusted, adjusted(parts))
            case _:
                pass

    def found(self) -> list[Imbalance]:
        """Return what was found since the last time."""
        found, self._found = self._found, []
        return found

    def _close_line(self) -> None:
        for decision in self._decisions:
            for payer in self._payers:
                if payer.payer == decision.payer:
                    payer.line_adjusted = plus(payer.line_adjusted, decision.adjusted)
                    payer.has_adjustments = True
            total = plus(decision.paid, decision.adjusted)
            if decision.bundled or total is None or self._line_charge is None or total == self._line_charge:
                continue
            self._found.append(
                Imbalance(
                    id="line-decision-unbalanced",
                    loop="2430",
                    segment="SVD",
                    element="SVD02",
                    at=decision.at,
                    claim_id=self._claim_id,
                    value=shown(decision.paid),
                    expected=shown(self._line_charge),
                    message=f"What the other payer paid and adjusted on the line comes to {shown(total)}, "
                    f"but the line's charge is {shown(self._line_charge)}.",
                    plain="The other payer's payment and adjustments do not come to the line's charge.",
                    fix="Correct SVD02 or the line's CAS amounts from that payer's remittance.",
                )
            )
        self._decisions = []

    def _need(self, one_charge_a_line: bool) -> None:
        """A line without its charge, or with two: level 2 tells, and the sum is not known."""
        if not one_charge_a_line:
            self._lines = None

    def _close_claim(self) -> None:
        self._close_line()
        self._need(not self._awaits_charge)
        if self._claim_at is not None and self._charge is not None:
            charge = self._charge
            if self._lines is not None and self._line_count and self._lines != charge:
                self._found.append(
                    Imbalance(
                        id="claim-charge-unbalanced",
                        loop="2300",
                        segment="CLM",
                        element="CLM02",
                        at=self._claim_at,
                        claim_id=self._claim_id,
                        value=shown(charge),
                        expected=shown(self._lines),
                        message=f"The claim's total charge is {shown(charge)}, "
                        f"but its lines add up to {shown(self._lines)}.",
                        plain="The claim's total charge is not the sum of its lines.",
                        fix="Correct CLM02 or the charges of the lines "
                        f"({self._line_segment}{self._charge_element:02d}).",
                    )
                )
            for payer in self._payers:
                self._judge_payer(payer, charge)
        self._claim_at = None
        self._start()

    def _judge_payer(self, payer: _OtherPayer, charge: Decimal) -> None:
        adjustments = plus(payer.adjusted, payer.line_adjusted)
        if payer.paid is None or adjustments is None or not payer.has_adjustments:
            return
        if charge - adjustments != payer.paid:
            self._found.append(
                Imbalance(
                    id="other-payer-unbalanced",
                    loop="2320",
                    segment="SBR",
                    element="AMT02",
                    at=payer.at,
                    claim_id=self._claim_id,
                    value=shown(payer.paid),
                    expected=shown(charge - adjustments),
                    message=f"The other payer is said to have paid {shown(payer.paid)}, but the charge less "
                    f"its adjustments is {shown(charge - adjustments)}.",
                    plain="The charge less the other payer's adjustments is not what it paid.",
                    fix="Correct AMT*D or the CAS amounts from that payer's remittance.",
                )
            )
