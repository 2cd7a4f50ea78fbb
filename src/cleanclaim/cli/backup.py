"""``cleanclaim backup``: the data directory with its database in one file."""

from pathlib import Path

import click


@click.command()
@click.argument("target", type=click.Path(path_type=Path), metavar="FILE.tar.gz")
@click.option("--with-keys", is_flag=True, help="Put the keys in as well: whoever has the file reads all.")
def command(target: Path, with_keys: bool) -> None:
    """Copy the data directory, its database, mailbox and reference data, into one file.

    The embedded database is stopped while it is copied: end serve and worker first. The file is readable
    by you alone, lists what it holds with digests, and is there whole or not at all. Without --with-keys
    the keys (keys/, secret-key) stay out: keep a copy of them elsewhere, nothing opens without them.
    """
    from datetime import UTC, datetime
    from functools import partial

    from cleanclaim.cli.progress import progress_bars
    from cleanclaim.web.backup import make_backup

    with progress_bars() as show:
        manifest = make_backup(
            target, at=datetime.now(UTC), with_keys=with_keys, progress=partial(show, "Copying")
        )
    size = sum(kept.size for kept in manifest.files.values())
    click.echo(f"{target}: {len(manifest.files):,} files, {size / 1e6:,.1f} MB before compression.")
    if not with_keys:
        click.echo("The keys are not in it: keep keys/vault.key (or CLEANCLAIM_KEYS) elsewhere.", err=True)
