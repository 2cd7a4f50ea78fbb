"""The demonstration's people sign in as everybody does: with a password and a code that is asked for.

Only that their authenticator is not a phone: a page shows its codes. It exists for users of a
demonstration alone, and only while the keys are the demonstration's own files (which
``serving.listen`` refuses on a public address).
"""

import time

import msgspec
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt

from cleanclaim.web import secret
from cleanclaim.web.organizations.models import User

PASSWORD = "cleanclaim demonstration"  # noqa: S105 - public on purpose
"""Of all the invented people; shown on the sign-in page."""
PERIOD = 30
"""Seconds for which a code is shown."""


class DemoLogin(msgspec.Struct, frozen=True):
    """One of the demonstration's people: how they sign in, who they are, and their code of now."""

    username: str
    who: str
    code: str


class DemoLogins(msgspec.Struct, frozen=True):
    """The password of all, the people, and for how many seconds their codes are still good."""

    password: str
    people: tuple[DemoLogin, ...]
    seconds_left: int


def give_second_factor(user: User) -> None:
    """Set up an authenticator for one of the demonstration's people, unless they have one."""
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, generate_totp_secret())


def demo_logins() -> DemoLogins | None:
    """Return how the demonstration's people sign in; nothing where no demonstration is served."""
    if secret.key_is_configured():
        return None
    people = User.objects.filter(demonstration=True, is_active=True).order_by("username")
    if not people:
        return None
    now = time.time()
    secrets = {
        found.user_id: decrypt(found.data["secret"])
        for found in Authenticator.objects.filter(user__in=people, type=Authenticator.Type.TOTP)
    }
    return DemoLogins(
        password=PASSWORD,
        people=tuple(
            DemoLogin(
                username=user.username,
                who=user.display_name,
                code=_code(secrets[user.pk], now) if user.pk in secrets else "",
            )
            for user in people
        ),
        seconds_left=PERIOD - int(now) % PERIOD,
    )


def _code(of: str, now: float) -> str:
    return format_hotp_value(hotp_value(of, int(now) // PERIOD))
