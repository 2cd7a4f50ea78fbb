"""A paper remittance as it is typed: fields of a form become the engine's values, errors name their place."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.primitives import ZERO, DateRange, InvalidValue, Money
from cleanclaim.remittance import ClaimPayment, Difference, LinePayment, RemitAdjustment, balance_claim
from cleanclaim.web.remits.amounts import amount_of

LINES = 8
"""Line rows on the form; a claim with more is typed as several payments of the same number."""

_ADJUSTMENT = re.compile(r"(CO|PR|OA|PI|CR)[\s-]?([0-9A-Za-z]{1,5})\s+(-?\$?[\d,]*\.?\d+)", re.IGNORECASE)
_CODE = re.compile(r"[0-9A-Z]{1,15}(:[0-9A-Z]{2})*")

MOST_BYTES = 10 * 1024 * 1024
_KINDS = {
    b"%PDF-": "pdf",
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpg",
    b"II*\x00": "tif",
    b"MM\x00*": "tif",
}
"""First bytes of the files that are taken as pictures of paper, and their endings."""


class TypedLine(msgspec.Struct, frozen=True):
    """One row of the form as text."""

    code: str = ""
    charge: str = ""
    paid: str = ""
    adjustments: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.code or self.charge or self.paid or self.adjustments)


class TypedClaim(msgspec.Struct, frozen=True):
    """The form of one claim as text; ``charge`` and ``paid`` are the paper's own totals, to check by.

    ``adjustments`` are those of the claim as a whole, for paper that shows no lines.
    """

    number: str = ""
    status: str = "1"
    last_name: str = ""
    first_name: str = ""
    member_id: str = ""
    payer_number: str = ""
    day: str = ""
    charge: str = ""
    paid: str = ""
    adjustments: str = ""
    lines: tuple[TypedLine, ...] = ()

    @property
    def rows(self) -> Sequence[TypedLine]:
        """The lines, filled up with empty rows."""
        return (*self.lines, *(TypedLine() for _ in range(LINES - len(self.lines))))


def typed_claim(fields: Mapping[str, str]) -> TypedClaim:
    """Return what a form holds, trimmed."""

    def text(name: str) -> str:
        return fields.get(name, "").strip()[:80]

    return TypedClaim(
        **{name: text(name) for name in TypedClaim.__struct_fields__ if name != "lines"},
        lines=tuple(
            TypedLine(text(f"code-{n}"), text(f"charge-{n}"), text(f"paid-{n}"), text(f"adjustments-{n}"))
            for n in range(1, LINES + 1)
        ),
    )


def prefilled(claim: Claim, number: str) -> TypedClaim:
    """Return the form with what our claim says, so that only the payer's answer is to be typed."""
    name, dates = claim.patient.name, claim.service_dates
    return TypedClaim(
        number=number,
        last_name=name.last,
        first_name=name.first,
        member_id=claim.coverage.member_id,
        day=dates.start.isoformat() if dates else "",
        charge=f"{claim.charge:.2f}",
        lines=tuple(
            TypedLine(
                ":".join((line.code or line.revenue_code, *line.modifiers)), f"{line.charge or ZERO:.2f}"
            )
            for line in claim.lines[:LINES]
        ),
    )


def claim_payment(typed: TypedClaim, position: int) -> ClaimPayment:
    """Return the engine's value; raises ``InvalidValue`` with the place of what cannot be read."""
    if not typed.number:
        raise InvalidValue("a claim payment has a number.", where="Number", fix="Type what the paper says.")
    if typed.status not in ("1", "2", "3", "4", "22"):
        raise InvalidValue("that is no decision.", where="Decision")
    day = _day(typed.day)
    lines = tuple(
        _line(row, number, day)
        for number, row in enumerate((each for each in typed.lines if not each.is_empty), start=1)
    )
    own = _adjustments(typed.adjustments, "Claim")
    adjustments = (*own, *(each for line in lines for each in line.adjustments))
    return ClaimPayment(
        position=position,
        patient_control_number=typed.number[:38],
        status=typed.status,
        charge=_amount(typed.charge, "Charge"),
        paid=_amount(typed.paid, "Paid"),
        patient_responsibility=sum((a.amount for a in adjustments if a.group_code == "PR"), ZERO),
        payer_claim_control_number=typed.payer_number[:50],
        patient_last_name=typed.last_name[:60],
        patient_first_name=typed.first_name[:35],
        member_id=typed.member_id,
        statement=DateRange(day, day) if day else None,
        adjustments=own,
        lines=lines,
    )


def differences(payment: ClaimPayment) -> list[Difference]:
    """Return what of a typed claim does not add up: its equations, and the lines against the totals."""
    found = list(balance_claim(payment))
    if payment.lines:
        for word, total, added in (
            ("lines' charges", payment.charge, sum((line.charge for line in payment.lines), ZERO)),
            ("lines' payments", payment.paid, sum((line.paid for line in payment.lines), ZERO)),
        ):
            if total != added:
                found.append(Difference("claim", word, added, total))
    return found


def picture_ending(content: bytes) -> str:
    """Return the ending of an uploaded picture; raises ``InvalidValue`` for what is too large or none."""
    if len(content) > MOST_BYTES:
        raise InvalidValue("the picture is larger than 10 MB.", where="Picture", fix="Scan it smaller.")
    for first, ending in _KINDS.items():
        if content.startswith(first):
            return ending
    raise InvalidValue(
        "the picture is no PDF, PNG, JPEG or TIFF file.", where="Picture", fix="Scan it as one of these."
    )


def _line(row: TypedLine, number: int, day: date | None) -> LinePayment:
    where = f"Line {number}"
    code = row.code.upper().replace("-", ":").replace(" ", ":")
    if not _CODE.fullmatch(code):
        raise InvalidValue("a procedure is typed like 99213 or 99213:25.", where=where)
    procedure, *modifiers = code.split(":")
    return LinePayment(
        position=number,
        code=procedure,
        modifiers=tuple(modifiers),
        charge=_amount(row.charge, f"{where}, charge"),
        paid=_amount(row.paid or "0", f"{where}, paid"),
        dates=DateRange(day, day) if day else None,
        adjustments=_adjustments(row.adjustments, where),
    )


def _adjustments(text: str, where: str) -> tuple[RemitAdjustment, ...]:
    """Read ``CO-45 60.00, PR-2 20.00``; anything left over is refused."""
    found = tuple(
        RemitAdjustment(group.upper(), carc.upper(), _amount(amount, where))
        for group, carc, amount in _ADJUSTMENT.findall(text)
    )
    if _ADJUSTMENT.sub("", text).strip(" ,;"):
        raise InvalidValue(
            "adjustments are typed like CO-45 60.00, PR-2 20.00.", where=f"{where}, adjustments"
        )
    return found


def _amount(text: str, where: str) -> Money:
    try:
        return amount_of(text)
    except InvalidValue as problem:
        raise InvalidValue(problem.message, where=where, fix="Write it like 25.00.") from None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidValue("the day is no date.", where="Day", fix="Write it like 2025-12-01.") from None
