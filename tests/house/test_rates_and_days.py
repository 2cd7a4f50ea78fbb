"""No rule of the engine holds a rate or a year: they stand in dated tables and parameters, with their source.

What may stand in code: from when an edit applies (its lifecycle, ``Effective``), examples, and the few
constants below, each with the reason. A new date or a fraction anywhere else fails here.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ENGINE = (
    "claim",
    "codesets",
    "edits",
    "ledger",
    "parameters",
    "posting",
    "pricing",
    "primitives",
    "remittance",
    "workflow",
    "x12",
)

SOURCE = Path(__file__).parents[2] / "src" / "cleanclaim"
REASONS = {
    "primitives/amounts.py": "a cent, and the most that a number may be",
    "codesets/pairs.py": "the day from which day numbers are counted",
    "claim/notation.py": "a default of the notation of examples",
    "claim/specimens.py": "specimens for examples and tests",
    "remittance/classification.py": "the most by which roundings may differ",
    "remittance/values.py": "nothing, as money",
    "posting/values.py": "nothing, as money",
    "posting/decisions.py": "nothing, as money",
    "workflow/underpayments/values.py": "a default that the practice changes",
    "x12/codes.py": "the day on which diagnoses of ICD-9 ended: which list a qualifier means",
    "edits/example_tables.py": "tables of examples",
    "codesets/search_rank.py": "a weight of the ranking of search results",
    "edits/practice_rules/evidence.py": "a quantile of the normal distribution",
    "edits/practice_rules/mining.py": "shares from which a pattern is proposed to a person",
    "edits/rules.py": "the day of claims without one",
    "edits/compliance/always_separate.py": "a share of claims from which a pattern is told, no rate of pay",
    "edits/compliance/one_level_for_all_patients.py": "a share of claims from which a pattern is told",
    "edits/compliance/visit_beside_every_procedure.py": "a share of claims from which a pattern is told",
    "edits/drugs/discount_modifier_ended.py": "the last day of one modifier, the edit's subject",
    "pricing/physician_sides.py": "two sides",
}
"""Files with constants that are no rule's rate or year."""


@pytest.mark.parametrize("package", ENGINE)
def test_no_rule_holds_a_rate_or_a_year(package: str) -> None:
    found = [
        f"{file.relative_to(SOURCE)}:{line}: {text}"
        for file in sorted((SOURCE / package).rglob("*.py"))
        if str(file.relative_to(SOURCE)) not in REASONS
        for line, text in rates_and_days(ast.parse(file.read_text()))
    ]
    assert not found, "into a table or a parameter with its days and source: " + "; ".join(found)


def test_the_search_sees_rates_and_days_and_lets_lifecycles_pass() -> None:
    seen = ast.parse(
        "a = date(2025, 1, 1)\nb = Decimal('0.85')\nc = 0.5 * x\nd = Effective(date(2020, 1, 1))"
    )
    assert [line for line, _ in rates_and_days(seen)] == [1, 2, 3]


def test_no_reason_is_left_over() -> None:
    idle = [name for name in REASONS if not (SOURCE / name).exists()]
    assert not idle


def rates_and_days(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield line and text of dates and fractions, but for lifecycles and examples."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and name_of(node.func) in ("Effective", "Stable", "Preview", "Retired"):
            continue
        if (
            isinstance(node, (ast.Assign, ast.AnnAssign))
            and "example" in ast.unparse(node).split("=")[0].lower()
        ):
            continue
        if isinstance(node, (ast.Constant, ast.Call)) and is_rate_or_day(node):
            yield node.lineno, ast.unparse(node)
        else:
            yield from rates_and_days(node)


def is_rate_or_day(call: ast.Constant | ast.Call) -> bool:
    if isinstance(call, ast.Constant):
        return isinstance(call.value, float) and not call.value.is_integer()
    constants = [one.value for one in call.args if isinstance(one, ast.Constant)]
    if name_of(call.func) == "date":
        return len(constants) == 3
    text = constants[0] if name_of(call.func) == "Decimal" and constants else None
    return isinstance(text, str) and "." in text and text.strip("0.1") != ""


def name_of(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
