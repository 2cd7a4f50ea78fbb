"""Whether a payer has passed the claim on by itself, so that nobody bills it a second time."""

import msgspec

from cleanclaim.primitives import Citation
from cleanclaim.remittance.values import ClaimPayment

FORWARDED = {"19": "status 19", "20": "status 20", "21": "status 21", "23": "status 23"}
FORWARDED_REMARKS = {
    "MA18": "MA18: passed on to the supplemental insurer",
    "MA07": "MA07: passed on to Medicaid",
    "N89": "N89: passed on to several payers",
}
NOT_FORWARDED_REMARKS = {"MA19": "MA19: could not be passed on to the Medigap insurer"}
SOURCES = (
    Citation("MLN Matters SE0909", "as quoted by medisysinc.com: MA18 and N89 announce the crossover"),
    Citation("CMS COBA transmittal on MA19", "wpsmedicare.com copy"),
)


class Crossover(msgspec.Struct, frozen=True):
    """What the payer says about passing the claim on.

    ``forwarded`` is what counts: false also where it says that it failed. ``to`` names the payer
    where it is named (NM1 TT); ``because`` gives the signs in words.
    """

    forwarded: bool
    to: str
    because: tuple[str, ...]


def crossover(payment: ClaimPayment) -> Crossover:
    """Return whether a claim payment says that the claim went on to another payer.

    A remark that it failed goes before every sign that it was meant to. A reversal repeats the signs of
    what it takes back, but for the status.
    """
    remarks = {*payment.remarks, *(remark for line in payment.lines for remark in line.remarks)}
    failed = tuple(text for code, text in NOT_FORWARDED_REMARKS.items() if code in remarks)
    if failed:
        return Crossover(False, "", failed)
    signs = [FORWARDED[payment.status]] if payment.status in FORWARDED else []
    signs += [text for code, text in FORWARDED_REMARKS.items() if code in remarks]
    if payment.crossover:
        signs.append("a crossover payer is named (NM1 TT)")
    return Crossover(bool(signs), payment.crossover, tuple(signs))
