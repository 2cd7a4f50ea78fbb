"""The screens of this application."""

from django.http import HttpResponse

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.organizations.permissions import Permission


@screen(Permission.SEE_REFERENCE)
def reference(request: AccessRequest) -> HttpResponse:
    return HttpResponse(str(request.access.organization))
