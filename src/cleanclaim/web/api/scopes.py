"""What a token may do: each scope stands for a permission at the doors, in every practice."""

from collections.abc import Mapping
from types import MappingProxyType

from cleanclaim.web.organizations.permissions import Permission

SCOPES: Mapping[str, Permission] = MappingProxyType(
    {
        "encounters:read": Permission.SEE_NOTES,
        "encounters:write": Permission.TAKE_IN_ENCOUNTERS,
        "documents:read": Permission.SEE_NOTES,
        "codes:read": Permission.SEE_NOTES,
        "claims:read": Permission.SEE_CLAIMS,
        "claims:check": Permission.CHANGE_CLAIMS,
        "findings:read": Permission.SEE_CLAIMS,
        "remittances:read": Permission.SEE_MONEY,
        "work_items:read": Permission.WORK_LIST,
        "work_items:write": Permission.WORK_ITEMS,
        "rules:read": Permission.MANAGE_RULES,
        "rules:write": Permission.MANAGE_RULES,
    }
)
"""By name. A program accepts no codes, corrects and releases no claim: persons do."""
