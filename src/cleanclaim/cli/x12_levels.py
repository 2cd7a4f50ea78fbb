"""What ``cleanclaim x12 validate`` hands to the validator: levels, code lists, and the claim edits."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from cleanclaim.codesets import Store
    from cleanclaim.edits import Finding, Rules
    from cleanclaim.x12 import ClaimLoop, Source, X12Problem
    from cleanclaim.x12.validation import Extra


def chosen_levels(texts: Sequence[str]) -> tuple[int, ...]:
    """Return the levels that the options name: ``N`` alone is up to N, ``N..M`` a range.

    Given several times, each ``N`` is just that level. Raises ``BadParameter`` for anything else.
    """
    chosen: set[int] = set()
    for text in texts:
        first, mark, last = text.partition("..")
        try:
            low, high = (
                (int(first), int(last)) if mark else (1 if len(texts) == 1 else int(first), int(first))
            )
        except ValueError:
            low = high = 0
        if not 1 <= low <= high <= 7:
            raise click.BadParameter(
                "give a level from 1 to 7, or a range such as 2..4.", param_hint="--level"
            )
        chosen.update(range(low, high + 1))
    return tuple(sorted(chosen))


def edits_of(path: Path, store: "Store", *, redact: bool) -> "Extra":
    """Return what judges levels 6 and 7 of a file: the claim edits, over its claims.

    Level 6 are the edits that hold for every payer, level 7 those of some kinds of payers.
    """

    def judge(source: "Source") -> Iterator["X12Problem"]:
        from cleanclaim.edits import Rules, scrub
        from cleanclaim.exchange import iter_837
        from cleanclaim.parameters import shipped_parameters
        from cleanclaim.primitives import InputError
        from cleanclaim.x12 import ClaimLoop, stream

        again = source if isinstance(source, bytes) else path
        rules = Rules(store, shipped_parameters())
        claims = iter_837(again, where=str(path))
        try:
            for loop in stream(again):
                if not isinstance(loop, ClaimLoop) or (claim := next(claims, None)) is None:
                    continue
                for finding in scrub(claim, _received(rules, loop)):
                    problem = _problem_of(finding, loop, redact=redact)
                    if problem is not None:
                        yield problem
        except InputError as error:
            yield _not_judged(f"the claims cannot be read to their end, so not all edits were run: {error}")

    return judge


def _received(rules: "Rules", loop: "ClaimLoop") -> "Rules":
    import msgspec

    from cleanclaim.primitives import InvalidValue, parse_ccyymmdd

    try:
        day = parse_ccyymmdd(loop.transaction.group.date)
    except InvalidValue:
        return rules
    return msgspec.structs.replace(rules, received=day)


def _problem_of(finding: "Finding", loop: "ClaimLoop", *, redact: bool) -> "X12Problem | None":
    from cleanclaim.edits import PAYER_KINDS, Severity as Urgency, edit_of
    from cleanclaim.x12 import Severity, X12Problem
    from cleanclaim.x12.guides import guide_for

    if finding.severity > Urgency.REVIEW:
        return None
    edit = edit_of(finding.edit)
    of_all = edit.applies_to.payer_kinds | edit.applies_to.review_for >= PAYER_KINDS
    guide = guide_for(loop.transaction.version, loop.transaction.kind)
    line = f"Line {finding.line}: " if finding.line else ""
    return X12Problem(
        id=finding.edit,
        level=6 if of_all else 7,
        severity=Severity.WARNING if finding.severity is Urgency.REVIEW else Severity.ERROR,
        transaction=guide.transaction if guide else "837",
        control_number=loop.transaction.control_number,
        loop="2300",
        segment="CLM",
        segment_number=loop.segment_number,
        byte_offset=loop.byte_offset,
        claim_id=loop.claim_id,
        value=", ".join(finding.codes),
        message=f"{line}{finding.name.replace('-', ' ')}." if redact else f"{line}{finding.message}",
        fix=finding.fix,
    )


def _not_judged(reason: str) -> "X12Problem":
    from cleanclaim.x12 import Severity, X12Problem

    return X12Problem(
        id="edits-not-run",
        level=6,
        severity=Severity.WARNING,
        message=f"Not checked: {reason}",
        fix="Correct what the lower levels report first.",
    )
