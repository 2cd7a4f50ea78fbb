"""What the sign-in page says when it is a demonstration that is served."""

from django import template

from cleanclaim.web.demo.logins import DemoLogins, demo_logins

register = template.Library()


@register.simple_tag
def demonstration_users() -> DemoLogins | None:
    """Return the demonstration's logins; nothing when there is none, or it is not a demonstration's machine."""
    return demo_logins()
