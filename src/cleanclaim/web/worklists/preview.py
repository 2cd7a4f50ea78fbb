"""What stands beside the list: the claim, note or payment that an item is about, in short."""

from typing import Any

from cleanclaim.web.access import Access
from cleanclaim.web.claims import screens as claims
from cleanclaim.web.encounters.screens import STATES
from cleanclaim.web.encounters.selectors import current_codes
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.worklists.models import WorkItem


def preview_of(access: Access, item: WorkItem) -> dict[str, Any]:
    """Return what the preview of an item shows, as far as the person may see it."""
    context: dict[str, Any] = {"events": list(item.events.order_by("-made_at", "-pk"))}
    if item.claim is not None and access.may(Permission.SEE_CLAIMS, item.claim.practice_id):
        value = item.claim.value()
        context |= {"about_claim": claims.header(item.claim, value), "lines": claims.lines(item.claim, value)}
    elif item.encounter is not None and access.may(Permission.SEE_NOTES, item.encounter.practice_id):
        encounter = item.encounter
        context |= {
            "about_encounter": encounter,
            "state": STATES[encounter.state],  # type: ignore[index]
            "codes": list(current_codes(encounter).filter(selected=True)[:12]),
        }
    return context
