"""What of django-allauth is ours: nobody signs up, and secrets at rest are sealed."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest

from cleanclaim.web.vault import open_sealed, seal


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, and nothing is sent by mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Return that nobody may make an account for themselves."""
        return False

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
