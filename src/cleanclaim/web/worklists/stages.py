"""The kinds of work: at which stage each stands, what is done next, and who may do it. One table.

``docs/screens/worklist.md`` prints it, and a test compares.
"""

import msgspec

from cleanclaim.web.organizations.permissions import Permission
from cleanclaim.web.worklists.models import WorkItem

K = WorkItem.Kind
P = Permission


class Stage(msgspec.Struct, frozen=True):
    """One kind of work: its word, tone and glyph; the next action, the screen it leads to, who may do it.

    ``to`` is a view's name, which takes the id of ``of`` (claim, encounter, remittance, patient, denial).
    """

    word: str
    tone: str
    glyph: str
    action: str
    to: str
    of: str
    permission: Permission


STAGES: dict[str, Stage] = {
    K.CODING: Stage("To code", "amber", "look", "Code", "encounters.encounter", "encounter", P.CODE),
    K.QUERY: Stage("Question", "amber", "waits", "Ask", "encounters.encounter", "encounter", P.CODE),
    K.HELD: Stage("Held", "amber", "waits", "Correct", "claims.correct", "claim", P.CHANGE_CLAIMS),
    K.RELEASE: Stage("Clean", "blue", "under_way", "Release", "claims.claim", "claim", P.RELEASE_CLAIMS),
    K.REJECTION: Stage("Rejected", "red", "stop", "Correct", "claims.correct", "claim", P.CHANGE_CLAIMS),
    K.DENIAL: Stage("Denied", "red", "stop", "Work it", "denials.case", "denial", P.WORK_DENIALS),
    K.SECONDARY: Stage(
        "Next payer", "blue", "under_way", "Look at it", "claims.remits", "claim", P.POST_MONEY
    ),
    K.PATIENT_BALANCE: Stage(
        "Patient owes", "amber", "look", "Take payment", "accounts.account", "patient", P.POST_MONEY
    ),
    K.UNMATCHED: Stage(
        "Unmatched", "amber", "look", "Look at it", "remittances.remittance", "remittance", P.POST_MONEY
    ),
    K.REVIEW: Stage(
        "Review", "amber", "look", "Look at it", "remittances.remittance", "remittance", P.POST_MONEY
    ),
    K.NOT_OUR_CLAIM: Stage(
        "Not theirs", "amber", "look", "Look at it", "remittances.remittance", "remittance", P.POST_MONEY
    ),
    K.PREDETERMINATION: Stage(
        "Estimate", "amber", "look", "Look at it", "remittances.remittance", "remittance", P.POST_MONEY
    ),
    K.PROVIDER_ADJUSTMENT: Stage(
        "Outside claims", "amber", "look", "Look at it", "remittances.remittance", "remittance", P.POST_MONEY
    ),
    K.REVERSAL_WITHOUT_ORIGINAL: Stage(
        "Reversal", "red", "stop", "Look at it", "remittances.remittance", "remittance", P.POST_MONEY
    ),
    K.REVERSAL_DIFFERS: Stage(
        "Reversal", "red", "stop", "Look at it", "remittances.remittance", "remittance", P.POST_MONEY
    ),
    K.CLAIM_OUT_OF_BALANCE: Stage(
        "Does not add up", "red", "stop", "Look at it", "remittances.remittance", "remittance", P.POST_MONEY
    ),
    K.TRANSACTION_OUT_OF_BALANCE: Stage(
        "Does not add up", "red", "stop", "Look at it", "remittances.remittance", "remittance", P.POST_MONEY
    ),
    K.FILE: Stage("File", "red", "stop", "See why", "worklist.item", "item", P.WORK_ITEMS),
    K.STUCK: Stage("Stuck", "red", "stop", "See why", "worklist.item", "item", P.WORK_ITEMS),
}


def stage_of(item: WorkItem) -> Stage:
    """Return the stage of an item."""
    return STAGES[item.kind]


def target_of(item: WorkItem) -> tuple[str, str]:
    """Return the view and id that an item's next action leads to; its own page where it has no other."""
    stage = STAGES[item.kind]
    key = {
        "claim": item.claim_id,
        "encounter": item.encounter_id,
        "remittance": item.remittance_id,
        "patient": item.claim.patient_id if item.claim is not None else None,
        "denial": _denial_of(item) if stage.of == "denial" else None,
        "item": item.pk,
    }[stage.of]
    if key is None and item.claim_id is not None:
        return "claims.claim", str(item.claim_id)
    return (stage.to, str(key)) if key is not None else ("worklist.item", str(item.pk))


def _denial_of(item: WorkItem) -> object:
    """Return the id of the denial case that an item lists; nothing for one of the whole claim."""
    case = getattr(item, "denial_case", None)
    return case.pk if case is not None else None


def sight_of(item: WorkItem) -> tuple[str, str]:
    """Return the view and id that show what an item is about to who may not do what is next."""
    if item.claim_id is not None:
        return "claims.claim", str(item.claim_id)
    if item.encounter_id is not None:
        return "encounters.encounter", str(item.encounter_id)
    if item.remittance_id is not None:
        return "remittances.remittance", str(item.remittance_id)
    return "worklist.item", str(item.pk)
