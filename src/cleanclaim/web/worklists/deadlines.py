"""Until when something has to be done, where a rule or a contract says so."""

from datetime import date

from cleanclaim.parameters import NotKnown, filing_limit, last_filing_day, payer_kind_of, payer_terms
from cleanclaim.web.engine import parameters


def filing_deadline(*, payer_id: str, filing_indicator: str, service: date | None) -> date | None:
    """Return the last day on which a payer takes a claim for a day of service; nothing where none is known.

    The payer's own terms come first, then the federal rule for its kind
    (``docs/algorithms/edits.md`` has Medicare's and Medicaid's).
    """
    if service is None:
        return None
    known = parameters()
    terms = payer_terms(known, payer_id, service)
    if not isinstance(terms, NotKnown):
        return last_filing_day(terms.filing, service)
    kind = payer_kind_of(known, filing_indicator, service)
    if isinstance(kind, NotKnown):
        return None
    limit = filing_limit(known, kind, service)
    return None if isinstance(limit, NotKnown) else last_filing_day(limit, service)
