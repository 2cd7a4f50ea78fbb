"""Why a person may not do something with a claim now, in a biller's words."""

from cleanclaim.primitives import StateError
from cleanclaim.web.claims.models import Claim
from cleanclaim.workflow import ClaimState

_S = ClaimState
_GOING = (_S.QUEUED, _S.SENT, _S.RECEIVED, _S.ACCEPTED)
_DECIDED = (_S.PAID, _S.DENIED, _S.REVERSED, _S.CLOSED)

_LATER = "When it has answered, correct a rejected claim, or send a replacement or a void."
_WHERE: dict[str, str] = {
    _S.DRAFT: "it has not been checked yet",
    _S.HELD: "it is held by findings",
    _S.CLEAN: "it is clean and waits for its release",
    _S.RELEASED: "it is released and goes into the next file",
    _S.QUEUED: "it is already in a file to the payer",
    _S.SENT: "its file has gone to the payer",
    _S.RECEIVED: "the payer has taken its file",
    _S.ACCEPTED: "the payer has it and decides",
    _S.REJECTED: "the payer turned it away",
    _S.PAID: "the payer has decided it",
    _S.DENIED: "the payer has denied it",
    _S.REVERSED: "the payer took its decision back",
    _S.CLOSED: "it is closed",
}
_WANTED = {
    "recalled": "recall the claim",
    "released": "release the claim",
    "released_with_override": "release the claim",
    "corrected": "correct the claim",
}


def refused_move(claim: Claim, event: str) -> StateError | None:
    """Return what to tell a person who wants ``event`` of a claim; nothing for events of machines."""
    wanted = _WANTED.get(event)
    if wanted is None:
        return None
    return StateError(
        f"You cannot {wanted}: {_WHERE.get(claim.state, 'of where it stands')}.",
        where=f"claim {claim.patient_control_number}",
        fix=_fix(claim.state, event),
    )


def _fix(state: str, event: str) -> str:
    if event == "recalled":
        if state in _GOING:
            return _LATER
        return "Only a release that is in no file yet can be taken back."
    if state == _S.HELD:
        return "Correct what holds it, or have each finding overridden with a reason."
    if state == _S.RELEASED:
        return "Recall it first, then correct it." if event == "corrected" else "Nothing is left to do."
    if state in _GOING:
        return _LATER
    if state in _DECIDED:
        return "Send a replacement or a void, or work its denial."
    if state == _S.REJECTED:
        return "Correct it first."
    return "Wait until it is checked."
