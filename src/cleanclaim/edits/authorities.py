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


FILING_START = Citation(
    "Medicare Claims Processing Manual, Pub. 100-04, chapter 1, section 70.1",
    "as reprinted at medicarepaymentandreimbursement.com, 2014",
)
FILING_END = Citation(
    "Palmetto GBA: Medicare's Claim Timeliness Requirements and Criteria for a Timeliness Extension",
    "as mirrored at dexzcodes.com",
)
FILING_LIMIT = Citation("42 CFR 424.44(a)(1)", verified=False)
"""Read only as others quote it."""

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
