"""What the sign-in page says when it is a demonstration that is served."""

from django import template

from cleanclaim.web.demo.logins import DemoLogins, demo_logins

register = template.Library()


@register.simple_tag
def demonstration_users() -> DemoLogins | None:
    """Return the demonstration’s logins; nothing where no demonstration is served."""
    return demo_logins()
