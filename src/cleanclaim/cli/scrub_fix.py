"""``cleanclaim scrub --fix``: corrected files, with nothing changed that a person should decide."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.paths import read_bytes
from cleanclaim.cli.scrub_output import counted, name_of, show_findings
from cleanclaim.cli.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleanclaim.claim import Claim
    from cleanclaim.edits import Rules
    from cleanclaim.edits.linking import Linked
    from cleanclaim.edits.repairs import Applied
    from cleanclaim.x12 import Source

NOT_SHOWN = "(not shown)"


def targets(files: tuple[Path, ...], output: Path | None) -> dict[Path, Path]:
    """Return where the correction of each file goes.

    ``output`` is the file itself for one input, a directory (which is made) for several or when
    it is one; without it the correction stands beside its file as ``NAME.corrected.837``. Raises
    ``InvalidValue`` when a file would be written over, or two would have one name.
    """
    from cleanclaim.primitives import InvalidValue

    into = output is not None and (len(files) > 1 or output.is_dir())
    if into and output is not None and output.exists() and not output.is_dir():
        raise InvalidValue(
            "several files cannot be written to one.", where=str(output), fix="Name a directory."
        )
    chosen: dict[Path, Path] = {}
    for path in files:
        if output is None:
            target = path.with_name(f"{path.stem}.corrected{path.suffix}")
        else:
            target = output / path.name if into else output
        if target in chosen.values() or any(target.resolve() == one.resolve() for one in files):
            raise InvalidValue(
                "it would be written over another file.", where=str(target), fix="Use another --output."
            )
        chosen[path] = target
    if into and output is not None:
        output.mkdir(parents=True, exist_ok=True)
    return chosen


def fix_file(
    path: Path, source: "Source", run: "Iterable[Linked]", target: Path, rules: "Rules", *, as_json: bool
) -> int:
    """Correct one file; return 1 when something is left to work on, else 0.

    ``run`` holds its claims, each beside the patient's other claims as they were sent.
    Raises ``InvalidValue`` when the correction cannot be written without touching anything else.
    """
    from cleanclaim.edits import Severity
    from cleanclaim.edits.repairs import repair
    from cleanclaim.exchange.patched_837 import patched_837

    data = source if isinstance(source, bytes) else read_bytes(path)
    corrected: dict[int, Claim] = {}
    claims = changes = left = 0
    shown = []
    for index, one in enumerate(run):
        claim = one.claim
        done = repair(claim, rules.beside(one.before, one.after))
        claims += 1
        if done.applied:
            corrected[index] = done.claim
            changes += len(done.applied)
        left += sum(finding.severity <= Severity.REVIEW for finding in done.left)
        shown.append((claim, done))
    if corrected:
        patched = patched_837(data, corrected, where=str(path))
        _refuse_new_problems(data, patched, path)
        write_whole(target, patched)
    for claim, done in shown:
        for applied in done.applied:
            _show_change(path, target, claim, applied, as_json=as_json)
        show_findings(path, claim, done.left, as_json=as_json)
    summary = (
        f"{path}: {counted(changes, 'change')} in {counted(len(corrected), 'claim')} of {claims}, "
        f"written to {target}; {counted(left, 'finding')} left to work on."
        if corrected
        else f"{path}: nothing that is safe to change; no file is written. "
        f"{counted(left, 'finding')} to work on."
    )
    click.echo(summary, err=as_json)
    return 1 if left else 0


def _refuse_new_problems(data: bytes, patched: bytes, path: Path) -> None:
    """Refuse a correction that breaks a rule of the format which the file did not break before."""
    from cleanclaim.primitives import InvalidValue
    from cleanclaim.x12 import Severity, find_problems

    counts = []
    for content in (patched, data):
        problems = find_problems(content, levels=(1, 2, 3, 4, 5), where=str(path))
        counts.append(
            Counter(
                (one.id, one.claim_id, one.loop, one.element)
                for one in problems
                if one.severity is Severity.ERROR
            )
        )
    new = counts[0] - counts[1]
    if new:
        identifier, claim_id, loop, element = min(new)
        raise InvalidValue(
            f"the corrected claim {claim_id} would break a rule of the format: "
            f"{identifier} at {loop} {element}.",
            where=str(path),
            fix="Correct the claim where it is made.",
        )


def _show_change(path: Path, target: Path, claim: "Claim", applied: "Applied", *, as_json: bool) -> None:
    from cleanclaim.primitives import encode_line

    change = applied.change
    hidden = is_of_a_person(change.path)
    before, after = (NOT_SHOWN, NOT_SHOWN) if hidden else (applied.before, change.text)
    if as_json:
        record = {
            "file": str(path),
            "output": str(target),
            "claim_id": claim.patient_control_number,
            "changed": change.path,
            "before": before,
            "after": after,
            "edit": applied.finding.edit,
            "message": "" if hidden else applied.finding.message,
            "fix": applied.finding.fix,
        }
        click.echo(encode_line(record))
        return
    said = f"{change.path} from {before} to {after}"
    why = applied.finding.name.replace("-", " ") if hidden else applied.finding.message
    click.echo(f"claim {name_of(claim)}: changed {said} ({applied.finding.edit}: {why})")


def is_of_a_person(path: str) -> bool:
    """Return whether a field says who a patient or subscriber is, which is not printed."""
    if path.endswith(".sex"):
        return False
    return path.startswith("patient.") or ".subscriber." in path or path.endswith(".member_id")
