"""The stored claim document: what was saved years ago still means the same."""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from cleanclaim.claim import SCHEMA, Claim, decode_claim, encode_claim
from cleanclaim.claim.upgrade import UPGRADERS
from cleanclaim.primitives import DecodeError
from tests.strategies import any_claims, valid_claims

_GOLDEN = Path(__file__).parent / "documents"
_QUICK = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


@given(valid_claims())
@_QUICK
def test_a_claim_comes_back_from_its_document(claim: Claim) -> None:
    """Equal, and with the same bytes, however often it is stored."""
    document = encode_claim(claim)
    assert decode_claim(document) == claim
    assert encode_claim(decode_claim(document)) == document


@given(any_claims())
@_QUICK
def test_wrong_content_is_kept_as_it_was_sent(claim: Claim) -> None:
    """The document judges nothing."""
    assert decode_claim(encode_claim(claim)) == claim


def test_there_is_a_golden_document_for_every_form_there_ever_was() -> None:
    """A new form needs an upgrader and leaves its predecessor's document here."""
    assert sorted(path.name for path in _GOLDEN.iterdir()) == [
        f"schema-{n}.json" for n in range(1, SCHEMA + 1)
    ]
    assert sorted(UPGRADERS) == list(range(1, SCHEMA))


@pytest.mark.parametrize("path", sorted(_GOLDEN.iterdir()), ids=lambda path: path.name)
def test_a_document_of_every_form_is_still_read(path: Path) -> None:
    """All of it: what it says stands in the claim."""
    text = path.read_text(encoding="utf-8")
    claim = decode_claim(text)
    assert claim.patient_control_number == "A1"
    assert len(claim.lines) == 1
    if path.name == f"schema-{SCHEMA}.json":
        assert json.loads(encode_claim(claim)) == json.loads(text)


def _unset(value: Any, path: str) -> list[str]:
    """Fields below a value that are at their default, and so could vanish from it unseen."""
    if isinstance(value, msgspec.Struct):
        defaults = {
            field.name: field.default for field in msgspec.structs.fields(value) if not field.required
        }
        found = []
        for name in value.__struct_fields__:
            at = getattr(value, name)
            if name in defaults and at == defaults[name] and not isinstance(at, msgspec.Struct):
                found.append(f"{path}.{name}")
            found += _unset(at, f"{path}.{name}")
        return found
    if isinstance(value, tuple):
        return [name for index, item in enumerate(value) for name in _unset(item, f"{path}[{index}]")]
    return []


def test_the_newest_golden_document_has_every_field_that_a_claim_has() -> None:
    """A field that is renamed or dropped without a new form fails to decode here.

    Fields whose specimen happens to be the default are not in the document; they are listed.
    """
    claim = decode_claim((_GOLDEN / f"schema-{SCHEMA}.json").read_text(encoding="utf-8"))
    unset = {path.rsplit(".", 1)[-1] for path in _unset(claim, "claim")}
    assert unset <= {"claim_type", "poa", "system", "transport_code", "tax_id_kind"}


def test_a_bare_claim_is_taken_to_be_of_todays_form() -> None:
    """What a person writes by hand."""
    assert decode_claim('{"patient_control_number": "P1"}') == Claim(patient_control_number="P1")


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ('{"schema": 99, "claim": {}}', "newer cleanclaim"),
        ('{"schema": "1", "claim": {}}', "form '1'"),
        ('{"schema": 0, "claim": {}}', "form 0"),
        ('{"schema": true, "claim": {}}', "Expected `int`, got `bool`"),
        ('{"schema": 1}', "claim"),
        ('{"schema": 1, "claim": {"patient": {"nmae": {}}}}', "nmae"),
        ('{"lines": [{"charge": "1E+3"}]}', "charge"),
        ('{"lines": [{"units": "Infinity"}]}', "units"),
        ('[{"schema": 1}]', "not a JSON object"),
        ("nonsense", "not JSON"),
    ],
)
def test_what_is_no_claim_document_is_refused_with_file_and_reason(document: str, reason: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(DecodeError) as refusal:
        decode_claim(document, where="claim.json")
    assert reason in str(refusal.value)
    assert str(refusal.value).startswith("claim.json: ")
