"""Short reasons for CARCs, in our own words, with the cause a denial is worked by.

Only codes that a person meets on denials are here; the official descriptions are X12's and are
loaded by the user. Each code was checked against the list that CMS publishes
(``reference/carc``, CMSgov/beneficiary-fhir-data) by a test. A code that is missing here is not
"no problem": it is classified as a denial to look up.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Cause(StrEnum):
    """What kind of trouble a denial is; playbooks and statistics go by it."""

    AUTHORIZATION = "authorization"
    BENEFIT_LIMIT = "benefit_limit"
    BUNDLING = "bundling"
    CODING = "coding"
    COORDINATION = "coordination"
    DOCUMENTATION = "documentation"
    DUPLICATE = "duplicate"
    ELIGIBILITY = "eligibility"
    MEDICAL_NECESSITY = "medical_necessity"
    MISSING_INFORMATION = "missing_information"
    NON_COVERED = "non_covered"
    PAYMENT_RULES = "payment_rules"
    PENDING = "pending"
    PROVIDER = "provider"
    TIMELY_FILING = "timely_filing"
    OTHER = "other"


_BY_CAUSE: dict[Cause, dict[str, str]] = {
    Cause.AUTHORIZATION: {
        "15": "authorization number absent, wrong or for something else",
        "38": "not arranged through the network's provider",
        "39": "refused already when authorization was asked for",
        "61": "second surgical opinion not obtained",
        "62": "no authorization, or more than it allowed",
        "165": "no referral, or more than it allowed",
        "197": "not authorized or notified beforehand",
        "198": "more than what was authorized",
        "210": "authorization came too late",
        "242": "not from a network or primary care provider",
        "243": "not approved by the network or primary care provider",
        "284": "authorization is for other services",
        "287": "more than the referral allowed",
        "288": "referral missing",
        "296": "authorization is for another provider",
    },
    Cause.BENEFIT_LIMIT: {
        "35": "lifetime limit used up",
        "119": "limit for the period used up",
        "149": "lifetime limit for this kind of service used up",
        "222": "provider's contracted number for the period exceeded",
        "273": "more than program rules allow",
        "B14": "one visit a day per physician",
    },
    Cause.BUNDLING: {
        "97": "bundled into a service already paid",
        "128": "part of the mother's benefit",
        "190": "part of the nursing facility's payment",
        "194": "anesthesia by the surgeon or an assistant",
        "231": "two procedures that exclude each other on one day",
        "234": "not paid on its own",
        "236": "NCCI conflict with another procedure of the day",
        "249": "counted as a readmission",
        "B10": "a component was paid already",
        "B15": "the service it depends on was not billed or not covered",
        "P14": "part of what was paid for another service that day",
    },
    Cause.CODING: {
        "4": "modifier missing or not fitting the procedure",
        "5": "place of service or bill type does not fit the procedure",
        "6": "procedure does not fit the patient's age",
        "7": "procedure does not fit the patient's sex",
        "9": "diagnosis does not fit the patient's age",
        "10": "diagnosis does not fit the patient's sex",
        "11": "diagnosis does not support the procedure",
        "12": "diagnosis does not fit the provider's type",
        "146": "diagnosis code not valid on the date",
        "181": "procedure code not valid on the date",
        "182": "modifier not valid on the date",
        "189": "unlisted code used where a specific one exists",
        "199": "revenue code and procedure do not go together",
        "240": "diagnosis does not fit the birth weight",
        "261": "does not fit the patient's history",
        "267": "dates reach over several months",
        "268": "dates reach over two years",
        "282": "revenue or procedure code does not fit the bill type",
        "A8": "no DRG could be assigned",
        "B16": "patient is not a new patient",
        "B18": "code with this modifier not valid on the date",
        "B22": "adjusted because of the diagnosis",
        "D21": "diagnosis missing or not valid",
    },
    Cause.COORDINATION: {
        "19": "work-related: bill workers' compensation",
        "20": "injury: bill the liability carrier",
        "21": "injury: bill the no-fault carrier",
        "22": "another payer comes first",
        "23": "effect of an earlier payer's decision",
        "24": "patient is in a managed care plan: bill that plan",
        "109": "wrong payer or contractor: bill the right one",
        "129": "earlier payer's information looks wrong",
        "136": "earlier payer's rules were not followed",
        "166": "payer no longer responsible when it was submitted",
        "191": "not work-related for this carrier",
        "209": "not collectable from the patient; next payer may be billed",
        "254": "bill the medical plan",
        "270": "bill the dental plan",
        "275": "earlier payer's patient share not covered",
        "276": "denied by the earlier payer and not covered here",
        "280": "bill the pharmacy plan",
        "297": "bill the vision plan",
        "303": "a QMB's share that Medicaid does not pay: nobody owes it",
        "B9": "patient is in hospice",
        "B11": "passed on to the right payer",
        "P4": "workers' compensation found not responsible",
    },
    Cause.DOCUMENTATION: {
        "112": "not documented as furnished to the patient",
        "148": "another provider did not send enough information",
        "152": "record does not support the length",
        "153": "record does not support the dosage",
        "154": "record does not support the days' supply",
        "163": "attachment did not arrive",
        "164": "attachment arrived too late",
        "226": "requested records not sent, late or incomplete",
        "227": "information asked of the patient not received",
        "250": "wrong attachment arrived",
        "251": "attachment incomplete",
        "252": "attachment needed to decide",
        "B12": "not in the medical record",
        "D19": "operative or other record missing",
    },
    Cause.DUPLICATE: {
        "18": "duplicate of a claim already received: find that one first",
        "B13": "may be paid already",
    },
    Cause.ELIGIBILITY: {
        "13": "service after the date of death on file",
        "14": "service before the date of birth on file",
        "26": "before coverage began",
        "27": "after coverage ended",
        "28": "no coverage on the date",
        "30": "eligibility, spend-down or waiting rule not met",
        "31": "member not found",
        "32": "dependent not eligible",
        "33": "no dependent coverage",
        "34": "no newborn coverage",
        "140": "member number and name differ",
        "141": "dates partly outside coverage",
        "177": "eligibility rules not met",
        "178": "spend-down not met",
        "179": "waiting period not over",
        "180": "residence rule not met",
        "200": "during a lapse of coverage",
        "238": "part of the stay lies outside coverage",
        "239": "dates partly outside coverage: split the claim",
        "258": "patient in custody",
    },
    Cause.MEDICAL_NECESSITY: {
        "40": "not an emergency by the payer's standard",
        "50": "not medically necessary in the payer's view",
        "54": "assistant or second physician not covered for this",
        "55": "experimental in the payer's view",
        "56": "not proven effective in the payer's view",
        "58": "wrong place of treatment in the payer's view",
        "117": "transport beyond the nearest suitable facility",
        "150": "record supports a lower level",
        "151": "record supports fewer or less frequent services",
        "186": "level of care changed",
        "193": "looked at again and upheld",
        "216": "decided by a review",
        "272": "program rules not met",
        "B5": "program rules not met or exceeded",
        "B8": "a cheaper alternative was available",
        "B19": "decided by a review organization",
    },
    Cause.MISSING_INFORMATION: {
        "16": "information missing or wrong on the claim",
        "17": "requested information not sent or not enough",
        "110": "billed before the service date",
        "125": "error in the submission",
        "206": "NPI missing",
        "207": "NPI malformed",
        "208": "NPI not on file",
        "D16": "earlier payer's payment not reported",
        "D18": "diagnosis missing",
        "D20": "service or product details missing",
    },
    Cause.NON_COVERED: {
        "46": "service not covered",
        "47": "diagnosis not covered, missing or wrong",
        "48": "procedure not covered",
        "49": "routine examination or screening, not covered",
        "51": "pre-existing condition",
        "53": "by a relative or household member",
        "60": "outpatient service close to an inpatient stay",
        "78": "room or days not covered",
        "96": "not covered; the remark says why",
        "111": "covered only on assignment",
        "114": "not FDA approved",
        "115": "procedure postponed or cancelled",
        "116": "advance notice to the patient did not meet the rules",
        "155": "patient refused it",
        "158": "outside the United States",
        "160": "from an excluded activity",
        "167": "diagnosis not covered",
        "188": "drug or device outside its FDA labelling",
        "202": "comfort or convenience item",
        "204": "not in the patient's plan",
        "211": "NDC without rebate",
        "212": "surcharge not covered",
        "233": "hospital-acquired or preventable",
        "256": "not payable under the managed care contract",
        "269": "no benefit for anesthesia here",
        "274": "not payable under care coordination",
        "B1": "visits not covered",
    },
    Cause.PAYMENT_RULES: {
        "1": "deductible",
        "2": "coinsurance",
        "3": "copayment",
        "41": "preferred-provider discount",
        "42": "above the fee schedule",
        "44": "prompt-pay discount taken",
        "45": "above the agreed or legal fee",
        "59": "multiple-procedure or concurrent-anesthesia reduction",
        "66": "blood deductible",
        "94": "paid above the charge",
        "95": "plan rules not followed",
        "100": "paid to the patient",
        "101": "estimate only",
        "102": "put under major medical benefits",
        "104": "managed care withhold",
        "105": "tax withheld",
        "118": "ESRD network deduction",
        "122": "psychiatric reduction",
        "126": "major medical deductible",
        "127": "major medical coinsurance",
        "131": "discount negotiated for this claim",
        "142": "monthly Medicaid share",
        "143": "part deferred",
        "144": "incentive",
        "161": "performance bonus",
        "169": "a cheaper benefit was given",
        "223": "adjusted under a law without a code of its own",
        "232": "transfer reduces the DRG amount",
        "237": "penalty set by law",
        "241": "low-income copayment",
        "245": "performance withhold",
        "246": "reporting code, never paid",
        "247": "deductible for a professional service on a facility claim",
        "248": "coinsurance for a professional service on a facility claim",
        "253": "sequestration",
        "69": "paid more for a long stay",
        "70": "paid more for a costly stay",
        "74": "paid more for teaching, indirect",
        "75": "paid more for teaching, direct",
        "76": "paid more for a large share of poor patients",
        "A2": "contractual",
        "A5": "paid more for capital of a costly stay",
        "P12": "state fee schedule for injured workers",
        "P23": "auto medical fee schedule set by law",
        "P24": "network discount of an injury carrier",
        "P25": "medical provider network's rate",
        "P26": "voluntary network's rate",
        "P29": "liability fee schedule set by law",
        "A7": "presumptive adjustment",
        "B4": "penalty for late filing",
    },
    Cause.PENDING: {
        "133": "still being reviewed",
        "221": "under investigation",
        "244": "on hold for litigation",
        "255": "related injury claim in litigation",
        "257": "premium grace period",
        "277": "premium grace period (SHOP)",
        "P8": "under investigation (injury)",
        "P10": "on hold for litigation (injury)",
        "P11": "related injury claim in litigation (injury)",
    },
    Cause.PROVIDER: {
        "8": "procedure does not fit the provider's type",
        "52": "provider not eligible to refer, order or perform it",
        "147": "no valid rate of the provider at hand",
        "170": "this provider's type is not paid for it",
        "171": "this provider's type is not paid for it in such a facility",
        "172": "adjusted for the provider's specialty",
        "173": "no physician's prescription",
        "183": "referring provider not eligible",
        "184": "ordering provider not eligible",
        "185": "rendering provider not eligible",
        "213": "self-referral rule",
        "283": "attending provider not eligible",
        "299": "billing provider may not be paid for it",
        "B6": "not paid to this provider, facility or specialty",
        "B7": "provider not certified for it on the date",
        "B20": "done in part or whole by another provider",
        "B23": "CLIA certificate does not cover the test",
    },
    Cause.TIMELY_FILING: {
        "29": "filed too late",
        "138": "appeal late or not in the right form",
        "285": "appeal not in the right form",
        "286": "appeal too late",
    },
    Cause.OTHER: {
        "224": "identity theft: identification needed",
        "A1": "denied; the remark says why",
        "A6": "prior stay or transfer rule not met",
    },
}

_REASONS: Mapping[str, tuple[Cause, str]] = MappingProxyType(
    {code: (cause, text) for cause, rows in _BY_CAUSE.items() for code, text in rows.items()}
)


def plain_reason(carc: str) -> str | None:
    """Return our short reason for a CARC, nothing when there is none."""
    found = _REASONS.get(carc)
    return found[1] if found else None


def cause_of(carc: str) -> Cause:
    """Return the cause a CARC is worked under; ``OTHER`` when it is not listed here."""
    found = _REASONS.get(carc)
    return found[0] if found else Cause.OTHER


def listed_carcs() -> tuple[str, ...]:
    """Return the CARCs that have a short reason here, sorted."""
    return tuple(sorted(_REASONS))
