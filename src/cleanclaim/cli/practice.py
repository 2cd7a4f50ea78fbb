"""What commands that work in the database share: the tenant, the actor, the time."""

import getpass
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import click

if TYPE_CHECKING:
    from cleanclaim.web.audit.record import Actor

Command = TypeVar("Command", bound=Callable[..., object])

MAX_PERSON = 80
"""Characters in the name of a person who acts, as timelines keep it."""


def organization_option(command: Command) -> Command:
    """Add ``--organization``: whose rows; needed only when there are several organizations."""
    return click.option(
        "--organization",
        metavar="WHICH",
        help="Whose records: id, submitter id or name (default: the only organization there is).",
    )(command)


def person_option(command: Command) -> Command:
    """Add ``--as``: the person who acts, for the timeline and the audit trail."""
    return click.option(
        "--as", "person", metavar="NAME", help="Who acts (default: the name you are logged in with)."
    )(command)


def now_option(command: Command) -> Command:
    """Add ``--now``: the moment at which things happen."""
    return click.option(
        "--now",
        metavar="DATE",
        help="The day on which this happens, as 2025-12-31 (default: today; a demonstration's own today).",
    )(command)


def open_database() -> None:
    """Make Django ready and make sure that the database may be used.

    The embedded server is started and brought up to date. A server of one's own is only asked:
    migrating takes the owner, whose password daily work has no business with. Raises
    ``ConfigurationError`` when it is not up to date or the connection could pass row security.
    """
    from cleanclaim.web.setup import setup

    setup()
    from cleanclaim.web.postgres import is_external

    if is_external():
        from cleanclaim.web.database.guards import require_migrations, require_serving_role

        require_serving_role()
        require_migrations()
        return
    from cleanclaim.web.database.migrating import migrate_database

    migrate_database(verbosity=0)


def chosen_organization(wanted: str | None) -> UUID:
    """Open the database and return the organization named, or the only one there is."""
    from cleanclaim.primitives import InvalidValue

    open_database()
    from cleanclaim.web.organizations.selectors import organization_ids

    known = organization_ids()
    if wanted:
        return _named(wanted, known)
    if not known:
        raise InvalidValue(
            "there is no organization yet.", fix="Make one: cleanclaim organization add, or cleanclaim demo."
        )
    if len(known) > 1:
        raise InvalidValue(
            "there are several organizations.",
            fix="Say which with --organization: cleanclaim organization list",
        )
    return known[0]


def _named(wanted: str, known: list[UUID]) -> UUID:
    """Return the organization of that id, submitter id or name."""
    from cleanclaim.primitives import InvalidValue
    from cleanclaim.web.organizations.models import Organization
    from cleanclaim.web.tenancy import tenant

    try:
        chosen = UUID(wanted)
    except ValueError:
        pass
    else:
        if chosen not in known:
            raise InvalidValue(f"there is no organization {chosen}.", fix="See: cleanclaim organization list")
        return chosen
    found = []
    for key in known:
        with tenant(key):
            row = Organization.objects.get(pk=key)
        if wanted.casefold() in (row.name.casefold(), row.submitter_id.casefold()):
            found.append(key)
    if len(found) != 1:
        raise InvalidValue(
            f"{wanted!r} is {'the name of several organizations' if found else 'not an organization here'}.",
            fix="Give its id: cleanclaim organization list",
        )
    return found[0]


def acting_person(name: str | None) -> "Actor":
    """Return the person who acts; raises ``InvalidValue`` for a name that is none."""
    from cleanclaim.primitives import InvalidValue
    from cleanclaim.web.audit.record import Actor
    from cleanclaim.workflow import PERSON

    said = (name or getpass.getuser()).strip()
    if not said or len(said) > MAX_PERSON or not said.isprintable():
        raise InvalidValue(
            f"the name of who acts is not 1 to {MAX_PERSON} printable characters.", where="--as"
        )
    return Actor(kind=PERSON, name=said)


def moment(day: str | None, organization_id: UUID | None = None) -> datetime:
    """Return the moment named: nine o'clock UTC of that day, or what it is now for the organization.

    An organization that lives on a stored day (the demonstration) has its own now; for all
    others, and before there is one, it is the clock's.
    """
    from cleanclaim.primitives import parse_iso

    if day is None:
        if organization_id is None:
            return datetime.now(UTC)
        from cleanclaim.web.clock import now_in

        return now_in(organization_id)
    parsed = parse_iso(day)
    return datetime(parsed.year, parsed.month, parsed.day, 9, tzinfo=UTC)
