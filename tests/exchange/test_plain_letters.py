"""Names with marks on their letters go out in the letters that X12 has."""

import msgspec
import pytest
from hypothesis import given, strategies as st

from cleanclaim.claim import Claim, Name
from cleanclaim.claim.notation import claim_from
from cleanclaim.exchange import canonical, read_837, write_837p
from cleanclaim.exchange.plain_letters import plain_text
from cleanclaim.primitives import InvalidValue

from .submissions import SUBMISSION


def of(last: str, first: str) -> Claim:
    """A claim for a patient of that name."""
    claim = claim_from("payer commercial").claim
    patient = msgspec.structs.replace(claim.patient, name=Name(last, first))
    return msgspec.structs.replace(claim, patient=patient)


@pytest.mark.parametrize(
    ("last", "first", "sent"),
    [
        ("Núñez", "José", "NM1*IL*1*Nunez*Jose"),
        ("O’Brien", "Zoë", "NM1*IL*1*O'Brien*Zoe"),
        ("Strauß", "Jørgen", "NM1*IL*1*Strauss*Jorgen"),
        ("Wałęsa", "Łucja", "NM1*IL*1*Walesa*Lucja"),
    ],
)
def test_a_name_goes_out_in_plain_letters(last: str, first: str, sent: str) -> None:
    data = write_837p([of(last, first)], submission=SUBMISSION)
    assert sent.encode() in data
    assert read_837(data)[0] == canonical(of(last, first))


def test_a_name_in_another_script_is_refused_by_field() -> None:
    with pytest.raises(InvalidValue, match="outside X12's basic and extended sets") as caught:
        write_837p([of("山田", "Taro")], submission=SUBMISSION)
    assert caught.value.where == "claims[0].patient.name.last"


@pytest.mark.parametrize("text", ["10³", "x²", "½", "①", "≠", "ﬁ", "１"])
def test_a_sign_without_a_plain_form_stays_as_it_is(text: str) -> None:
    """Its lookalike says something else: 10³ is not 103, ≠ is not =."""
    assert plain_text(text) == text


def test_a_superscript_is_refused_by_field_and_not_sent_as_a_digit() -> None:
    with pytest.raises(InvalidValue, match="outside X12's basic and extended sets"):
        write_837p([of("Smith³", "Taro")], submission=SUBMISSION)


@given(st.text())
def test_plain_text_settles_and_leaves_ascii_alone(text: str) -> None:
    once = plain_text(text)
    assert plain_text(once) == once
    if text.isascii():
        assert once == text
