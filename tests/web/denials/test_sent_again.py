"""A denied claim goes out again: as replacement with the payer's number, as a new claim, or as a void."""

from datetime import datetime, timedelta
from decimal import Decimal

import msgspec
import pytest

from cleanclaim.claim import Claim as EngineClaim
from cleanclaim.primitives import InvalidValue, StateError
from cleanclaim.web.accounting.selectors import balance_with_payer, trial_balance
from cleanclaim.web.claims.models import Claim, SubmittedClaim
from cleanclaim.web.denials.models import DenialCase
from cleanclaim.web.denials.services.send_again import send_claim_again, send_rejected_again
from cleanclaim.web.organizations.models import Organization
from cleanclaim.web.tenancy import tenant
from cleanclaim.workflow import ClaimState
from tests.web.denials.conftest import BILLER, answer_rows, deliver, post
from tests.web.denials.test_cases import DENIED


def corrected(claim: Claim) -> EngineClaim:
    """Return the claim with a modifier on its second line."""
    value = claim.value()
    second = msgspec.structs.replace(value.lines[1], modifiers=(*value.lines[1].modifiers, "59"))
    return msgspec.structs.replace(value, lines=(value.lines[0], second))


def segments(claim: Claim) -> list[str]:
    """Return the segments of the claim's current version as they went out."""
    sent = SubmittedClaim.objects.get(version__claim=claim, version__number=claim.current_version)
    return [row.strip() for row in sent.submission.content().decode().split("~")]


def test_a_replacement_carries_7_and_the_payers_number_and_goes_out_once(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED, number="PAYER99"), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        claim = send_claim_again(
            case_id=case.pk,
            frequency="7",
            value=corrected(commercial),
            reason="separate service",
            actor=BILLER,
            at=now,
        )
        case.refresh_from_db()
        assert (case.state, claim.state, claim.current_version) == ("resubmitted", "draft", 2)
        claim.state = ClaimState.RELEASED
        claim.save(update_fields=["state"])
        deliver(claim, now)
        written = segments(claim)
        assert any(row.startswith("CLM*E1001*235") and "11:B:7" in row for row in written)
        assert "REF*F8*PAYER99" in written
        assert SubmittedClaim.objects.filter(version__claim=claim).count() == 2
        assert trial_balance()["revenue"] == Decimal("-235.00"), "the same charge is booked once"
        later = now + timedelta(days=14)
        post(
            *answer_rows(commercial, *DENIED, status="22", number="PAYER99"),
            *answer_rows(claim, DENIED[0], ("25", ""), number="PAYER100"),
            payment="25.00",
            trace="T2",
            at=later,
        )
        case.refresh_from_db()
        assert (case.state, case.recovered) == ("recovered", Decimal("25.00"))


def test_a_payer_that_takes_no_replacements_gets_none(
    medicare: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        rows = answer_rows(medicare, ("150", ""), ("0", "CAS*CO*16*35"), filing="MB")
        post(*rows, payment="150", trace="T1", at=now)
        case = DenialCase.objects.get()
        for frequency, why in (("7", "takes no replacement"), ("8", "takes no void")):
            with pytest.raises(StateError, match=why):
                send_claim_again(
                    case_id=case.pk,
                    frequency=frequency,
                    value=corrected(medicare),
                    reason="try",
                    actor=BILLER,
                    at=now,
                )
        medicare.refresh_from_db()
        assert (medicare.state, medicare.current_version) == ("denied", 1)
        claim = send_claim_again(
            case_id=case.pk,
            frequency="1",
            value=corrected(medicare),
            reason="the field is filled",
            actor=BILLER,
            at=now,
        )
        value = claim.value()
        assert (value.claim_frequency_code, value.coverage.payer_claim_control_number) == ("1", "")


def test_a_pair_that_is_never_paid_together_is_not_replaced(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        rows = answer_rows(commercial, DENIED[0], ("0", "CAS*CO*97*25"))
        post(*rows, payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        case.facts = case.facts.replace('"ptp_indicator":""', '"ptp_indicator":"0"')
        case.save()
        with pytest.raises(StateError, match="indicator 0"):
            send_claim_again(
                case_id=case.pk,
                frequency="7",
                value=corrected(commercial),
                reason="with 59",
                actor=BILLER,
                at=now,
            )


def test_nothing_corrected_is_not_sent(commercial: Claim, clinic: Organization, now: datetime) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        with pytest.raises(InvalidValue, match="nothing was corrected"):
            send_claim_again(
                case_id=case.pk,
                frequency="7",
                value=commercial.value(),
                reason="again",
                actor=BILLER,
                at=now,
            )


def test_a_void_bills_nothing_and_leaves_the_payers_money_as_its_credit(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        post(*answer_rows(commercial, *DENIED, number="PAYER99"), payment="140.00", trace="T1", at=now)
        case = DenialCase.objects.get()
        claim = send_claim_again(
            case_id=case.pk,
            frequency="8",
            value=commercial.value(),
            reason="billed for the wrong patient",
            actor=BILLER,
            at=now,
        )
        claim.state = ClaimState.RELEASED
        claim.save(update_fields=["state"])
        deliver(claim, now)
        assert any("11:B:8" in row for row in segments(claim))
        assert "REF*F8*PAYER99" in segments(claim)
        assert trial_balance()["revenue"] == 0
        assert balance_with_payer("E1001", "DEMONWH") < 0
        post(
            *answer_rows(commercial, *DENIED, status="22", number="PAYER99"),
            payment="-140.00",
            trace="T2",
            at=now + timedelta(days=9),
        )
        assert balance_with_payer("E1001", "DEMONWH") == 0
        case.refresh_from_db()
        assert case.state == "withdrawn"


def test_a_rejected_claim_is_sent_again_unchanged_as_a_version_of_its_own(
    commercial: Claim, clinic: Organization, now: datetime
) -> None:
    with tenant(clinic.pk):
        with pytest.raises(StateError, match="only a rejected one"):
            send_rejected_again(claim_id=commercial.pk, reason="their gate was down", actor=BILLER, at=now)
        commercial.state = ClaimState.REJECTED
        commercial.save(update_fields=["state"])
        claim = send_rejected_again(
            claim_id=commercial.pk, reason="their gate was down", actor=BILLER, at=now
        )
        assert (claim.state, claim.current_version) == ("draft", 2)
        claim.state = ClaimState.RELEASED
        claim.save(update_fields=["state"])
        deliver(claim, now)
        files = SubmittedClaim.objects.filter(version__claim=claim)
        assert files.values("submission").distinct().count() == 2
        assert claim.value().claim_frequency_code == "1"
