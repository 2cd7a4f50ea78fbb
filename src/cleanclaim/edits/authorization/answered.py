"""The authorizations that a claim names, and those that are on file for its patient."""

from collections.abc import Iterator

from cleanclaim.claim import Claim
from cleanclaim.edits.context import Authorization
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.rules import Rules


def billed_path(claim: Claim, field: str) -> str:
    """Return the path of a field of the billed coverage."""
    return f"coverages[{claim.billed_coverage}].{field}"


def number_on(claim: Claim, line: LineFacts) -> tuple[str, str]:
    """Return (path, number) of the prior authorization of a line: its own, else the claim's."""
    own = line.line.prior_authorization.strip()
    if own:
        return f"{line.path}.prior_authorization", own
    return billed_path(claim, "prior_authorization"), claim.coverage.prior_authorization.strip()


def plain(number: str) -> str:
    """Return a number as it is compared: no blanks or hyphens, capitals, no zeros before it."""
    return number.replace("-", "").replace(" ", "").upper().lstrip("0")


def on_file(claim: Claim, rules: Rules, kind: str = "authorization") -> tuple[Authorization, ...]:
    """Return what this payer has answered for this patient; ``kind``: authorization or referral."""
    answers = rules.context.authorizations_of(claim.coverage)
    return tuple(one for one in answers if one.kind == kind)


def named(claim: Claim, rules: Rules) -> Iterator[tuple[LineFacts, str, Authorization]]:
    """Yield (line, path of the number, authorization) of all lines whose number is on file."""
    answers = {plain(one.number): one for one in on_file(claim, rules)}
    for line in facts_of(claim).lines:
        path, number = number_on(claim, line)
        answer = answers.get(plain(number)) if number else None
        if answer is not None:
            yield line, path, answer
