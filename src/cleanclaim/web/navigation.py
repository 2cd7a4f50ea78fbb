"""What surrounds every page: where one can go, whose records they are, which day it is."""

from typing import Any

import msgspec
from django.http import HttpRequest
from django.urls import reverse

from cleanclaim.web.access import Access
from cleanclaim.web.organizations.permissions import Permission


class Place(msgspec.Struct, frozen=True):
    """One entry of the navigation: shown to whoever has the permission somewhere."""

    key: str
    label: str
    view: str
    permission: Permission


PLACES = (
    Place("home", "Home", "home", Permission.SEE_REFERENCE),
    Place("worklist", "Work list", "worklist", Permission.WORK_LIST),
    Place("encounters", "Coding", "encounters", Permission.SEE_NOTES),
    Place("claims", "Claims", "claims", Permission.SEE_CLAIMS),
    Place("patients", "Patients", "patients", Permission.SEE_PATIENTS),
    Place("remittances", "Remittances", "remittances", Permission.SEE_MONEY),
    Place("denials", "Denials", "denials", Permission.SEE_MONEY),
    Place("accounts", "Accounts", "accounts", Permission.SEE_MONEY),
    Place("reports", "Reports", "reports", Permission.SEE_REPORTS),
    Place("rules", "Rules", "rules", Permission.MANAGE_RULES),
    Place("audit", "Audit", "audit", Permission.SEE_AUDIT),
    Place("users", "Users", "users", Permission.MANAGE_USERS),
    Place("tokens", "API", "tokens", Permission.MANAGE_TOKENS),
    Place("reference", "Reference", "reference", Permission.SEE_REFERENCE),
)


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """Return what the base page shows of the person's surroundings; nothing before they came in.

    ``nav`` lists {key, label, url, active}; ``access`` is the person's; ``organizations`` those
    to switch to, by id; ``practice_today`` the day on which a demonstration lives, else nothing.
    """
    access: Access | None = getattr(request, "access", None)
    if access is None:
        return {"access": None, "nav": []}
    here = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "access": access,
        "nav": [
            {
                "key": place.key,
                "label": place.label,
                "url": reverse(place.view),
                "active": here == place.view or here.startswith(f"{place.view}."),
            }
            for place in PLACES
            if access.may(place.permission)
        ],
        "organizations": getattr(request, "organizations", {}),
        "practice_today": access.organization.practice_today,
    }
