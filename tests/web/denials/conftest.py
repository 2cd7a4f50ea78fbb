"""A claim that a payer has, made without edits or simulator, and remittances about it."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

import msgspec
import pytest
from django.test import Client

from cleanclaim.web.audit.record import MACHINE_RECEIVER, MACHINE_SUBMITTER, Actor
from cleanclaim.web.claims.models import Claim
from cleanclaim.web.claims.services.book_charges import book_charges
from cleanclaim.web.claims.services.build_claim import build_claim
from cleanclaim.web.claims.services.move_claim import move_claim
from cleanclaim.web.claims.services.prepare_submission import prepare_submission
from cleanclaim.web.claims.services.receive_file import receive_file
from cleanclaim.web.demo.practice import demo_encounters
from cleanclaim.web.encounters.models import CodeAssignment
from cleanclaim.web.encounters.services.receive_encounter import receive_encounter
from cleanclaim.web.organizations.models import Organization, Practice, Role, User
from cleanclaim.web.remits.models import Remittance
from cleanclaim.web.remits.services.post_remittance import post_remittance
from cleanclaim.web.tenancy import tenant
from cleanclaim.workflow import PERSON, ClaimState, EncounterState
from tests.remittance.files import a_file
from tests.web.path.conftest import FRONT_DESK
from tests.web.screens.conftest import (
    As,
    as_role,
    bare_clinic,
    clinic,
    clinic_practice,
    make_user,
    people,
    sign_in,
)

__all__ = ["As", "as_role", "bare_clinic", "clinic", "clinic_practice", "make_user", "people", "sign_in"]

BILLER = Actor(kind=PERSON, name="tests' biller", user_id=str(uuid4()))
WORDS = "chronic obstructive disease with acute exacerbation"

Post = Callable[..., Remittance]


def sent_claim(number: str, at: datetime) -> Claim:
    """Bring a demonstration encounter to a claim that its payer has accepted; in an open tenant."""
    row = {each.encounter.number: each for each in demo_encounters()}[number]
    encounter = receive_encounter(encounter=row.encounter, note=row.note, actor=FRONT_DESK, at=at)
    CodeAssignment.objects.create(
        encounter=encounter,
        source=encounter.documents.get(),
        system="ICD10CM",
        code="J441",
        rank=1,
        sequence=1,
        selected=True,
        evidence=[{"start": 0, "end": len(WORDS), "text": WORDS}],
        decision=CodeAssignment.Decision.ACCEPTED,
        decided_by="tests",
    )
    encounter.state = EncounterState.ACCEPTED
    encounter.save(update_fields=["state"])
    claim = build_claim(encounter_id=encounter.pk, actor=FRONT_DESK, at=at)
    assert claim is not None
    claim.state = ClaimState.RELEASED
    claim.save(update_fields=["state"])
    deliver(claim, at)
    return claim


def deliver(claim: Claim, at: datetime) -> None:
    """Book a released claim's charges, write its file, and let the payer take it in."""
    book_charges(claim=claim, actor=BILLER, at=at)
    submission = prepare_submission(payer_id=claim.payer_id, at=at)
    assert submission is not None
    claim.refresh_from_db()
    move_claim(claim=claim, event="sent", actor=MACHINE_SUBMITTER, at=at, detail=submission.file_name)
    move_claim(claim=claim, event="file_accepted", actor=MACHINE_RECEIVER, at=at, detail="999 in a.999")
    move_claim(claim=claim, event="claim_accepted", actor=MACHINE_RECEIVER, at=at, detail="277CA A2:20")


def post(*rows: str, payment: str, trace: str, at: datetime) -> Remittance:
    """Receive and post an 835 of these rows; in an open tenant."""
    receive_file(name=f"{trace}.835", content=a_file(*rows, payment=payment, trace=trace), at=at)
    remittance = Remittance.objects.get(trace_number=trace)
    post_remittance(remittance_id=remittance.pk, at=at)
    remittance.refresh_from_db()
    return remittance


def answer_rows(
    claim: Claim, *lines: tuple[str, str], status: str = "1", number: str = "ICN1", filing: str = "CI"
) -> tuple[str, ...]:
    """Return the rows of an answer to a claim: for each line what was paid, and its CAS or ``""``."""
    value = claim.value()
    sign = -1 if status == "22" else 1
    paid = sum((Decimal(amount) for amount, _ in lines), Decimal(0)) * sign
    share = sum((Decimal(cas.split("*")[3]) for _, cas in lines if cas.startswith("CAS*PR")), Decimal(0))
    amounts = f"{value.charge * sign}*{paid}*{share * sign}"
    rows = [
        f"CLP*{claim.patient_control_number}*{status}*{amounts}*{filing}*{number}*11*1",
        "NM1*QC*1*TESTER*TINA****MI*MEM001",
    ]
    for line, (amount, cas) in zip(value.lines, lines, strict=True):
        code = ":".join(("HC", line.code, *line.modifiers))
        assert line.charge is not None
        rows.append(f"SVC*{code}*{line.charge * sign}*{Decimal(amount) * sign}**1")
        rows.append(f"DTM*472*{value.service_dates.start:%Y%m%d}")  # type: ignore[union-attr]
        rows += [_signed(each, sign) for each in cas.split("~") if each]
    return tuple(rows)


def _signed(row: str, sign: int) -> str:
    if sign == 1 or not row.startswith("CAS"):
        return row
    parts = row.split("*")
    return "*".join((*parts[:3], str(-Decimal(parts[3]))))


@pytest.fixture
def commercial(clinic: Organization, now: datetime) -> Claim:
    """A claim with Northwind (invented; takes replacements): 99214 at 210.00 and 83036-QW at 25.00."""
    with tenant(clinic.pk):
        return sent_claim("E1001", now)


@pytest.fixture
def medicare(clinic: Organization, now: datetime) -> Claim:
    """A claim with the invented Medicare contractor, which takes no replacements: two lines."""
    with tenant(clinic.pk):
        return sent_claim("E1010", now)


def with_code(claim: Claim, code: str) -> object:
    """Return the claim's value with another code on its second line."""
    value = claim.value()
    lines = (value.lines[0], msgspec.structs.replace(value.lines[1], code=code))
    return msgspec.structs.replace(value, lines=lines)


__all__ += ["Client", "Practice", "Role", "User", "date"]
