"""``cleanclaim cycle``: run every machine step for everything that waits for it."""

from datetime import datetime
from uuid import UUID

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
    at = moment(now, organization_id)
    from cleanclaim.web.jobs import JobsFailed
    from cleanclaim.web.steps import sweep

    done, failed = 0, None
    with progress_bars() as progress:
        for round_ in range(2 if built_in_payer else 1):
            if round_:
                _let_the_payer_answer(organization_id, at)
            try:
                done += sweep(organization_id, at=at, progress=progress)
            except JobsFailed as error:
                failed = error
    click.echo(
        f"{done} piece{'' if done == 1 else 's'} of work done. What needs a person: cleanclaim worklist list"
    )
    if failed is not None:
        raise failed
    return 0


def _let_the_payer_answer(organization_id: UUID, at: datetime) -> None:
    from cleanclaim.simulator import run_mailbox
    from cleanclaim.web.mailbox import prepared_mailbox

    run_mailbox(prepared_mailbox(organization_id), now=at, seed=0)
