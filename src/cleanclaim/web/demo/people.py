"""The demonstration's people: stand-ins for the coder and the biller who decide.

They decide as a cautious person would who accepts what the machine selected and releases what
is clean. They exist only in the demonstration and in tests; no other code calls them, because
nothing is billed that a person has not released.
"""

from datetime import datetime
from uuid import UUID

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.release_claim import release_claim
from cleanclaim.web.encounters.models import Encounter
from cleanclaim.web.encounters.services.accept_codes import accept_codes
from cleanclaim.web.tenancy import tenant
from cleanclaim.workflow import PERSON, ClaimState, EncounterState

CODER = Actor(kind=PERSON, name="demo coder")
BILLER = Actor(kind=PERSON, name="demo biller")


def coder_accepts(organization_id: UUID | str, *, at: datetime) -> int:
    """Accept the selected diagnoses of every coded encounter; return how many encounters."""
    with tenant(organization_id):
        waiting = list(Encounter.objects.filter(state=EncounterState.CODED).order_by("number"))
    accepted = 0
    for encounter in waiting:
        with tenant(organization_id):
            rows = encounter.codes.filter(selected=True, system="ICD10CM").order_by("rank")
            codes = [row.code for row in rows][:12]
            try:
                accept_codes(encounter_id=encounter.pk, codes=codes, actor=CODER, at=at)
            except InvalidValue:
                continue
            accepted += 1
    return accepted


def biller_releases(organization_id: UUID | str, *, at: datetime) -> int:
    """Release every clean claim; return how many."""
    with tenant(organization_id):
        clean = list(Claim.objects.filter(state=ClaimState.CLEAN).order_by("patient_control_number"))
    for claim in clean:
        with tenant(organization_id):
            release_claim(claim_id=claim.pk, actor=BILLER, at=at)
    return len(clean)
