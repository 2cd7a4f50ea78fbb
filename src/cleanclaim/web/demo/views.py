"""The demonstration's authenticator, and the button that moves its day."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.demo.logins import demo_logins
from cleanclaim.web.organizations.permissions import Permission


@require_safe
def authenticator(request: HttpRequest) -> HttpResponse:
    """Show the codes that the invented people's authenticators show now."""
    logins = demo_logins()
    if logins is None:
        raise Http404
    return render(request, "demo/authenticator.html", {"logins": logins})


@require_POST
@screen(Permission.MOVE_THE_DAY)
def forward(request: AccessRequest) -> HttpResponse:
    """Move the demonstration to its next day."""
    return redirect("home")
