"""The texts that edits stand on, each as far as it was opened, and where it was read.

The implementation guides themselves are copyrighted and were not opened. What they require was
read in the map of the guide that the open-source validator pyx12 ships, and a test looks every
such citation up in that map; ``docs/edits/sources.md`` explains.
"""

from cleanclaim.primitives import Citation

PYX12 = "usage R in the map of pyx12 4.0.0"


def professional_guide(loop: str, position: str) -> Citation:
    """Return the citation of an element that the professional guide requires where its loop is sent."""
    return Citation(f"ASC X12N 837 005010X222A1, {loop} {position}", PYX12)


def institutional_guide(loop: str, position: str) -> Citation:
    """Return the citation of an element that the institutional guide requires where its loop is sent."""
    return Citation(f"ASC X12N 837 005010X223A2, {loop} {position}", PYX12)


def dental_guide(loop: str, position: str) -> Citation:
    """Return the citation of an element of the dental guide, of which no open map was at hand."""
    return Citation(f"ASC X12N 837 005010X224A2, {loop} {position}", verified=False)


def every_guide(loop: str, position: str) -> tuple[Citation, ...]:
    """Return the citations of an element that all three claim guides require at the same place."""
    guides = (professional_guide, institutional_guide, dental_guide)
    return tuple(guide(loop, position) for guide in guides)


CODE_SETS_IN_FORCE = Citation("45 CFR 162.1000(a)", "ecfr.io copy")
"""Medical code sets: those valid at the time the health care is furnished."""

OTHER_CODE_SETS_IN_FORCE = Citation("45 CFR 162.1000(b)", "ecfr.io copy")
"""Nonmedical code sets: those valid at the time the transaction is initiated."""

NPI_FORMAT = Citation("45 CFR 162.406(a)", "govregs.com copy")
"""The NPI: ten digits, the tenth a check digit."""

NPI_USE = Citation("45 CFR 162.410(a)(2)", "FindLaw copy current as of 2025-01-02")
"""A covered provider uses its NPI on all standard transactions that want its identifier."""

PLACE_OF_SERVICE_SET = Citation("CMS Place of Service Code Set", "CMS Blue Button 2.0, CLM-POS-CD")

GUIDELINES = "FY 2026, updated October 1, 2025"


def coding_guideline(section: str) -> Citation:
    """Return the citation of a section of the ICD-10-CM Official Guidelines."""
    return Citation(f"ICD-10-CM Official Guidelines, Section {section}", GUIDELINES)


def reason_code(code: str) -> Citation:
    """Return a claim adjustment reason code as evidence that payers deny for just this."""
    return Citation(f"Claim adjustment reason code {code}", "CMS Blue Button 2.0, ANSI-RSN-CD")


def stedi(name: str) -> Citation:
    """Return a front-end edit that the clearinghouse Stedi has published."""
    return Citation(f"Stedi claim edit: {name}", "stedi.com/changelog")


TOTAL_EQUALS_LINES = Citation(
    "Stedi claim edit: Missing total claim charge amount",
    "stedi.com/changelog: the total should equal the sum of the lines; payers check it",
)
LINES_CONFIRM_TOTAL = Citation(
    "Stedi claim edit: Missing line item charge amount",
    "stedi.com/changelog: payers add up the lines to confirm the total",
)

DIAGNOSES_OF_A_CLAIM = Citation(
    "Community Health Plan of Washington: Billing Requirements for Diagnosis Code Limits", "chpw.org"
)
"""The 837P takes twelve, the 837D four."""

DIAGNOSIS_POSITIONS = Citation(
    "ASC X12N 837 005010X222A1, 2300 HI", "twelve places, one segment in the map of pyx12 4.0.0"
)

FILING_YEAR = Citation(
    "CMS FAQ 10562: What is Medicare's general timely filing period?",
    "questions.medicaid.gov as archived 2017-01-18",
)
"""One calendar year after the service, for services from January 1, 2010 (it names 42 CFR 424.44)."""

FILING_FROM_DATE = Citation(
    "Noridian Medicare, JA DME: Timely Filing", "med.noridianmedicare.com: From date, February 29"
)
FILING_THROUGH_DATE = Citation(
    "CGS Medicare, Part A: Timely Filing Requirements", "cgsmedicare.com: Through date, no appeal"
)
FILING_WORKING_DAY = Citation(
    "Palmetto GBA: Medicare's Claim Timeliness Requirements and Criteria for a Timeliness Extension",
    "second-hand: a mirror at dexzcodes.com",
    verified=False,
)
"""A last day on a weekend or holiday. Being without an opened source, it may only excuse a claim."""

FILING_LIMIT = Citation("42 CFR 424.44(a)(1)", verified=False)
"""Read only as others quote it."""

MEDICAID_FILING_LIMIT = Citation("42 CFR 447.45(d)(1)", verified=False)
"""Read only as others quote it; of the section itself paragraphs (a) and (b) were at hand."""

SECONDARY_TYPE = Citation(
    "NGS Medicare: Populating MSP Insurance Type Code on Electronic Claims", "ngsmedicare.com"
)
SECONDARY_BILLING = Citation(
    "CGS Medicare: Medicare Secondary Payer (MSP) Claims - Billing Reminders", "August 21, 2025"
)
REPLACEMENT_NUMBER = Citation(
    "X12 Request for Interpretation 2173", "quotes the rule of 005010X223A2, 2300 REF F8"
)
REPLACEMENT_NUMBER_TOO = Citation(
    "X12 Request for Interpretation 1538", "quotes the rule of 005010X223A2, 2300 REF F8"
)
ACCIDENT_STATE = Citation("TriZetto rejection: auto accident state (2300.CLM*11-4)", "helpme.kareo.com")
