"""The screens of this application."""

from django.http import HttpResponse

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.organizations.permissions import Permission


@screen(Permission.MANAGE_USERS)
def users(request: AccessRequest) -> HttpResponse:
    return HttpResponse(str(request.access.organization))
