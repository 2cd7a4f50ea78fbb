"""The door to the work list: items about claims and encounters of the person's practices."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from cleanclaim.web.access import Access
from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.worklists.models import WorkItem, WorkItemEvent

MONEY = frozenset(
    {
        WorkItem.Kind.PATIENT_BALANCE,
        WorkItem.Kind.UNMATCHED,
        WorkItem.Kind.NOT_OUR_CLAIM,
        WorkItem.Kind.PREDETERMINATION,
        WorkItem.Kind.PROVIDER_ADJUSTMENT,
        WorkItem.Kind.REVERSAL_WITHOUT_ORIGINAL,
        WorkItem.Kind.REVERSAL_DIFFERS,
        WorkItem.Kind.CLAIM_OUT_OF_BALANCE,
        WorkItem.Kind.TRANSACTION_OUT_OF_BALANCE,
    }
)
"""Kinds that are about payments; only who may see money sees them."""


def work_items_for(access: Access, permission: Permission = Permission.WORK_LIST) -> QuerySet[WorkItem]:
    """Return the items that the person may see (or whatever ``permission`` says).

    An item about a file or a remittance belongs to no practice: it is for who has the permission
    in all of them.
    """
    mine = Q(practice__in=access.practices(permission))
    if access.may_everywhere(permission):
        mine |= Q(practice=None)
    rows = WorkItem.objects.filter(mine)
    if not access.may(Permission.SEE_MONEY):
        rows = rows.exclude(kind__in=MONEY)
    return rows


def access_work_item(
    access: Access, item_id: UUID, permission: Permission = Permission.WORK_LIST
) -> WorkItem:
    """Return one item.

    Raises ``Http404`` when there is none or the person may not even see it, ``AccessDenied`` when
    they may see it but not do what ``permission`` says.
    """
    found = (
        work_items_for(access).select_related("claim", "encounter", "remittance").filter(pk=item_id).first()
    )
    if found is None:
        raise Http404
    access.require(permission, found.practice_id)
    return found


def access_batch(access: Access, batch: UUID) -> UUID:
    """Return the id of what the person did to work items; raises ``Http404`` for what others did."""
    mine = WorkItemEvent.objects.filter(
        batch=batch,
        made_by_user=access.actor.user_id,
        item__in=work_items_for(access, Permission.WORK_ITEMS).order_by(),
    )
    if not mine.exists():
        raise Http404
    return batch
