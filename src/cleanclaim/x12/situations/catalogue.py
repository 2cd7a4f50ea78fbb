"""Where the situational rules lie, and how to find one."""

from functools import cache
from importlib.resources import files

from cleanclaim.x12.situations.model import Situation
from cleanclaim.x12.situations.notation import SituationMistake, read_situations

RULE_FILES = (
    "claims.rules.txt",
    "services.rules.txt",
    "hospital.rules.txt",
    "teeth.rules.txt",
    "payments.rules.txt",
    "questions.rules.txt",
    "answers.rules.txt",
)


@cache
def all_rules() -> tuple[Situation, ...]:
    """Return every situational rule, in the order of their files; ids are unique."""
    rules = tuple(
        rule
        for name in RULE_FILES
        for rule in read_situations((files("cleanclaim.x12.situations") / name).read_text("utf-8"))
    )
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise SituationMistake(f"rule {rule.id}: there are two.")
        seen.add(rule.id)
    return rules


def situation(rule_id: str) -> Situation | None:
    """Return a rule by its id, nothing when there is none."""
    return next((rule for rule in all_rules() if rule.id == rule_id), None)
