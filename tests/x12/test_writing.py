"""Writing interchanges: computed counts, honest refusals."""

import pytest

from cleanclaim.primitives import InvalidValue
from cleanclaim.x12 import Delimiters, composite, read_segments, repeated, write_interchange
from tests.x12.test_reading import ROWS, envelope


def test_counts_and_control_numbers_are_computed() -> None:
    data = write_interchange(envelope(77), [("837", ROWS), ("837", ROWS[:1])])
    trailers = [segment.row for segment in read_segments(data) if segment.id in ("SE", "GE", "IEA")]
    assert trailers == [
        ("SE", "5", "0001"),
        ("SE", "3", "0002"),
        ("GE", "2", "77"),
        ("IEA", "1", "000000077"),
    ]


def test_the_isa_is_padded_to_its_fixed_length() -> None:
    data = write_interchange(envelope(), [("837", ROWS)])
    assert data.index(b"~") == 105
    assert data[:106].decode() == (
        "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       "
        "*251201*1200*^*00501*000000001*0*P*:~"
    )


def test_empty_elements_and_components_at_the_end_are_left_out() -> None:
    data = write_interchange(envelope(), [("837", [("SV1", composite("HC", "1", "", ""), "5", "", "")])])
    assert b"SV1*HC:1*5~" in data


def test_repetitions_are_joined_with_the_envelopes_separator() -> None:
    marks = Delimiters(repetition="`", component=">")
    row = ("DMG", "D8", "19700101", "F", "", repeated(composite("", "RET", "1"), composite("", "RET", "2")))
    data = write_interchange(envelope(delimiters=marks), [("837", [row])])
    assert b"DMG*D8*19700101*F**>RET>1`>RET>2~" in data


@pytest.mark.parametrize("mark", ["*", ":", "~", "^"])
def test_a_value_with_a_delimiter_is_refused_by_its_place(mark: str) -> None:
    with pytest.raises(InvalidValue, match=r"transaction 1, segment 2, NTE02: .*separates X12 fields"):
        write_interchange(envelope(), [("837", [("NTE", "ADD", f"see{mark}below")])])


def test_a_delimiter_inside_a_component_is_refused() -> None:
    with pytest.raises(InvalidValue, match="SV101"):
        write_interchange(envelope(), [("837", [("SV1", composite("HC", "9:9"), "1")])])


@pytest.mark.parametrize("character", ["Ñ", "\n", "\t", "\x7f"])
def test_a_character_outside_the_sets_is_refused_without_quoting_the_value(character: str) -> None:
    with pytest.raises(InvalidValue, match=f"U\\+{ord(character):04X}") as refused:
        write_interchange(envelope(), [("837", [("NM1", "IL", "1", f"SECRET{character}")])])
    assert "SECRET" not in str(refused.value)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([("NM1",)], "no elements"),
        ([("NM1", "", "")], "no elements"),
        ([("nm1", "x")], "no segment id"),
        ([("SE", "1", "0001")], "adds ST and SE"),
    ],
)
def test_segments_that_cannot_be_are_refused(rows: list[tuple[str, ...]], says: str) -> None:
    with pytest.raises(InvalidValue, match=says):
        write_interchange(envelope(), [("837", rows)])


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"control_number": 0}, "ISA13"),
        ({"control_number": 1_000_000_000}, "ISA13"),
        ({"sender_id": "SIXTEENCHARACTER"}, "ISA06"),
        ({"receiver_id": " "}, "ISA08"),
        ({"sender_qualifier": "Z"}, "ISA05"),
        ({"usage": "X"}, "ISA15"),
        ({"delimiters": Delimiters(component="*")}, "delimiters"),
    ],
)
def test_an_envelope_that_does_not_fit_the_isa_is_refused(changes: dict[str, object], where: str) -> None:
    with pytest.raises(InvalidValue, match=where):
        write_interchange(envelope(**{"control_number": 1, **changes}), [("837", ROWS)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"gs_sender": "X"}, "GS02"),
        ({"gs_receiver": "SIXTEENCHARACTER"}, "GS03"),
        ({"functional_id": ""}, "GS01"),
        ({"version": ""}, "GS08"),
    ],
)
def test_an_envelope_that_does_not_fit_the_gs_is_refused(changes: dict[str, object], where: str) -> None:
    with pytest.raises(InvalidValue, match=where):
        write_interchange(envelope(**{"control_number": 1, **changes}), [("837", ROWS)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "version", ["005010X222A2", "005010X223A3", "005010X279", "004010X098A1", "005010X999"]
)
def test_only_adopted_versions_are_written(version: str) -> None:
    with pytest.raises(InvalidValue, match=r"GS08.*is not a version that is written"):
        write_interchange(envelope(version=version, any_version=False), [("837", ROWS)])
