"""Print what the edits miss of the corpus, and what they say of what is right.

python -m tests.edits.corpus [--all-noise]
"""

import sys
import tempfile
from pathlib import Path

from cleanclaim.parameters import shipped_parameters
from cleanclaim.reference import ensure_store
from tests.edits.corpus import clean_claims, defects, findings_of, judge, to_work_on


def main() -> None:
    """Run the corpus and print misses, false alarms, alarms on clean claims, and other noise."""
    parameters = shipped_parameters()
    with tempfile.TemporaryDirectory() as directory:
        store = ensure_store(Path(directory) / "reference")
        outcomes = [judge(defect, store, parameters) for defect in defects()]
        clean = [
            (one, to_work_on(findings_of(one.claim, store, parameters, one.tables, one.history)))
            for one in clean_claims()
        ]
    for outcome in outcomes:
        if not outcome.found:
            said = ", ".join(f"{f.edit} {f.severity.name} {f.path}" for f in outcome.said)
            print(f"MISSED {'/'.join(outcome.defect.expect)}: {outcome.defect.name} -> {said or 'nothing'}")
    for outcome in outcomes:
        for finding in outcome.false_alarms:
            print(
                f"FALSE ALARM {finding.edit} {finding.severity.name}: {outcome.defect.name} -> {finding.message}"
            )
    for outcome in outcomes:
        for finding in to_work_on(outcome.near_miss_said):
            if finding not in outcome.false_alarms:
                print(
                    f"NOISE {finding.edit} {finding.severity.name}: {outcome.defect.name} -> {finding.message}"
                )
    for one, said in clean:
        for finding in said:
            if finding.edit not in one.defended:
                print(f"CLEAN {finding.edit} {finding.severity.name}: {one.name} -> {finding.message}")
    found = sum(outcome.found for outcome in outcomes)
    alarms = sum(bool(outcome.false_alarms) for outcome in outcomes)
    held = sum(any(f.edit not in one.defended for f in said) for one, said in clean)
    print(
        f"defects {found}/{len(outcomes)} found; near-misses {alarms} false; clean {held}/{len(clean)} held"
    )


if __name__ == "__main__":
    sys.exit(main())
