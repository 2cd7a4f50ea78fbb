"""The committed pages are those that the edits make, and the how-to works as it is written."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanclaim.claim.notation import claim_from
from cleanclaim.codesets import Store
from cleanclaim.edits import EDITS, FAMILIES, Edit, Rules, edit_of
from cleanclaim.edits.pages import pages
from cleanclaim.parameters import Parameters


@pytest.mark.parametrize("name", pages())
def test_the_committed_page_is_what_the_edits_say(name: str, repository: Path) -> None:
    path = repository / "docs" / "edits" / name
    assert path.is_file(), "make it with: cleanclaim edits docs docs/edits"
    assert path.read_text() == pages()[name], "out of date: run cleanclaim edits docs docs/edits"


def test_every_edit_and_every_family_has_its_place_in_the_index() -> None:
    made = pages()
    for identifier in EDITS:
        assert f"[{identifier}]({edit_of(identifier).family}.md#{identifier.lower()}-" in made["index.md"]
        assert f"## {identifier} " in made[f"{edit_of(identifier).family}.md"]
    for family in FAMILIES:
        assert f"[{family}]({family}.md)" in made["index.md"]


def test_links_between_the_pages_lead_somewhere(repository: Path) -> None:
    folder = repository / "docs" / "edits"
    for page in folder.glob("*.md"):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (folder / target).exists(), f"{page.name} links to {target}"


@pytest.fixture
def how_to(repository: Path) -> Iterator[str]:
    yield (repository / "docs" / "edits" / "adding-an-edit.md").read_text()
    sys.modules.pop("the_page", None)


def test_the_edit_of_the_how_to_runs_as_printed(
    how_to: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Store, parameters: Parameters
) -> None:
    (source,) = re.findall(r"^```python\n(.*?)^```", how_to, re.MULTILINE | re.DOTALL)
    (tmp_path / "the_page.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    import the_page

    edit: Edit = the_page.AdmissionDateMissing()
    for example in edit.examples:
        noted = claim_from(example.notation)
        found = edit.check(noted.claim, Rules(store, parameters, noted.received))
        assert tuple(finding.path for finding in found) == example.finds


def test_the_how_to_shows_a_committed_edit(how_to: str, repository: Path) -> None:
    (source,) = re.findall(r"^```python\n(.*?)^```", how_to, re.MULTILINE | re.DOTALL)
    committed = repository / "src/cleanclaim/edits/service_dates/admission_date_missing.py"
    assert committed.read_text() == source
    assert f'"DTE005": "{EDITS["DTE005"]}"' in how_to
