"""``cleanclaim worker``: run background jobs."""

import click


@click.command()
def command() -> None:
    """Do what waits, step by step, until stopped; any number of workers may run, on any number of machines.

    Jobs of a worker that was killed are run again. SIGTERM and Ctrl-C let the job in hand finish.
    """
    from cleanclaim.web.setup import setup

    setup()
    from cleanclaim.web.database.guards import require_migrations, require_serving_role
    from cleanclaim.web.jobs import run_worker
    from cleanclaim.web.steps import wake

    require_serving_role()
    require_migrations()
    click.echo("Working. Ctrl-C ends it after the job in hand.", err=True)
    run_worker(wake=wake)
