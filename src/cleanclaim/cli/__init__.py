"""The command line: parse, call one thing, print.

A command is one module here and one row in :data:`COMMANDS`; modules are imported only when
their command runs, so that ``cleanclaim --help`` stays quick.
"""

import importlib
import os
import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import click

from cleanclaim import __version__

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "demo": ("cleanclaim.cli.demo", "An invented practice through the whole cycle, then serve."),
        "code": ("cleanclaim.cli.code", "Propose codes for clinical notes."),
        "evaluate": ("cleanclaim.cli.evaluate", "Compare proposed codes with expert codes."),
        "scrub": ("cleanclaim.cli.scrub", "Check claims before the payer does."),
        "edits": ("cleanclaim.cli.edits", "The catalogue of claim edits: list, explain."),
        "rules": (
            "cleanclaim.cli.rules",
            "Rules of payers and of the practice: check, test on past claims, propose.",
        ),
        "claim": ("cleanclaim.cli.claim", "Claims: list, show, release; documents into 837 files."),
        "x12": ("cleanclaim.cli.x12", "X12 files: validate, show, acknowledge, to JSON and back."),
        "price": ("cleanclaim.cli.price", "What a service should be paid, with its derivation."),
        "contract": ("cleanclaim.cli.contract", "Contracts with payers: check, price claims by them."),
        "bulk": ("cleanclaim.cli.bulk", "Many files at once: claim edits, validation."),
        "simulate": ("cleanclaim.cli.simulate", "The built-in payer answers 837 files."),
        "remit": ("cleanclaim.cli.remit", "What payers paid, what they did not, and why; posting."),
        "reference": ("cleanclaim.cli.reference", "Dated reference data: status, look-up, search."),
        "organization": ("cleanclaim.cli.organization", "Whose records are kept: add, change, list."),
        "encounter": (
            "cleanclaim.cli.encounter",
            "Visits with notes: add, correct, see proposed codes, accept.",
        ),
        "cycle": ("cleanclaim.cli.cycle", "Run every machine step for everything that waits."),
        "user": (
            "cleanclaim.cli.user",
            "Who may sign in, and what they may do: add, role, reset, close, list.",
        ),
        "worklist": ("cleanclaim.cli.worklist", "What waits for a person: list, close."),
        "ledger": ("cleanclaim.cli.ledger", "The trial balance, or one claim's postings."),
        "serve": ("cleanclaim.cli.serve", "Serve the web application and run background jobs."),
        "worker": ("cleanclaim.cli.worker", "Run background jobs."),
        "backup": ("cleanclaim.cli.backup", "Copy the data directory with its database into one file."),
        "restore": ("cleanclaim.cli.restore", "Bring a backup back, or check that it could be."),
        "migrate": ("cleanclaim.cli.migrate", "Bring the database up to date."),
    }
)
"""Command name to (module with a click command called ``command``, one-line help)."""


class LazyGroup(click.Group):
    """A group that knows its commands' names and help without importing them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands' names in the order of the table: the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return one command; nothing when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        found: Any = importlib.import_module(COMMANDS[cmd_name][0]).command
        if not isinstance(found, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name][0]}.command is not a click command")
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands from the table, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="cleanclaim")
@click.option(
    "--data-dir",
    metavar="DIR",
    help="Data directory (default: CLEANCLAIM_DATA, else ~/.local/share/cleanclaim).",
)
def cli(data_dir: str | None) -> None:
    """Medical billing and coding, from the clinical note to the posted payment."""
    if data_dir:
        os.environ["CLEANCLAIM_DATA"] = data_dir


def main() -> None:
    """Run the command line; every error of ours becomes one clear line and exit status 2."""
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:  # noqa: BLE001 - what it does not know is raised again
        click.echo(f"cleanclaim: {_sentence(error)}", err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)


def _sentence(error: Exception) -> str:
    """Return what to say of an error; one that is nobody's is raised again, for it is a defect."""
    from cleanclaim.primitives import CleanclaimError

    if isinstance(error, CleanclaimError):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'the system'}: {error.strerror}."
    database = sys.modules.get("django.db")
    if database is not None and isinstance(error, database.OperationalError):
        # Its text may quote a statement with a patient's data: the log of the server has it.
        return "the database failed while it worked. Check its disk and its log, then start again."
    if database is not None and isinstance(error, database.Error):
        # It quotes the row that it refuses; the rule's name is ours and names nobody.
        from cleanclaim.web.database.refusals import rule_broken

        rule = rule_broken(error)
        return (
            f"the database refused what was to be stored{f' (rule {rule})' if rule else ''}; nothing was "
            f"saved. This should have been said before: please report it ({type(error).__name__})."
        )
    raise error
