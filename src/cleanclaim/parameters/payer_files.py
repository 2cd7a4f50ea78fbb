"""Which parameters are those of a payer: files under ``payer/<group>/<key>.yaml`` with a payer_id."""

from datetime import date

from cleanclaim.parameters.deadlines import Deadline, reckon, terms_at
from cleanclaim.parameters.values import NotKnown, Parameters, ParameterValue


def payer_root(parameters: Parameters, payer_id: str, on: date) -> str:
    """Return the path of a payer's parameters on a day, empty when there is no file of it.

    Groups are asked in the order of their names (``payer.demo``, ``payer.own``).
    """
    if not payer_id:
        return ""
    for group in parameters.under("payer"):
        for key in parameters.under(f"payer.{group}"):
            if parameters.at(f"payer.{group}.{key}.payer_id", on) == payer_id:
                return f"payer.{group}.{key}"
    return ""


def payer_rule(parameters: Parameters, payer_id: str, name: str, on: date) -> ParameterValue | NotKnown:
    """Return any rule out of a payer's file (``unlisted_percent``, ``frequency_codes``, …) on a day."""
    root = payer_root(parameters, payer_id, on)
    if not root:
        return NotKnown(f"payer.*.{name}", on, f"no file of a payer {payer_id!r} is loaded")
    return parameters.at(f"{root}.{name}", on)


def payer_deadline(
    parameters: Parameters, payer_id: str, name: str, start: date, *, received: date | None = None
) -> Deadline | NotKnown:
    """Return a deadline out of a payer's file, reckoned from a day.

    Names in the files that ship: ``corrected_claim`` (from the decision), ``underpayment_dispute``
    (from the remittance), ``recoupment_dispute`` (from the payer's letter).
    """
    root = payer_root(parameters, payer_id, start)
    if not root:
        return NotKnown(f"payer.*.{name}", start, f"no file of a payer {payer_id!r} is loaded")
    found = terms_at(parameters, f"{root}.{name}", start)
    if isinstance(found, NotKnown):
        return found
    terms, sources = found
    return reckon(terms, start, received=received, sources=sources)
