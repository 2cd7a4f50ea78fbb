"""The 835 (005010X221A1): what one payer pays one payee, with the reversals and balances."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import msgspec

from cleanclaim.parameters import PayerTerms
from cleanclaim.primitives import ZERO, Money, money
from cleanclaim.simulator.answers import amount_text
from cleanclaim.simulator.memory import Adjusted, Balance, DecidedClaim, LineDecision, Payee, PersonName
from cleanclaim.x12 import Row, TransactionBody, composite

VERSION = "005010X221A1"
_ROUTING, _PAYER_ACCOUNT, _PAYEE_ACCOUNT = "999999992", "1000000001", "2000000002"
"""Invented: the routing number is no bank's."""
_INDICATORS_OF_THE_835 = frozenset(
    {
        "12",
        "13",
        "14",
        "15",
        "16",
        "17",
        "AM",
        "CH",
        "DS",
        "HM",
        "LM",
        "MA",
        "MB",
        "MC",
        "OF",
        "TV",
        "VA",
        "WC",
        "ZZ",
    }
)
_MOST_PER_CAS = _MOST_PER_PLB = 6
_DAYS_TO_ANSWER_A_RECOUPMENT = 14
"""Days between the announcement of a recoupment and the first payment from which it is taken; invented."""
_NOT_EXPLAINED = money("1.00")
"""What the charge of a claim says too much where the payer makes that mistake."""
_FORWARDED = {"1": "19", "2": "20", "3": "21"}
"""Status of a claim that is passed on to the next payer, by the status it would have."""


class Item(msgspec.Struct, frozen=True):
    """One claim of the 835: a decision, or the reversal of one.

    ``interest`` in dollars comes with a late payment. ``take_back``: what this claim was overpaid is
    not taken from this payment but recovered from later ones. ``unbalanced``: the seeded mistake of
    a payer whose 835 does not add up.
    """

    claim: DecidedClaim
    reversal: bool = False
    interest: Money = ZERO
    take_back: Money = ZERO
    unbalanced: bool = False

    @property
    def paid(self) -> Money:
        """What it adds to the payment, interest apart."""
        return -self.claim.paid if self.reversal else self.claim.paid


class Advice(msgspec.Struct, frozen=True):
    """An 835, its payment in dollars, and what is left to recover, balance by balance.

    A balance of zero is given once, to clear what was owed.
    """

    body: TransactionBody
    payment: Money
    balances: tuple[Balance, ...]


def payment_advice(
    terms: PayerTerms,
    payee: Payee,
    items: Sequence[Item],
    owed: Sequence[Balance],
    *,
    trace: str,
    now: datetime,
    paid_on: date,
) -> Advice:
    """Return the 835 of one payer to one payee.

    ``owed`` is what is to be recovered. The payment is never below zero: what is missing is
    carried forward (PLB FB, negative); balances are recovered up to what there is to pay (PLB FB or
    WO, positive), the oldest first. Interest raises the payment (L6, negative), and so does what is
    announced to be taken back later (WO, negative).
    """
    provider_level: list[tuple[str, str, Money]] = []
    balances: list[Balance] = []
    for item in items:
        if item.interest:
            provider_level.append(("L6", item.claim.number, -item.interest))
        if item.take_back:
            provider_level.append(("WO", item.claim.number, -item.take_back))
            balances.append(
                Balance(
                    terms.payer_id,
                    payee.npi,
                    item.take_back,
                    item.claim.number,
                    "WO",
                    paid_on + timedelta(days=_DAYS_TO_ANSWER_A_RECOUPMENT),
                )
            )
    left = sum((item.paid for item in items), ZERO) - sum((amount for *_, amount in provider_level), ZERO)
    if left < 0:
        provider_level.append(("FB", trace, left))
        balances.append(Balance(terms.payer_id, payee.npi, -left, trace, "FB", paid_on))
        left = ZERO
    for balance in owed:
        recovered = min(balance.amount, left)
        if recovered > 0:
            provider_level.append((balance.reason, balance.reference, recovered))
            balances.append(msgspec.structs.replace(balance, amount=balance.amount - recovered))
            left -= recovered
    rows = [*_header(terms, payee, left, trace=trace, now=now, paid_on=paid_on), ("LX", "1")]
    for item in items:
        rows += _claim(terms, item)
    for start in range(0, len(provider_level), _MOST_PER_PLB):
        pairs = [
            part
            for reason, reference, amount in provider_level[start : start + _MOST_PER_PLB]
            for part in (composite(reason, reference), amount_text(amount))
        ]
        rows.append(("PLB", payee.npi, f"{paid_on.year}1231", *pairs))
    return Advice(("835", rows), left, tuple(balances))


def _header(
    terms: PayerTerms, payee: Payee, payment: Money, *, trace: str, now: datetime, paid_on: date
) -> list[Row]:
    originator = f"1{terms.tax_id}"
    if payment:
        banks = ("01", _ROUTING, "DA", _PAYER_ACCOUNT, originator, "", "01", _ROUTING, "DA", _PAYEE_ACCOUNT)
        bpr: Row = ("BPR", "I", amount_text(payment), "C", "ACH", "CCP", *banks, f"{paid_on:%Y%m%d}")
    else:
        bpr = ("BPR", "H", "0", "C", "NON", *("",) * 11, f"{paid_on:%Y%m%d}")
    street, city, state, postal = terms.address
    return [
        bpr,
        ("TRN", "1", trace, originator),
        ("DTM", "405", f"{now:%Y%m%d}"),
        ("N1", "PR", terms.name.upper()),
        ("N3", street.upper()),
        ("N4", city.upper(), state, postal),
        ("REF", "2U", terms.payer_id),
        ("PER", "BL", "PROVIDER SERVICES", "TE", terms.phone),
        ("N1", "PE", payee.name, "XX", payee.npi),
        *_address(payee.address),
        ("REF", "TJ", payee.tax_id),
    ]


def _address(address: tuple[str, str, str, str]) -> list[Row]:
    street, city, state, postal = address
    return [("N3", street), ("N4", city, state, postal)] if street and city else []


def _claim(terms: PayerTerms, item: Item) -> list[Row]:
    claim, sign = item.claim, -1 if item.reversal else 1
    indicator = terms.filing_indicator if terms.filing_indicator in _INDICATORS_OF_THE_835 else "12"
    share = claim.patient_responsibility
    total = claim.paid + sum((amount for line in claim.lines for _, _, amount in line.adjustments), ZERO)
    if total != claim.charge:
        raise AssertionError(f"a claim does not balance: {claim.charge} charged, {total} explained")
    status = _FORWARDED.get(claim.status, claim.status) if claim.passed_to else claim.status
    wrong = _NOT_EXPLAINED if item.unbalanced and not item.reversal else ZERO
    rows: list[Row] = [
        (
            "CLP",
            claim.control_number,
            "22" if item.reversal else status,
            amount_text(sign * claim.charge + wrong),
            amount_text(sign * claim.paid),
            # The guide asks for the patient's responsibility only where it is above zero.
            amount_text(share) if share and not item.reversal else "",
            indicator,
            claim.number,
            claim.place,
            claim.frequency,
        ),
        _name("QC", claim.patient, "MI", claim.member_id),
    ]
    if claim.insured is not None:
        rows.append(_name("IL", claim.insured, "MI", claim.member_id))
    if claim.rendering is not None:
        rows.append(_name("82", claim.rendering, "XX", claim.rendering.identifier))
    if claim.passed_to is not None:
        to, called = claim.passed_to
        rows.append(("NM1", "TT", "2", called.upper(), "", "", "", "", "PI", to))
    if claim.remarks and claim.inpatient:
        rows.append(("MIA", "0", "", "", "", claim.remarks[0]))
    elif claim.remarks:
        rows.append(("MOA", "", "", *claim.remarks))
    if claim.replaces and not item.reversal:
        rows.append(("REF", "F8", claim.replaces))
    rows.append(("DTM", "050", f"{claim.received:%Y%m%d}"))
    for line in claim.lines:
        rows += _line(line, sign)
    return rows


def _line(line: LineDecision, sign: int) -> list[Row]:
    rows: list[Row] = [
        (
            "SVC",
            composite(line.qualifier, line.code, *line.modifiers),
            amount_text(sign * line.charge),
            amount_text(sign * line.paid),
            line.revenue if line.qualifier == "HC" else "",
            # Nothing is paid of a denied line: zero units, and the submitted ones in SVC07.
            "0" if line.denied else amount_text(line.units),
            ""
            if line.submitted_modifiers is None
            else composite(line.qualifier, line.code, *line.submitted_modifiers),
            amount_text(line.units) if line.denied else "",
        )
    ]
    if line.first_day == line.last_day:
        rows.append(("DTM", "472", f"{line.first_day:%Y%m%d}"))
    else:
        rows.append(("DTM", "150", f"{line.first_day:%Y%m%d}"))
        rows.append(("DTM", "151", f"{line.last_day:%Y%m%d}"))
    rows += _adjustments(line.adjustments, sign)
    if line.control_number:
        rows.append(("REF", "6R", line.control_number))
    if line.allowed and sign > 0:
        rows.append(("AMT", "B6", amount_text(line.allowed)))
    rows += [("LQ", "HE", remark) for remark in line.remarks]
    return rows


def _adjustments(adjusted: Sequence[Adjusted], sign: int) -> list[Row]:
    rows: list[Row] = []
    for group in dict.fromkeys(code for code, _, _ in adjusted):
        pairs = [(carc, amount) for code, carc, amount in adjusted if code == group]
        for start in range(0, len(pairs), _MOST_PER_CAS):
            elements: list[str] = []
            for carc, amount in pairs[start : start + _MOST_PER_CAS]:
                elements += [carc, amount_text(sign * amount), ""]
            rows.append(("CAS", group, *elements[:-1]))
    return rows


def _name(entity: str, name: PersonName, qualifier: str, identifier: str) -> Row:
    person = name.entity_type != "2"
    given = (name.first, name.middle, "", name.suffix) if person else ("", "", "", "")
    kind = "1" if person else "2"
    return ("NM1", entity, kind, name.last, *given, qualifier, identifier)
