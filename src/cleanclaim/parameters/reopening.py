"""Reopenings: until when a determination can be opened again without an appeal."""

from datetime import date

from cleanclaim.parameters.deadlines import Deadline, reckon, terms_at
from cleanclaim.parameters.payer_files import payer_root
from cleanclaim.parameters.values import NotKnown, Parameters


def reopening_deadline(
    parameters: Parameters,
    payer_kind: str,
    decision_date: date,
    *,
    good_cause: bool = False,
    payer_id: str = "",
) -> Deadline | NotKnown:
    """Return the last day on which a determination of this date can be reopened.

    Without ``good_cause`` it is the time in which any reason will do. The payer's own file goes
    before the federal rule for its kind.
    """
    name = "good_cause" if good_cause else "any_reason"
    own = payer_root(parameters, payer_id, decision_date)
    if own and parameters.get(f"{own}.reopening.{name}") is not None:
        path = f"{own}.reopening.{name}"
    else:
        path = f"federal.reopening.{payer_kind}.{name}"
    found = terms_at(parameters, path, decision_date)
    if isinstance(found, NotKnown):
        return found
    terms, sources = found
    return reckon(terms, decision_date, sources=sources)
