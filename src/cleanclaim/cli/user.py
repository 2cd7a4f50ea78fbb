"""``cleanclaim user``: who may sign in, and what they may do."""

import click

from cleanclaim.cli.practice import (
    acting_person,
    chosen_organization,
    moment,
    now_option,
    organization_option,
    person_option,
)

ROLES = ("biller", "coder", "auditor", "supervisor", "front_desk", "provider", "compliance", "admin")


@click.group()
def command() -> None:
    """Users: people who sign in, with roles in practices."""


@command.command()
@click.argument("username", metavar="USERNAME")
@click.option("--name", "shown", required=True, metavar="NAME", help="Their name, as timelines show it.")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they do.")
@click.option("--practice", metavar="NPI", help="Where (default: in every practice of the organization).")
@organization_option
@person_option
@now_option
def add(
    *,
    username: str,
    shown: str,
    role: str,
    practice: str | None,
    organization: str | None,
    person: str | None,
    now: str | None,
) -> int:
    """Make a user with a role, and print the password to tell them; they set up their second factor
    when they sign in for the first time."""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.organizations.models import Role
    from cleanclaim.web.organizations.selectors import practices_named
    from cleanclaim.web.organizations.services.manage_users import add_user, give_role, initial_password
    from cleanclaim.web.tenancy import tenant

    password = initial_password()
    actor, at = acting_person(person), moment(now, organization_id)
    with tenant(organization_id):
        practices = practices_named(practice)
        user = add_user(username=username, display_name=shown, password=password, actor=actor, at=at)
        for row in practices:
            give_role(user=user, practice=row, role=Role(role), actor=actor, at=at)
    click.echo(f"{user.username}: {password}")
    click.echo("Tell them; it is shown only now. They change it under “Second factor”.", err=True)
    return 0


@command.command()
@click.argument("username", metavar="USERNAME")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they do.")
@click.option("--practice", metavar="NPI", help="Where (default: in every practice of the organization).")
@click.option("--take", is_flag=True, help="Take the role instead of giving it.")
@organization_option
@person_option
@now_option
def role(
    *,
    username: str,
    role: str,
    practice: str | None,
    take: bool,
    organization: str | None,
    person: str | None,
    now: str | None,
) -> int:
    """Give a user a further role, or take one."""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.organizations.models import Membership, Role
    from cleanclaim.web.organizations.selectors import practices_named, user_named
    from cleanclaim.web.organizations.services.manage_users import give_role, take_role
    from cleanclaim.web.tenancy import tenant

    actor, at = acting_person(person), moment(now, organization_id)
    with tenant(organization_id):
        user = user_named(username)
        for row in practices_named(practice):
            if take:
                for membership in Membership.objects.filter(user=user, practice=row, role=role):
                    take_role(membership=membership, actor=actor, at=at)
            else:
                give_role(user=user, practice=row, role=Role(role), actor=actor, at=at)
    click.echo(f"{user.username}: {role} {'taken' if take else 'given'}.")
    return 0


@command.command()
@click.argument("username", metavar="USERNAME")
@organization_option
@person_option
@now_option
def reset(*, username: str, organization: str | None, person: str | None, now: str | None) -> int:
    """Give a user a new password and let them set up a new authenticator: a lost telephone."""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.organizations.selectors import user_named
    from cleanclaim.web.organizations.services.manage_users import initial_password, reset_sign_in
    from cleanclaim.web.tenancy import tenant

    password = initial_password()
    with tenant(organization_id):
        user = user_named(username)
        reset_sign_in(
            user=user, password=password, actor=acting_person(person), at=moment(now, organization_id)
        )
    click.echo(f"{user.username}: {password}")
    return 0


@command.command()
@click.argument("username", metavar="USERNAME")
@organization_option
@person_option
@now_option
def close(*, username: str, organization: str | None, person: str | None, now: str | None) -> int:
    """Let a user sign in no longer; what they did stays theirs."""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.organizations.selectors import user_named
    from cleanclaim.web.organizations.services.manage_users import close_user
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        user = user_named(username)
        close_user(user=user, actor=acting_person(person), at=moment(now, organization_id))
    click.echo(f"{user.username}: closed.")
    return 0


@command.command("list")
@organization_option
def list_users(*, organization: str | None) -> int:
    """List the users of an organization with their roles."""
    organization_id = chosen_organization(organization)
    from cleanclaim.web.organizations.selectors import members
    from cleanclaim.web.tenancy import tenant

    with tenant(organization_id):
        for member in members():
            state = "" if member.user.is_active and member.is_active else "  (not active)"
            click.echo(f"{member.user.username:<24} {member.role:<12} {member.practice.name}{state}")
    return 0
