"""``cleanclaim cycle``: run every machine step for everything that waits for it."""

import click

from cleanclaim.cli.practice import chosen_organization, moment, now_option, organization_option
from cleanclaim.cli.progress import progress_bars


@click.command()
@click.option(
    "--built-in-payer",
    is_flag=True,
    help="Let the built-in payer answer what lies in its mailbox.",
)
@organization_option
@now_option
def command(*, built_in_payer: bool, organization: str | None, now: str | None) -> int:
    """Run every machine step: propose codes, build, scrub, write and hand over files, read answers, post.

    What a person has to decide waits for that person. Safe to stop and to start again at any time.
    """
    organization_id = chosen_organization(organization)
    at = moment(now)
    from cleanclaim.web.steps import sweep

    with progress_bars() as progress:
        done = sweep(organization_id, at=at, progress=progress)
        if built_in_payer:
            from cleanclaim.simulator import run_mailbox
            from cleanclaim.web.mailbox import prepared_mailbox

            run_mailbox(prepared_mailbox(), now=at, seed=0)
            done += sweep(organization_id, at=at, progress=progress)
    click.echo(f"{done} pieces of work done.")
    return 0
