"""The documentation page of the situational rules, made from the rules themselves.

``python -m cleanclaim.x12.situations.page > docs/algorithms/x12-situations.md`` writes it anew.
"""

import sys

from cleanclaim.x12.situations.catalogue import all_rules
from cleanclaim.x12.situations.model import Situation

_HEAD = """# Situational rules (level 4)

What the implementation guides ask for in some situations only. This page is made from the rules
(`src/cleanclaim/x12/situations/*.rules.txt`) by `python -m cleanclaim.x12.situations.page`; a test
compares it with them. Each rule has an example in which it speaks and one in which it stays silent
(`tests/x12/situation_examples.py`, `more_situation_examples.py`), executed by the tests.

A rule looks at one block when its loop closes: a claim (2300), a claim payment (2100), a level
(2000A, 2000B and so on) with the blocks around it; so memory stays flat in files of any size.

**Verified** says whether the guide's own sentence was at hand when the rule was written. We do not
hold the guides: none is, and the source names the guide's loop and segment from knowledge of it.
Rules of which we are less sure, and those that payers handle differently, are warnings.
"""


def page() -> str:
    """Return the page's text: a table for each group of guides that share rules."""
    groups: dict[tuple[str, ...], list[Situation]] = {}
    for rule in all_rules():
        groups.setdefault(rule.guides, []).append(rule)
    parts = [_HEAD, f"There are {len(all_rules())} rules.\n"]
    for guides, rules in groups.items():
        parts.append(f"\n## {', '.join(guides)}\n")
        parts.append("| rule | says | fix | severity | source | verified |")
        parts.append("|---|---|---|---|---|---|")
        parts.extend(
            f"| `{rule.id}` | {rule.sentence} | {rule.fix} | {rule.severity.value} | {rule.source} | "
            f"{'yes' if rule.verified else 'no'} |"
            for rule in rules
        )
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
