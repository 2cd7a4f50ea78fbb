"""The demonstration's people: stand-ins for the coder and the biller who decide.

They decide as a cautious person would who accepts what the machine selected and releases what
is clean. They exist only in the demonstration and in tests; no other code calls them, because
nothing is billed that a person has not released.
"""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec

from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim, Scrub
from cleanclaim.web.claims.services.correct_claim import correct_claim
from cleanclaim.web.claims.services.release_claim import release_claim
from cleanclaim.web.demo.rows import DemoEncounter
from cleanclaim.web.encounters.models import Encounter, ProviderQuery
from cleanclaim.web.encounters.services.accept_codes import accept_codes
from cleanclaim.web.encounters.services.query_provider import send_query, settle_queries
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.services.open_item import close_items
from cleanclaim.workflow import PERSON, ClaimState, EncounterState

FRONT_DESK = Actor(kind=PERSON, name="demo front desk")
CODER = Actor(kind=PERSON, name="demo coder")
BILLER = Actor(kind=PERSON, name="demo biller")

MOST_CODES = 12
"""Diagnoses that a professional claim takes."""

CODED = "coded to what is documented"
"""What became of an encounter whose questions the stand-in did not send."""

Plan = Mapping[str, DemoEncounter]
"""The demonstration's encounters by number: what the stand-ins know of."""


def coder_accepts(organization_id: UUID | str, *, at: datetime, plan: Plan | None = None) -> int:
    """Accept the selected diagnoses of every coded encounter; return how many encounters.

    With a ``plan``, only of its encounters that it does not leave to the person, and with the
    codes that it names.
    """
    with tenant(organization_id):
        waiting = list(Encounter.objects.filter(state__in=_DECIDABLE).order_by("number"))
    accepted = 0
    for encounter in waiting:
        planned = None if plan is None else plan.get(encounter.number)
        if plan is not None and (planned is None or planned.left_by_coder):
            continue
        if planned is not None and _in_hand(organization_id, encounter):
            continue
        if planned is not None and planned.asked_by_coder:
            _ask_provider(organization_id, encounter, at)
            continue
        chosen = () if planned is None else planned.codes
        if encounter.state == EncounterState.QUERIED and not chosen:
            continue
        with tenant(organization_id):
            rows = encounter.codes.filter(selected=True, system="ICD10CM").order_by("rank")
            codes = chosen or [row.code for row in rows][:MOST_CODES]
            try:
                accept_codes(encounter_id=encounter.pk, codes=codes, actor=CODER, at=at)
            except (InvalidValue, StateError):  # not a coder's to solve, or a person was quicker
                continue
            if plan is not None:
                settle_queries(encounter=encounter, actor=CODER, at=at)
                close_items(prefix=f"coding:{encounter.number}:", at=at, outcome=CODED)
            accepted += 1
    return accepted


def _in_hand(organization_id: UUID | str, encounter: Encounter) -> bool:
    """Return whether somebody else is at an encounter: codes decided one by one, a question under way."""
    with tenant(organization_id):
        decided = encounter.codes.exclude(decided_by="").exists()
        return decided or encounter.queries.exclude(state=ProviderQuery.State.DRAFT).exists()


def _ask_provider(organization_id: UUID | str, encounter: Encounter, at: datetime) -> None:
    """Send the questions of an encounter to its provider."""
    with tenant(organization_id):
        for row in encounter.queries.filter(state=ProviderQuery.State.DRAFT).order_by("position"):
            send_query(query_id=row.pk, question=row.question, options=row.options, actor=CODER, at=at)
        close_items(prefix=f"coding:{encounter.number}:", at=at, outcome="the provider was asked")


def biller_repairs(organization_id: UUID | str, *, at: datetime, plan: Plan) -> int:
    """Put right what rejected claims were rejected for, where the plan says so for a day that has come."""
    repaired = 0
    for number, planned in plan.items():
        if planned.repaired is None or planned.repaired > at.date():
            continue
        with tenant(organization_id):
            claim = Claim.objects.filter(patient_control_number=number, state=ClaimState.REJECTED).first()
            if claim is None or claim.current_version > 1:
                continue
            value = claim.value()
            first = msgspec.structs.replace(value.coverages[0], member_id=planned.member_id)
            correct_claim(
                claim_id=claim.pk,
                value=msgspec.structs.replace(value, coverages=(first, *value.coverages[1:])),
                reason="member number as on the card",
                actor=BILLER,
                at=at,
            )
            repaired += 1
    return repaired


_DECIDABLE = (EncounterState.CODED, EncounterState.QUERIED)


def biller_releases(
    organization_id: UUID | str,
    *,
    at: datetime,
    plan: Plan | None = None,
    scrubbed_before: date | None = None,
) -> int:
    """Release every clean claim; return how many.

    With a ``plan``, only claims of its encounters that it does not leave to the person; with
    ``scrubbed_before``, only those that were last scrubbed on an earlier day.
    """
    with tenant(organization_id):
        clean = list(Claim.objects.filter(state=ClaimState.CLEAN).order_by("patient_control_number"))
    released = 0
    for claim in clean:
        planned = None if plan is None else plan.get(claim.patient_control_number)
        if plan is not None and (planned is None or planned.left_by_biller):
            continue
        with tenant(organization_id):
            last = Scrub.objects.filter(version__claim=claim).order_by("-at")[0]
            if scrubbed_before is not None and last.at.date() >= scrubbed_before:
                continue
            try:
                release_claim(claim_id=claim.pk, actor=BILLER, at=at)
            except StateError:  # a person was quicker
                continue
            released += 1
    return released
