"""A right file of every transaction, of invented people, for the tests to break."""

from collections.abc import Iterable
from types import MappingProxyType

import msgspec

from cleanclaim.x12 import Row, composite, repeated, write_interchange
from tests.x12.samples import CLAIM, CLINIC, DOCTOR, HEADER, PAYMENT, envelope


class Base(msgspec.Struct, frozen=True):
    """A right transaction: its version, ST01, functional group and rows."""

    name: str
    version: str
    set_id: str
    group: str
    rows: tuple[Row, ...]

    def file(self, rows: Iterable[Row] | None = None) -> bytes:
        """The file with these rows, the right ones when none are given."""
        whole = envelope(version=self.version, functional_id=self.group)
        return write_interchange(
            whole, [(self.set_id, tuple(self.rows if rows is None else rows))], line_break="\n"
        )


_INSTITUTIONAL_HEADER = tuple(
    ("SBR", "P", "18", "", "", "", "", "", "", "CI") if row[0] == "SBR" else row for row in HEADER
)

INPATIENT: tuple[Row, ...] = (
    *_INSTITUTIONAL_HEADER,
    ("CLM", "PCN1", "1500", "", "", composite("11", "A", "1"), "", "A", "Y", "Y"),
    ("DTP", "096", "TM", "1130"),
    ("DTP", "434", "RD8", "20251101-20251104"),
    ("DTP", "435", "DT", "202511010915"),
    ("CL1", "1", "1", "01"),
    ("REF", "EA", "MRN1"),
    ("HI", composite("ABK", "J189", "", "", "", "", "", "", "Y")),
    ("HI", composite("ABJ", "R0602")),
    ("HI", composite("ABF", "I10", "", "", "", "", "", "", "Y"), composite("ABF", "E119")),
    ("HI", composite("BBR", "0BJ08ZZ", "D8", "20251102")),
    ("HI", composite("BBQ", "3E0234Z", "D8", "20251102")),
    ("HI", composite("BI", "74", "RD8", "20251101-20251102")),
    ("HI", composite("BH", "11", "D8", "20251030")),
    ("HI", composite("BE", "80", "", "", "3")),
    ("HI", composite("BG", "09")),
    ("NM1", "71", "1", "DOE", "DORA", "", "", "", "XX", DOCTOR),
    ("NM1", "72", "1", "DOE", "DORA", "", "", "", "XX", DOCTOR),
    ("LX", "1"),
    ("SV2", "0120", "", "1200", "DA", "3"),
    ("LX", "2"),
    ("SV2", "0250", "", "300", "UN", "12"),
    ("DTP", "472", "D8", "20251102"),
)

DENTAL: tuple[Row, ...] = (
    *HEADER,
    ("CLM", "PCN1", "400", "", "", composite("11", "B", "1"), "Y", "A", "Y", "Y"),
    ("DTP", "472", "D8", "20251120"),
    ("HI", composite("ABK", "K0262")),
    ("NM1", "82", "1", "DOE", "DORA", "", "", "", "XX", DOCTOR),
    ("PRV", "PE", "PXC", "1223G0001X"),
    ("LX", "1"),
    ("SV3", composite("AD", "D2392"), "250", "", "", "", "1", "", "", "", "", "1"),
    ("TOO", "JP", "12", composite("M", "O")),
    ("LX", "2"),
    ("SV3", composite("AD", "D1110"), "150", "", composite("10"), "", "1"),
)

ACKNOWLEDGEMENT: tuple[Row, ...] = (
    ("BHT", "0085", "08", "A1", "20251202", "0800", "TH"),
    ("HL", "1", "", "20", "1"),
    ("NM1", "PR", "2", "EXAMPLE HEALTH", "", "", "", "", "PI", "P1"),
    ("TRN", "1", "T1"),
    ("DTP", "050", "D8", "20251201"),
    ("DTP", "009", "D8", "20251202"),
    ("HL", "2", "1", "21", "1"),
    ("NM1", "41", "2", "EXAMPLE BILLING", "", "", "", "", "46", "S1"),
    ("TRN", "2", "BATCH1"),
    ("STC", composite("A1", "19", "PR"), "20251202", "WQ", "150"),
    ("HL", "3", "2", "19", "1"),
    ("NM1", "85", "2", "EXAMPLE CLINIC", "", "", "", "", "XX", CLINIC),
    ("HL", "4", "3", "PT"),
    ("NM1", "QC", "1", "TESTER", "TANYA", "", "", "", "MI", "M1"),
    ("TRN", "2", "PCN1"),
    ("STC", composite("A2", "20", "PR"), "20251202", "WQ", "150"),
    ("REF", "1K", "ICN1"),
    ("DTP", "472", "D8", "20251120"),
)

_QUESTION_HEADER: tuple[Row, ...] = (
    ("HL", "1", "", "20", "1"),
    ("NM1", "PR", "2", "EXAMPLE HEALTH", "", "", "", "", "PI", "P1"),
    ("HL", "2", "1", "21", "1"),
    ("NM1", "1P", "2", "EXAMPLE CLINIC", "", "", "", "", "XX", CLINIC),
)

ELIGIBILITY_QUESTION: tuple[Row, ...] = (
    ("BHT", "0022", "13", "Q1", "20251201", "1200"),
    *_QUESTION_HEADER,
    ("HL", "3", "2", "22", "0"),
    ("TRN", "1", "T1", "9123456789"),
    ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "MI", "M1"),
    ("DMG", "D8", "19700101", "F"),
    ("DTP", "291", "D8", "20251201"),
    ("EQ", "30"),
    ("HL", "4", "2", "22", "1"),
    ("NM1", "IL", "1", "TESTER", "TED", "", "", "", "MI", "M2"),
    ("HL", "5", "4", "23", "0"),
    ("TRN", "1", "T2", "9123456789"),
    ("NM1", "03", "1", "TESTER", "TIM"),
    ("DMG", "D8", "20150101", "M"),
    ("DTP", "291", "RD8", "20251201-20251231"),
    ("EQ", "30"),
)

ELIGIBILITY_ANSWER: tuple[Row, ...] = (
    ("BHT", "0022", "11", "Q1", "20251201", "1201"),
    *_QUESTION_HEADER,
    ("HL", "3", "2", "22", "0"),
    ("TRN", "2", "T1", "9123456789"),
    ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "MI", "M1"),
    ("DMG", "D8", "19700101", "F"),
    ("DTP", "346", "D8", "20250101"),
    ("EB", "1", "", "30", "", "GOLD PLAN"),
    ("EB", "B", "", repeated("98", "UC"), "HM", "GOLD PLAN", "27", "25", "", "", "", "", "Y"),
    ("EB", "A", "", "30", "HM", "GOLD PLAN", "27", "", "0.2", "", "", "", "Y"),
    ("LS", "2120"),
    ("NM1", "P3", "1", "DOE", "DORA", "", "", "", "XX", DOCTOR),
    ("LE", "2120"),
    ("HL", "4", "2", "22", "1"),
    ("NM1", "IL", "1", "TESTER", "TED", "", "", "", "MI", "M2"),
    ("HL", "5", "4", "23", "0"),
    ("TRN", "2", "T2", "9123456789"),
    ("NM1", "03", "1", "TESTER", "TIM"),
    ("DMG", "D8", "20150101", "M"),
    ("INS", "N", "19"),
    ("DTP", "291", "RD8", "20250101-20251231"),
    ("EB", "1", "", "30", "", "GOLD PLAN"),
)

_STATUS_HEADER: tuple[Row, ...] = (
    ("HL", "1", "", "20", "1"),
    ("NM1", "PR", "2", "EXAMPLE HEALTH", "", "", "", "", "PI", "P1"),
    ("HL", "2", "1", "21", "1"),
    ("NM1", "41", "2", "EXAMPLE BILLING", "", "", "", "", "46", "S1"),
    ("HL", "3", "2", "19", "1"),
    ("NM1", "1P", "2", "EXAMPLE CLINIC", "", "", "", "", "XX", CLINIC),
)

STATUS_QUESTION: tuple[Row, ...] = (
    ("BHT", "0010", "13", "Q1", "20251201", "1200"),
    *_STATUS_HEADER,
    ("HL", "4", "3", "22", "0"),
    ("DMG", "D8", "19700101", "F"),
    ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "MI", "M1"),
    ("TRN", "1", "T1"),
    ("REF", "EJ", "PCN1"),
    ("AMT", "T3", "150"),
    ("DTP", "472", "RD8", "20251120-20251121"),
    ("SVC", composite("HC", "99213"), "100", "", "", "", "", "1"),
    ("DTP", "472", "D8", "20251120"),
    ("HL", "5", "3", "22", "1"),
    ("NM1", "IL", "1", "TESTER", "TED", "", "", "", "MI", "M2"),
    ("HL", "6", "5", "23"),
    ("DMG", "D8", "20150101", "M"),
    ("NM1", "QC", "1", "TESTER", "TIM"),
    ("TRN", "1", "T2"),
    ("DTP", "472", "D8", "20251120"),
)

STATUS_ANSWER: tuple[Row, ...] = (
    ("BHT", "0010", "08", "Q1", "20251201", "1201", "DG"),
    *_STATUS_HEADER,
    ("HL", "4", "3", "22", "0"),
    ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "MI", "M1"),
    ("TRN", "2", "T1"),
    ("STC", composite("F1", "65"), "20251201", "", "150", "120"),
    ("REF", "1K", "ICN1"),
    ("DTP", "472", "RD8", "20251120-20251121"),
    ("SVC", composite("HC", "99213"), "100", "80", "", "", "", "1"),
    ("STC", composite("F1", "65"), "20251201"),
    ("DTP", "472", "D8", "20251120"),
    ("HL", "5", "3", "22", "1"),
    ("NM1", "IL", "1", "TESTER", "TED", "", "", "", "MI", "M2"),
    ("HL", "6", "5", "23"),
    ("NM1", "QC", "1", "TESTER", "TIM"),
    ("TRN", "2", "T2"),
    ("STC", composite("P1", "20"), "20251201", "", "150"),
)

_REVIEW_HEADER: tuple[Row, ...] = (
    ("HL", "1", "", "20", "1"),
    ("NM1", "X3", "2", "EXAMPLE HEALTH", "", "", "", "", "PI", "P1"),
    ("HL", "2", "1", "21", "1"),
    ("NM1", "1P", "2", "EXAMPLE CLINIC", "", "", "", "", "XX", CLINIC),
    ("HL", "3", "2", "22", "1"),
    ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "MI", "M1"),
    ("DMG", "D8", "19700101", "F"),
)

REVIEW_REQUEST: tuple[Row, ...] = (
    ("BHT", "0007", "13", "R1", "20251201", "1200"),
    *_REVIEW_HEADER,
    ("HL", "4", "3", "23", "1"),
    ("NM1", "QC", "1", "TESTER", "TIM"),
    ("DMG", "D8", "20150101", "M"),
    ("INS", "N", "19"),
    ("HL", "5", "4", "EV", "1"),
    ("TRN", "1", "T1", "9123456789"),
    ("UM", "AR", "I", "2", composite("21", "B")),
    ("DTP", "AAH", "RD8", "20251210-20251215"),
    ("DTP", "435", "D8", "20251210"),
    ("HI", composite("ABK", "J189")),
    ("HSD", "DY", "5"),
    ("CRC", "07", "Y", "09"),
    ("CR1", "", "", "X", "D", "DH", "27"),
    ("NM1", "71", "1", "DOE", "DORA", "", "", "", "XX", DOCTOR),
    ("HL", "6", "5", "SS", "0"),
    ("DTP", "472", "D8", "20251210"),
    ("SV2", "", composite("HC", "33510")),
)

REVIEW_ANSWER: tuple[Row, ...] = (
    ("BHT", "0007", "11", "R1", "20251201", "1230", "18"),
    *_REVIEW_HEADER,
    ("HL", "4", "3", "EV", "1"),
    ("TRN", "2", "T1", "9123456789"),
    ("UM", "AR", "I", "2", composite("21", "B")),
    ("HCR", "A1", "AUTH1"),
    ("DTP", "AAH", "RD8", "20251210-20251215"),
    ("HI", composite("ABK", "J189")),
    ("HL", "5", "4", "SS", "0"),
    ("HCR", "A1", "AUTH1"),
    ("SV2", "", composite("HC", "33510")),
)

ENROLMENT: tuple[Row, ...] = (
    ("BGN", "00", "F1", "20251201", "1200", "", "", "", "2"),
    ("N1", "P5", "EXAMPLE EMPLOYER", "FI", "123456789"),
    ("N1", "IN", "EXAMPLE HEALTH", "FI", "987654321"),
    ("INS", "Y", "18", "021", "20", "A", "", "", "FT"),
    ("REF", "0F", "S1"),
    ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "34", "123456789"),
    ("HD", "021", "", "HLT"),
    ("DTP", "348", "D8", "20260101"),
    ("INS", "N", "19", "021", "20", "A"),
    ("REF", "0F", "S1"),
    ("NM1", "IL", "1", "TESTER", "TIM"),
    ("HD", "021", "", "HLT"),
    ("DTP", "348", "D8", "20260101"),
)

PREMIUM: tuple[Row, ...] = (
    ("BPR", "I", "1050", "C", "CHK", "", "", "", "", "", "", "", "", "", "", "", "20251201"),
    ("TRN", "3", "T1"),
    ("N1", "PE", "EXAMPLE HEALTH", "FI", "987654321"),
    ("N1", "PR", "EXAMPLE EMPLOYER", "FI", "123456789"),
    ("ENT", "1", "2J", "EI", "E1"),
    ("NM1", "IL", "1", "TESTER", "TANYA"),
    ("RMR", "AZ", "POLICY1", "", "600"),
    ("DTM", "582", "", "", "", "RD8", "20251201-20251231"),
    ("ENT", "2", "2J", "EI", "E2"),
    ("NM1", "IL", "1", "TESTER", "TED"),
    ("RMR", "AZ", "POLICY2", "", "450"),
)

BASES = MappingProxyType(
    {
        base.name: base
        for base in (
            Base("837P", "005010X222A1", "837", "HC", (*HEADER, *CLAIM)),
            Base("837I", "005010X223A2", "837", "HC", INPATIENT),
            Base("837D", "005010X224A2", "837", "HC", DENTAL),
            Base("835", "005010X221A1", "835", "HP", PAYMENT),
            Base("277CA", "005010X214", "277", "HN", ACKNOWLEDGEMENT),
            Base("270", "005010X279A1", "270", "HS", ELIGIBILITY_QUESTION),
            Base("271", "005010X279A1", "271", "HB", ELIGIBILITY_ANSWER),
            Base("276", "005010X212", "276", "HR", STATUS_QUESTION),
            Base("277", "005010X212", "277", "HN", STATUS_ANSWER),
            Base("278-request", "005010X217", "278", "HI", REVIEW_REQUEST),
            Base("278-response", "005010X217", "278", "HI", REVIEW_ANSWER),
            Base("834", "005010X220A1", "834", "BE", ENROLMENT),
            Base("820", "005010X218", "820", "RA", PREMIUM),
        )
    }
)
