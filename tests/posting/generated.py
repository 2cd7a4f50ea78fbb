"""Generated remittances that add up: claims with lines, reversals, PLBs, any mix of codes."""

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from cleanclaim.posting import ClaimAccount
from cleanclaim.remittance import ClaimPayment, LinePayment, ProviderAdjustment, RemitAdjustment, Remittance

DAY = date(2025, 12, 5)
ZERO = Decimal("0.00")

CODES = (
    ("CO", "45"),
    ("CO", "97"),
    ("CO", "253"),
    ("CO", "59"),
    ("CO", "104"),
    ("CO", "999"),
    ("PR", "1"),
    ("PR", "2"),
    ("PR", "96"),
    ("PR", "45"),
    ("OA", "23"),
    ("OA", "94"),
    ("OA", "209"),
    ("PI", "45"),
    ("CR", "1"),
)

cents = st.integers(-50_000, 200_000).map(lambda value: Decimal(value).scaleb(-2))


def adjustments(most: int) -> st.SearchStrategy[tuple[RemitAdjustment, ...]]:
    """Some adjustments of any sign."""
    one = st.builds(
        lambda code, amount: RemitAdjustment(code[0], code[1], amount), st.sampled_from(CODES), cents
    )
    return st.lists(one, max_size=most).map(tuple)


def total(found: tuple[RemitAdjustment, ...]) -> Decimal:
    """Σ of adjustments."""
    return sum((each.amount for each in found), ZERO)


@st.composite
def line_payments(draw, position: int) -> LinePayment:
    """A line that adds up."""
    paid, taken = draw(cents), draw(adjustments(3))
    remarks = draw(st.sampled_from([(), ("MA130",), ("N211",), ("N781",)]))
    return LinePayment(
        position, code="99213", charge=paid + total(taken), paid=paid, adjustments=taken, remarks=remarks
    )


@st.composite
def claim_payments(draw, position: int) -> ClaimPayment:
    """A claim that adds up, with or without lines."""
    lines = tuple(draw(line_payments(n + 1)) for n in range(draw(st.integers(0, 3))))
    taken = draw(adjustments(2))
    if lines:
        charge = sum((line.charge for line in lines), ZERO)
        paid = sum((line.paid for line in lines), ZERO) - total(taken)
    else:
        paid = draw(cents)
        charge = paid + total(taken)
    return ClaimPayment(
        position=position,
        patient_control_number=f"C{draw(st.integers(1, 6))}",
        status=draw(st.sampled_from(["1", "2", "4", "19", "20", "22", "23", "25"])),
        charge=charge,
        paid=paid,
        adjustments=taken,
        lines=lines,
        crossover=draw(st.sampled_from(["", "OTH01"])),
        filing_indicator=draw(st.sampled_from(["12", "MB"])),
    )


@st.composite
def remittances(draw) -> Remittance:
    """A remittance that adds up at all three levels."""
    claims = tuple(draw(claim_payments(n + 1)) for n in range(draw(st.integers(0, 4))))
    plbs = draw(
        st.lists(
            st.builds(
                ProviderAdjustment,
                provider_id=st.just("1234567893"),
                reason=st.sampled_from(["WO", "L6", "FB", "72", "ZZ"]),
                amount=cents,
            ),
            max_size=3,
        ).map(tuple)
    )
    payment = sum((claim.paid for claim in claims), ZERO) - sum((each.amount for each in plbs), ZERO)
    return Remittance(
        position=draw(st.integers(1, 3)),
        payment=payment,
        trace_number=draw(st.sampled_from(["T1", "T2"])),
        payer_id="INV01",
        paid_on=DAY,
        claims=claims,
        provider_adjustments=plbs,
    )


known_accounts = st.dictionaries(
    st.integers(1, 6).map(lambda n: f"C{n}"),
    st.tuples(st.sampled_from(["", "NEXT"]), st.one_of(st.none(), cents)),
).map(
    lambda found: {
        number: ClaimAccount(number, "INV01", f"P-{number}", next_payer=next_payer, open_amount=amount)
        for number, (next_payer, amount) in found.items()
    }
)
