"""What comes back from payers at the wrong time, under odd names, or from the wrong payer."""

import os
from datetime import datetime
from pathlib import Path

import msgspec
import pytest

from cleanclaim.primitives import ConfigurationError
from cleanclaim.simulator import run_mailbox
from cleanclaim.web import vault
from cleanclaim.web.accounting.selectors import trial_balance
from cleanclaim.web.audit.record import Actor
from cleanclaim.web.claims.models import ReceivedFile
from cleanclaim.web.claims.selectors import claim_numbered
from cleanclaim.web.claims.services.correct_claim import correct_claim
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.remits.models import ClaimPayment
from cleanclaim.web.steps import sweep
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.web.worklists.services.open_item import close_items, open_item
from cleanclaim.workflow import PERSON, ClaimState

from .conftest import Run, quiet

BILLER = Actor(kind=PERSON, name="biller")


@pytest.fixture
def fresh_vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory of its own, with nothing remembered of other tests."""
    monkeypatch.setenv("CLEANCLAIM_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("CLEANCLAIM_KEYS", raising=False)
    forget()
    return tmp_path / "data"


def forget() -> None:
    """Behave as a new process does."""
    for function in (vault._box_of, vault._key_file, vault._require_known):
        function.cache_clear()


def test_a_lost_key_file_is_refused_and_not_made_anew(fresh_vault: Path) -> None:
    sealed = vault.seal(b"a note")
    key = fresh_vault / "keys" / "vault.key"
    kept = key.read_bytes()
    key.unlink()
    forget()
    with pytest.raises(ConfigurationError, match=r"vault\.key is missing"):
        vault.seal(b"another note")
    assert not key.exists()
    key.write_bytes(kept)
    forget()
    assert vault.open_sealed(sealed) == b"a note"
    forget()


def test_another_key_is_refused_until_the_old_one_stands_after_it(
    fresh_vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cryptography.fernet import Fernet

    sealed = vault.seal(b"a note")
    old = (fresh_vault / "keys" / "vault.key").read_text()
    new = Fernet.generate_key().decode()
    monkeypatch.setenv("CLEANCLAIM_KEYS", new)
    forget()
    with pytest.raises(ConfigurationError, match="not those with which"):
        vault.seal(b"another note")
    monkeypatch.setenv("CLEANCLAIM_KEYS", f"{new},{old}")
    forget()
    assert vault.open_sealed(sealed) == b"a note"
    monkeypatch.setenv("CLEANCLAIM_KEYS", new)
    forget()
    assert vault.open_sealed(vault.seal(b"new")) == b"new"
    forget()


def test_a_file_name_that_is_not_utf_8_stops_nothing(run: Run, clinic: Organization, mailbox: Path) -> None:
    run("E1009", until="sent")
    (mailbox / "outbox").mkdir(parents=True, exist_ok=True)
    odd = os.fsencode(mailbox / "outbox") + b"/caf\xe9.x12"
    Path(os.fsdecode(odd)).write_bytes(b"ISA*odd")
    run()
    with tenant(clinic.pk):
        assert claim_numbered("E1009").state in (ClaimState.PAID, ClaimState.CLOSED)
        assert ReceivedFile.objects.get(kind="unreadable").file_name == "caf\\xe9.x12"


def test_the_old_payers_money_is_not_taken_for_the_new_ones(
    run: Run, clinic: Organization, mailbox: Path, now: datetime
) -> None:
    """Rejected by one payer, corrected to another; then the first one pays after all."""
    run("E1009", until="sent")
    run_mailbox(mailbox, now=now, seed=1)
    [remit] = (mailbox / "outbox").glob("*835*")
    late = remit.read_bytes()
    remit.unlink()
    [answer] = (mailbox / "outbox").glob("*277ca*")
    content = answer.read_bytes()
    parts = content.split(b"TRN*2*E1009")
    parts[-1] = parts[-1].replace(b"STC*A2", b"STC*A3").replace(b"*WQ", b"*U")
    answer.write_bytes(b"TRN*2*E1009".join(parts))
    sweep(clinic.pk, at=now, progress=quiet)
    with tenant(clinic.pk):
        claim = claim_numbered("E1009")
        assert claim.state == ClaimState.REJECTED
        value = claim.value()
        payer = msgspec.structs.replace(value.coverage.payer, payer_id="NEWPAYER", name="New Payer")
        coverage = msgspec.structs.replace(value.coverage, payer=payer)
        other = msgspec.structs.replace(value, coverages=(coverage,))
        correct_claim(claim_id=claim.pk, value=other, reason="other insurance", actor=BILLER, at=now)
    run(until="sent")
    (mailbox / "outbox" / "late.835").write_bytes(late)
    sweep(clinic.pk, at=now, progress=quiet)
    with tenant(clinic.pk):
        assert claim_numbered("E1009").state == ClaimState.SENT
        assert ClaimPayment.objects.get().claim is None
        assert WorkItem.objects.filter(kind="unmatched", closed_at=None).exists()
        balances = trial_balance()
        assert balances["receivable_payer"] == -balances["revenue"]
        assert balances["unapplied"] == -balances["cash_clearing"] < 0


def test_a_closed_item_is_listed_again_when_its_cause_comes_back(clinic: Organization, now: datetime) -> None:
    def say() -> None:
        open_item(key="stuck:a:b:", kind="stuck", reason="It does not go.", at=now)

    with tenant(clinic.pk):
        say()
        say()
        assert WorkItem.objects.filter(closed_at=None).count() == 1
        close_items(prefix="stuck:a:b:", at=now, outcome="called")
        assert not WorkItem.objects.filter(closed_at=None).exists()
        say()
        assert WorkItem.objects.filter(closed_at=None).count() == 1
        assert WorkItem.objects.count() == 2
