"""The page of the domain's traps: what it names exists, and it leaves no trap out."""

import re
from pathlib import Path

import pytest

from cleanclaim.edits import EDITS

_LISTS = ("Institutional", "Pricing", "Privacy")
"""Paragraphs that list by commas; the others are sentences."""


@pytest.fixture(scope="module")
def rows(repository: Path) -> list[tuple[str, str, str]]:
    page = (repository / "docs" / "algorithms" / "domain-traps.md").read_text()
    return re.findall(r"^\| (.+? [0-9]+) \| (.+?) \| (.+) \|$", page, re.MULTILINE)


def test_every_edit_that_the_page_names_exists(rows: list[tuple[str, str, str]]) -> None:
    named = {identifier for *_, seen in rows for identifier in re.findall(r"\b[A-Z]{3}[0-9]{3}\b", seen)}
    assert len(named) > 60
    assert named <= set(EDITS)


def test_every_test_that_the_page_names_exists(rows: list[tuple[str, str, str]], repository: Path) -> None:
    named = {path for *_, seen in rows for path in re.findall(r"`(tests/[^`]+)`", seen)}
    assert len(named) > 30
    for path in named:
        file, _, function = path.partition("::")
        assert (repository / file).is_file(), path
        if function:
            assert re.search(rf"^ *def {function}\(", (repository / file).read_text(), re.MULTILINE), path


def test_every_row_says_what_sees_the_trap_or_why_nothing_does(rows: list[tuple[str, str, str]]) -> None:
    for trap, _, seen in rows:
        told = re.search(r"\b[A-Z]{3}[0-9]{3}\b|`tests/|cannot be seen by an edit because|\*open\*", seen)
        assert told, trap


@pytest.mark.shared
def test_no_trap_of_the_shared_list_is_missing(rows: list[tuple[str, str, str]], shared_dir: Path) -> None:
    text = (shared_dir / "DOMAIN.md").read_text()
    traps = {
        f"{heading} {number}"
        for heading, body in re.findall(r"^\*\*(.+?)\.\*\* (.+)$", text, re.MULTILINE)
        for number, _ in enumerate(traps_of(heading, body), start=1)
    }
    assert len(traps) > 80
    assert {trap for trap, _, _ in rows} == traps
    assert len(rows) == len(traps)


def traps_of(heading: str, body: str) -> list[str]:
    """Return the traps of a paragraph: its sentences and clauses, or the items of its list."""
    found = [part for sentence in outside(body.strip().rstrip("."), ". ") for part in outside(sentence, "; ")]
    return [item for part in found for item in outside(part, ", ")] if heading in _LISTS else found


def outside(text: str, separator: str) -> list[str]:
    """Return the parts of a text between separators that stand in no parentheses."""
    masked = re.sub(r"\([^)]*\)", lambda match: "(" + "_" * (len(match[0]) - 2) + ")", text)
    cuts = [match.start() for match in re.finditer(re.escape(separator), masked)]
    ends = [*cuts, len(text)]
    starts = [0, *(cut + len(separator) for cut in cuts)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]
