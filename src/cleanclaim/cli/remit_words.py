"""The words and tables of ``cleanclaim remit show``: a page of claims at a time."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cleanclaim.primitives import ZERO, show_money
from cleanclaim.remittance import Category

if TYPE_CHECKING:
    from cleanclaim.remittance import ClaimDecision, ClaimPayment, Difference, Remittance

CLAIMS_A_PAGE = 200
STATUS_WORDS = {
    "1": "primary",
    "2": "secondary",
    "3": "tertiary",
    "4": "denied",
    "19": "primary, forwarded",
    "20": "secondary, forwarded",
    "21": "tertiary, forwarded",
    "22": "reversal",
    "23": "not theirs, forwarded",
    "25": "estimate only",
}


class TransactionWords:
    """Prints the transactions of a file as they are read; no more than a page is kept."""

    def __init__(self, file: Path) -> None:
        width = None if sys.stdout.isatty() else 120
        self.console = Console(markup=False, highlight=False, soft_wrap=True, width=width)
        self.file = file
        self._begun = False
        self._denials: list[str] = []
        self._differences: list[str] = []
        self._start_page()

    def claim(
        self,
        remittance: "Remittance",
        claim: "ClaimPayment",
        decision: "ClaimDecision",
        differences: "tuple[Difference, ...]",
    ) -> None:
        """Take a claim payment; print when the page is full."""
        self._begin(remittance)
        sums = dict.fromkeys(Category, ZERO)
        for found in decision.adjustments:
            sums[found.classification.category] += found.adjustment.amount
        amounts = (
            claim.charge,
            claim.paid,
            sums[Category.CONTRACTUAL],
            sums[Category.PATIENT],
            sums[Category.DENIAL] + sums[Category.REJECTION],
            sums[Category.PRIOR_PAYER] + sums[Category.INFORMATION] + sums[Category.REVERSAL],
        )
        self._table.add_row(
            Text(claim.patient_control_number),
            Text(STATUS_WORDS.get(claim.status, f"status {claim.status}")),
            *(Text(show_money(amount)) for amount in amounts),
        )
        self._denials += [f"{claim.patient_control_number}: {reason}" for reason in decision.denial_reasons]
        self._differences += [_in_words(each) for each in differences]
        if self._table.row_count == CLAIMS_A_PAGE:
            self._print_page()

    def end(self, remittance: "Remittance", differences: "tuple[Difference, ...]") -> None:
        """Take a transaction's end: what it does outside of claims, and whether it adds up."""
        self._begin(remittance)
        self._print_page()
        for text in _provider_adjustments(remittance):
            self.console.print(f"  {text}")
        found = [*(_in_words(each) for each in differences), *self._differences]
        self.console.print("  Does not add up:" if found else "  Adds up to the cent.")
        for text in found:
            self.console.print(f"    {text}")
        self.console.print()
        self._begun, self._differences = False, []

    def _begin(self, remittance: "Remittance") -> None:
        if self._begun:
            return
        self._begun = True
        number = f", transaction {remittance.position}" if remittance.position > 1 else ""
        self.console.print(f"{self.file}{number}")
        paid_on = f" on {remittance.paid_on.isoformat()}" if remittance.paid_on else ""
        method = f" ({remittance.payment_method})" if remittance.payment_method else ""
        self.console.print(
            f"  {remittance.payer_name or 'Unnamed payer'} pays "
            f"{remittance.payee_name or 'an unnamed payee'} "
            f"{show_money(remittance.payment)}{method}{paid_on}, "
            f"trace {remittance.trace_number or 'not given'}"
        )

    def _start_page(self) -> None:
        self._table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        self._table.add_column("claim", overflow="fold")
        self._table.add_column("processed as", overflow="fold")
        for name in ("charge", "paid", "contractual", "patient", "denied", "other"):
            self._table.add_column(name, justify="right", no_wrap=True)

    def _print_page(self) -> None:
        if self._table.row_count:
            self.console.print(self._table)
        if self._denials:
            self.console.print("  Denied:")
            for text in self._denials:
                self.console.print(f"    {text}")
        self._denials = []
        self._start_page()


def _provider_adjustments(remittance: "Remittance") -> Iterator[str]:
    from cleanclaim.posting import PROVIDER_ADJUSTMENT_REASONS

    for found in remittance.provider_adjustments:
        verb = "takes" if found.amount > 0 else "adds"
        meaning = PROVIDER_ADJUSTMENT_REASONS.get(found.reason, "look the code up")
        reference = f", reference {found.reference}" if found.reference else ""
        yield f"{verb} {show_money(abs(found.amount))} outside any claim: {found.reason} {meaning}{reference}"


def _in_words(found: "Difference") -> str:
    return (
        f"{found.where}: {show_money(found.found)} is sent, {show_money(found.expected)} adds up, "
        f"difference {show_money(found.amount)}"
    )
