"""The demonstration's authenticator, and the button that moves its day."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cleanclaim.primitives import CleanclaimError, parse_iso
from cleanclaim.web.access import AccessRequest, screen
from cleanclaim.web.demo.days import demo_tenants, move_day, next_practice_day, practice_today
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
def forward(request: HttpRequest) -> HttpResponse:
    """Move the demonstration to the day after the one that the button stood on.

    All its organizations live by one calendar, and a screen works in the transaction of one: so
    the permission is asked inside the door, and the day is moved outside of it. The button says on
    which day it stood, so that pressing it twice moves one day.
    """
    allowed: list[UUID] = []

    @screen(Permission.MOVE_THE_DAY)
    def ask(asked: AccessRequest) -> HttpResponse:
        allowed.append(asked.access.organization.pk)
        return redirect("home")

    answer = ask(request)
    if allowed:
        if not demo_tenants(allowed):
            raise Http404
        try:
            stood_on = parse_iso(request.POST.get("from", ""))
            move_day(to=next_practice_day(min(stood_on, practice_today())))
        except CleanclaimError as error:
            return render(request, "access/problem.html", {"error": error}, status=422)
    return answer


forward.asks_for = Permission.MOVE_THE_DAY  # type: ignore[attr-defined]  # as of every screen
