"""A command, setting or error without its documentation fails the build."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from cleanclaim.cli import COMMANDS
from cleanclaim.primitives import CleanclaimError

REPOSITORY = Path(__file__).resolve().parents[2]
DOCS = REPOSITORY / "docs"
SOURCES = [path for path in (REPOSITORY / "src").rglob("*.py") if "__pycache__" not in path.parts]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name, groups' subcommands included."""

    def walk(name: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
        if isinstance(command, click.Group):
            for child, value in command.commands.items():
                yield from walk(f"{name} {child}", value)
        else:
            yield name, command

    for name, (module, _) in COMMANDS.items():
        yield from walk(name, importlib.import_module(module).command)


def errors(kind: type[CleanclaimError] = CleanclaimError) -> Iterator[type[CleanclaimError]]:
    """Every error class of the tree."""
    yield kind
    for child in kind.__subclasses__():
        yield from errors(child)


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_has_its_section_and_every_option_is_in_it(name: str, command: click.Command) -> None:
    page = (DOCS / "commands.md").read_text()
    sections = re.split(r"^#+ ", page, flags=re.MULTILINE)
    section = next((text for text in sections if text.startswith(f"`cleanclaim {name}")), None)
    assert section is not None, f"docs/commands.md has no section `cleanclaim {name} …`"
    options = [option for p in command.params if isinstance(p, click.Option) for option in p.opts[:1]]
    missing = [option for option in options if option not in section]
    assert not missing, f"docs/commands.md does not mention {missing} of `cleanclaim {name}`"


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_command_says_what_it_does(name: str, command: click.Command) -> None:
    assert command.help, f"cleanclaim {name} has no help text"


def test_every_error_code_is_explained() -> None:
    page = (DOCS / "errors.md").read_text()
    missing = sorted({kind.code for kind in errors() if f"`{kind.code}`" not in page})
    assert not missing


def test_every_environment_variable_is_explained() -> None:
    page = (DOCS / "settings.md").read_text()
    used = {name for path in SOURCES for name in re.findall(r"\bCLEANCLAIM_[A-Z_]+\b", path.read_text())}
    missing = sorted(name for name in used if f"`{name}`" not in page)
    assert not missing


def test_every_layer_is_on_the_architecture_page() -> None:
    page = (DOCS / "architecture.md").read_text()
    layers = [
        path.name for path in (REPOSITORY / "src/cleanclaim").iterdir() if (path / "__init__.py").exists()
    ]
    assert not [layer for layer in layers if f"`{layer}`" not in page]


def test_the_readmes_commands_are_targets_of_the_makefile() -> None:
    readme = (REPOSITORY / "README.md").read_text()
    makefile = (REPOSITORY / "Makefile").read_text()
    named = set(re.findall(r"`make ([a-z]+)", readme))
    assert {"demo", "test"} <= named
    assert not [name for name in named if not re.search(rf"^{name}:", makefile, re.MULTILINE)]


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in [*DOCS.rglob("*.md"), *REPOSITORY.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text()):
            if (
                "://" not in target
                and not target.startswith("mailto:")
                and not (page.parent / target).exists()
            ):
                broken.append(f"{page.relative_to(REPOSITORY)}: {target}")
    assert not broken


def test_no_committed_file_names_a_machine_or_a_package_index() -> None:
    pattern = re.compile(r"(^|[^A-Za-z0-9_.-])/(root|work)/|--(extra-)?index-url\s+http", re.MULTILINE)
    suspects = [*SOURCES, *REPOSITORY.glob("*.*"), *REPOSITORY.glob("requirements/*"), *DOCS.rglob("*.md")]
    named = [str(p) for p in suspects if p.is_file() and pattern.search(p.read_text(errors="replace"))]
    assert not named
