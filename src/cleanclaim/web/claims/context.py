"""What the application knows beside a claim, as context for the edits."""

from cleanclaim.edits.context import NO_CONTEXT, CodedDocument, Context
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.encounters.models import CodeAssignment


def context_of(claim: Claim) -> Context:
    """Return the diagnoses that were accepted for the encounter of a claim, as its coded document.

    A claim that was changed since then, or that did not begin here, is compared with them. The notes
    themselves stay sealed: nobody has to read them to judge a claim. The application keeps neither
    the visit code that a note supports, nor authorizations, nor answers on eligibility: the edits
    that ask for them say that they were not checked.
    """
    if claim.encounter_id is None:
        return NO_CONTEXT
    accepted = CodeAssignment.objects.filter(
        encounter_id=claim.encounter_id, system="ICD10CM", decision=CodeAssignment.Decision.ACCEPTED
    )
    codes = tuple(accepted.order_by("sequence").values_list("code", flat=True))
    if not codes:
        return NO_CONTEXT
    document = CodedDocument(
        claim_id=claim.patient_control_number, document="the coded note", diagnoses=codes
    )
    return Context(documents=(document,))
