"""Examples of the rules for services, hospitals, teeth and payers' answers: see ``situation_examples``."""

from types import MappingProxyType

from cleanclaim.x12 import Row, composite
from tests.x12.edits import Edit, after, before, drop, end, put
from tests.x12.samples import CLINIC, DOCTOR
from tests.x12.situation_examples import AMBULANCE, FIRST_PAYER, OTHER_PAYER, OUTPATIENT, Example, case

_SERVICE = put(("SV1",), 1, composite("HC", "99213"))
_MAN = put(("DMG",), 3, "M")
_DECISION: tuple[Row, ...] = (
    ("SVD", "P2", "40", composite("HC", "99213"), "", "1"),
    ("DTP", "573", "D8", "20251125"),
)
_MEDICARE = put(("SBR",), 9, "MB")
_PART_A = put(("SBR",), 9, "MA")
_INPATIENT_PLACE: tuple[Edit, ...] = (
    put(("CLM",), 5, composite("21", "B", "1")),
    after(("CLM",), ("DTP", "435", "D8", "20251119"), ("DTP", "096", "D8", "20251122")),
)
_FACILITY: tuple[Row, ...] = (
    ("NM1", "77", "2", "EXAMPLE HOSPITAL", "", "", "", "", "XX", DOCTOR),
    ("N3", "9 ELM ST"),
    ("N4", "SPRINGFIELD", "IL", "627010001"),
)
_OPERATION = composite("BBR", "0BJ08ZZ", "D8", "20251102")
_STAY_CODES = composite("BE", "80", "", "", "3")
_MISSING_CODES = ("HI", composite("BG", "09"))
_CROWN: tuple[Edit, ...] = (
    put(("SV3",), 1, composite("AD", "D2750")),
    put(("SV3",), 5, "I"),
    put(("TOO",), 3, ""),
)
_QUESTION_ABOUT_MONEY = ("EB", "F", "", "30", "HM", "GOLD PLAN", "23", "", "", "P6", "20")


def _code(code: str, *modifiers: str) -> Edit:
    return put(("SV1",), 1, composite("HC", code, *modifiers))


def _hi(*parts: str) -> Edit:
    return after(_MISSING_CODES, ("HI", composite(*parts)))


def _bill(kind: str, frequency: str = "1") -> Edit:
    return put(("CLM",), 5, composite(kind, "A", frequency))


def _both(*edits: Edit) -> Edit:
    def edit(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        for one in edits:
            rows = one(rows)
        return rows

    return edit


def _without_last_city(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    at = max(index for index, row in enumerate(rows) if row[0] == "N4")
    return (*rows[:at], *rows[at + 1 :])


SERVICES = {
    "rendering-provider-without-npi": case(
        "837D", _both(put(("NM1", "82"), 9, ""), put(("NM1", "82"), 8, ""))
    ),
    "zero-units-with-charge": case("837P", put(("SV1",), 4, "0")),
    "negative-quantity": case("837D", put(("SV3",), 6, "-1")),
    "drug-without-quantity": case(
        "837P",
        put(("CTP",), 4, "0"),
        after(("DTP", "472"), ("LIN", "", "N4", "00000000001"), ("CTP", "", "", "", "2", "UN")),
    ),
    "patient-paid-above-charge": case("837P", put(("AMT",), 2, "151"), before(("HI",), ("AMT", "F5", "150"))),
    "original-number-on-first-claim": case(
        "837P",
        put(("CLM",), 5, composite("11", "B", "1")),
        put(("CLM",), 5, composite("11", "B", "7")),
        before(("HI",), ("REF", "F8", "ICN1")),
    ),
    "frequency-of-a-hospital-bill": case("837P", put(("CLM",), 5, composite("11", "B", "2"))),
    "accident-date-without-cause": case(
        "837P",
        put(("CLM",), 11, ""),
        put(("CLM",), 11, "EM"),
        after(("CLM",), ("DTP", "439", "D8", "20251119")),
    ),
    "earlier-event-after-service": case(
        "837P", put(("DTP", "454"), 3, "20251121"), after(("CLM",), ("DTP", "454", "D8", "20251120"))
    ),
    "service-before-admission": case("837P", put(("DTP", "472"), 3, "20251118"), *_INPATIENT_PLACE),
    "service-after-discharge": case("837P", put(("DTP", "472"), 3, "20251123"), *_INPATIENT_PLACE),
    "work-resumed-before-it-ended": case(
        "837P",
        put(("DTP", "296"), 3, "20251101"),
        after(("CLM",), ("DTP", "297", "D8", "20251102"), ("DTP", "296", "D8", "20251103")),
    ),
    "care-relinquished-before-assumed": case(
        "837P",
        put(("DTP", "091"), 3, "20251101"),
        after(("CLM",), ("DTP", "090", "D8", "20251102"), ("DTP", "091", "D8", "20251103")),
    ),
    "pregnant-man": case("837P", _MAN, after(("SBR",), ("PAT", "", "", "", "", "", "", "", "", "Y"))),
    "menstruation-of-man": case("837P", _MAN, after(("CLM",), ("DTP", "484", "D8", "20251101"))),
    "waived-test-without-clia": case(
        "837P", drop("REF", "X4"), _code("87880", "QW"), before(("HI",), ("REF", "X4", "11D0000000"))
    ),
    "laboratory-without-clia": case(
        "837P",
        drop("REF", "X4"),
        put(("CLM",), 5, composite("81", "B", "1")),
        before(("HI",), ("REF", "X4", "11D0000000")),
    ),
    "referred-test-without-clia": case(
        "837P", drop("REF", "F4"), _code("80053", "90"), after(("DTP", "472"), ("REF", "F4", "11D0000000"))
    ),
    "mammography-without-certification": case(
        "837P", drop("REF", "EW"), _code("77067"), after(("DTP", "472"), ("REF", "EW", "M1"))
    ),
    "oversight-without-agency": case(
        "837P", drop("REF", "1J"), _code("G0181"), before(("HI",), ("REF", "1J", DOCTOR))
    ),
    "hospice-physician-without-statement": case(
        "837P", drop("CRC"), _code("99213", "GV"), after(("SV1",), ("CRC", "70", "N", "65"))
    ),
    "drug-without-national-code": case(
        "837P",
        _both(drop("LIN"), drop("CTP")),
        put(("SBR",), 9, "MC"),
        _code("J1885"),
        after(("DTP", "472"), ("LIN", "", "N4", "00000000001"), ("CTP", "", "", "", "2", "UN")),
    ),
    "test-without-orderer": case(
        "837P",
        drop("NM1", "DN"),
        _MEDICARE,
        _code("71046"),
        before(("NM1", "82"), ("NM1", "DN", "1", "DOE", "DORA", "", "", "", "XX", DOCTOR)),
    ),
    "equipment-without-orderer": case(
        "837P",
        drop("NM1", "DK"),
        _MEDICARE,
        _code("E0601"),
        after(("DTP", "472"), ("NM1", "DK", "1", "DOE", "DORA", "", "", "", "XX", DOCTOR)),
    ),
    "purchased-provider-without-service": case(
        "837P",
        drop("PS1"),
        after(("DTP", "472"), ("PS1", CLINIC, "20"), ("NM1", "QB", "2", "", "", "", "", "", "XX", CLINIC)),
    ),
    "rental-price-without-equipment": case(
        "837P",
        put(("SV5",), 4, "0"),
        after(("SV1",), ("SV5", composite("HC", "E0601"), "DA", "30", "80", "0", "4")),
    ),
    "service-facility-same-as-billing": case(
        "837P",
        _both(put(("NM1", "77"), 9, CLINIC), put(("N3", "9 ELM ST"), 1, "1 MAIN ST")),
        after(("NM1", "82"), *_FACILITY),
    ),
    "ambulance-destination-same": case("837P", put(("N3", "9 ELM ST"), 1, "1 ELM ST"), *AMBULANCE),
    "other-payers-of-one-id": case(
        "837P",
        lambda rows: tuple(
            ("NM1", "PR", "2", "THIRD HEALTH", "", "", "", "", "PI", "P2") if "THIRD HEALTH" in row else row
            for row in rows
        ),
        before(("LX",), *OTHER_PAYER),
        before(
            ("LX",),
            ("SBR", "T", *OTHER_PAYER[0][2:]),
            *OTHER_PAYER[2:4],
            ("NM1", "PR", "2", "THIRD HEALTH", "", "", "", "", "PI", "P3"),
        ),
        after(("DTP", "472"), *_DECISION),
    ),
    "third-payer-without-second": case(
        "837P",
        lambda rows: (*rows[: rows.index(OTHER_PAYER[0])], *rows[rows.index(("LX", "1")) :]),
        put(("SBR",), 1, "T"),
        before(("LX",), *FIRST_PAYER),
        before(("LX",), *OTHER_PAYER),
    ),
    "adjusted-by-other-payer-without-amount": case(
        "837P",
        drop("AMT"),
        before(("LX",), OTHER_PAYER[0], ("CAS", "CO", "45", "10"), *OTHER_PAYER[1:]),
    ),
    "line-decision-without-paid-amount": case(
        "837P", drop("AMT"), before(("LX",), *OTHER_PAYER), after(("DTP", "472"), *_DECISION)
    ),
    "other-medicare-without-type": case(
        "837P",
        put(("SBR", "S"), 5, ""),
        before(("LX",), *OTHER_PAYER),
        put(("SBR", "S"), 9, "MB"),
        put(("SBR", "S"), 5, "12"),
    ),
    "decision-before-service": case(
        "837P",
        lambda rows: (
            *rows[: rows.index(_DECISION[0])],
            _DECISION[0],
            ("DTP", "573", "D8", "20251119"),
            *rows[rows.index(_DECISION[0]) + 2 :],
        ),
        before(("LX",), *OTHER_PAYER),
        after(("DTP", "472"), *_DECISION),
    ),
}
HOSPITALS = {
    "newborn-from-elsewhere": case(
        "837I", put(("CL1",), 2, "1"), put(("CL1",), 1, "4"), put(("CL1",), 2, "5")
    ),
    "procedure-after-statement": case(
        "837I", put(("HI", _OPERATION), 1, composite("BBR", "0BJ08ZZ", "D8", "20251105"))
    ),
    "procedure-before-statement": case(
        "837I",
        put(
            ("HI", composite("BBR", "0BJ08ZZ", "D8", "20251029")),
            1,
            composite("BBR", "0BJ08ZZ", "D8", "20251028"),
        ),
        put(("HI", _OPERATION), 1, composite("BBR", "0BJ08ZZ", "D8", "20251029")),
    ),
    "span-reversed": case(
        "837I",
        put(
            ("HI", composite("BI", "74", "RD8", "20251101-20251102")),
            1,
            composite("BI", "74", "RD8", "20251102-20251101"),
        ),
    ),
    "code-twice": case(
        "837I", put(_MISSING_CODES, 2, composite("BG", "09")), put(_MISSING_CODES, 2, composite("BG", "C5"))
    ),
    "principal-diagnosis-repeated": case(
        "837I", put(("HI", composite("ABF", "I10", "", "", "", "", "", "", "Y")), 2, composite("ABF", "J189"))
    ),
    "noncovered-above-charge": case("837I", put(("SV2",), 7, "1201"), put(("SV2",), 7, "1200")),
    "covered-days-differ": case("837I", put(("HI", _STAY_CODES), 1, composite("BE", "80", "", "", "4"))),
    "inpatient-without-poa": case(
        "837I",
        _both(
            put(("HI",), 1, composite("ABK", "J189")),
            put(("HI", composite("ABF", "I10", "", "", "", "", "", "", "Y")), 1, composite("ABF", "I10")),
        ),
    ),
    "outpatient-with-poa": case(
        "837I", put(("HI",), 1, composite("ABK", "J189", "", "", "", "", "", "", "Y")), *OUTPATIENT
    ),
    "inpatient-with-reason-for-visit": case(
        "837I", after(("HI", composite("ABJ", "R0602")), ("HI", composite("APR", "R0602")))
    ),
    "outpatient-with-drg": case(
        "837I", after(("HI", composite("ABJ", "R0602")), ("HI", composite("DR", "194"))), *OUTPATIENT
    ),
    "outpatient-with-inpatient-procedure": case(
        "837I",
        before(("HI", composite("BI", "74", "RD8", "20251101-20251102")), ("HI", _OPERATION)),
        *OUTPATIENT,
    ),
    "room-not-in-days": case("837I", put(("SV2",), 4, "UN")),
    "inpatient-without-room": case("837I", _both(put(("SV2",), 1, "0270"), put(("SV2",), 4, "UN"))),
    "inpatient-without-admission-hour": case(
        "837I", _both(put(("DTP", "435"), 2, "D8"), put(("DTP", "435"), 3, "20251101"))
    ),
    "admission-before-first-bill": case(
        "837I", put(("DTP", "435"), 3, "202510310915"), put(("DTP", "435"), 3, "202511010915")
    ),
    "noncovered-stay-with-payment-group": case(
        "837I", put(("SV2",), 7, ""), _bill("11", "0"), put(("SV2",), 7, "1200")
    ),
    "skilled-nursing-without-payment-group": case(
        "837I",
        put(("SV2", "0022"), 1, "0270"),
        _PART_A,
        _bill("21"),
        put(("SV2", "0250"), 1, "0022"),
    ),
    "home-health-without-payment-group": case(
        "837I", put(("SV2", "0023"), 1, "0270"), _PART_A, _bill("32"), put(("SV2", "0250"), 1, "0023")
    ),
    "hospice-without-area": case(
        "837I",
        put(("HI", composite("BE", "61", "", "", "16984")), 1, _STAY_CODES),
        _PART_A,
        _bill("81"),
        put(("HI", _STAY_CODES), 1, composite("BE", "61", "", "", "16984")),
    ),
    "dialysis-without-weight": case(
        "837I",
        put(("HI", composite("BE", "A8", "", "", "70")), 1, _STAY_CODES),
        *OUTPATIENT,
        _PART_A,
        _bill("72"),
        put(("HI", _STAY_CODES), 1, composite("BE", "A8", "", "", "70")),
    ),
    "correction-without-condition-code": case(
        "837I",
        put(("HI", composite("BG", "D1")), 1, composite("BG", "09")),
        _PART_A,
        _bill("11", "7"),
        before(("HI",), ("REF", "F8", "ICN1")),
        put(_MISSING_CODES, 1, composite("BG", "D1")),
    ),
    "leave-without-span": case(
        "837I",
        put(
            ("HI", composite("BI", "74", "RD8", "20251101-20251102")),
            1,
            composite("BI", "76", "RD8", "20251101-20251102"),
        ),
        put(("SV2", "0250"), 1, "0180"),
    ),
    "trauma-revenue-without-trauma-admission": case(
        "837I", put(("CL1",), 1, "1"), put(("SV2", "0250"), 1, "0681"), put(("CL1",), 1, "5")
    ),
    "death-without-date": case(
        "837I",
        put(("HI", composite("BH", "55", "D8", "20251104")), 1, composite("BH", "11", "D8", "20251030")),
        put(("CL1",), 3, "20"),
        put(("HI", composite("BH", "11", "D8", "20251030")), 1, composite("BH", "55", "D8", "20251104")),
    ),
    "hospital-auto-accident-without-state": case(
        "837I",
        drop("REF", "LU"),
        put(("HI", composite("BH", "11", "D8", "20251030")), 1, composite("BH", "01", "D8", "20251030")),
        after(("REF", "EA"), ("REF", "LU", "IL")),
    ),
    "outpatient-test-without-procedure": case(
        "837I",
        put(("SV2", "0300"), 2, ""),
        *OUTPATIENT,
        put(("SV2", "0250"), 2, composite("HC", "80053")),
        put(("SV2", "0250"), 1, "0300"),
    ),
    "detailed-drug-without-code": case(
        "837I",
        put(("SV2", "0636"), 2, ""),
        put(("SV2", "0250"), 2, composite("HC", "J1885")),
        put(("SV2", "0250"), 1, "0636"),
    ),
    "spans-of-outpatient-lines": case(
        "837I",
        _both(put(("DTP", "472"), 2, "RD8"), put(("DTP", "472"), 3, "20251102-20251103")),
        *OUTPATIENT,
        put(("SV2", "0250"), 2, composite("HC", "J1885")),
    ),
}

TEETH = {
    "tooth-outside-area": case("837D", put(("SV3",), 4, "10"), put(("SV3",), 4, "20")),
    "tooth-procedure-without-tooth": case("837D", drop("TOO")),
    "filling-without-surface": case("837D", put(("TOO",), 3, "")),
    "filling-of-other-surfaces": case("837D", put(("TOO",), 3, composite("M", "O", "D"))),
    "surface-twice": case(
        "837D",
        put(("TOO",), 3, composite("M", "M")),
        put(("SV3",), 1, composite("AD", "D2391")),
        put(("TOO",), 3, "M"),
    ),
    "surface-of-another-tooth": case("837D", put(("TOO",), 3, composite("M", "I"))),
    "missing-tooth-treated": case(
        "837D", put(("DN2",), 1, "12"), before(("HI",), ("DN2", "1", "M", "", "", "", "JP"))
    ),
    "quadrant-procedure-without-area": case(
        "837D",
        put(("SV3",), 4, ""),
        put(("SV3",), 1, composite("AD", "D4341")),
        put(("SV3",), 4, "10"),
        drop("TOO"),
    ),
    "prosthesis-without-kind": case("837D", put(("SV3",), 5, ""), *_CROWN),
    "first-prosthesis-with-prior-date": case(
        "837D",
        put(("SV3",), 5, "I"),
        *_CROWN,
        put(("SV3",), 5, "R"),
        after(("TOO",), ("DTP", "441", "D8", "20200101")),
    ),
    "prior-placement-after-service": case(
        "837D",
        put(("DTP", "441"), 3, "20251121"),
        drop("DTP", "472"),
        *_CROWN,
        put(("SV3",), 5, "R"),
        after(("TOO",), ("DTP", "472", "D8", "20251120"), ("DTP", "441", "D8", "20200101")),
        end(("DTP", "472", "D8", "20251120")),
    ),
    "treatment-completed-before-begun": case(
        "837D",
        put(("DTP", "198"), 3, "20251101"),
        after(("TOO",), ("DTP", "196", "D8", "20251110"), ("DTP", "198", "D8", "20251120")),
    ),
    "orthodontic-months-remaining-above-total": case(
        "837D",
        put(("DN1",), 2, "25"),
        after(("DTP", "472"), ("DTP", "452", "D8", "20251120"), ("DN1", "24", "11")),
    ),
    "dental-hospital-without-facility": case(
        "837D",
        _both(drop("NM1", "77"), drop("N3", "9 ELM ST"), _without_last_city),
        put(("CLM",), 5, composite("21", "B", "1")),
        after(("PRV", "PE"), *_FACILITY),
    ),
    "predetermination-that-is-paid": case(
        "837D",
        put(("AMT",), 2, "10"),
        put(("CLM",), 19, "PB"),
        drop("DTP", "472"),
        before(("HI",), ("AMT", "F5", "0")),
    ),
}


ANSWERS = {
    "adjustment-of-nothing": case("835", put(("CAS", "CO"), 3, "0")),
    "first-payment-with-earlier-payer": case("835", put(("CAS", "CO"), 2, "23")),
    "payment-above-allowed": case("835", put(("AMT",), 2, "79"), after(("CAS", "PR"), ("AMT", "B6", "90"))),
    "paid-service-without-units": case("835", put(("SVC",), 5, "0")),
    "provider-adjustment-of-nothing": case("835", put(("PLB",), 4, "0")),
    "inpatient-facts-on-professional-payment": case(
        "835", after(("NM1", "QC"), ("MIA", "0"), ("MOA", "0.5")), after(("NM1", "QC"), ("REF", "EA", "M1"))
    ),
    "coverage-expired-before-statement": case(
        "835",
        put(("DTM", "036"), 2, "20251031"),
        after(("NM1", "QC"), ("DTM", "232", "20251120"), ("DTM", "036", "20251231")),
    ),
    "rejected-batch-with-claims": case(
        "277CA",
        put(("STC",), 3, "U"),
        put(("STC",), 1, composite("A1", "20", "PR")),
    ),
    "rejected-provider-with-claims": case(
        "277CA",
        put(("STC", composite("A3", "24", "85")), 3, "U"),
        after(
            ("NM1", "85"),
            ("TRN", "1", "0"),
            ("STC", composite("A3", "24", "85"), "20251202", "WQ", "150"),
        ),
    ),
    "rejected-claim-with-payer-number": case(
        "277CA",
        _both(
            put(("STC", composite("A2", "20", "PR")), 3, "U"),
            put(("STC", composite("A2", "20", "PR")), 1, composite("A7", "562", "85")),
        ),
    ),
    "denied-status-with-payment": case("277", put(("STC",), 1, composite("F2", "65"))),
    "dependent-denied-status-with-payment": case(
        "277",
        _both(
            put(("STC", composite("P1", "20")), 5, "12"),
            put(("STC", composite("P1", "20")), 1, composite("F2", "65")),
        ),
    ),
    "pending-status-with-payment": case("277", put(("STC",), 1, composite("P1", "20"))),
    "dependent-pending-status-with-payment": case("277", put(("STC", composite("P1", "20")), 5, "12")),
    "payment-number-without-date": case(
        "277", put(("STC",), 8, ""), put(("STC",), 8, "20251201"), put(("STC",), 9, "CHK1")
    ),
    "percentage-over-one": case("271", put(("EB", "A"), 8, "20")),
    "dependent-percentage-over-one": case(
        "271", put(("EB", "Y"), 8, "20"), end(("EB", "Y", "", "30", "HM", "GOLD PLAN", "27", "", "0.2"))
    ),
    "negative-percentage": case("271", put(("EB", "A"), 8, "-0.2")),
    "dependent-negative-percentage": case(
        "271", put(("EB", "Y"), 8, "-0.2"), end(("EB", "Y", "", "30", "HM", "GOLD PLAN", "27", "", "0.2"))
    ),
    "negative-benefit": case("271", put(("EB", "B"), 7, "-25")),
    "dependent-negative-benefit": case(
        "271", put(("EB", "Y"), 7, "-25"), end(("EB", "Y", "", "30", "HM", "GOLD PLAN", "27", "25"))
    ),
    "other-payer-without-name": case(
        "271",
        put(("EB", "D"), 1, "R"),
        before(("EB", "B"), ("EB", "D", "", "30")),
    ),
    "dependent-other-payer-without-name": case("271", put(("EB", "D"), 1, "R"), end(("EB", "D", "", "30"))),
    "limit-without-quantity": case(
        "271",
        _both(put(("EB", "F"), 9, ""), put(("EB", "F"), 10, "")),
        before(("EB", "B"), _QUESTION_ABOUT_MONEY),
    ),
    "plan-ends-before-it-begins": case(
        "271", put(("DTP", "347"), 3, "20241231"), after(("DTP", "346"), ("DTP", "347", "D8", "20251231"))
    ),
    "dependent-plan-ends-before-it-begins": case(
        "271",
        put(("DTP", "347"), 3, "20241231"),
        after(("DTP", "291"), ("DTP", "346", "D8", "20250101"), ("DTP", "347", "D8", "20251231")),
    ),
    "line-question-outside-claim": case("276", put(("DTP", "472", "D8"), 3, "20251122")),
    "review-discharge-before-admission": case(
        "278-request",
        put(("DTP", "096"), 3, "20251209"),
        after(("DTP", "435"), ("DTP", "096", "D8", "20251215")),
    ),
    "accident-review-without-date": case(
        "278-request",
        drop("DTP", "439"),
        put(("UM",), 5, "EM"),
        after(("UM",), ("DTP", "439", "D8", "20251130")),
    ),
    "review-without-diagnosis": case("278-request", drop("HI")),
    "referral-without-specialist": case("278-request", drop("NM1", "71"), put(("UM",), 1, "SC")),
    "service-review-without-date": case(
        "278-request",
        drop("DTP", "472"),
        put(("UM",), 1, "HS"),
        drop("DTP", "AAH"),
        drop("DTP", "435"),
    ),
    "authorization-ends-before-issued": case(
        "278-response",
        put(("DTP", "036"), 3, "20251129"),
        after(("HCR",), ("DTP", "102", "D8", "20251201"), ("DTP", "036", "D8", "20251231")),
    ),
    "certified-without-days": case("278-response", drop("DTP", "AAH")),
    "coverage-ends-before-it-begins": case(
        "834",
        put(("DTP", "349"), 3, "20251231"),
        after(("DTP", "348"), ("DTP", "349", "D8", "20261231")),
    ),
    "termination-without-date": case(
        "834",
        drop("DTP", "349"),
        put(("INS",), 3, "024"),
        after(("DTP", "348"), ("DTP", "349", "D8", "20261231")),
    ),
}

MORE: MappingProxyType[str, Example] = MappingProxyType({**SERVICES, **HOSPITALS, **TEETH, **ANSWERS})
