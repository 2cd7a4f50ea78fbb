"""Write, change, switch off and on the organization's own rules: every text is kept as a version."""

from datetime import datetime

from cleanclaim.edits.practice_rules.values import PracticeRule
from cleanclaim.primitives import InvalidValue
from cleanclaim.web.audit.record import Actor, record
from cleanclaim.web.claims.models import RuleFile, RuleFileVersion
from cleanclaim.web.claims.rule_files import FILE, digest_of, read_rules

MAX_TEXT = 200_000
"""Characters of one file of rules, at most."""


def save_rules(
    *, text: str, reason: str, actor: Actor, at: datetime, file: RuleFile | None = None
) -> RuleFile:
    """Keep a text as a new file of rules, or as the next version of ``file``; its examples are run.

    The text's ``prefix`` names the file and stays. Raises ``InvalidValue`` without a reason, for a
    prefix that is taken or another than the file's, and for a text that changes nothing;
    ``DecodeError`` with the line for rules that cannot be read.
    """
    said = " ".join(reason.split())[:200]
    if not said:
        raise InvalidValue("a change of rules needs a reason.", where="Reason", fix="Say why.")
    found = checked_rules(text)
    prefix = found[0].id.partition("-")[0]
    if file is None:
        if RuleFile.objects.filter(prefix=prefix).exists():
            raise InvalidValue(
                f"there is a file of rules {prefix} already.",
                where=FILE,
                fix="Change that one, or use another prefix.",
            )
        file = RuleFile.objects.create(prefix=prefix)
        number = 1
    else:
        file = RuleFile.objects.select_for_update().get(pk=file.pk)
        if prefix != file.prefix:
            raise InvalidValue(
                f"the rules of this file begin with {file.prefix}, not {prefix}.",
                where=FILE,
                fix="Keep the prefix.",
            )
        before = file.versions.get(number=file.current_version)
        if before.sha256 == digest_of(text):
            raise InvalidValue("that is what the rules say already.", where=FILE)
        number = file.versions.count() + 1
        file.current_version = number
        file.save(update_fields=["current_version"])
    RuleFileVersion.objects.create(
        file=file,
        number=number,
        text=text,
        sha256=digest_of(text),
        rules=len(found),
        reason=said,
        made_by=actor.name[:80],
        made_at=at,
    )
    record(
        actor=actor,
        action="rules.saved",
        subject=file,
        at=at,
        details={"prefix": prefix, "version": number, "rules": len(found)},
    )
    return file


def checked_rules(text: str) -> tuple[PracticeRule, ...]:
    """Return the rules of a text as somebody typed it; refuses nothing at all and far too much."""
    if not text.strip() or len(text) > MAX_TEXT or "\0" in text:
        raise InvalidValue(
            f"rules are 1 to {MAX_TEXT} characters of YAML.",
            where=FILE,
            fix="See docs/edits/practice-rules.md.",
        )
    found = read_rules(text)
    if not found:
        raise InvalidValue("there is no rule in it.", where=FILE, fix="Write one, or switch the file off.")
    return found


def switch_rules(*, file: RuleFile, on: bool, actor: Actor, at: datetime) -> None:
    """Let a file of rules judge claims, or not; what was found stays with the claims."""
    file.is_active = on
    file.save(update_fields=["is_active"])
    record(actor=actor, action="rules.switched_on" if on else "rules.switched_off", subject=file, at=at)
