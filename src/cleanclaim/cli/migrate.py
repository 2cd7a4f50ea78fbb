"""``cleanclaim migrate``: bring the database up to date."""

import click


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit status 2 when something is to be done.")
def command(check: bool) -> None:
    """Bring the database up to date, as its owner.

    Without CLEANCLAIM_DATABASE_URL this is the embedded database in the data directory, which
    is made when there is none.
    """
    from cleanclaim.web.setup import setup

    setup()
    from cleanclaim.web.database.guards import require_guards, require_migrations
    from cleanclaim.web.database.migrating import migrate_database

    if check:
        require_migrations()
        require_guards()
    else:
        migrate_database(verbosity=0)
    click.echo("The database is up to date.", err=True)
