"""What is turned away at the front end: the sentence, the field, one click, and nothing sent twice."""

from datetime import datetime

import pytest

from cleanclaim.exchange import Status
from cleanclaim.exchange.acknowledgements import ReportedError
from cleanclaim.primitives import StateError
from cleanclaim.web.claims.models import Claim, SubmittedClaim
from cleanclaim.web.claims.selectors import last_submission_of
from cleanclaim.web.claims.services.receive_file import receive_file
from cleanclaim.web.denials.models import Rejection
from cleanclaim.web.denials.rejected import faults_in_file, path_of_status
from cleanclaim.web.denials.services.resubmit_claim import resubmit_claim
from cleanclaim.web.organizations.models import Organization, Role
from cleanclaim.web.tenancy import tenant
from cleanclaim.web.worklists.models import WorkItem
from cleanclaim.workflow import ClaimState
from tests.web.denials.conftest import BILLER, As
from tests.web.denials.test_screens import text_of


def position_of(claim: Claim, segment: str) -> int:
    """Return the position of a claim's segment from its ST, which is 1."""
    last = last_submission_of(claim)
    assert last is not None
    rows = [row.strip() for row in last.content().decode().split("~")]
    start = next(number for number, row in enumerate(rows) if row.startswith("ST*"))
    return next(number for number, row in enumerate(rows) if row.startswith(segment)) - start + 1


def a_999(claim: Claim, *errors: str) -> bytes:
    """Return a 999 of the payer that rejects the claim's file with these IK3, CTX and IK4 segments."""
    last = last_submission_of(claim)
    assert last is not None
    number = last.control_number
    body = [
        "ST*999*0001*005010X231A1",
        f"AK1*HC*{number}*005010X222A1",
        "AK2*837*0001*005010X222A1",
        *errors,
        "IK5*R*5",
        "AK9*R*1*1*0",
    ]
    parties = f"*ZZ*{claim.payer_id:<15}*ZZ*{'US':<15}"
    isa = f"ISA*00*{' ' * 10}*00*{' ' * 10}{parties}*251216*1200*^*00501*000000009*0*T*:~"
    gs = f"GS*FA*{claim.payer_id}*US*20251216*1200*1*X*005010X231A1~"
    whole = "~".join([*body, f"SE*{len(body) + 1}*0001"])
    return f"{isa}{gs}{whole}~GE*1*1~IEA*1*000000009~".encode()


@pytest.fixture
def sent(commercial: Claim, clinic: Organization) -> Claim:
    """A claim whose file has no answer yet."""
    with tenant(clinic.pk):
        commercial.state = ClaimState.SENT
        commercial.save(update_fields=["state"])
    return commercial


def test_a_999_names_the_claim_the_line_and_the_field(
    sent: Claim, clinic: Organization, as_role: As, now: datetime
) -> None:
    with tenant(clinic.pk):
        position = position_of(sent, "SV1*HC:83036")
        content = a_999(sent, f"IK3*SV1*{position}*2400*8", "IK4*4**7*0")
        receive_file(name="a.999", content=content, at=now)
        row = Rejection.objects.get()
        assert (row.path, row.is_ours, row.kind) == ("lines[1].units", True, "999")
        assert "SV104 in loop 2400" in row.words
        item = WorkItem.objects.get(kind="rejection")
        assert item.reason == row.words
        sent.refresh_from_db()
        assert sent.state == "rejected"
    biller = as_role(Role.BILLER)
    page = text_of(biller, "/denials/rejections/")
    assert "lines[1].units" in page
    assert f"/claims/{sent.pk}/correct/?field=lines%5B1%5D.units" in page
    assert biller.get(f"/claims/{sent.pk}/correct/?field=lines[1].units").status_code == 200


def test_a_claim_that_is_not_at_fault_goes_again_with_one_click_and_only_once(
    sent: Claim, clinic: Organization, as_role: As, now: datetime
) -> None:
    with tenant(clinic.pk):
        content = a_999(sent, "IK3*NM1*5*2010BA*8", "CTX*CLM01:E9999", "IK4*9**7*X")
        receive_file(name="a.999", content=content, at=now)
        assert not Rejection.objects.get().is_ours
    biller = as_role(Role.BILLER)
    assert "none: not at fault" in text_of(biller, "/denials/rejections/")
    address = f"/denials/rejections/{sent.pk}/again/"
    assert as_role(Role.AUDITOR).post(address, {"reason": "x"}).status_code == 403
    assert biller.post(address, {"reason": ""}).status_code == 422
    assert biller.post(address, {"reason": "its file was refused for other claims"}).status_code == 302
    with tenant(clinic.pk):
        claim = Claim.objects.get()
        assert claim.current_version == 2
        assert claim.state in ("released", "held")
        assert not WorkItem.objects.filter(kind="rejection", closed_at=None).exists()
    assert biller.post(address, {"reason": "again"}).status_code == 422
    with tenant(clinic.pk):
        assert Claim.objects.get().current_version == 2
        assert SubmittedClaim.objects.count() == 1, "the first version stays in its one file"
        with pytest.raises(StateError):
            resubmit_claim(claim_id=sent.pk, reason="again", actor=BILLER, at=now)


def test_a_status_of_a_277ca_tells_the_field() -> None:
    def path(*statuses: Status, line: int | None = None) -> str:
        return path_of_status(statuses, line=line)

    assert path(Status("A7", "158", "QC")) == "patient.birth_date"
    assert path(Status("A6", "21"), Status("A7", "164", "IL")) == "coverages[0].member_id"
    assert path(Status("A7", "453"), line=3) == "lines[2].modifiers"
    assert path(Status("A3", "999")) == ""


def test_a_999_about_the_envelope_blames_no_claim(sent: Claim, clinic: Organization) -> None:
    with tenant(clinic.pk):
        last = last_submission_of(sent)
        assert last is not None
        content = last.content()
    assert faults_in_file(content, [ReportedError("BHT", 2, "8", element="4")]) == {}
    (found,) = faults_in_file(
        content, [ReportedError("NM1", None, "8", loop="2310B", element="09", patient_control_number="E1")]
    )["E1"]
    assert found.path == "rendering.npi"
