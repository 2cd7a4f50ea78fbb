"""The screens of this application."""

from django.http import HttpResponse

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.organizations.permissions import Permission


@screen(Permission.SEE_NOTES)
def encounters(request: AccessRequest) -> HttpResponse:
    return HttpResponse(str(request.access.organization))


@screen(Permission.SEE_NOTES)
def encounter(request: AccessRequest, encounter_id: object) -> HttpResponse:
    return HttpResponse(str(request.access.organization))
