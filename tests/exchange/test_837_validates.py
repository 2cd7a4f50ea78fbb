"""The files that we write are valid: by our validator, whatever the claim."""

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from msgspec.structs import replace

from cleanclaim.claim.notation import claim_from
from cleanclaim.exchange import read_837, write_837
from cleanclaim.x12 import validate
from tests.exchange.submissions import SUBMISSION
from tests.strategies import CLAIM_TYPES, valid_claims


@pytest.mark.parametrize("claim_type", CLAIM_TYPES)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_valid_claims_validate_and_come_back_exactly_as_they_were(
    claim_type: str, data: st.DataObject
) -> None:
    """Unchanged and in their order; syntax, guide and balancing: not one problem; situations: no error."""
    several = st.lists(
        valid_claims(claim_type), min_size=1, max_size=3, unique_by=lambda claim: claim.patient_control_number
    )
    claims = data.draw(several)
    written = write_837(claims, submission=SUBMISSION)
    assert read_837(written) == tuple(claims)
    problems = validate(written, levels=(1, 2, 3, 4))
    assert [p for p in problems if p.level < 4 or p.severity == "error"] == []


@pytest.mark.parametrize("patient", ["self", "child"])
def test_more_claims_of_one_patient_than_a_level_holds_are_spread_over_levels(patient: str) -> None:
    """Loop 2300 may come 100 times under a patient: 201 claims need three levels."""
    claim = claim_from(f"payer commercial; patient {patient}").claim
    claims = [replace(claim, patient_control_number=f"MANY{n}") for n in range(201)]
    data = write_837(claims, submission=SUBMISSION)
    assert [problem for problem in validate(data, levels=(1, 2, 3)) if problem.severity == "error"] == []
    assert [c.patient_control_number for c in read_837(data)] == [f"MANY{n}" for n in range(201)]
    level = b"HL*%d*" % (3 if patient == "self" else 4)
    assert level in data
