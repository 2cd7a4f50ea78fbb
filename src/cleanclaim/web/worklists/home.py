"""What home shows: the work by stage, what is late, and what machines did since yesterday."""

from datetime import timedelta
from typing import Any

from django.db.models import Count

from cleanclaim.web.access import Access
from cleanclaim.web.claims.models import ClaimEvent
from cleanclaim.web.claims.timeline import WORDS
from cleanclaim.web.encounters.access import queries_for
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.worklists.search import View, by_kind, items_of, kinds_of, totals_of, with_rows
from cleanclaim.web.worklists.stages import STAGES, sight_of, stage_of, target_of
from cleanclaim.workflow import MACHINE

FIRST = 8
"""Items that home names."""


def home_screen(access: Access) -> dict[str, Any]:
    """Return what needs this person today."""
    if not access.may(Permission.WORK_LIST):
        return {
            "has_list": False,
            "questions": queries_for(access, Permission.ANSWER_QUERIES).filter(state="sent").count(),
            "may_answer": access.may(Permission.ANSWER_QUERIES),
            "may_see_patients": access.may(Permission.SEE_PATIENTS),
            "today": access.at.date(),
        }
    found = by_kind(access)
    mine = set(kinds_of(access))
    stages = [
        {"kind": kind, "stage": stage, "totals": found[kind], "mine": kind in mine}
        for kind, stage in STAGES.items()
        if kind in found
    ]
    first = []
    for item in with_rows(items_of(access, View()))[:FIRST]:
        may_act = access.may(stage_of(item).permission, item.practice_id)
        view, key = target_of(item) if may_act else sight_of(item)
        first.append({"item": item, "stage": stage_of(item), "view": view, "key": key})
    return {
        "stages": sorted(stages, key=lambda row: not row["mine"]),
        "all": totals_of(items_of(access, View())),
        "late": totals_of(items_of(access, View(due="late"))),
        "due_today": totals_of(items_of(access, View(due="today"))),
        "first": first,
        "happened": _happened(access),
        "today": access.at.date(),
        "has_list": True,
    }


def _happened(access: Access) -> list[dict[str, Any]]:
    """Return what machines did with the person's claims since yesterday, counted."""
    since = access.at - timedelta(days=1)
    rows = ClaimEvent.objects.filter(
        at__gt=since, actor_kind=MACHINE, claim__practice__in=access.practices(Permission.SEE_CLAIMS)
    )
    found = rows.values("event").annotate(number=Count("pk")).order_by("-number")
    return [{"words": WORDS.get(row["event"], row["event"]), "number": row["number"]} for row in found]
