"""Small right files of invented people, written by our writer, for tests to break."""

from collections.abc import Iterable
from datetime import datetime

from cleanclaim.primitives import NPI
from cleanclaim.x12 import Envelope, Row, composite, write_interchange

NOON = datetime(2025, 12, 1, 12, 0)  # noqa: DTZ001 - the wire carries no zone
CLINIC = NPI.from_nine("123456789").value
DOCTOR = NPI.from_nine("198765432").value


def envelope(control_number: int = 1, version: str = "005010X222A1", **changes: object) -> Envelope:
    """An envelope between two invented partners."""
    fields: dict[str, object] = {
        "sender_qualifier": "ZZ",
        "sender_id": "SENDER",
        "receiver_qualifier": "ZZ",
        "receiver_id": "RECEIVER",
        "control_number": control_number,
        "at": NOON,
        "functional_id": {"005010X222A1": "HC", "005010X221A1": "HP", "005010X214": "HN"}.get(version, "FA"),
        "gs_sender": "SENDER",
        "gs_receiver": "RECEIVER",
        "version": version,
        "any_version": True,
    }
    return Envelope(**{**fields, **changes})  # type: ignore[arg-type]


HEADER: tuple[Row, ...] = (
    ("BHT", "0019", "00", "1", "20251201", "1200", "CH"),
    ("NM1", "41", "2", "EXAMPLE BILLING", "", "", "", "", "46", "S1"),
    ("PER", "IC", "DESK", "TE", "2025550100"),
    ("NM1", "40", "2", "EXAMPLE CLEARINGHOUSE", "", "", "", "", "46", "R1"),
    ("HL", "1", "", "20", "1"),
    ("NM1", "85", "2", "EXAMPLE CLINIC", "", "", "", "", "XX", CLINIC),
    ("N3", "1 MAIN ST"),
    ("N4", "SPRINGFIELD", "IL", "627010001"),
    ("REF", "EI", "123456789"),
    ("HL", "2", "1", "22", "0"),
    ("SBR", "P", "18", "", "", "", "", "", "", "CI"),
    ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "MI", "M1"),
    ("N3", "2 OAK ST"),
    ("N4", "SPRINGFIELD", "IL", "627010001"),
    ("DMG", "D8", "19700101", "F"),
    ("NM1", "PR", "2", "EXAMPLE HEALTH", "", "", "", "", "PI", "P1"),
)

CLAIM: tuple[Row, ...] = (
    ("CLM", "PCN1", "150", "", "", composite("11", "B", "1"), "Y", "A", "Y", "Y"),
    ("HI", composite("ABK", "E119"), composite("ABF", "I10")),
    ("NM1", "82", "1", "DOE", "DORA", "", "", "", "XX", DOCTOR),
    ("LX", "1"),
    ("SV1", composite("HC", "99213"), "100", "UN", "1", "", "", "1"),
    ("DTP", "472", "D8", "20251120"),
    ("LX", "2"),
    ("SV1", composite("HC", "93000"), "50", "UN", "1", "", "", composite("1", "2")),
    ("DTP", "472", "D8", "20251120"),
)

PAYMENT: tuple[Row, ...] = (
    ("BPR", "I", "70", "C", "CHK", "", "", "", "", "", "", "", "", "", "", "", "20251201"),
    ("TRN", "1", "CHECK1", "1234567890"),
    ("DTM", "405", "20251201"),
    ("N1", "PR", "EXAMPLE HEALTH"),
    ("N3", "3 ELM ST"),
    ("N4", "SPRINGFIELD", "IL", "627010001"),
    ("PER", "BL", "HELP DESK", "TE", "2025550101"),
    ("N1", "PE", "EXAMPLE CLINIC", "XX", CLINIC),
    ("LX", "1"),
    ("CLP", "PCN1", "1", "100", "80", "10", "12", "ICN1", "11", "1"),
    ("NM1", "QC", "1", "TESTER", "TANYA", "", "", "", "MI", "M1"),
    ("SVC", composite("HC", "99213"), "100", "80", "", "1"),
    ("DTM", "472", "20251120"),
    ("CAS", "CO", "45", "10"),
    ("CAS", "PR", "3", "10"),
    ("PLB", CLINIC, "20251231", composite("WO", "A1"), "10"),
)


def claim_file(rows: Iterable[Row] = (*HEADER, *CLAIM), **changes: object) -> bytes:
    """A file with one 837P of these rows."""
    return write_interchange(envelope(**changes), [("837", tuple(rows))], line_break="\n")  # type: ignore[arg-type]


def payment_file(rows: Iterable[Row] = PAYMENT) -> bytes:
    """A file with one 835 of these rows."""
    return write_interchange(envelope(2, "005010X221A1"), [("835", tuple(rows))], line_break="\n")


def without(rows: Iterable[Row], *starts: Row) -> tuple[Row, ...]:
    """The rows except the first that begins with each of ``starts``."""
    left = list(rows)
    for start in starts:
        left.remove(next(row for row in left if row[: len(start)] == start))
    return tuple(left)


def changed(rows: Iterable[Row], start: Row, element: int, value: str) -> tuple[Row, ...]:
    """The rows with one element changed in the first that begins with ``start``."""
    found, out = False, []
    for row in rows:
        if not found and row[: len(start)] == start:
            found = True
            row = (*row[:element], value, *row[element + 1 :])
        out.append(row)
    return tuple(out)
