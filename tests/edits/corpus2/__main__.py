"""Print what the edits miss of the second corpus, and what they say of what is right.

python -m tests.edits.corpus2
"""

import os
import tempfile
from collections import Counter
from pathlib import Path

from cleanclaim.cli.paths import data_directory
from tests.edits.corpus2 import (
    TO_WORK_ON,
    Question,
    Said,
    alarms,
    answers,
    cases,
    clean_claims,
    found,
    imported,
    questions,
)


def main() -> None:
    """Run the corpus and print misses, false alarms, other alarms on near-misses, and held clean claims."""
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory)
        os.environ["CLEANCLAIM_DATA"] = str(data_directory())
        asked = [one for case in cases() for one in questions(case)]
        asked += [Question(one.id, one.claim) for one in clean_claims()]
        said = answers(asked, imported(place / "reference"), place)
    totals: dict[str, Counter[str]] = {}
    for case in cases():
        bad, good = said[f"{case.id}-bad"], said[f"{case.id}-good"]
        total = totals.setdefault(case.family, Counter())
        total["claims"] += 1
        total["found"] += found(case, bad)
        if not found(case, bad):
            print(f"MISSED {case.id} ({', '.join(case.expect)}): {case.policy} -> {_told(bad)}")
        false = alarms(case, good)
        total["false"] += bool(false)
        if false:
            print(f"FALSE ALARM {case.id}: {_told(false)}")
        others = [one for one in good if one.severity in TO_WORK_ON and one not in false]
        total["others"] += bool(others)
        if others:
            print(f"OTHER {case.id}: {_told(others)}")
    for one in clean_claims():
        if held := [finding for finding in said[one.id] if finding.severity in TO_WORK_ON]:
            print(f"CLEAN {one.id}: {_told(held)}")
    columns = ("claims", "found", "false", "others")
    print(f"{'family':16}" + "".join(f"{name:>8}" for name in columns))
    for family, total in [*totals.items(), ("all", sum(totals.values(), Counter()))]:
        print(f"{family:16}" + "".join(f"{total[name]:8}" for name in columns))


def _told(said: list[Said]) -> str:
    return "; ".join(f"{one.edit} {one.severity} {one.line or ''} {one.message}" for one in said) or "nothing"


if __name__ == "__main__":
    main()
