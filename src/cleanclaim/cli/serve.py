"""``cleanclaim serve``: the web application and a worker, in one process."""

import click


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any free one."
)
@click.option("--no-worker", is_flag=True, help="Serve only; `cleanclaim worker` runs the jobs elsewhere.")
def command(host: str, port: int, no_worker: bool) -> None:
    """Serve the web application until stopped, and run background jobs meanwhile."""
    from cleanclaim.web.setup import setup

    setup()
    from cleanclaim.web.database.guards import require_migrations, require_serving_role
    from cleanclaim.web.serving import listen, serve

    with listen(host, port) as listener:
        require_serving_role()
        require_migrations()
        number = listener.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        click.echo(f"Serving on http://{shown}:{number}/ (Ctrl-C ends it).", err=True)
        serve(listener, with_worker=not no_worker)
