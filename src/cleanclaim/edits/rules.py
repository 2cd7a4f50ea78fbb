"""What a claim is judged by: reference data, parameters, and the context of the judgement."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from cleanclaim.claim import Claim
from cleanclaim.codesets import Store
from cleanclaim.edits.context import NO_CONTEXT, Context
from cleanclaim.edits.facts import facts_of
from cleanclaim.edits.values import PAYER_KINDS
from cleanclaim.parameters import FilingLimit, NotKnown, Parameters, filing_limit, payer_kind_of
from cleanclaim.primitives import InvalidValue

if TYPE_CHECKING:
    from cleanclaim.edits.practice_rules.values import PracticeRule

KINDS_SINCE = date(2012, 1, 1)
"""Filing indicators are looked up as of the claim's day, or as of this one when it has none."""


class Rules(msgspec.Struct, frozen=True):
    """The rules and the context; the same for all claims of a file, or made for one.

    ``received`` is the day on which the payer gets the claim, never taken from a clock; ``payer_kind``
    overrules what the claim's filing indicator says. ``history`` holds the earlier claims of the same
    patients; nothing means that no history is at hand, which is not the same as an empty one.
    ``practice_rules`` are rules of payers and of the practice, judged like edits
    (:mod:`cleanclaim.edits.practice_rules`). ``context`` holds authorizations, eligibility and coded
    documents, as far as they are at hand (:mod:`cleanclaim.edits.context`). ``run_before`` and ``run_after``
    are the same patient's claims that stand before and after this one in the same run; they are no history.
    Raises ``InvalidValue`` for an unknown kind of payer.
    """

    store: Store
    parameters: Parameters
    received: date | None = None
    payer_kind: str = ""
    history: tuple[Claim, ...] | None = None
    practice_rules: "tuple[PracticeRule, ...]" = ()
    context: Context = NO_CONTEXT
    run_before: tuple[Claim, ...] = ()
    run_after: tuple[Claim, ...] = ()

    def __post_init__(self) -> None:
        if self.payer_kind and self.payer_kind not in PAYER_KINDS:
            raise InvalidValue(
                f"{self.payer_kind!r} is not a kind of payer.",
                fix=f"Use {', '.join(sorted(PAYER_KINDS - {'unknown'}))}.",
            )

    def payer_kind_of(self, claim: Claim) -> str:
        """Return the kind of the billed payer, ``unknown`` when nothing tells it."""
        if self.payer_kind:
            return self.payer_kind
        return facts_of(claim).kept("kind of payer", self, lambda: self._payer_kind_of(claim))

    def _payer_kind_of(self, claim: Claim) -> str:
        days = facts_of(claim).service_dates
        day = max(days.start, KINDS_SINCE) if days is not None else KINDS_SINCE
        kind = payer_kind_of(self.parameters, claim.coverage.filing_indicator, day)
        return "unknown" if isinstance(kind, NotKnown) or kind not in PAYER_KINDS else kind

    def beside(self, before: tuple[Claim, ...], after: tuple[Claim, ...]) -> "Rules":
        """Return the rules for a claim between these claims of the same patient in a run."""
        if not (before or after):
            return self
        return msgspec.structs.replace(self, run_before=before, run_after=after)

    def filing_limit(self, claim: Claim, on: date) -> FilingLimit | NotKnown:
        """Return the billed payer's limit for a date of service, or why none is known."""
        return filing_limit(self.parameters, self.payer_kind_of(claim), on)
