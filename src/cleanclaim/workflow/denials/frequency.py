"""Whether a decided claim may be sent again, and with which claim frequency code (CLM05-3)."""

from cleanclaim.workflow.denials.values import Action, DenialCase, DenialFacts, Guardrail

NEW, REPLACEMENT, VOID = "1", "7", "8"

_NO_VOIDS = Guardrail(
    "no-voids", (), "This payer takes no void (frequency 8): its own way of returning a payment counts."
)
_REPLACE_INSTEAD = Guardrail(
    "replacement-instead",
    (Action.NEW_CLAIM,),
    "This payer takes replacements: a new claim for the same service would be denied as a duplicate.",
)
_NO_NUMBER = Guardrail(
    "no-payer-number",
    (Action.CORRECT,),
    "The payer's own number of the claim is not known, and a replacement or void must carry it.",
)
_AGAINST_A_VOID = frozenset({"not-determined", "not-decided"})


def refused_by(
    case: DenialCase, facts: DenialFacts, frequency: str, *, payers_number: str
) -> tuple[Guardrail, ...]:
    """Return what forbids sending the claim again with a frequency code; nothing when it may be sent.

    ``facts`` as the case was worked up with, the payer's frequency codes included
    (``with_frequency_codes``); what the payer takes is left open where that is not known.
    """
    codes = facts.frequency_codes
    if frequency == NEW:
        found = [rail for rail in case.guardrails if Action.NEW_CLAIM in rail.forbids]
        replaceable = not any(Action.CORRECT in rail.forbids for rail in case.guardrails)
        if codes is not None and REPLACEMENT in codes and replaceable and payers_number:
            found.append(_REPLACE_INSTEAD)
        return tuple(found)
    if frequency == REPLACEMENT:
        found = [rail for rail in case.guardrails if Action.CORRECT in rail.forbids]
    else:
        found = [rail for rail in case.guardrails if rail.id in _AGAINST_A_VOID]
        if codes is not None and VOID not in codes:
            found.append(_NO_VOIDS)
    if not payers_number:
        found.append(_NO_NUMBER)
    return tuple(found)
