"""How figures are written and drawn; every drawing stands beside its numbers."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from cleanclaim.web.reports.measures import Unit
from cleanclaim.web.reports.selectors import Reading

register = template.Library()

_NOTHING = '<span class="faint">–</span>'
_WIDE, _HIGH = 96, 20


@register.filter
def figure(value: Decimal | None, unit: str) -> SafeString:
    """Show a share as percent or days with one decimal; nothing as a dash."""
    if value is None:
        return mark_safe(_NOTHING)  # noqa: S308 - our own constant
    text = f"{value * 100:.1f} %" if unit == Unit.SHARE else f"{value:.1f} days"
    return format_html("{}", text)


@register.filter
def counted(value: Decimal) -> str:
    """Show what was counted: dollars with decimals where it has any, else a number."""
    return f"{value:,.2f}" if value % 1 else f"{value:,.0f}"


@register.simple_tag
def aim(reading: Reading) -> SafeString:
    """Say what is aimed at and whether it is met, in words."""
    if reading.aim is None:
        return mark_safe(_NOTHING)  # noqa: S308 - our own constant
    sign = "≥" if reading.more_is_better else "≤"
    wanted = figure(reading.aim, reading.unit)
    if reading.standing is None:
        return format_html("{} {}", sign, wanted)
    tone, word = ("green", "met") if reading.standing else ("amber", "not met")
    return format_html('{} {} <span class="chip chip-{}">{}</span>', sign, wanted, tone, word)


@register.simple_tag
def sparkline(reading: Reading) -> SafeString:
    """Draw the values of the weeks; the words say the first and the last."""
    known = [(place, value) for place, value in enumerate(reading.weeks) if value is not None]
    if not known:
        return mark_safe(_NOTHING)  # noqa: S308 - our own constant
    top = max(value for _, value in known) or Decimal(1)
    step = _WIDE / max(len(reading.weeks) - 1, 1)
    points = " ".join(
        f"{place * step:.1f},{_HIGH - 2 - float(value / top) * (_HIGH - 4):.1f}" for place, value in known
    )
    words = f"from {figure(known[0][1], reading.unit)} to {figure(known[-1][1], reading.unit)}"
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" role="img" aria-label="{}"><polyline points="{}"/>'
        '<circle cx="{}" cy="{}" r="2"/></svg>',
        _WIDE,
        _HIGH,
        words,
        points,
        *points.rsplit(" ", 1)[-1].split(","),
    )


@register.simple_tag
def bar(amount: Decimal, most: Decimal = Decimal(1)) -> SafeString:
    """Draw a share as a bar; its number stands beside it."""
    share = max(float(amount / most), 0) * 100 if most else 0
    return format_html(
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect width="{}" height="8"/></svg>',
        f"{share:.1f}",
    )


@register.simple_tag
def ages(amounts: Sequence[Decimal], most: Decimal) -> SafeString:
    """Draw what is owed by age as one bar, the older the darker; its numbers stand beside it."""
    parts, start = [], 0.0
    for place, amount in enumerate(amounts):
        width = float(amount / most) * 100 if most else 0
        parts.append((place, f"{start:.1f}", f"{width:.1f}"))
        start += width
    inside = format_html_join("", '<rect class="age-{}" x="{}" width="{}" height="8"/>', parts)
    return format_html(
        '<svg class="share" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{}</svg>',
        inside,
    )
