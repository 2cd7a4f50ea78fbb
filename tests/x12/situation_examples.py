"""For every situational rule: a base, what makes the situation (still right), and the mistake.

The situation alone must stay silent; with the mistake the rule, and only it, must speak.
"""

from types import MappingProxyType

import msgspec

from cleanclaim.x12 import Row, composite
from tests.x12.edits import Edit, after, before, drop, end, put
from tests.x12.samples import CLAIM, CLINIC, DOCTOR, HEADER


class Example(msgspec.Struct, frozen=True):
    """A base's name, the edits of the situation, and the edits that make the mistake."""

    base: str
    situation: tuple[Edit, ...]
    mistake: tuple[Edit, ...]
    also: tuple[str, ...] = ()


def case(base: str, mistake: Edit, *situation: Edit, also: tuple[str, ...] = ()) -> Example:
    """One example; the mistake first, then what the situation needs."""
    return Example(base, situation, (mistake,), also)


NPI_2 = DOCTOR
OTHER_PAYER: tuple[Row, ...] = (
    ("SBR", "S", "18", "", "", "", "", "", "", "CI"),
    ("AMT", "D", "40"),
    ("OI", "", "", "Y", "", "", "Y"),
    ("NM1", "IL", "1", "TESTER", "TANYA", "", "", "", "MI", "M9"),
    ("NM1", "PR", "2", "SECOND HEALTH", "", "", "", "", "PI", "P2"),
    ("DTP", "573", "D8", "20251125"),
)
FIRST_PAYER: tuple[Row, ...] = (("SBR", "P", *OTHER_PAYER[0][2:]), *OTHER_PAYER[1:])
AMBULANCE: tuple[Edit, ...] = (
    put(("CLM",), 5, composite("41", "B", "1")),
    before(("HI",), ("CR1", "", "", "", "A", "DH", "12")),
    after(
        ("NM1", "82"),
        ("NM1", "PW", "2"),
        ("N3", "1 ELM ST"),
        ("N4", "SPRINGFIELD", "IL", "62701"),
        ("NM1", "45", "2", "EXAMPLE HOSPITAL"),
        ("N3", "9 ELM ST"),
        ("N4", "SPRINGFIELD", "IL", "62701"),
    ),
)
PATIENT: tuple[Edit, ...] = (
    put(("HL", "2"), 4, "1"),
    put(("SBR",), 2, ""),
    before(
        ("CLM",),
        ("HL", "3", "2", "23", "0"),
        ("PAT", "19"),
        ("NM1", "QC", "1", "TESTER", "TIM"),
        ("N3", "2 OAK ST"),
        ("N4", "SPRINGFIELD", "IL", "627010001"),
        ("DMG", "D8", "20150101", "M"),
    ),
)
ACCIDENT: tuple[Edit, ...] = (
    put(("CLM",), 11, composite("AA", "", "", "IL")),
    after(("CLM",), ("DTP", "439", "D8", "20251119")),
)
OUTPATIENT: tuple[Edit, ...] = (
    put(("CLM",), 5, composite("13", "A", "1")),
    drop("DTP", "096"),
    drop("DTP", "435"),
    put(("HI",), 1, composite("ABK", "J189")),
    put(("HI", composite("ABF", "I10", "", "", "", "", "", "", "Y")), 1, composite("ABF", "I10")),
    drop("HI", composite("BBR", "0BJ08ZZ", "D8", "20251102")),
    drop("HI", composite("BBQ", "3E0234Z", "D8", "20251102")),
)
DAYS = composite("BE", "80", "", "", "3")
ORTHODONTICS: tuple[Edit, ...] = (
    put(("SV3",), 1, composite("AD", "D8080")),
    put(("SV3",), 4, ""),
    drop("TOO"),
    after(("DTP", "472"), ("DTP", "452", "D8", "20251120"), ("DN1", "24")),
)
LINE_CERTIFICATION: tuple[Edit, ...] = (
    after(("SV1",), ("CR3", "R", "MO", "12")),
    after(("DTP", "472"), ("DTP", "607", "D8", "20251101"), ("DTP", "463", "D8", "20250101")),
)


def _row(rows: tuple[Row, ...], role: str) -> int:
    return next(n for n, row in enumerate(rows) if row[:2] == ("NM1", role))


EXAMPLES = MappingProxyType(
    {
        # who is insured, who is the patient
        "self-subscriber-without-birth-date": case("837P", drop("DMG")),
        "self-subscriber-without-street": case("837I", drop("N3", "2 OAK ST")),
        "self-subscriber-without-city": case("837D", lambda rows: (*rows[:13], *rows[14:])),
        "self-subscriber-with-patient-level": case("837P", put(("SBR",), 2, "18"), *PATIENT),
        "claim-under-subscriber-who-is-not-patient": case("837P", put(("SBR",), 2, "")),
        "person-without-member-id": case(
            "837P", lambda rows: put(("NM1", "IL"), 9, "")(put(("NM1", "IL"), 8, "")(rows))
        ),
        "street-without-city": case(
            "837P",
            after(("NM1", "PR"), ("N3", "5 FIR ST")),
        ),
        "other-street-without-city": case(
            "837P",
            before(("DTP", "573"), ("N3", "5 FIR ST")),
            before(("LX",), *OTHER_PAYER),
        ),
        "organization-with-first-name": case("837P", put(("NM1", "82"), 2, "2")),
        "billing-organization-with-first-name": case("837P", put(("NM1", "85"), 4, "EVA")),
        "subscriber-organization-with-first-name": case(
            "837P", put(("NM1", "IL"), 2, "2"), put(("NM1", "IL"), 5, "Q")
        ),
        "billing-address-is-post-box": case("837P", put(("N3",), 1, "P.O. Box 12")),
        "billing-zip-not-nine-digits": case("837I", put(("N4",), 3, "62701")),
        "billing-city-without-state": case("837D", put(("N4",), 2, "")),
        "subscriber-city-without-state": case(
            "837P", after(("NM1", "PR"), ("N3", "5 FIR ST"), ("N4", "SPRINGFIELD", "", "62701"))
        ),
        "patient-city-without-state": case(
            "837P",
            lambda rows: (
                *rows[: _row(rows, "QC")],
                *put(("N4",), 2, "")(rows[_row(rows, "QC") :]),
            ),
            *PATIENT,
        ),
        "billing-tax-id-not-nine-digits": case("837P", put(("REF", "EI"), 2, "12-3456789")),
        "subscriber-ssn-not-nine-digits": case(
            "837P", put(("REF", "SY"), 2, "123-45-6789"), after(("DMG",), ("REF", "SY", "123456789"))
        ),
        "billing-provider-without-npi": case(
            "837P", lambda rows: put(("NM1", "85"), 9, "")(put(("NM1", "85"), 8, "")(rows))
        ),
        "level-under-wrong-subscriber": case(
            "837P", put(("HL", "3"), 2, "1"), *PATIENT, also=("level-without-children",)
        ),
        "level-under-wrong-billing-provider": case(
            "837P",
            put(("HL", "3"), 2, "2"),
            put(("HL", "2"), 4, "0"),
            end(
                ("HL", "3", "1", "22", "0"),
                ("SBR", "P", "18", "", "", "", "", "", "", "CI"),
                ("NM1", "IL", "1", "TESTER", "TED", "", "", "", "MI", "M2"),
                ("N3", "2 OAK ST"),
                ("N4", "SPRINGFIELD", "IL", "627010001"),
                ("DMG", "D8", "19700101", "M"),
                ("NM1", "PR", "2", "EXAMPLE HEALTH", "", "", "", "", "PI", "P1"),
                ("CLM", "PCN2", *CLAIM[0][2:]),
                *CLAIM[1:],
            ),
        ),
        "level-with-children-not-announced": case("837P", put(("HL", "2"), 4, "0"), *PATIENT),
        "subscriber-without-claims": case("837P", lambda rows: rows[: len(HEADER)]),
        "patient-without-claims": case(
            "837P", lambda rows: tuple(row for row in rows if row not in CLAIM), *PATIENT
        ),
        "medicare-secondary-without-type": case(
            "837P",
            put(("SBR",), 5, ""),
            put(("SBR",), 1, "S"),
            put(("SBR",), 9, "MB"),
            put(("SBR",), 5, "12"),
            before(("LX",), *OTHER_PAYER),
            put(("SBR", "S", "18", "", "", "", "", "", "", "CI"), 1, "P"),
        ),
        "workers-compensation-without-claim-number": case(
            "837P",
            drop("REF", "Y4"),
            put(("SBR",), 9, "WC"),
            after(("DMG",), ("REF", "Y4", "WC1")),
        ),
        # the claim
        "frequency-without-original-number": case(
            "837P",
            drop("REF", "F8"),
            put(("CLM",), 5, composite("11", "B", "7")),
            after(("CLM",), ("REF", "F8", "ICN1")),
        ),
        "accident-without-date": case("837P", drop("DTP", "439"), *ACCIDENT),
        "auto-accident-without-state": case("837D", put(("CLM",), 11, "AA"), *ACCIDENT),
        "inpatient-place-without-admission-date": case(
            "837P",
            drop("DTP", "435"),
            put(("CLM",), 5, composite("21", "B", "1")),
            after(("CLM",), ("DTP", "435", "D8", "20251119")),
        ),
        "inpatient-line-without-admission-date": case(
            "837P",
            drop("DTP", "435"),
            put(("SV1",), 5, "21"),
            after(("CLM",), ("DTP", "435", "D8", "20251119")),
        ),
        "filing-indicator-missing": case("837P", put(("SBR",), 9, "")),
        "notification-with-amount": case("835", put(("BPR",), 1, "H")),
        "service-period-half-given": case(
            "835",
            drop("DTM", "151"),
            put(("DTM", "472"), 1, "150"),
            after(("DTM", "150"), ("DTM", "151", "20251121")),
        ),
        "service-period-reversed": case(
            "835",
            put(("DTM", "151"), 2, "20251101"),
            put(("DTM", "472"), 1, "150"),
            after(("DTM", "150"), ("DTM", "151", "20251121")),
        ),
        "discharge-without-admission": case(
            "837P",
            drop("DTP", "435"),
            after(("CLM",), ("DTP", "435", "D8", "20251119"), ("DTP", "096", "D8", "20251121")),
        ),
        "discharge-before-admission": case(
            "837P",
            put(("DTP", "096"), 3, "20251118"),
            after(("CLM",), ("DTP", "435", "D8", "20251119"), ("DTP", "096", "D8", "20251121")),
        ),
        "service-before-birth": case("837P", put(("DMG",), 2, "20251121"), put(("DMG",), 2, "20251120")),
        "service-after-death": case(
            "837P",
            put(("PAT",), 6, "20251119"),
            after(("SBR",), ("PAT", "", "", "", "", "D8", "20251120")),
        ),
        "drug-code-not-eleven-digits": case(
            "837P",
            put(("LIN",), 3, "0002-7510-01"),
            after(
                ("DTP", "472"),
                ("LIN", "", "N4", "00002751001"),
                ("CTP", "", "", "", "2", "UN"),
            ),
        ),
        "statement-period-reversed": case(
            "835",
            put(("DTM", "233"), 2, "20251119"),
            after(("NM1", "QC"), ("DTM", "232", "20251120"), ("DTM", "233", "20251121")),
        ),
        "cause-after-service": case("837P", put(("DTP", "439"), 3, "20251121"), *ACCIDENT),
        "diagnosis-twice": case("837P", put(("HI",), 2, composite("ABF", "E119"))),
        "diagnosis-pointer-twice": case(
            "837P", put(("SV1",), 7, composite("2", "2")), put(("SV1",), 7, composite("1", "2"))
        ),
        "negative-charge": case("837P", put(("SV1",), 2, "-100"), put(("SV1",), 2, "0")),
        "rendering-provider-missing": case("837P", drop("NM1", "82")),
        "ambulance-conditions-without-transport": case(
            "837P",
            drop("CR1"),
            before(("HI",), ("CR1", "", "", "", "A", "DH", "12"), ("CRC", "07", "Y", "01")),
        ),
        "chiropractic-without-initial-treatment": case(
            "837P",
            drop("DTP", "454"),
            put(("SBR",), 9, "MB"),
            put(("SV1",), 1, composite("HC", "98941")),
            after(("CLM",), ("DTP", "454", "D8", "20251101")),
        ),
        "ambulance-without-transport": case("837P", drop("CR1"), *AMBULANCE),
        "ambulance-without-pick-up": case(
            "837P",
            lambda rows: drop("N4", "SPRINGFIELD", "IL", "62701")(
                drop("N3", "1 ELM ST")(drop("NM1", "PW")(rows))
            ),
            *AMBULANCE,
        ),
        "ambulance-without-drop-off": case(
            "837P",
            lambda rows: drop("N4", "SPRINGFIELD", "IL", "62701")(
                drop("N3", "9 ELM ST")(drop("NM1", "45")(rows))
            ),
            *AMBULANCE,
        ),
        "diagnosis-pointer-beyond-diagnoses": case("837P", put(("SV1",), 7, composite("1", "3"))),
        "rendering-same-as-billing": case("837P", put(("NM1", "82"), 9, CLINIC)),
        "primary-care-referral-alone": case(
            "837P",
            drop("NM1", "DN"),
            before(
                ("NM1", "82"),
                ("NM1", "DN", "1", "DOE", "DORA", "", "", "", "XX", NPI_2),
                ("NM1", "P3", "1", "DOE", "DORA", "", "", "", "XX", NPI_2),
            ),
        ),
        "attachment-without-control-number": case(
            "837P",
            lambda rows: put(("PWK",), 6, "")(put(("PWK",), 5, "")(rows)),
            after(("CLM",), ("PWK", "OZ", "EL", "", "", "AC", "A1")),
        ),
        "line-number-out-of-step": case("837P", put(("LX", "2"), 1, "3")),
        "period-reversed": case(
            "837P",
            put(("DTP", "472"), 3, "20251121-20251120"),
            put(("DTP", "472"), 2, "RD8"),
            put(("DTP", "472"), 3, "20251120-20251121"),
        ),
        "epsdt-without-referral": case(
            "837P",
            drop("CRC"),
            put(("SV1",), 11, "Y"),
            before(("HI",), ("CRC", "ZZ", "Y", "AV")),
        ),
        # other payers
        "secondary-without-other-payer": case(
            "837P",
            lambda rows: tuple(row for row in rows if row not in FIRST_PAYER),
            put(("SBR",), 1, "S"),
            before(("LX",), *FIRST_PAYER),
        ),
        "two-payers-of-one-rank": case("837P", put(("SBR", "S"), 1, "P"), before(("LX",), *OTHER_PAYER)),
        "paid-by-other-payer-without-date": case("837P", drop("DTP", "573"), before(("LX",), *OTHER_PAYER)),
        "earlier-payer-without-amount": case(
            "837P", drop("AMT"), put(("SBR",), 1, "S"), before(("LX",), *FIRST_PAYER)
        ),
        "line-decision-of-unknown-payer": case(
            "837P",
            put(("SVD",), 1, "P9"),
            before(("LX",), *OTHER_PAYER),
            after(
                ("DTP", "472"),
                ("SVD", "P2", "100", composite("HC", "99213"), "", "1"),
                ("DTP", "573", "D8", "20251125"),
            ),
        ),
        # professional lines
        "anesthesia-without-minutes": case(
            "837P",
            put(("SV1",), 3, "UN"),
            put(("SV1",), 1, composite("HC", "00142")),
            put(("SV1",), 3, "MJ"),
        ),
        "recertification-without-date": case("837P", drop("DTP", "607"), *LINE_CERTIFICATION),
        "equipment-certification-without-begin": case("837P", drop("DTP", "463"), *LINE_CERTIFICATION),
        "purchased-service-without-provider": case(
            "837P",
            drop("NM1", "QB"),
            after(
                ("DTP", "472"),
                ("PS1", CLINIC, "20"),
                ("NM1", "QB", "2", "", "", "", "", "", "XX", CLINIC),
            ),
        ),
        # dental
        "tooth-surface-without-tooth": case("837D", put(("TOO",), 2, "")),
        "replacement-without-prior-date": case(
            "837D",
            drop("DTP", "441"),
            put(("SV3",), 5, "R"),
            after(("TOO",), ("DTP", "441", "D8", "20200101")),
        ),
        "orthodontics-without-treatment": case("837D", drop("DN1"), *ORTHODONTICS),
        "orthodontics-without-placement-date": case("837D", drop("DTP", "452"), *ORTHODONTICS),
        "dental-line-without-date": case(
            "837D",
            drop("DTP", "472"),
        ),
        "predetermination-with-service-date": case(
            "837D",
            after(("CLM",), ("DTP", "472", "D8", "20251120")),
            put(("CLM",), 19, "PB"),
            drop("DTP", "472"),
        ),
        # institutional
        "inpatient-without-admission-date": case("837I", drop("DTP", "435")),
        "inpatient-without-admission-type": case("837I", put(("CL1",), 1, "")),
        "inpatient-without-admission-source": case("837I", put(("CL1",), 2, "")),
        "inpatient-without-admitting-diagnosis": case("837I", drop("HI", composite("ABJ", "R0602"))),
        "final-bill-without-discharge-hour": case("837I", drop("DTP", "096")),
        "still-patient-with-discharge-hour": case("837I", put(("CL1",), 3, "30"), drop("HI", DAYS)),
        "interim-bill-without-patient": case(
            "837I",
            put(("CL1",), 3, "01"),
            put(("CLM",), 5, composite("11", "A", "2")),
            put(("CL1",), 3, "30"),
            drop("DTP", "096"),
            drop("HI", DAYS),
        ),
        "institutional-without-attending-provider": case("837I", drop("NM1", "71")),
        "procedure-without-operating-physician": case("837I", drop("NM1", "72")),
        "other-operating-without-operating": case(
            "837I",
            drop("NM1", "72"),
            after(("NM1", "72"), ("NM1", "ZZ", "1", "DOE", "DAN", "", "", "", "XX", DOCTOR)),
            drop("HI", composite("BBR", "0BJ08ZZ", "D8", "20251102")),
            drop("HI", composite("BBQ", "3E0234Z", "D8", "20251102")),
        ),
        "other-procedures-without-principal": case(
            "837I", drop("HI", composite("BBR", "0BJ08ZZ", "D8", "20251102"))
        ),
        "unscheduled-visit-without-reason": case(
            "837I",
            drop("HI", composite("APR", "R0602")),
            *OUTPATIENT,
            put(("SV2", "0250"), 2, composite("HC", "99283")),
            put(("SV2", "0250"), 1, "0450"),
            put(("HI", composite("ABJ", "R0602")), 1, composite("APR", "R0602")),
        ),
        "outpatient-line-without-date": case(
            "837I",
            drop("DTP", "472"),
            *OUTPATIENT,
            put(("SV2", "0250"), 2, composite("HC", "J3490")),
        ),
        "admission-after-statement": case("837I", put(("DTP", "435"), 3, "202511050915")),
        "service-outside-statement-dates": case("837I", put(("DTP", "472"), 3, "20251105")),
        # 835
        "denied-claim-paid": case("835", put(("CLP",), 2, "4")),
        "reversal-that-adds": case("835", put(("CLP",), 2, "22")),
        "later-payment-without-earlier": case(
            "835",
            put(("CAS", "OA"), 2, "45"),
            put(("CLP",), 2, "2"),
            put(("CAS", "CO"), 1, "OA"),
            put(("CAS", "OA"), 2, "23"),
        ),
        "recovery-without-reference": case("835", put(("PLB",), 3, "WO")),
        "forwarded-claim-without-carrier": case(
            "835",
            drop("NM1", "TT"),
            put(("CLP",), 2, "19"),
            after(("NM1", "QC"), ("NM1", "TT", "2", "SECOND HEALTH", "", "", "", "", "PI", "P2")),
        ),
        "service-without-date": case("835", drop("DTM", "472")),
        "adjustment-16-without-remark": case(
            "835",
            drop("LQ"),
            put(("CAS", "CO"), 2, "16"),
            after(("CAS", "PR"), ("LQ", "HE", "N382")),
        ),
        "no-payment-with-amount": case("835", put(("BPR",), 4, "NON")),
        "transfer-without-accounts": case(
            "835",
            lambda rows: put(("BPR",), 15, "")(put(("BPR",), 14, "")(rows)),
            put(("BPR",), 4, "ACH"),
            put(("BPR",), 5, "CCP"),
            put(("BPR",), 6, "01"),
            put(("BPR",), 7, "999999999"),
            put(("BPR",), 8, "DA"),
            put(("BPR",), 9, "1"),
            put(("BPR",), 10, "1234567890"),
            put(("BPR",), 12, "01"),
            put(("BPR",), 13, "888888888"),
            put(("BPR",), 14, "DA"),
            put(("BPR",), 15, "2"),
        ),
        "trace-of-another-payer": case(
            "835", put(("BPR",), 10, "9999999999"), put(("BPR",), 10, "1234567890")
        ),
        "payment-organization-with-first-name": case(
            "835",
            put(("NM1", "82"), 4, "EVA"),
            after(("NM1", "QC"), ("NM1", "82", "2", "EXAMPLE CLINIC", "", "", "", "", "XX", CLINIC)),
        ),
        # 277CA
        "accepted-claim-with-rejection-status": case(
            "277CA", put(("STC", composite("A2", "20", "PR")), 1, composite("A7", "562", "85"))
        ),
        "rejected-claim-with-acceptance-status": case(
            "277CA", put(("STC", composite("A2", "20", "PR")), 3, "U"), drop("REF", "1K")
        ),
        "accepted-batch-with-rejection-status": case(
            "277CA", put(("STC", composite("A1", "19", "PR")), 1, composite("A3", "24", "41"))
        ),
        "acknowledgement-level-under-wrong-parent": case(
            "277CA", put(("HL", "4"), 2, "2"), also=("level-without-children",)
        ),
        # coverage
        "coverage-question-missing": case("270", drop("EQ")),
        "coverage-nobody-to-look-for": case(
            "270",
            drop("DMG"),
            put(("NM1", "IL"), 8, ""),
            put(("NM1", "IL"), 9, ""),
        ),
        "dependent-nobody-to-look-for": case("270", drop("DMG", "D8", "20150101")),
        "coverage-level-under-wrong-receiver": case("270", put(("HL", "3"), 2, "1")),
        "coverage-level-under-wrong-subscriber": case(
            "271", put(("HL", "5"), 2, "3"), also=("level-without-children",)
        ),
        "coverage-period-reversed": case(
            "270",
            put(("DTP", "291"), 3, "20251202-20251201"),
            put(("DTP", "291"), 2, "RD8"),
            put(("DTP", "291"), 3, "20251201-20251202"),
        ),
        "coverage-children-not-announced": case(
            "270",
            put(("HL", "4"), 4, "0"),
            after(("DMG",), ("DTP", "291", "D8", "20251201")),
            drop("DTP", "291", "D8"),
        ),
        "dependent-copay-without-amount": case(
            "271",
            lambda rows: (*rows[:-1], ("EB", "C", "", "30", "HM")),
            end(("EB", "C", "", "30", "HM", "SILVER PLAN", "23", "500")),
        ),
        "dependent-coinsurance-without-percentage": case(
            "271",
            lambda rows: (*rows[:-1], ("EB", "A", "", "30", "HM", "SILVER PLAN")),
            end(("EB", "A", "", "30", "HM", "SILVER PLAN", "27", "", "0.2")),
        ),
        "dependent-period-reversed": case("271", put(("DTP", "291"), 3, "20251231-20250101")),
        "answer-without-benefit-or-refusal": case(
            "271",
            drop("AAA"),
            *(drop("EB") for _ in range(3)),
            drop("LS"),
            drop("NM1", "P3"),
            drop("LE"),
            after(("NM1", "IL"), ("AAA", "N", "", "75", "C")),
        ),
        "dependent-without-benefit-or-refusal": case(
            "271",
            drop("AAA"),
            put(("EB",), 0, "EB"),
            lambda rows: rows[:-1],
            after(("NM1", "03"), ("AAA", "N", "", "67", "C")),
        ),
        "dependent-without-relationship": case("271", drop("INS")),
        "copay-without-amount": case(
            "271",
            lambda rows: put(("EB", "B"), 7, "")(put(("EB", "B"), 5, "")(rows)),
        ),
        "coinsurance-without-percentage": case("271", put(("EB", "A"), 8, "")),
        # claim status
        "status-question-without-claim": case(
            "276",
            lambda rows: tuple(row for index, row in enumerate(rows) if not 10 <= index <= 15),
        ),
        "status-question-without-birth-date": case("276", drop("DMG")),
        "status-question-without-date": case("276", drop("DTP"), drop("SVC"), drop("DTP", "472", "D8")),
        "status-children-not-announced": case("277", put(("HL", "5"), 4, "0")),
        "dependent-status-question-without-date": case("276", lambda rows: rows[:-1]),
        "dependent-paid-status-without-amount": case(
            "277",
            put(("STC", composite("F1", "65"), "20251202"), 5, ""),
            lambda rows: (
                *rows[:-1],
                ("STC", composite("F1", "65"), "20251202", "", "150", "120"),
            ),
        ),
        "dependent-status-period-reversed": case(
            "276",
            lambda rows: (*rows[:-1], ("DTP", "472", "RD8", "20251121-20251120")),
        ),
        "status-level-under-wrong-provider": case("276", put(("HL", "4"), 2, "2")),
        "status-period-reversed": case("277", put(("DTP", "472"), 3, "20251121-20251120")),
        "status-answer-without-claim": case(
            "277",
            lambda rows: tuple(row for index, row in enumerate(rows) if not 9 <= index <= 15),
        ),
        "paid-status-without-amount": case("277", put(("STC",), 5, "")),
        # reviews
        "review-without-event": case(
            "278-request",
            lambda rows: rows[:8],
            also=("level-without-children",),
        ),
        "dependent-review-without-event": case(
            "278-request",
            lambda rows: rows[:12],
            also=("level-without-children",),
        ),
        "dependent-review-without-relationship": case("278-request", drop("INS")),
        "admission-review-without-date": case("278-request", drop("DTP", "435")),
        "changed-review-without-earlier-number": case(
            "278-request",
            drop("REF", "BB"),
            put(("UM",), 2, "S"),
            after(("UM",), ("REF", "BB", "AUTH1")),
        ),
        "ambulance-review-without-transport": case("278-request", drop("CR1")),
        "service-review-without-service": case("278-request", drop("SV2")),
        "certified-without-number": case("278-response", put(("HCR",), 2, "")),
        "refused-without-reason": case(
            "278-response",
            put(("HCR",), 3, ""),
            put(("HCR",), 1, "A3"),
            put(("HCR",), 2, ""),
            put(("HCR",), 3, "0U"),
        ),
        "answer-without-decision": case(
            "278-response",
            drop("HCR"),
            put(("HL", "4"), 4, "0"),
            lambda rows: rows[:-3],
        ),
        "review-period-reversed": case("278-request", put(("DTP", "AAH"), 3, "20251215-20251210")),
        # enrolment
        "subscriber-with-dependent-relationship": case("834", put(("INS", "Y"), 2, "19")),
        "dependent-with-self-relationship": case("834", put(("INS", "N"), 2, "18")),
    }
)
