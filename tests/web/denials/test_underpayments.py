"""Paid against agreed: found when posted, disputed by letter, followed up; and what must go back."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from cleanclaim.primitives import InvalidValue
from cleanclaim.web.accounting.selectors import balance_with_payer
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.denials.agreed import contracts_directory
from cleanclaim.web.denials.models import Letter, Overpayment, Variance
from cleanclaim.web.denials.services.decide_variance import accept, dispute
from cleanclaim.web.denials.services.make_packet import make_packet
from cleanclaim.web.denials.services.overpayments import (
    begin_investigation,
    end_investigation,
    identify_overpayment,
    return_overpayment,
)
from cleanclaim.web.denials.services.write_letter import answer_letter, save_letter, send_letter
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from tests.web.denials.conftest import BILLER, As, answer_rows, post
from tests.web.denials.test_letters import filled, pages_of
from tests.web.denials.test_screens import text_of

CONTRACT = """
contract: Northwind 2025
payer_id: DEMONWH
from: 2025-01-01
schedules: {office: office.csv}
terms:
  - name: office visits
    for: {codes: ["99202-99215"]}
    pay: {schedule: office, percent: "110"}
default: {percent_of_charge: "60"}
"""
SCHEDULE = "code,modifier,setting,from,to,amount,family\n99214,,any,2025-01-01,,150.00,office_visit\n"
SHORT = (("140.00", "CAS*CO*45*70"), ("15.00", "CAS*CO*45*10"))
"""The visit at 140.00 where 165.00 is agreed; the test at 15.00, which is 60 % of its charge."""
RIGHT = (("165.00", "CAS*CO*45*45"), ("15.00", "CAS*CO*45*10"))


@pytest.fixture
def contract(clinic: Organization) -> Path:
    """The clinic's contract with Northwind."""
    place = contracts_directory(clinic.pk)
    place.mkdir(parents=True)
    (place / "northwind.yaml").write_text(CONTRACT)
    (place / "office.csv").write_text(SCHEDULE)
    return place


def test_without_a_contract_nothing_is_compared(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *SHORT), payment="155.00", trace="T1", at=now)
        assert not Variance.objects.exists()


def test_what_is_paid_short_is_kept_with_term_reason_and_last_day(
    commercial: Claim, clinic: Organization, contract: Path, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *SHORT), payment="155.00", trace="T1", at=now)
        row = Variance.objects.get()
        assert (row.verdict, row.expected, row.allowed, row.missing) == (
            "underpaid",
            Decimal("165.00"),
            Decimal("140.00"),
            Decimal("25.00"),
        )
        assert (row.contract, row.term, row.lines) == ("Northwind 2025", "office visits", [1])
        assert row.due == date(2026, 12, 5)
        item = WorkItem.objects.get(key__startswith="short:")
        assert (item.amount, item.due) == (Decimal("25.00"), row.due)


def test_a_refused_line_is_a_denial_and_no_underpayment(
    commercial: Claim, clinic: Organization, contract: Path, now: datetime
) -> None:
    with tenant(clinic.pk):
        rows = answer_rows(commercial, RIGHT[0], ("0", "CAS*CO*50*25"))
        post(*rows, payment="165.00", trace="T1", at=now)
        assert not Variance.objects.exists()


def test_one_letter_disputes_a_term_and_is_followed_up(
    commercial: Claim, clinic: Organization, contract: Path, now: datetime
) -> None:
    later = now + timedelta(days=40)
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *SHORT), payment="155.00", trace="T1", at=now)
        letter = dispute(variances=list(Variance.objects.all()), actor=BILLER, at=now)
        text = letter.versions.get().text()
        for words in ("Northwind 2025", "office visits", "165.00", "25.00 less"):
            assert words in text, words
        assert not WorkItem.objects.filter(key__startswith="short:", closed_at=None).exists()
        save_letter(letter_id=letter.pk, text=filled(text), actor=BILLER, at=now)
        packet = make_packet(letter_id=letter.pk, whole_note=False, actor=BILLER, at=now)
        assert "E1001" in pages_of(packet.content())
        send_letter(
            letter_id=letter.pk,
            on=now.date(),
            how="portal",
            tracking="D-1",
            answer_due=None,
            actor=BILLER,
            at=now,
        )
        follow_up = WorkItem.objects.get(key=f"letter:{letter.pk}:")
        assert follow_up.due == (now + timedelta(days=60)).date()
        answer_letter(
            letter_id=letter.pk,
            response="overturned",
            on=later.date(),
            recovered=None,
            text="",
            actor=BILLER,
            at=later,
        )
        follow_up.refresh_from_db()
        assert follow_up.closed_at is not None
        assert Variance.objects.get().state == "recovered"


def test_decided_again_as_agreed_ends_it(
    commercial: Claim, clinic: Organization, contract: Path, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *SHORT), payment="155.00", trace="T1", at=now)
        post(
            *answer_rows(commercial, *SHORT, status="22"),
            *answer_rows(commercial, *RIGHT),
            payment="25.00",
            trace="T2",
            at=now + timedelta(days=9),
        )
        row = Variance.objects.get()
        assert (row.state, row.outcome) == ("recovered", "decided again: as agreed now")
        assert not WorkItem.objects.filter(key__startswith="short:", closed_at=None).exists()


def test_letting_it_be_needs_a_reason(
    commercial: Claim, clinic: Organization, contract: Path, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *SHORT), payment="155.00", trace="T1", at=now)
        rows = list(Variance.objects.all())
        with pytest.raises(InvalidValue):
            accept(variances=rows, reason=" ", actor=BILLER, at=now)
        accept(variances=rows, reason="the fee was agreed by telephone", actor=BILLER, at=now)
        assert Variance.objects.get().state == "accepted"


def test_a_contract_that_cannot_be_read_stops_no_posting(
    commercial: Claim, clinic: Organization, contract: Path, now: datetime
) -> None:
    (contract / "northwind.yaml").write_text("contract: [")
    with tenant(clinic.pk):
        assert post(*answer_rows(commercial, *SHORT), payment="155.00", trace="T1", at=now).state == "posted"
        assert "contracts cannot be read" in WorkItem.objects.get(key="contracts:unreadable").reason


def test_the_screens_show_groups_lines_and_credits(
    commercial: Claim, clinic: Organization, contract: Path, as_role: As, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *SHORT), payment="155.00", trace="T1", at=now)
        row = Variance.objects.get()
    biller = as_role(Role.BILLER)
    page = text_of(biller, "/denials/short/")
    for words in ("Northwind 2025: office visits", "25.00", "E1001", "110"):
        assert words in page, words
    form = {
        "practice": str(row.practice_id),
        "payer": row.payer_id,
        "contract": row.contract,
        "term": row.term,
        "what": "dispute",
    }
    assert as_role(Role.AUDITOR).post("/denials/short/decide/", form).status_code == 403
    answer = biller.post("/denials/short/decide/", form)
    with tenant(clinic.pk):
        assert answer.headers["Location"] == f"/denials/letters/{Letter.objects.get().pk}/"
    assert "Amounts disputed" in text_of(biller, answer.headers["Location"])
    assert biller.post("/denials/short/decide/", form).status_code == 422


def test_an_overpayment_runs_by_its_clock_and_is_refunded_once(
    medicare: Claim, clinic: Organization, as_role: As, now: datetime
) -> None:
    """Medicare paid the second line twice: 35.00 of credit."""
    with tenant(clinic.pk):
        rows = answer_rows(medicare, ("150", ""), ("35", ""), filing="MB")
        post(*rows, payment="185", trace="T1", at=now)
        again = answer_rows(medicare, ("0", "CAS*OA*18*150"), ("35", ""), filing="MB", number="ICN2")
        post(*again, payment="35", trace="T2", at=now)
        assert balance_with_payer("E1010", "DEMOMCR") == Decimal("-35.00")
    biller = as_role(Role.BILLER)
    assert "35.00" in text_of(biller, "/denials/overpayments/")
    form = {
        "claim": str(medicare.pk),
        "payer": "DEMOMCR",
        "amount": "35.00",
        "from": "2025-12-04",
        "day": "2025-12-15",
        "reason": "Line 2 was paid twice.",
    }
    address = biller.post("/denials/overpayments/identify/", form).headers["Location"]
    with tenant(clinic.pk):
        row = Overpayment.objects.get()
        assert (row.due, row.payer_kind) == (date(2026, 2, 13), "medicare")
        assert WorkItem.objects.get(key=f"overpaid:{row.pk}:").due == row.due
        begin_investigation(
            overpayment_id=row.pk, on=now.date(), why="other lines too?", actor=BILLER, at=now
        )
        later = now + timedelta(days=20)
        end_investigation(
            overpayment_id=row.pk, on=later.date(), owed=True, why="only this", actor=BILLER, at=later
        )
        row.refresh_from_db()
        assert row.due is not None
        assert row.due > date(2026, 2, 13), "the investigation suspended the clock"
    assert "It goes back by" in text_of(biller, address)
    back = {"what": "return", "day": "2025-12-16", "method": "check", "reference": "4711"}
    assert biller.post(f"{address}decide/", back).status_code == 302
    with tenant(clinic.pk):
        row.refresh_from_db()
        assert (row.state, row.returned_how) == ("returned", "by check or transfer, 4711")
        assert balance_with_payer("E1010", "DEMOMCR") == 0
        assert not WorkItem.objects.filter(key=f"overpaid:{row.pk}:", closed_at=None).exists()
    assert biller.post(f"{address}decide/", back).status_code == 422
    with tenant(clinic.pk):
        assert balance_with_payer("E1010", "DEMOMCR") == 0


def test_a_refund_that_no_credit_stands_behind_is_refused(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *RIGHT), payment="180.00", trace="T1", at=now)
        row = identify_overpayment(
            claim=commercial,
            payer_id="DEMONWH",
            amount=Decimal(5),
            why="by the contract",
            received=now.date(),
            identified=now.date(),
            actor=BILLER,
            at=now,
        )
        common = {"overpayment_id": row.pk, "on": now.date(), "reference": "", "actor": BILLER, "at": now}
        with pytest.raises(InvalidValue, match=r"credit of 0\.00"):
            return_overpayment(how="check", **common)  # type: ignore[arg-type]
        return_overpayment(how="offset", **common)  # type: ignore[arg-type]
        assert Overpayment.objects.get().state == "returned"
        assert balance_with_payer("E1001", "DEMONWH") == 0
