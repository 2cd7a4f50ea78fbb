"""The screens of this application."""

from django.http import HttpResponse

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.organizations.permissions import Permission


@screen(Permission.SEE_CLAIMS)
def claims(request: AccessRequest) -> HttpResponse:
    return HttpResponse(str(request.access.organization))


@screen(Permission.SEE_CLAIMS)
def claim(request: AccessRequest, claim_id: object) -> HttpResponse:
    return HttpResponse(str(request.access.organization))
