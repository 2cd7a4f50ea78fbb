"""Proposals as a file of rules that a person reads, changes and accepts."""

from collections.abc import Sequence

from cleanclaim.edits.practice_rules.mining import BESIDE, CODE, DIAGNOSIS, MODIFIER, PLACE, Proposal
from cleanclaim.primitives import show_money

_WORDS = {
    CODE: "code {}",
    MODIFIER: "modifier {}",
    DIAGNOSIS: "diagnosis {}",
    PLACE: "place {}",
    BESIDE: "beside {}",
}
_FIELDS = {CODE: "code", MODIFIER: "modifiers", DIAGNOSIS: "diagnoses", PLACE: "place", BESIDE: "code"}
_FILLERS = {"professional": "99213", "institutional": "99213", "dental": "D0120"}


def proposals_yaml(proposals: Sequence[Proposal], prefix: str) -> str:
    """Return the rules as YAML that :func:`load_rules` reads; their numbers follow the order given."""
    parts = [
        "# Proposed by cleanclaim rules mine from past decisions. Read each rule, change what it says, and",
        "# keep only what you stand for: the habit of a payer is not its rule.",
        f"prefix: {prefix}",
        "rules:",
    ]
    parts += [_rule(one, f"{prefix}-{number:03d}") for number, one in enumerate(proposals, 1)]
    return "\n".join(parts) + "\n"


def in_words(proposal: Proposal) -> str:
    """Return a pattern in words: ``code 20610, no modifier``."""
    return ", ".join(
        _WORDS[kind].format(value) if value else "no modifier" for kind, value in proposal.pattern
    )


def evidence_of(proposal: Proposal) -> str:
    """Return what speaks for a proposal in one sentence."""
    reason = f"CARC {proposal.carc}" + (f" with {', '.join(proposal.rarcs)}" if proposal.rarcs else "")
    return (
        f"Payer {proposal.payer_id} denied {proposal.denied} of {proposal.lines} such lines ({reason}), "
        f"{show_money(proposal.amount)} in all; 95 percent interval "
        f"{proposal.low:.0%} to {proposal.high:.0%}, {proposal.lift:.2f} times the share of all its lines."
    )


def _rule(one: Proposal, identifier: str) -> str:
    words = in_words(one)
    name = f"denied-by-{one.payer_id.lower()}-carc-{one.carc.lower()}-{identifier.rpartition('-')[2]}"
    conditions = []
    for kind, value in one.pattern:
        asked = f"eq: '{value}'" if value else "absent: true"
        one_field = f"{{field: {_FIELDS[kind]}, {asked}}}"
        conditions.append(
            f"        - {{some: lines, where: {one_field}}}" if kind == BESIDE else f"        - {one_field}"
        )
    return "\n".join(
        (
            f"  - id: {identifier}",
            f"    name: {name}",
            f"    says: 'This payer denies such lines: {words} (CARC {one.carc}).'",
            f"    why: '{evidence_of(one)}'",
            "    fix: Look at what the payer wants of this service, and correct the line before it is sent.",
            "    source: past decisions of the payer (cleanclaim rules mine)",
            f"    scope: {{payer_ids: ['{one.payer_id}'], claim_types: [{one.claim_type}]}}",
            "    judges: line",
            "    when:",
            "      all:",
            *conditions,
            "    then: {hold: true}",
            "    examples:",
            "      fires:",
            f"        - claim: {_quoted(_example(one, one.payer_id))}",
            "      silent:",
            f"        - {_quoted(_example(one, f'{one.payer_id}X'))}",
        )
    )


def _example(one: Proposal, payer_id: str) -> str:
    """Return a claim in the notation that fits the pattern, for a payer of this number."""
    given = dict(one.pattern)
    code = given.get(CODE, _FILLERS[one.claim_type])
    modifier = f"-{given[MODIFIER]}" if given.get(MODIFIER) else ""
    line = f"{code}{modifier} $100"
    clauses = [f"type {one.claim_type}"]
    if one.claim_type == "institutional":
        line += " rev 0510"
    elif DIAGNOSIS in given:
        clauses.append(f"dx {given[DIAGNOSIS]}")
    if DIAGNOSIS in given:
        line += " @1"
    if PLACE in given:
        line += f" pos {given[PLACE]}"
    if BESIDE in given:
        line += f" | {given[BESIDE]} $50" + (" rev 0510" if one.claim_type == "institutional" else "")
    return "; ".join((*clauses, f"lines {line}", f"set coverages[0].payer.payer_id {payer_id}"))


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
