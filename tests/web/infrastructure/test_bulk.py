"""Rows in bulk hold what was given, whatever letters and numbers it has, and stay in the organization."""

import uuid
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError

from cleanclaim.web.accounting.models import BalanceSnapshot
from cleanclaim.web.database.bulk import insert_rows, update_rows
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.remits.models import BankDeposit
from cleanclaim.web.tenancy import tenant

ODD = [
    "plain",
    "",
    "NULL",
    'a"b',
    "a\\b",
    "{1,2}",
    "comma, space ",
    "ünï ☃",
    "line\nbreak\t",
    "%s %%",
    "'quote'",
]
FIELDS = ("organization_id", "day", "account", "payer", "balance", "taken_at")


def test_every_kind_of_value_comes_back_as_it_went(organization: Organization) -> None:
    at = datetime(2025, 12, 15, 15, 0, 1, 5, tzinfo=UTC)
    rows = [
        (organization.pk, date(2025, 12, 1), "unapplied", text, Decimal("-1.05") * n, at)
        for n, text in enumerate(ODD, start=1)
    ]
    with tenant(organization.pk):
        insert_rows(BalanceSnapshot, FIELDS, rows)
        found = BalanceSnapshot.objects.order_by("-balance")
        assert [each.payer for each in found] == ODD
        assert [each.balance for each in found] == [Decimal("-1.05") * n for n in range(1, len(ODD) + 1)]
        assert {(each.day, each.taken_at) for each in found} == {(date(2025, 12, 1), at)}
        assert len({each.pk for each in found}) == len(ODD)


def test_another_organizations_rows_are_refused(
    organization: Organization, other_organization: Organization
) -> None:
    row = (other_organization.pk, date(2025, 12, 1), "a", "b", Decimal(1), datetime(2025, 12, 1, tzinfo=UTC))
    with pytest.raises(DatabaseError, match="row-level security"), tenant(organization.pk):
        insert_rows(BalanceSnapshot, FIELDS, [row])
    with tenant(organization.pk), pytest.raises(DatabaseError, match=r"append-only|permission denied"):
        update_rows(BankDeposit, ["text"], [(uuid.uuid4(), "changed")])
    with tenant(other_organization.pk):
        assert not BalanceSnapshot.objects.exists()


def test_no_rows_are_no_statement(organization: Organization) -> None:
    with tenant(organization.pk):
        insert_rows(BalanceSnapshot, FIELDS, [])
        assert not BalanceSnapshot.objects.exists()
