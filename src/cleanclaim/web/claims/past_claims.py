"""The organization's past claims with what payers decided: for dry runs of rules, and for proposals."""

from datetime import datetime, timedelta

import msgspec

from cleanclaim.claim import Claim as EngineClaim, decode_claim
from cleanclaim.edits import Rules
from cleanclaim.edits.practice_rules.mining import Limits, Proposal, propose
from cleanclaim.edits.practice_rules.outcomes import Outcome, match_outcomes
from cleanclaim.edits.practice_rules.trial import Trial, try_rule
from cleanclaim.edits.practice_rules.values import PracticeRule
from cleanclaim.web.claims.models import SubmittedClaim
from cleanclaim.web.engine import parameters, reference_store
from cleanclaim.web.remits.models import ClaimPayment, Remittance

DAYS = 730
MOST = 3000
"""A dry run looks at the last claims that were sent, at most so many of so many days."""

LIMITS = Limits()


class Past(msgspec.Struct, frozen=True):
    """Claims as they were first sent: those that a payer has decided, and those it has not."""

    decided: tuple[Outcome, ...]
    unanswered: tuple[EngineClaim, ...]
    since: datetime
    is_all: bool

    @property
    def number(self) -> int:
        """How many claims there are."""
        return len(self.decided) + len(self.unanswered)

    @property
    def denied(self) -> int:
        """How many were denied at least in part."""
        return sum(outcome.denied for outcome in self.decided)


def past_claims(at: datetime) -> Past:
    """Return the open tenant's last claims that were sent to payers, with the first decision on each."""
    since = at - timedelta(days=DAYS)
    sent = list(
        SubmittedClaim.objects.filter(submission__prepared_at__gte=since)
        .order_by("-submission__prepared_at", "-pk")
        .values_list("version__claim_id", "version__document")[: MOST + 1]
    )
    first = {}
    for claim_id, document in sent[:MOST]:  # the last one that is written over is the first that was sent
        first[claim_id] = document
    answers = ClaimPayment.objects.filter(claim_id__in=list(first)).values("remittance_id")
    remittances = (
        Remittance.objects.filter(pk__in=answers)
        .exclude(state=Remittance.State.DRAFT)
        .order_by("paid_on", "pk")
    )
    payments = [payment for row in remittances for payment in row.value().claims]
    decided, unanswered = match_outcomes((decode_claim(document) for document in first.values()), payments)
    return Past(decided, unanswered, since, len(sent) <= MOST)


def trial_of(rule: PracticeRule, past: Past) -> Trial:
    """Return what a rule would have done with past claims."""
    return try_rule(rule, past.decided, past.unanswered, Rules(reference_store(), parameters()))


def proposals_of(past: Past, limits: Limits = LIMITS) -> tuple[Proposal, ...]:
    """Return the rules that past decisions suggest, those with the most money first."""
    return propose(past.decided, limits)
