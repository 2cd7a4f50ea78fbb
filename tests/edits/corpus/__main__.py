"""Print what the edits miss of the corpus, and what they say of what is right.

python -m tests.edits.corpus
"""

import sys
import tempfile
from pathlib import Path

from cleanclaim.edits import Finding
from cleanclaim.parameters import shipped_parameters
from cleanclaim.reference import ensure_store
from tests.edits.corpus import clean_claims, defects, held, judge, to_work_on


def main() -> None:
    """Run the corpus and print misses, false alarms, alarms on clean claims, and other noise."""
    parameters = shipped_parameters()
    with tempfile.TemporaryDirectory() as directory:
        store = ensure_store(Path(directory) / "reference")
        outcomes = [judge(defect, store, parameters) for defect in defects()]
        clean = [(one, held(one, store, parameters)) for one in clean_claims()]
    for outcome in outcomes:
        if not outcome.found:
            said = ", ".join(f"{f.edit} {f.severity.name} {f.path}" for f in outcome.said)
            print(f"MISSED {'/'.join(outcome.defect.expect)}: {outcome.defect.name} -> {said or 'nothing'}")
    for outcome in outcomes:
        for finding in outcome.false_alarms:
            print("FALSE ALARM", _line(finding, outcome.defect.name))
    for outcome in outcomes:
        for finding in to_work_on(outcome.near_miss_said):
            if finding not in outcome.false_alarms:
                print("NOISE", _line(finding, outcome.defect.name))
    for one, said in clean:
        for finding in said:
            print("CLEAN", _line(finding, one.name))
    found = sum(outcome.found for outcome in outcomes)
    alarms = sum(bool(outcome.false_alarms) for outcome in outcomes)
    alarmed = sum(bool(said) for _, said in clean)
    print(f"{found} of {len(outcomes)} defects found, {alarms} near-misses false")
    print(f"{alarmed} of {len(clean)} clean claims held")


def _line(finding: Finding, name: str) -> str:
    return f"{finding.edit} {finding.severity.name}: {name} -> {finding.message}"


if __name__ == "__main__":
    sys.exit(main())
