"""What of django-allauth is ours: nobody signs up, and secrets at rest are sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.clock import now_of
from cleanclaim.web.organizations.models import Organization, User
from cleanclaim.web.organizations.selectors import organizations_of
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.vault import open_sealed, seal
from cleanclaim.workflow import MACHINE

SIGN_IN = Actor(kind=MACHINE, name="sign-in")


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, and nothing is sent by mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return that nobody may make an account for themselves."""
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """Write down, for everybody whom it concerns, that a known user's password was wrong.

        Log-in monitoring: 45 CFR 164.308(a)(5)(ii)(C).
        """
        super().authentication_failed(request, **credentials)
        user = User.objects.filter(username=str(credentials.get("username", ""))).first()
        if user is None:
            return
        for organization_id in organizations_of(user.pk):
            with tenant(organization_id):
                at = now_of(Organization.objects.get(pk=organization_id))
                record(actor=SIGN_IN, action="user.sign_in_failed", subject=user, at=at)

    def add_message(self, *args: object, **kwargs: object) -> None:
        """Say nothing: the page that follows shows what was done."""

    def send_mail(self, *args: object, **kwargs: object) -> None:
        """Send nothing: people have no mail address here."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """The authenticators' secrets are sealed with the vault's keys."""

    def encrypt(self, text: str) -> str:
        """Return the secret sealed."""
        return seal(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a sealed secret."""
        return open_sealed(encrypted_text.encode()).decode()
