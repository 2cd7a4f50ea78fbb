"""The demonstration's biller at denials: some are begun, some with the payer, the rest wait."""

import hashlib
from datetime import datetime
from uuid import UUID

from cleanclaim.primitives import StateError
from cleanclaim.web.demo.people import BILLER
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.services.decide_case import start_case, take_step
from cleanclaim.web.denials.services.move_case import locked_case, note_case
from cleanclaim.web.tenancy import tenant
from cleanclaim.workflow.denials import Action, DenialState

_LEFT, _BEGUN = 0, 1
_STEPS = (
    (Action.APPEAL, "by the payer's portal, with the excerpts of the record"),
    (Action.REOPEN, "asked by telephone"),
)


def biller_works_denials(organization_id: UUID | str, *, at: datetime) -> int:
    """Work the denials of earlier days as a colleague would, one in three left alone; return how many.

    Which is which follows from claim and code, so that every life of the demonstration is the same.
    """
    with tenant(organization_id):
        rows = list(
            DenialCase.objects.filter(state=DenialState.OPEN, opened_at__date__lt=at.date())
            .order_by("claim__patient_control_number", "position", "pk")
            .values_list("pk", "claim__patient_control_number", "code")
        )
    worked = 0
    for key, number, code in rows:
        lot = hashlib.sha256(f"{number}:{code}".encode()).digest()[0] % 3
        if lot == _LEFT:
            continue
        with tenant(organization_id):
            start_case(case_id=key, actor=BILLER, at=at)
            if lot == _BEGUN:
                note_case(case=locked_case(key), text="The record was asked for.", actor=BILLER, at=at)
        if lot != _BEGUN:
            _send(organization_id, key, at)
        worked += 1
    return worked


def _send(organization_id: UUID | str, key: UUID, at: datetime) -> None:
    """Take the first step that is not forbidden; where all are, the case stays begun."""
    for action, how in _STEPS:
        try:
            with tenant(organization_id):
                take_step(case_id=key, action=action, detail=how, actor=BILLER, at=at)
        except StateError:
            continue
        return
