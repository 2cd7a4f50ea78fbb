"""Setting up the second factor, and choosing where to work."""

import time

from allauth.account import app_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cleanclaim.web.access.screen import ORGANIZATION, AccessRequest, screen


class SetUpSecondFactor(ActivateTOTPView):
    """Whoever has just proved that the code works need not give it again to come in."""

    def form_valid(self, form: object) -> HttpResponse:
        """Activate and count this session as signed in with the code."""
        response: HttpResponse = super().form_valid(form)
        record_authentication(self.request, self.request.user, "mfa", type="totp")
        return response


_activate = SetUpSecondFactor.as_view()


def set_up_second_factor(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator; the first one without asking for the password a second time.

    allauth asks again before it changes authenticators. Somebody who has none yet and gave the
    password minutes ago has nothing to protect that the password does not.
    """
    user = request.user
    if user.is_authenticated and not is_mfa_enabled(user):
        oldest = time.time() - app_settings.REAUTHENTICATION_TIMEOUT
        given = [entry["at"] for entry in get_authentication_records(request, user)]
        if given and given[-1] > oldest:
            record_authentication(request, user, "password", reauthenticated=True)
    response: HttpResponse = _activate(request)
    return response


@require_POST
@screen(None)
def switch_organization(request: AccessRequest) -> HttpResponse:
    """Go on in another of the person's organizations."""
    chosen = request.POST.get("organization", "")
    if any(str(organization_id) == chosen for organization_id in request.organizations):
        request.session[ORGANIZATION] = chosen
    return redirect("home")


def signed_out(request: HttpRequest) -> HttpResponse:
    """Send to the sign-in page whoever asks for a page of allauth that we do not have."""
    del request
    return redirect("account_login")
