"""pyx12 as a differential oracle (development only): generated defects, levels 1 and 2, its 999 and ours.

Where we differ is listed with the reason; anything else fails. pyx12's map of the 835 does not know
ST03, which its 999 needs: for an 835 it writes none, so single files are compared, without ST03.
"""

import io
from datetime import datetime

import pytest

from cleanclaim.x12 import acknowledge, read_segments, validate, write_interchange
from tests.x12.bases import BASES
from tests.x12.defects.generator import Defect, defects
from tests.x12.samples import envelope

pytest.importorskip("pyx12")

EXPLAINED = {
    "blank": "pyx12 takes a value of blanks for a value; X12 wants at least one character that is none",
    "HI02-1 left out": "pyx12 does not look at a qualifier left out in the second and later composites",
    "SV2 missing": "pyx12 does not ask for the required segments of a loop that has its first segment alone",
}
"""What we refuse and pyx12 accepts, by the end of the defect's name. The other way round: nothing."""


def refused(acknowledgement: bytes) -> dict[str, bool]:
    """For each ST02: whether a segment other than the ST, or the count, is refused."""
    found: dict[str, bool] = {}
    number = ""
    for segment in read_segments(acknowledgement):
        if segment.id == "AK2":
            number = segment.get(2)
            found[number] = False
        elif segment.id == "IK3" and segment.get(1) != "ST":
            found[number] = True
    return found


def answer_of_pyx12(data: bytes) -> bytes:
    import pyx12.params
    import pyx12.x12n_document

    answer = io.StringIO()
    source = io.StringIO(data.decode("ascii"))
    pyx12.x12n_document.x12n_document(pyx12.params.params(), source, answer, None, None)
    return answer.getvalue().encode()


def accepted_by_pyx12(data: bytes) -> bool:
    import pyx12.params
    import pyx12.x12n_document

    source = io.StringIO(data.decode("ascii"))
    return bool(pyx12.x12n_document.x12n_document(pyx12.params.params(), source, io.StringIO(), None, None))


def all_in_one_file(made: list[Defect]) -> bytes:
    base = BASES[made[0].base]
    whole = envelope(version=base.version, functional_id=base.group)
    return write_interchange(whole, [(base.set_id, defect.rows) for defect in made], line_break="\n")


@pytest.mark.parametrize("base", ["837P", "837I"])
@pytest.mark.filterwarnings("ignore")
def test_pyx12_and_we_refuse_the_same_generated_defects_but_for_what_is_explained(base: str) -> None:
    made = list(defects(BASES[base]))
    data = all_in_one_file(made)
    theirs = refused(answer_of_pyx12(data))
    ours = refused(
        acknowledge(
            data,
            now=datetime(2025, 12, 2, 8, 30),  # noqa: DTZ001 - the wire carries no zone
            control_number=3,
        )
    )
    assert len(made) == len(ours) == len(theirs) > 100
    differ = [
        (defect.name, our)
        for defect, our, their in zip(made, ours.values(), theirs.values(), strict=True)
        if our != their
    ]
    assert [one for one in differ if not (one[1] and one[0].endswith(tuple(EXPLAINED)))] == []
    assert len(differ) < len(made) / 5


@pytest.mark.parametrize("base", ["837P", "837I"])
@pytest.mark.filterwarnings("ignore")
def test_pyx12_finds_nothing_in_our_right_files(base: str) -> None:
    right = Defect(base, "right", 0, "", BASES[base].rows)
    assert refused(answer_of_pyx12(all_in_one_file([right, right]))) == {"0001": False, "0002": False}


@pytest.mark.filterwarnings("ignore")
def test_pyx12_and_we_refuse_the_same_generated_835_defects_but_for_what_is_explained() -> None:
    made = [Defect("835", "right", 0, "", BASES["835"].rows), *list(defects(BASES["835"]))[::5]]
    for defect in made:
        data = BASES["835"].file(defect.rows).replace(b"ST*835*0001*005010X221A1", b"ST*835*0001")
        ours = validate(data, levels=(1, 2)) == []
        if ours != accepted_by_pyx12(data):
            assert not ours, defect.name
            assert defect.name.endswith(tuple(EXPLAINED)), defect.name
    assert len(made) > 20
