"""Questions to payers and their answers: eligibility, claim status, review of services."""

from cleanclaim.exchange.inquiries.claim_status import (
    ClaimStatus,
    ClaimStatusRequest,
    LineQuestion,
    LineStatus,
    status_request_of,
)
from cleanclaim.exchange.inquiries.eligibility import (
    Benefit,
    EligibilityAnswer,
    EligibilityRequest,
    Procedure,
    Rejection,
    eligibility_request_of,
)
from cleanclaim.exchange.inquiries.parties import Insured, Party, payer_party, provider_party
from cleanclaim.exchange.inquiries.read_271 import read_eligibility
from cleanclaim.exchange.inquiries.read_277 import read_claim_status
from cleanclaim.exchange.inquiries.read_278 import read_reviews
from cleanclaim.exchange.inquiries.review import (
    Decision,
    Delivery,
    Outcome,
    ReviewAnswer,
    ReviewDiagnosis,
    ReviewRequest,
    ReviewService,
    ServiceAnswer,
)
from cleanclaim.exchange.inquiries.write_270 import (
    read_eligibility_requests,
    write_eligibility_requests,
)
from cleanclaim.exchange.inquiries.write_271 import write_eligibility_answers
from cleanclaim.exchange.inquiries.write_276 import read_status_requests, write_status_requests
from cleanclaim.exchange.inquiries.write_277 import write_claim_status
from cleanclaim.exchange.inquiries.write_278 import read_review_requests, write_review_requests
from cleanclaim.exchange.inquiries.write_278_answers import write_reviews

__all__ = [
    "Benefit",
    "ClaimStatus",
    "ClaimStatusRequest",
    "Decision",
    "Delivery",
    "EligibilityAnswer",
    "EligibilityRequest",
    "Insured",
    "LineQuestion",
    "LineStatus",
    "Outcome",
    "Party",
    "Procedure",
    "Rejection",
    "ReviewAnswer",
    "ReviewDiagnosis",
    "ReviewRequest",
    "ReviewService",
    "ServiceAnswer",
    "eligibility_request_of",
    "payer_party",
    "provider_party",
    "read_claim_status",
    "read_eligibility",
    "read_eligibility_requests",
    "read_review_requests",
    "read_reviews",
    "read_status_requests",
    "status_request_of",
    "write_claim_status",
    "write_eligibility_answers",
    "write_eligibility_requests",
    "write_review_requests",
    "write_reviews",
    "write_status_requests",
]
