"""A remittance: whether the check balances, and what was decided."""

import re
from decimal import Decimal

from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.remits.check import check_of
from cleanclaim.web.remits.models import ClaimPayment, Remittance
from cleanclaim.web.tenancy import tenant
from tests.web.screens.conftest import As, Run, actions


def amounts(page: str) -> list[Decimal]:
    """The amounts of the balance line: total, posted, unposted, difference."""
    line = re.search(r'aria-label="Balance of the check".*?</dl>', page, re.DOTALL)
    assert line is not None
    found = re.findall(r'class="money[^"]*">([^<]+)<', line[0])
    return [Decimal(text.replace(",", "").replace("−", "-")) for text in found]


def test_total_is_posted_and_unposted_and_nothing_else(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1001", "E1009", "E1010")
    auditor = as_role(Role.AUDITOR)
    listing = auditor.get("/remittances/").content.decode()
    with tenant(clinic.pk):
        rows = list(Remittance.objects.all())
    assert len(rows) >= 2
    for row in rows:
        assert row.trace_number in listing
        page = auditor.get(f"/remittances/{row.pk}/").content.decode()
        total, posted, unposted, difference = amounts(page)
        assert total == row.payment
        assert (posted + unposted, difference) == (total, 0)
        assert actions(clinic, row.pk)[-1] == "remittance.viewed"
        with tenant(clinic.pk):
            for payment in ClaimPayment.objects.filter(remittance=row):
                assert payment.patient_control_number in page
    assert "remittances.listed" in actions(clinic)


def test_a_denial_is_said_in_words_with_its_amounts(run: Run, clinic: Organization, as_role: As) -> None:
    run("E1010")
    with tenant(clinic.pk):
        row = Remittance.objects.get()
    page = as_role(Role.BILLER).get(f"/remittances/{row.pk}/").content.decode()
    assert "Denied" in page
    assert re.search(r"<code>CO-\d+</code>", page)
    assert "35.00" in page


def test_what_is_not_posted_shows_as_open(run: Run, clinic: Organization) -> None:
    run("E1009")
    with tenant(clinic.pk):
        row = Remittance.objects.get()
        check = check_of(row)
        assert (check.posted, check.unposted, check.difference) == (row.payment, 0, 0)
        ClaimPayment.objects.filter(remittance=row).update(entry=None)
        check = check_of(row)
        assert (check.posted, check.unposted, check.difference) == (0, row.payment, 0)
        assert check.waiting == row.payments.count()
        assert not check.may_close
        row.state = Remittance.State.HELD
        check = check_of(row)
        assert check.posted == 0
        assert check.unposted + check.difference == row.payment
