"""What the documents say of roles and of stages is what the code does."""

import re
from pathlib import Path

from cleanclaim.web.organizations.models import Role
from cleanclaim.web.organizations.permissions import MATRIX, Permission
from cleanclaim.web.worklists.stages import STAGES

SCREENS = Path(__file__).resolve().parents[3] / "docs/screens"


def rows_of(page: str) -> list[list[str]]:
    """Return the rows of a page's table, without its head."""
    lines = [line for line in (SCREENS / page).read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def head_of(page: str) -> list[str]:
    """Return the head of a page's table."""
    line = next(line for line in (SCREENS / page).read_text().splitlines() if line.startswith("|"))
    return [cell.strip() for cell in line.strip("|").split("|")]


def test_the_table_of_roles_is_the_matrix() -> None:
    assert head_of("roles.md") == ["May", *(role.label for role in Role)]
    said = {
        row[0]: {role for role, cell in zip(Role, row[1:], strict=True) if cell}
        for row in rows_of("roles.md")
    }
    assert said == {
        permission.value: {role for role in Role if permission in MATRIX[role]} for permission in Permission
    }


def test_every_permission_is_somebodys() -> None:
    held = set().union(*MATRIX.values())
    assert held == set(Permission)


def test_the_table_of_stages_is_what_the_list_does() -> None:
    said = {row[0].strip("`"): tuple(row[1:]) for row in rows_of("worklist.md")}
    assert said == {
        kind: (stage.word, stage.action, f"`{stage.to}`", stage.permission.value)
        for kind, stage in STAGES.items()
    }


def test_every_screen_has_its_page_and_the_index_leads_to_it() -> None:
    index = (SCREENS / "index.md").read_text()
    for page in (
        "home",
        "worklist",
        "coding",
        "claim",
        "remittance",
        "account",
        "audit",
        "users",
        "reference",
    ):
        text = (SCREENS / f"{page}.md").read_text()
        assert f"({page}.md)" in index
        assert "three seconds" in text, page
        assert re.search(r"^## Keys", text, re.MULTILINE), page
