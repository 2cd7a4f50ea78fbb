"""A journal entry balances at commit or is not there, and PostgreSQL sees to it."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from cleanclaim.web.accounting.models import JournalEntry, Posting
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant


@pytest.fixture
def at(now: datetime) -> datetime:
    return now


def enter(organization: Organization, at: datetime) -> JournalEntry:
    return JournalEntry.objects.create(
        organization_id=organization.id, key=uuid.uuid4().hex, on=date(2025, 12, 1), memo="test", booked_at=at
    )


def post(entry: JournalEntry, position: int, *, debit: str = "0", credit: str = "0") -> Posting:
    account = Posting._meta.get_field("account").choices[0][0]
    return Posting.objects.create(
        organization_id=entry.organization_id,
        entry=entry,
        position=position,
        account=account,
        debit=Decimal(debit),
        credit=Decimal(credit),
    )


def entries(organization: Organization) -> int:
    with tenant(organization.id):
        return JournalEntry.objects.count()


def test_a_balanced_entry_is_booked(organization: Organization, at: datetime) -> None:
    with tenant(organization.id):
        entry = enter(organization, at)
        post(entry, 1, debit="100.00")
        post(entry, 2, credit="60.01")
        post(entry, 3, credit="39.99")
    assert entries(organization) == 1


def test_an_entry_that_is_a_cent_off_is_refused_at_commit(organization: Organization, at: datetime) -> None:
    off = pytest.raises(IntegrityError, match=r"does not balance: debits exceed credits by 0\.01")
    with off, tenant(organization.id):
        entry = enter(organization, at)
        post(entry, 1, debit="100.00")
        post(entry, 2, credit="99.99")
        assert Posting.objects.count() == 2, "only the commit refuses"
    assert entries(organization) == 0


def test_an_entry_without_postings_is_refused(organization: Organization, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="has no postings"), tenant(organization.id):
        enter(organization, at)
    assert entries(organization) == 0


def test_a_booked_entry_takes_no_more_postings(organization: Organization, at: datetime) -> None:
    with tenant(organization.id):
        entry = enter(organization, at)
        post(entry, 1, debit="5")
        post(entry, 2, credit="5")
    with pytest.raises(IntegrityError, match="takes no further postings"), tenant(organization.id):  # noqa: PT012
        post(entry, 3, debit="1")
        post(entry, 4, credit="1")
    with tenant(organization.id):
        assert entry.postings.count() == 2


def test_an_entry_may_be_made_in_nested_blocks(organization: Organization, at: datetime) -> None:
    """At commit no tenant is set any more, and entry and postings are of different subtransactions."""
    with transaction.atomic(), tenant(organization.id):
        with transaction.atomic():
            entry = enter(organization, at)
        with transaction.atomic():
            post(entry, 1, debit="5")
        with transaction.atomic():
            post(entry, 2, credit="5")
    assert entries(organization) == 1


def test_a_nested_block_without_tenant_at_commit_is_still_checked(
    organization: Organization, at: datetime
) -> None:
    off = pytest.raises(IntegrityError, match="does not balance")
    with off, transaction.atomic(), tenant(organization.id):
        entry = enter(organization, at)
        post(entry, 1, debit="5")
    assert entries(organization) == 0


def test_a_posting_to_another_organizations_entry_is_refused(
    organization: Organization, other_organization: Organization, at: datetime
) -> None:
    with tenant(organization.id):
        entry = enter(organization, at)
        post(entry, 1, debit="5")
        post(entry, 2, credit="5")
    entry.organization_id = other_organization.id
    with pytest.raises(IntegrityError), tenant(other_organization.id):  # noqa: PT012
        post(entry, 3, debit="5")
        post(entry, 4, credit="5")


def test_without_the_trigger_it_would_be_booked(organization: Organization, at: datetime) -> None:
    """The owner, in a transaction that is rolled back, with and without the protection."""

    def unbalanced(cursor: Any) -> None:
        key = uuid.uuid4()
        with transaction.atomic(using="owner"):
            cursor.execute("SELECT set_config('cleanclaim.organization', %s, true)", [str(organization.id)])
            cursor.execute(
                'INSERT INTO accounting_journalentry (id, organization_id, key, "on", memo, booked_at) '
                "VALUES (%s, %s, %s, '2025-12-01', 'test', %s)",
                [key, organization.id, key.hex, at],
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what a commit does

    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        with pytest.raises(IntegrityError, match="has no postings"):
            unbalanced(cursor)
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("DROP TRIGGER balanced ON accounting_journalentry")
        unbalanced(cursor)
        transaction.set_rollback(True, using="owner")


def test_a_posting_slipped_in_after_the_check_is_checked_too(
    organization: Organization, at: datetime
) -> None:
    """Within one transaction, once the deferred check has run, whatever position it takes."""
    for position, told in ((3, "does not balance"), (4, "does not balance"), (0, "counted_from_one")):
        with pytest.raises(IntegrityError, match=told), tenant(organization.id):  # noqa: PT012
            entry = enter(organization, at)
            post(entry, 1, debit="5")
            post(entry, 2, credit="5")
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            post(entry, position, debit="1")
    with pytest.raises(IntegrityError, match="not counted from 1"), tenant(organization.id):  # noqa: PT012
        entry = enter(organization, at)
        post(entry, 1, debit="5")
        post(entry, 3, credit="5")
    assert entries(organization) == 0
