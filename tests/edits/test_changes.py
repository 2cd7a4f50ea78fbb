"""The changelog of the edits: nothing comes or goes without a row."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from cleanclaim.cli.edits import command as edits_command
from cleanclaim.codesets import ALL_NAMES
from cleanclaim.edits import EDITS, RETIRED, all_edits
from cleanclaim.edits.changes import changes_since, versions
from cleanclaim.primitives import ConfigurationError, InvalidValue


def test_every_edit_comes_in_a_version_that_the_changelog_has() -> None:
    known = {one.version for one in versions()}
    assert {edit.status.since for edit in all_edits()} <= known
    told = [one.what for one in changes_since() if one.kind in ("new", "preview", "deprecated")]
    assert sorted(told) == sorted(EDITS)


def test_what_was_retired_and_changed_is_an_edit_and_data_are_of_a_kind() -> None:
    for change in changes_since():
        assert change.says.endswith((".", ")")), change
        if change.kind == "retired":
            assert change.what in RETIRED
        elif change.kind == "data":
            assert change.what in (*ALL_NAMES, "parameters")
        else:
            assert change.what in EDITS
    assert {change.what for change in changes_since() if change.kind == "retired"} == set(RETIRED)


def test_only_what_came_after_a_version_is_told() -> None:
    first, *_, last = [one.version for one in versions()]
    later = changes_since(first)
    assert {one.version for one in later} == {one.version for one in versions()} - {first}
    assert changes_since(last) == ()
    assert len(changes_since()) == len(later) + sum(one.version == first for one in changes_since())
    with pytest.raises(InvalidValue, match="there was no version '9'"):
        changes_since("9")


def test_versions_are_in_order_and_once() -> None:
    numbers = [tuple(int(part) for part in one.version.split(".")) for one in versions()]
    assert numbers == sorted(set(numbers))


def test_a_wrong_row_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "changes.yaml"
    path.write_text("versions:\n  - version: '1'\n    about: All.\n    changed:\n      - edit: A\n")
    with pytest.raises(ConfigurationError, match="line 5"):
        versions(path)


def test_the_command_tells_the_changes() -> None:
    result = CliRunner().invoke(edits_command, ["changes", "--since", "0.1"], standalone_mode=False)
    assert result.stdout.startswith("0.2: ")
    assert "  changed     UNJ001  " in result.stdout
    as_json = CliRunner().invoke(edits_command, ["changes", "--json"], standalone_mode=False)
    records = [json.loads(line) for line in as_json.stdout.splitlines()]
    assert [one["what"] for one in records] == [one.what for one in changes_since()]
