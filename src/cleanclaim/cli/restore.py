"""``cleanclaim restore``: bring a backup back."""

from pathlib import Path

import click


@click.command()
@click.argument("archive", type=click.Path(path_type=Path), metavar="FILE.tar.gz")
@click.option("--check", is_flag=True, help="Only read it whole and compare every file with its digest.")
def command(archive: Path, check: bool) -> None:
    """Bring a backup back into an empty data directory, and bring its database up to date.

    For a drill name another directory with --data-dir: the database is started there, its guards are
    checked, and its ledger must balance.
    """
    from functools import partial

    from cleanclaim.cli.progress import progress_bars
    from cleanclaim.web.backup import check_backup, restore_backup

    if check:
        with progress_bars() as show:
            manifest = check_backup(archive, partial(show, "Reading"))
        made = f"{manifest.made_at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"{archive}: {len(manifest.files):,} files of {made}, whole.")
        return
    with progress_bars() as show:
        manifest = restore_backup(archive, progress=partial(show, "Restoring"))
    from cleanclaim.cli.practice import open_database

    open_database()
    from cleanclaim.web.accounting.selectors import trial_balance
    from cleanclaim.web.claims.models import Claim
    from cleanclaim.web.organizations.models import Organization
    from cleanclaim.web.organizations.selectors import organization_ids
    from cleanclaim.web.tenancy import tenant

    for organization_id in organization_ids():
        with tenant(organization_id):
            name = Organization.objects.get(pk=organization_id).name
            balances = sum(trial_balance().values())
            click.echo(f"{name}: {Claim.objects.count():,} claims; the ledger's sum is {balances:.2f}.")
    click.echo(f"Restored what was copied on {manifest.made_at:%Y-%m-%d %H:%M} UTC.")
    if not manifest.with_keys:
        click.echo(
            "Notes and files open once the keys are there: put keys/vault.key back, or set CLEANCLAIM_KEYS.",
            err=True,
        )
