"""The screens of patients: finding one, who they are, how they are insured."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.claims.access import claims_for
from cleanclaim.web.claims.standing import STANDINGS
from cleanclaim.web.encounters.access import encounters_for
from cleanclaim.web.interface.paging import SIZE
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.patients.access import access_patient, patients_for
from cleanclaim.web.patients.selectors import find_patients

KEY = "patients.search"


@screen(Permission.SEE_PATIENTS)
def patients(request: AccessRequest) -> HttpResponse:
    """Find patients by the beginning of the last name or by record number; POSTed and kept in the session."""
    if request.method == "POST":
        request.session[KEY] = "" if "clear" in request.POST else request.POST.get("words", "").strip()[:60]
        return redirect("patients")
    words = request.session.get(KEY, "")
    mine = patients_for(request.access)
    found = list(mine.filter(number=words)[:1]) if words else []
    if not found:
        rows = mine.filter(pk__in=find_patients(last_name=words).order_by()) if words else mine
        found = list(rows.order_by("last_name_key", "birth_date", "number")[:SIZE])
    request.access.record("patients.listed", request.access.organization, {"shown": len(found)})
    return render(request, "patients/patients.html", {"rows": found, "words": words, "most": SIZE})


@require_safe
@screen(Permission.SEE_PATIENTS)
def patient(request: AccessRequest, patient_id: UUID) -> HttpResponse:
    """Show one patient: demographics, coverages in paying order, visits and claims as far as one may."""
    access = request.access
    row = access_patient(access, patient_id)
    access.record("patient.viewed", row)
    coverages = [
        (coverage, coverage.value())
        for coverage in row.coverages.select_related("payer").order_by("position")
    ]
    claims = claims_for(access).filter(patient=row).order_by("-date_of_service", "pk")[:SIZE]
    context = {
        "patient": row,
        "person": row.value(),
        "coverages": coverages,
        "encounters": list(
            encounters_for(access).filter(patient=row).order_by("-date_of_service", "pk")[:SIZE]
        ),
        "claims": [(claim, STANDINGS[claim.state]) for claim in claims],
        "may_see_money": access.may(Permission.SEE_MONEY),
        "may_see_notes": access.may(Permission.SEE_NOTES),
        "may_see_claims": access.may(Permission.SEE_CLAIMS),
    }
    return render(request, "patients/patient.html", context)
