"""Reading claims."""

from django.db.models import F, QuerySet

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.claims.models import Claim, Finding, Submission, SubmittedClaim


def claim_numbered(patient_control_number: str) -> Claim:
    """Return the open tenant's claim of that number; raises ``InvalidValue`` when there is none."""
    found = Claim.objects.filter(patient_control_number=patient_control_number).first()
    if found is None:
        raise InvalidValue(f"there is no claim {patient_control_number}.", fix="See: cleanclaim claim list")
    return found


def latest_findings(claim: Claim) -> QuerySet[Finding]:
    """Return the findings of the last scrub of a claim's current version."""
    scrub = claim.version().scrubs.order_by("-at").first()
    return Finding.objects.filter(scrub=scrub).order_by("position") if scrub else Finding.objects.none()


def claims_of(submission: Submission) -> list[Claim]:
    """Return the claims whose current version is in a submission, locked, by control number.

    A claim that was corrected since is left out: what is said of its earlier version moves nothing.
    Only the claims' own rows are locked: the versions beside them are append-only, and
    PostgreSQL asks for the right to update whatever it locks.
    """
    rows = Claim.objects.select_for_update(of=("self",)).filter(
        versions__submissions__submission=submission, versions__number=F("current_version")
    )
    return list(rows.order_by("patient_control_number"))


def last_submission_of(claim: Claim) -> Submission | None:
    """Return the file in which a claim's current version went out."""
    sent = SubmittedClaim.objects.filter(
        version__claim=claim, version__number=claim.current_version
    ).select_related("submission")
    found = sent.first()
    return found.submission if found else None


BLOCKING = ("reject", "deny")
"""Severities that hold a claim."""


def unanswered_findings(claim: Claim) -> list[Finding]:
    """Return what blocks a claim's current version and has not been overridden."""
    answered = set(claim.version().overrides.values_list("edit", "path"))
    found = latest_findings(claim).filter(severity__in=BLOCKING)
    return [finding for finding in found if (finding.edit, finding.path) not in answered]
