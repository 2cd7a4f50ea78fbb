"""pyx12 as a second opinion (development only): our right files are right to it, our 999 too."""

import io
from datetime import datetime

import pytest

from cleanclaim.x12 import acknowledge, composite, validate
from tests.x12.samples import CLAIM, HEADER, changed, claim_file, payment_file, without

pytest.importorskip("pyx12")
ROWS = (*HEADER, *CLAIM)


def pyx12_accepts(data: bytes) -> bool:
    import pyx12.error_handler
    import pyx12.params
    import pyx12.x12n_document

    source, answer = io.StringIO(data.decode("ascii")), io.StringIO()
    return bool(pyx12.x12n_document.x12n_document(pyx12.params.params(), source, answer, None, None))


@pytest.mark.parametrize(
    ("data", "right"),
    [
        (claim_file(), True),
        (payment_file().replace(b"ST*835*0001*005010X221A1", b"ST*835*0001"), True),
        (claim_file(without(ROWS, ("HI",))), False),
        (claim_file(without(ROWS, ("REF", "EI"))), False),
        (claim_file(changed(ROWS, ("CLM",), 3, "A")), False),
        (claim_file(changed(ROWS, ("CLM",), 5, composite("11", "B"))), False),
        (claim_file(changed(ROWS, ("DTP",), 3, "20251345")), False),
        (claim_file(changed(ROWS, ("DMG",), 3, "X")), False),
        (claim_file().replace(b"SE*27*", b"SE*26*"), False),
    ],
    ids=["837P", "835", "no HI", "no tax id", "unused", "no frequency", "bad date", "bad sex", "count"],
)
@pytest.mark.filterwarnings("ignore")
def test_pyx12_and_we_agree_on_levels_1_and_2(data: bytes, right: bool) -> None:
    assert (validate(data, levels=(1, 2)) == []) is right
    assert pyx12_accepts(data) is right


def test_our_999_is_right_to_its_own_guide() -> None:
    answer = acknowledge(
        claim_file(without(ROWS, ("HI",))),
        now=datetime(2025, 12, 2, 8, 30),  # noqa: DTZ001 - the wire carries no zone
        control_number=3,
    )
    assert validate(answer, levels=(1, 2)) == []
