"""The screens of this application."""

from django.http import HttpResponse

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.organizations.permissions import Permission


@screen(Permission.SEE_MONEY)
def remittances(request: AccessRequest) -> HttpResponse:
    return HttpResponse(str(request.access.organization))


@screen(Permission.SEE_MONEY)
def remittance(request: AccessRequest, remittance_id: object) -> HttpResponse:
    return HttpResponse(str(request.access.organization))
