"""Searches go through an index that begins with the organization, as the role that serves."""

import pytest
from django.db import connection

from cleanclaim.web.organizations.models import Organization, Practice
from cleanclaim.web.tenancy import tenant
from tests.web.explain import analyze, assert_uses_index


@pytest.fixture
def many_practices(organization: Organization, other_organization: Organization) -> Organization:
    for owner in (organization, other_organization):
        with tenant(owner.id):
            Practice.objects.bulk_create(
                Practice(organization_id=owner.id, name=f"Practice {n:05}", npi=f"1{n:09}", tin="123456789")
                for n in range(1500)
            )
    analyze("organizations_practice")
    return organization


def test_a_range_of_names_is_found_through_the_index(many_practices: Organization) -> None:
    with tenant(many_practices.id):
        found = Practice.objects.filter(name__gte="Practice 0001", name__lt="Practice 0002")
        assert found.count() == 10
        assert_uses_index(found, "practice_by_name", "name")


def test_like_would_not_be(many_practices: Organization) -> None:
    """LIKE is not leakproof: row security makes it look at every row of the organization."""
    with tenant(many_practices.id):
        found = Practice.objects.filter(name__startswith="Practice 0001")
        assert found.count() == 10
        with pytest.raises(AssertionError):
            assert_uses_index(found, "practice_by_name", "name")


def test_the_pin_holds_only_with_the_index(many_practices: Organization) -> None:
    with tenant(many_practices.id), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_indexscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_indexonlyscan = off")
        with pytest.raises(AssertionError, match="practice_by_name is not used"):
            assert_uses_index(
                Practice.objects.filter(name__gte="Practice 0001", name__lt="Practice 0002"),
                "practice_by_name",
                "name",
            )
