"""The 835 (005010X221A1): what one payer pays one payee, with the reversals and balances."""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from cleanclaim.parameters import PayerTerms
from cleanclaim.primitives import ZERO, Money
from cleanclaim.simulator.answers import amount_text
from cleanclaim.simulator.memory import Adjusted, Balance, DecidedClaim, LineDecision, PersonName
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
_MOST_PER_CAS = 6


class Payee(msgspec.Struct, frozen=True):
    """Who is paid: name, NPI, taxpayer number, street, city, state and ZIP code."""

    name: str
    npi: str
    tax_id: str
    address: tuple[str, str, str, str]


class Item(msgspec.Struct, frozen=True):
    """One claim of the 835: a decision, or the reversal of one."""

    claim: DecidedClaim
    reversal: bool = False

    @property
    def paid(self) -> Money:
        """What it adds to the payment."""
        return -self.claim.paid if self.reversal else self.claim.paid


def payment_advice(
    terms: PayerTerms,
    payee: Payee,
    items: Sequence[Item],
    owed: Balance | None,
    *,
    trace: str,
    now: datetime,
    paid_on: date,
) -> tuple[TransactionBody, Money, Balance | None]:
    """Return the 835, the payment in dollars, and the balance that is left to recover.

    ``owed`` is what an earlier 835 carried forward. The payment is never below zero: what is
    missing is carried forward (PLB FB, negative); a balance is recovered up to what there is
    to pay (PLB FB, positive). A balance of zero is returned once, to clear what was owed.
    """
    claims_total = sum((item.paid for item in items), ZERO)
    provider_level: list[tuple[str, Money]] = []
    left: Balance | None = None
    if claims_total < 0:
        provider_level.append((trace, claims_total))
        carried = (owed.amount if owed else ZERO) - claims_total
        left = Balance(terms.payer_id, payee.npi, carried, owed.reference if owed and owed.amount else trace)
    elif owed is not None and owed.amount > 0 and claims_total > 0:
        recovered = min(owed.amount, claims_total)
        provider_level.append((owed.reference, recovered))
        left = Balance(terms.payer_id, payee.npi, owed.amount - recovered, owed.reference)
    payment = claims_total - sum((amount for _, amount in provider_level), ZERO)
    if payment < 0:
        raise AssertionError("a payment is never below zero")
    rows = [*_header(terms, payee, payment, trace=trace, now=now, paid_on=paid_on), ("LX", "1")]
    for item in items:
        rows += _claim(terms, item)
    if provider_level:
        pairs = [
            part for ref, amount in provider_level for part in (composite("FB", ref), amount_text(amount))
        ]
        rows.append(("PLB", payee.npi, f"{paid_on.year}1231", *pairs))
    return ("835", rows), payment, left


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
    rows: list[Row] = [
        (
            "CLP",
            claim.control_number,
            "22" if item.reversal else claim.status,
            amount_text(sign * claim.charge),
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
    if claim.remarks:
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
            composite("HC", line.code, *line.modifiers),
            amount_text(sign * line.charge),
            amount_text(sign * line.paid),
            "",
            # Nothing is paid of a denied line: zero units, and the submitted ones in SVC07.
            "0" if line.denied else amount_text(line.units),
            "",
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
