"""``cleanclaim demo``: an invented practice through the whole cycle, then the web application."""

import click

from cleanclaim.cli.progress import progress_bars


@click.command()
@click.option("--headless", is_flag=True, help="Do all but serve.")
@click.option("--copies", default=1, metavar="N", help="Load N copies of the practice's people (for tests).")
@click.pass_context
def command(context: click.Context, *, headless: bool, copies: int) -> int:
    """Run the demonstration practice through the whole cycle against the built-in payer, then serve.

    Everything in it is invented. Its people (front desk, coder, biller) are played by the program; in
    your own practice nothing is accepted or released without a person. Started again, it goes on.
    """
    from cleanclaim.cli.practice import open_database

    open_database()
    from cleanclaim.web.demo.run import demo_organization, run_demo
    from cleanclaim.web.demo.words import account_in_words

    with progress_bars() as progress:
        account = run_demo(demo_organization(), copies=copies, progress=progress)
    for line in account_in_words(account):
        click.echo(line)
    if headless:
        return 0
    from cleanclaim.cli.serve import command as serve

    context.invoke(serve)
    return 0
