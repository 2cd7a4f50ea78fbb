"""The screens of claims: finding one, seeing where it stands and what happened to it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.accounting.selectors import open_balances_of
from cleanclaim.web.claims import screens
from cleanclaim.web.claims.access import access_claim, claims_for
from cleanclaim.web.claims.outline import outline_of
from cleanclaim.web.claims.search import ClaimSearch, entered_search, remember, remembered
from cleanclaim.web.claims.selectors import last_submission_of
from cleanclaim.web.claims.standing import STANDINGS
from cleanclaim.web.claims.timeline import events_of, versions_of
from cleanclaim.web.interface.paging import asked_after, page_by_day
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.selectors import payers_billed
from cleanclaim.workflow import CLAIM, MACHINE, PERSON, ClaimState


@screen(Permission.SEE_CLAIMS)
def claims(request: AccessRequest) -> HttpResponse:
    """Find claims; what was asked for comes by POST and stays in the session."""
    access, problem = request.access, None
    if request.method == "POST":
        try:
            search = ClaimSearch() if "clear" in request.POST else entered_search(request.POST)
            remember(request.session, search)
            return redirect("claims")
        except InvalidValue as error:
            problem = error
    search = remembered(request.session)
    rows = search.apply(claims_for(access)).select_related("patient")
    page = page_by_day(rows, field="date_of_service", after=asked_after(request))
    names = payers_billed()
    balances = open_balances_of([claim.patient_control_number for claim in page.rows])
    access.record("claims.listed", access.organization, {"shown": len(page.rows)})
    shown = [
        {
            "claim": claim,
            "standing": STANDINGS[claim.state],
            "payer": names.get(claim.payer_id, claim.payer_id),
            "balance": balances.get(claim.patient_control_number),
        }
        for claim in page.rows
    ]
    context = {
        "rows": shown,
        "page": page,
        "search": search,
        "problem": problem,
        "standings": STANDINGS,
        "payers": sorted(names.items(), key=lambda pair: pair[1]),
    }
    return render(request, "claims/claims.html", context, status=422 if problem else 200)


def shown_claim(
    request: AccessRequest, claim_id: UUID, tab: str, permission: Permission = Permission.SEE_CLAIMS
) -> dict[str, object]:
    """Return what every tab of a claim shows, and what the person may do with it; the look is audited."""
    row = access_claim(request.access, claim_id, permission)
    request.access.record("claim.viewed", row, {"tab": tab})
    may = request.access.may
    practice = row.practice_id
    changes = may(Permission.CHANGE_CLAIMS, practice)
    context = screens.header(row, row.value())
    answered = bool(context["blocking"]) and not context["unanswered"]
    releases = CLAIM.allows(row.state, "released", PERSON) or (row.state == ClaimState.HELD and answered)
    return {
        **context,
        "tab": tab,
        "may_release": may(Permission.RELEASE_CLAIMS, practice) and releases,
        "with_override": answered,
        "may_recall": changes and CLAIM.allows(row.state, "recalled", PERSON),
        "may_correct": changes and CLAIM.allows(row.state, "corrected", PERSON),
        "may_check": changes and CLAIM.allows(row.state, "scrubbed_clean", MACHINE),
        "may_override": row.state == ClaimState.HELD and may(Permission.OVERRIDE_FINDINGS, practice),
        "may_see_money": may(Permission.SEE_MONEY, practice),
        "may_see_notes": may(Permission.SEE_NOTES, practice),
    }


@require_safe
@screen(Permission.SEE_CLAIMS)
def claim(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Show a claim's lines and diagnoses."""
    context = shown_claim(request, claim_id, "claims.claim")
    row, value = context["claim"], context["value"]
    context["diagnoses"] = screens.diagnoses(row, value)  # type: ignore[arg-type]
    context["lines"] = screens.lines(row, value)  # type: ignore[arg-type]
    return render(request, "claims/lines.html", context)


@require_safe
@screen(Permission.SEE_CLAIMS)
def findings(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Show what the edits found in a claim, what blocks it first."""
    return render(request, "claims/findings.html", shown_claim(request, claim_id, "claims.findings"))


@require_safe
@screen(Permission.SEE_MONEY)
def remits(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Show what payers decided about a claim, and its postings."""
    context = shown_claim(request, claim_id, "claims.remits", Permission.SEE_MONEY)
    context["decisions"] = screens.decisions(context["claim"])  # type: ignore[arg-type]
    return render(request, "claims/remits.html", context)


@require_safe
@screen(Permission.SEE_CLAIMS)
def file(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Show the claim as the 837 says it, as an outline and as it was sent."""
    context = shown_claim(request, claim_id, "claims.file")
    submission = last_submission_of(context["claim"])  # type: ignore[arg-type]
    context["submission"] = submission
    if submission is not None:
        context["outline"] = outline_of(submission.content(), context["claim"].patient_control_number)  # type: ignore[attr-defined]
    return render(request, "claims/file.html", context)


@require_safe
@screen(Permission.SEE_CLAIMS)
def history(request: AccessRequest, claim_id: UUID) -> HttpResponse:
    """Show what happened to a claim, by whom, and how its versions differ."""
    context = shown_claim(request, claim_id, "claims.history")
    context["events"] = events_of(context["claim"])  # type: ignore[arg-type]
    context["versions"] = versions_of(context["claim"])  # type: ignore[arg-type]
    return render(request, "claims/history.html", context)
