"""The organization's own rules, as the scrubber uses them: read once per text, kept in memory."""

import hashlib
import tempfile
from functools import lru_cache
from pathlib import Path

from django.db.models import F

from cleanclaim.edits import Rules
from cleanclaim.edits.practice_rules.loading import load_rules
from cleanclaim.edits.practice_rules.values import PracticeRule
from cleanclaim.primitives import CleanclaimError, DecodeError
from cleanclaim.web.claims.models import RuleFileVersion
from cleanclaim.web.engine import parameters, reference_store

FILE = "rules"
"""What a text is called in messages: ``rules, line 3``."""


def rules_in_force() -> tuple[PracticeRule, ...]:
    """Return the rules of the open tenant's active files, in order of their prefixes.

    Each rule has its own first and last day of service, which the engine respects.
    """
    versions = RuleFileVersion.objects.filter(
        file__is_active=True, number=F("file__current_version")
    ).order_by("file__prefix")
    return tuple(rule for version in versions for rule in _rules(version.text))


def read_rules(text: str) -> tuple[PracticeRule, ...]:
    """Return the rules of a text, all their examples run.

    Raises ``DecodeError`` with the line of what cannot be read, or of a rule whose example does not
    come out as it says.
    """
    return _loaded(text, check_examples=True)


def digest_of(text: str) -> str:
    """Return what tells two texts apart."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=256)
def _rules(text: str) -> tuple[PracticeRule, ...]:
    return _loaded(text, check_examples=False)


def _loaded(text: str, *, check_examples: bool) -> tuple[PracticeRule, ...]:
    with tempfile.TemporaryDirectory(prefix="cleanclaim-rules-") as folder:
        path = Path(folder) / "rules.yaml"
        path.write_text(text, encoding="utf-8")
        try:
            return load_rules([path], Rules(reference_store(), parameters()), check_examples=check_examples)
        except CleanclaimError as error:
            message, where, fix = (
                said.replace(str(path), FILE).replace(folder, FILE)
                for said in (error.message, error.where, error.fix)
            )
            raise DecodeError(message, where=where, fix=fix) from None
