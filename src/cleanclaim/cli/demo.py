"""``cleanclaim demo``: an invented billing company, its days, and the web application over it."""

import shutil
import tempfile

import click

from cleanclaim.cli.progress import progress_bars

HOST, PORT = "127.0.0.1", 8000
NEEDED_BYTES = 500_000_000
"""Free space that the database server, its log and the reference store want to begin with."""


@click.group(invoke_without_command=True)
@click.option("--headless", is_flag=True, help="Do all but serve.")
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="0: any free one."
)
@click.option(
    "--copies",
    default=0,
    metavar="N",
    help="For tests: only N copies of ten encounters, in one day, in a data directory of their own.",
)
@click.pass_context
def command(context: click.Context, *, headless: bool, port: int, copies: int) -> int:
    """Load the demonstration practice, let it live up to its start day, and serve it.

    Everything in it is invented. Its people (front desk, coder, biller) are played by the program up
    to that day; in your own practice nothing is accepted or released without a person. Started
    again, it goes on where it was. `cleanclaim demo forward` moves its day.
    """
    if context.invoked_subcommand is not None:
        return 0
    say_what_is_lacking()
    if headless:
        show(copies)
        return 0
    from cleanclaim.web.setup import setup

    setup()
    from cleanclaim.web.demo.days import answer_at_once
    from cleanclaim.web.serving import listen, serve

    with listen(HOST, port) as listener:  # before the work: who has the port is told at once
        show(copies)
        number = listener.getsockname()[1]
        click.echo(f"Serving on http://{HOST}:{number}/ (Ctrl-C ends it).", err=True)
        serve(listener, with_worker=True, look=answer_at_once)
    return 0


@command.command("forward")
@click.option(
    "--days", default=1, show_default=True, type=click.IntRange(1, 60), help="How many working days."
)
@click.option(
    "--alone", is_flag=True, help="Colleagues code and release nothing meanwhile; machines work on."
)
def forward(days: int, alone: bool) -> int:
    """Move the demonstration practice forward by working days, and say what stands there then.

    On each day the payer hands out what is due and new notes come in. Safe to stop and start again.
    """
    from cleanclaim.cli.practice import open_database

    open_database()
    from cleanclaim.primitives import InvalidValue
    from cleanclaim.web.demo.days import is_loaded, move_day, next_practice_day, practice_today
    from cleanclaim.web.demo.run import accounts
    from cleanclaim.web.demo.words import accounts_in_words

    if not is_loaded():
        raise InvalidValue("the demonstration practice is not loaded.", fix="Run: cleanclaim demo --headless")
    goal = practice_today()
    for _ in range(days):
        goal = next_practice_day(goal)
    with progress_bars() as progress:
        move_day(to=goal, colleagues=not alone, progress=progress)
    for line in accounts_in_words(accounts(), goal):
        click.echo(line)
    return 0


def show(copies: int) -> None:
    """Load what is not loaded yet, and print the account."""
    from cleanclaim.cli.practice import open_database

    open_database()
    from cleanclaim.web.demo.days import practice_today
    from cleanclaim.web.demo.practice import demo_users
    from cleanclaim.web.demo.run import demo_organization, run_demo, run_walk
    from cleanclaim.web.demo.words import account_in_words, accounts_in_words

    with progress_bars() as progress:
        if copies:
            lines = account_in_words(run_walk(demo_organization(), copies=copies, progress=progress))
        else:
            lines = accounts_in_words(run_demo(progress=progress), practice_today())
    for line in lines:
        click.echo(line)
    if not copies:
        from cleanclaim.web.demo.logins import PASSWORD

        click.echo("")
        click.echo(f"Sign in as {', '.join(user.username for user in demo_users())}.")
        click.echo(f'The password of all is "{PASSWORD}"; the page /demo/authenticator/ shows their codes.')
        click.echo("The next day: cleanclaim demo forward")


def say_what_is_lacking() -> None:
    """Raise ``ConfigurationError`` when the data directory cannot be written or has no room."""
    from cleanclaim.cli.paths import data_directory
    from cleanclaim.primitives import ConfigurationError
    from cleanclaim.web.places import make_private_directory

    directory = data_directory()
    elsewhere = "Name another data directory: CLEANCLAIM_DATA=/some/where make demo"
    try:
        make_private_directory(directory)
        with tempfile.TemporaryFile(dir=directory):
            pass
    except OSError as error:
        raise ConfigurationError(
            f"the data directory {directory} cannot be written: {error.strerror}.", fix=elsewhere
        ) from None
    if not (directory / "postgres").exists() and shutil.disk_usage(directory).free < NEEDED_BYTES:
        raise ConfigurationError(
            f"the disk of the data directory {directory} has less than {NEEDED_BYTES // 1_000_000} MB free.",
            fix=f"Make room. {elsewhere}",
        )
