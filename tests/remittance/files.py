"""Invented 835 files for tests: a few rows in, a whole interchange out."""

from decimal import Decimal

PAYEE_NPI = "1234567893"

HEADER = (
    "N1*PR*INVENTED HEALTH PLAN*XV*INV01",
    "N3*1 NOWHERE STREET",
    "N4*SPRINGFIELD*IL*62701",
    "PER*BL*PROVIDER DESK*TE*8005550100",
    f"N1*PE*MAPLE FAMILY PRACTICE*XX*{PAYEE_NPI}",
    "REF*TJ*123456789",
)


def transaction(
    *rows: str, payment: str, trace: str = "EFT0001", number: str = "0001", bpr: str = "", method: str = "ACH"
) -> str:
    """Return one ST..SE: the usual header, then the rows, closed with the right count."""
    first = (
        bpr or f"BPR*I*{payment}*C*{method}*CCP*01*999999992*DA*111*1555555555**01*999999992*DA*222*20251205"
    )
    body = [
        f"ST*835*{number}",
        first,
        f"TRN*1*{trace}*1555555555",
        "DTM*405*20251204",
        *HEADER,
        *rows,
    ]
    return "~".join([*body, f"SE*{len(body) + 1}*{number}"]) + "~"


def interchange(
    *transactions: str, version: str = "005010X221A1", control_number: str = "000000001"
) -> bytes:
    """Return a whole file around the transactions."""
    isa = (
        f"ISA*00*{' ' * 10}*00*{' ' * 10}*ZZ*{'INVENTEDPAYER':<15}*ZZ*{'MAPLE':<15}"
        f"*251204*1200*^*00501*{control_number}*0*T*:~"
    )
    gs = f"GS*HP*INVENTEDPAYER*MAPLE*20251204*1200*1*X*{version}~"
    return (isa + gs + "".join(transactions) + f"GE*{len(transactions)}*1~IEA*1*{control_number}~").encode()


def a_file(*rows: str, payment: str, **options: str) -> bytes:
    """Return a file with one transaction."""
    return interchange(transaction(*rows, payment=payment, **options))


def claim_rows(
    number: str,
    charge: str,
    paid: str,
    *cas: str,
    status: str = "1",
    filing: str = "12",
    remarks: tuple[str, ...] = (),
) -> tuple[str, ...]:
    """Return one claim with one line that carries the adjustments: ``CAS`` rows as sent."""
    patient_share = sum((Decimal(row.split("*")[3]) for row in cas if row.startswith("CAS*PR")), Decimal(0))
    return (
        f"CLP*{number}*{status}*{charge}*{paid}*{patient_share}*{filing}*ICN{number}*11*1",
        "NM1*QC*1*TESTER*TINA****MI*MEM001",
        f"SVC*HC:99213*{charge}*{paid}**1",
        "DTM*472*20251120",
        *cas,
        *(f"LQ*HE*{remark}" for remark in remarks),
    )
