"""Read rules from YAML files: strictly, with file and line of what is wrong, and with their examples run."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from cleanclaim.claim.notation import claim_from
from cleanclaim.claim.paths import with_text_at
from cleanclaim.edits.practice_rules.conditions import ConditionError, condition_of
from cleanclaim.edits.practice_rules.fields import field_of
from cleanclaim.edits.practice_rules.judging import apply
from cleanclaim.edits.practice_rules.values import UNITS, PracticeRule, RuleExample, RuleScope, SetValue
from cleanclaim.edits.rules import Rules
from cleanclaim.edits.values import CLAIM_TYPES, PAYER_KINDS, Effective, Severity
from cleanclaim.parameters.strict_yaml import line_at, read_yaml
from cleanclaim.primitives import CleanclaimError, DecodeError, InvalidValue, UnreadableFile

_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,15}")
_NUMBER = re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ACTIONS = ("hold", "warn", "set", "require_document", "route")
_SEVERITIES = {"reject": Severity.REJECT, "deny": Severity.DENY, "review": Severity.REVIEW}


class _Scope(msgspec.Struct, forbid_unknown_fields=True):
    payer_kinds: list[str] = []
    claim_types: list[str] = []
    payer_ids: list[str | int] = []
    billing_npis: list[str | int] = []
    tax_ids: list[str | int] = []


class _Set(msgspec.Struct, forbid_unknown_fields=True):
    field: str
    value: str | int
    safe: bool = False


class _Then(msgspec.Struct, forbid_unknown_fields=True):
    hold: str | bool = ""
    warn: bool = False
    set: list[_Set] = []
    require_document: list[str | int] = []
    route: str = ""


class _Fires(msgspec.Struct, forbid_unknown_fields=True):
    claim: str
    at: list[str] = []
    title: str = ""


class _Examples(msgspec.Struct, forbid_unknown_fields=True):
    fires: list[_Fires]
    silent: list[str]


class _Rule(msgspec.Struct, forbid_unknown_fields=True, rename={"from_": "from"}):
    id: str
    name: str
    says: str
    fix: str
    when: Any
    then: _Then
    examples: _Examples
    why: str = ""
    source: str = ""
    judges: str = "claim"
    at: str = ""
    from_: str = ""
    to: str = ""
    scope: _Scope = msgspec.field(default_factory=_Scope)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    prefix: str
    rules: list[_Rule]


def load_rules(
    paths: Iterable[Path], rules: Rules, *, check_examples: bool = True
) -> tuple[PracticeRule, ...]:
    """Return the rules of YAML files, and of directories with such files, in order of name.

    Every example is judged with ``rules`` (whose parameters tell the payer's kind). Raises
    ``DecodeError`` with file and line for what cannot be read, or whose example does not come out
    as it says, and ``UnreadableFile`` for what is not there.
    """
    found: dict[str, PracticeRule] = {}
    for path in _files(paths):
        for rule in _rules_of(path):
            if rule.id in found:
                raise DecodeError(
                    f"there is a rule {rule.id} already, in {found[rule.id].where}.",
                    where=rule.where,
                    fix="Give it another id.",
                )
            found[rule.id] = rule
            if check_examples:
                _run_examples(rule, rules)
    return tuple(found.values())


def _files(paths: Iterable[Path]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(
                one for one in path.rglob("*") if one.suffix in (".yaml", ".yml") and one.is_file()
            )
            if not inside:
                raise UnreadableFile(
                    "there are no rules there.", where=str(path), fix="Put a .yaml file with rules into it."
                )
            files += inside
        else:
            files.append(path)
    return files


def _rules_of(path: Path) -> list[PracticeRule]:
    tree = read_yaml(path, begin="prefix")

    def wrong(at: str, message: str, fix: str = "") -> DecodeError:
        return DecodeError(message, where=f"{path}, line {line_at(tree, at)}", fix=fix)

    try:
        file = msgspec.convert(tree, _File, strict=True)
    except msgspec.ValidationError as error:
        message, _, at = str(error).rpartition(" - at ")
        raise wrong(at.strip("`"), f"{message or error}.", "See docs/edits/practice-rules.md.") from None
    if not _PREFIX.fullmatch(file.prefix):
        raise wrong("$.prefix", f"{file.prefix!r} is no prefix.", "Use 2 to 16 capital letters and digits.")
    made = []
    for index, raw in enumerate(file.rules):
        at = f"$.rules[{index}]"
        try:
            made.append(_made(raw, file.prefix, at, f"{path}, line {line_at(tree, at)}"))
        except ConditionError as error:
            raise wrong(error.path, error.message, error.fix) from None
    return made


def _made(raw: _Rule, prefix: str, at: str, where: str) -> PracticeRule:
    number = raw.id.removeprefix(f"{prefix}-")
    if number == raw.id or not _NUMBER.fullmatch(number):
        raise ConditionError(f"{at}.id", f"{raw.id!r} does not begin with {prefix}-.", f"Write {prefix}-001.")
    if not _NAME.fullmatch(raw.name):
        raise ConditionError(f"{at}.name", f"{raw.name!r} is no name.", "Write small letters and hyphens.")
    for name in ("says", "fix"):
        if not getattr(raw, name).strip().endswith("."):
            raise ConditionError(f"{at}.{name}", f"{name} is a sentence.", "End it with a full stop.")
    if raw.judges not in UNITS:
        raise ConditionError(f"{at}.judges", f"{raw.judges!r} is not judged.", f"Use {', '.join(UNITS)}.")
    if not raw.examples.fires or not raw.examples.silent:
        raise ConditionError(
            f"{at}.examples",
            "a rule has a claim at which it fires, and one at which it is silent.",
            "Add it.",
        )
    if raw.at:
        _checked_field(raw.at, raw.judges, f"{at}.at")
    condition = condition_of(raw.when, raw.judges, f"{at}.when")
    return PracticeRule(
        id=raw.id,
        name=raw.name,
        says=raw.says.strip(),
        why=raw.why.strip(),
        fix=raw.fix.strip(),
        severity=_severity(raw.then, f"{at}.then"),
        condition=condition,
        judges=raw.judges,
        points_at=raw.at,
        scope=_scope(raw.scope, f"{at}.scope"),
        effective=Effective(_day(raw.from_, f"{at}.from", date.min), _day(raw.to, f"{at}.to", date.max)),
        sets=tuple(_set(one, raw.judges, f"{at}.then.set[{n}]") for n, one in enumerate(raw.then.set)),
        documents=tuple(str(one) for one in raw.then.require_document),
        work_list=raw.then.route,
        source=raw.source,
        examples=(
            *(
                RuleExample(one.title or "fires", one.claim, tuple(one.at) or ("",))
                for one in raw.examples.fires
            ),
            *(RuleExample("silent", claim) for claim in raw.examples.silent),
        ),
        where=where,
    )


def _severity(then: _Then, at: str) -> Severity:
    """Return how a finding is to be taken: ``hold`` keeps the claim back, ``warn`` does not."""
    if then.warn and then.hold:
        raise ConditionError(at, "hold and warn exclude each other.", "Keep one of them.")
    if then.warn:
        return Severity.INFORM
    if not (then.hold or then.set or then.require_document or then.route):
        raise ConditionError(at, "nothing is to be done.", f"Use {', '.join(_ACTIONS)}.")
    if isinstance(then.hold, str) and then.hold:
        if then.hold not in _SEVERITIES:
            raise ConditionError(
                f"{at}.hold", f"{then.hold!r} is not how to hold.", f"Use true, {', '.join(_SEVERITIES)}."
            )
        return _SEVERITIES[then.hold]
    return Severity.REVIEW


def _scope(raw: _Scope, at: str) -> RuleScope:
    for name, known in (("payer_kinds", PAYER_KINDS), ("claim_types", CLAIM_TYPES)):
        for one in getattr(raw, name):
            if one not in known:
                raise ConditionError(
                    f"{at}.{name}", f"{one!r} is not one of {name}.", f"Use {', '.join(sorted(known))}."
                )
    return RuleScope(
        payer_kinds=frozenset(raw.payer_kinds) or PAYER_KINDS,
        claim_types=frozenset(raw.claim_types) or CLAIM_TYPES,
        payer_ids=frozenset(map(str, raw.payer_ids)),
        billing_npis=frozenset(map(str, raw.billing_npis)),
        tax_ids=frozenset(map(str, raw.tax_ids)),
    )


def _set(raw: _Set, unit: str, at: str) -> SetValue:
    """Return a change after a trial on a specimen: the field is there and takes such a value."""
    _checked_field(raw.field, unit, f"{at}.field")
    if "*" in raw.field:
        raise ConditionError(f"{at}.field", "one field is set, not all of a list.", "Use judges: line.")
    root = {"claim": "", "line": "lines[0].", "diagnosis": "diagnoses[0]."}[unit]
    whole = raw.field.removeprefix("claim.") if raw.field.startswith("claim.") else f"{root}{raw.field}"
    try:
        with_text_at(claim_from("").claim, whole, str(raw.value))
    except InvalidValue as problem:
        raise ConditionError(f"{at}.value", problem.message, problem.fix) from None
    return SetValue(raw.field, str(raw.value), raw.safe)


def _checked_field(path: str, unit: str, at: str) -> None:
    try:
        field_of(path, unit)
    except InvalidValue as problem:
        raise ConditionError(at, problem.message, problem.fix) from None


def _day(text: str, at: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(text) if text else otherwise
    except ValueError:
        raise ConditionError(at, f"{text!r} is not a date.", "Write 2026-01-31.") from None


def _run_examples(rule: PracticeRule, rules: Rules) -> None:
    """Judge the examples; raise ``DecodeError`` for the first that does not come out as it says."""
    for example in rule.examples:
        try:
            noted = claim_from(example.claim)
            context = msgspec.structs.replace(
                rules, received=noted.received, payer_kind=noted.payer_kind, history=None
            )
            found = [finding.path for finding in apply(rule, noted.claim, context)]
        except CleanclaimError as problem:
            raise DecodeError(
                f"an example of {rule.id} cannot be read: {problem.message}",
                where=rule.where,
                fix=problem.fix,
            ) from None
        wanted = list(example.finds)
        if found == wanted or (wanted == [""] and found):
            continue
        said = ", ".join(found) if found else "nothing"
        expected = "something" if wanted == [""] else ", ".join(wanted) or "nothing"
        raise DecodeError(
            f"{rule.id} finds {said} in its example {example.claim!r}, which should find {expected}.",
            where=rule.where,
            fix="Correct the condition or the example.",
        )
