"""The components of screens: see ``docs/screens/components.md``."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from cleanclaim.primitives import money as exact
from cleanclaim.web.interface.icons import ICONS

register = template.Library()

MINUS = "\N{MINUS SIGN}"

TONES = {
    "red": "stop",
    "amber": "look",
    "green": "done",
    "blue": "under_way",
    "violet": "machine",
    "grey": "begun",
}
"""What a colour says (blocks, needs a look, done, under way, the machine's, not begun), and its glyph."""

SEVERITIES = {
    "reject": ("red", "The payer's gate rejects it"),
    "deny": ("red", "The payer denies it"),
    "review": ("amber", "Needs a look"),
    "inform": ("blue", "Good to know"),
    "not_checked": ("grey", "Not checked"),
}


@lru_cache
def _fingerprint(path: str) -> str:
    file = resources.files("cleanclaim.web.interface").joinpath("static", "cleanclaim", *path.split("/"))
    return sha256(file.read_bytes()).hexdigest()[:12]


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of one of our files with its fingerprint: browsers keep it until it changes."""
    return f"{static(f'cleanclaim/{path}')}?v={_fingerprint(path)}"


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a glyph of :data:`ICONS`; words stand beside it, so readers skip it."""
    return mark_safe(  # noqa: S308 - our own constants
        f'<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">{ICONS[name]}</svg>'
    )


@register.filter
def money(amount: Decimal | None) -> SafeString:
    """Show dollars with two decimals and thousands separators; zero in grey, nothing as a dash."""
    if amount is None:
        return mark_safe('<span class="money money-zero">–</span>')
    try:
        text = f"{abs(exact(Decimal(amount))):,.2f}"
    except (InvalidOperation, TypeError):
        return format_html('<span class="money">{}</span>', amount)
    kind = "money money-zero" if amount == 0 else "money"
    return format_html('<span class="{}">{}{}</span>', kind, MINUS if amount < 0 else "", text)


@register.filter
def plain_money(amount: Decimal | None) -> str:
    """Return dollars as ``1234.56`` for attributes that scripts add up."""
    return "0" if amount is None else f"{amount:.2f}"


@register.filter
def day(value: date | None) -> SafeString:
    """Show a date as ``15 Dec 2025`` inside a ``time`` element; nothing as a dash."""
    if value is None:
        return mark_safe('<span class="faint">–</span>')
    shown = f"{value.day} {value:%b %Y}"
    return format_html('<time datetime="{}" class="nowrap">{}</time>', f"{value:%Y-%m-%d}", shown)


@register.filter
def moment(value: datetime | None) -> SafeString:
    """Show a date and a time (UTC) inside a ``time`` element; nothing as a dash."""
    if value is None:
        return mark_safe('<span class="faint">–</span>')
    shown = f"{value.day} {value:%b %Y, %H:%M}"
    return format_html('<time datetime="{}" class="nowrap">{}</time>', value.isoformat(), shown)


@register.filter
def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper() if words else "?"


@register.inclusion_tag("interface/components/chip.html")
def chip(label: str, tone: str = "grey", glyph: str = "", *, boxed: bool = False) -> dict[str, Any]:
    """Show where something stands: a glyph and a word, in a tone of :data:`TONES`."""
    return {"label": label, "tone": tone, "glyph": glyph or TONES[tone], "boxed": boxed}


@register.inclusion_tag("interface/components/due.html")
def due(on: date | None, today: date) -> dict[str, Any]:
    """Show a last day: how many days are left, late ones first of all."""
    if on is None:
        return {"on": None}
    left = (on - today).days
    if left < 0:
        kind, words = "late", f"{-left} day{'s' if left < -1 else ''} late"
    elif left == 0:
        kind, words = "today", "Today"
    else:
        kind, words = "soon" if left <= 7 else "later", f"{left} day{'s' if left > 1 else ''}"
    return {"on": on, "kind": kind, "words": words}


@register.inclusion_tag("interface/components/finding.html", takes_context=True)
def finding(
    context: template.Context, found: Any, *, was: str = "", becomes: str = "", quote: str = ""
) -> dict[str, Any]:
    """Show a finding: what is wrong, from what to what, the words it rests on, by what authority.

    ``found`` has ``severity``, ``edit``, ``name``, ``message``, ``fix``, ``sources``, ``release``, ``path``.
    """
    tone, words = SEVERITIES.get(found.severity, ("grey", found.severity))
    glyph = {"red": "stop", "amber": "look", "blue": "told"}.get(tone, "begun")
    return {
        "finding": found,
        "tone": tone,
        "severity": words,
        "glyph": glyph,
        "was": was,
        "becomes": becomes,
        "quote": quote,
        "request": context.get("request"),
    }


@register.inclusion_tag("interface/components/event.html")
def event(
    who: str, what: str, at: datetime | None = None, detail: str = "", *, machine: bool = False
) -> dict[str, Any]:
    """Show one entry of a timeline; machines are told apart from people."""
    return {"who": who, "what": what, "at": at, "detail": detail, "machine": machine}


@register.inclusion_tag("interface/components/strip.html")
def strip(amounts: Mapping[str, Decimal | None]) -> dict[str, Any]:
    """Show amounts side by side, each under its word; the last one is the sum of the matter."""
    return {"amounts": amounts}


@register.inclusion_tag("interface/components/field.html")
def field(bound: Any, key: str = "") -> dict[str, Any]:
    """Show a form's field with its label, help and errors; ``key`` moves the cursor there."""
    return {"field": bound, "key": key}


@register.inclusion_tag("interface/components/empty.html")
def nothing_here(why: str, then: str = "", url: str = "", link: str = "") -> dict[str, Any]:
    """Say why a list is empty, and what is next."""
    return {"why": why, "next": then, "url": url, "link": link}


@register.inclusion_tag("interface/components/balance.html")
def balance_line(total: Decimal, posted: Decimal, unposted: Decimal, difference: Decimal) -> dict[str, Any]:
    """Show whether a check balances: total, posted, unposted, difference."""
    return {"total": total, "posted": posted, "unposted": unposted, "difference": difference}


@register.inclusion_tag("interface/components/sort.html", takes_context=True)
def sort_head(
    context: template.Context, label: str, key: str, sort: str, *, numeric: bool = False
) -> dict[str, Any]:
    """Show a column's head that sorts by ``key``; ``sort`` is the list's order now, with ``-`` downwards."""
    del context
    now = sort.lstrip("-") == key
    down = now and sort.startswith("-")
    return {
        "label": label,
        "next": f"-{key}" if now and not down else key,
        "now": now,
        "down": down,
        "numeric": numeric,
    }
