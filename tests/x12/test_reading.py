"""Reading files as they really arrive: odd delimiters, padding, joined, cut short, old."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from cleanclaim.primitives import UnreadableFile, UnsupportedVersion
from cleanclaim.x12 import (
    Delimiters,
    Envelope,
    composite,
    read_segments,
    read_transactions,
    row_of,
    write_interchange,
)
from cleanclaim.x12.tokens import CHUNK, pieces

NOON = datetime(2025, 12, 1, 12, 0)  # noqa: DTZ001 - the wire carries no zone


def envelope(control_number: int = 1, version: str = "005010X222A1", **changes: object) -> Envelope:
    fields: dict[str, object] = {
        "sender_qualifier": "ZZ",
        "sender_id": "SENDER",
        "receiver_qualifier": "ZZ",
        "receiver_id": "RECEIVER",
        "control_number": control_number,
        "at": NOON,
        "functional_id": "HC",
        "gs_sender": "SENDER",
        "gs_receiver": "RECEIVER",
        "version": version,
        "any_version": True,
    }
    return Envelope(**{**fields, **changes})  # type: ignore[arg-type]


ROWS = (
    ("BHT", "0019", "00", "1", "20251201", "1200", "CH"),
    ("NM1", "IL", "1", "ISA", "LISA", "", "", "", "MI", "123"),
    ("SV1", composite("HC", "99213", "25"), "100", "UN", "1", "", "", "1"),
)
FILE = write_interchange(envelope(), [("837", ROWS)])


def bodies(data: bytes) -> list[list[tuple[str, ...]]]:
    return [[segment.row for segment in found.segments[1:-1]] for found in read_transactions(data)]


def test_a_transaction_knows_its_envelopes() -> None:
    (found,) = read_transactions(FILE)
    assert (found.set_id, found.control_number, found.version) == ("837", "0001", "005010X222A1")
    assert (found.interchange.sender_id, found.interchange.control_number) == ("SENDER", "000000001")
    assert (found.group.functional_id, found.group.date, found.group.time) == ("HC", "20251201", "1200")
    assert found.interchange.delimiters == Delimiters()
    assert [segment.id for segment in found.segments] == ["ST", "BHT", "NM1", "SV1", "SE"]
    assert [segment.number for segment in found.segments] == [3, 4, 5, 6, 7]


def test_a_segment_hands_out_elements_components_and_nothing_for_what_is_absent() -> None:
    service = next(segment for segment in read_segments(FILE) if segment.id == "SV1")
    assert service.get(2) == "100"
    assert service.components(1) == ("HC", "99213", "25")
    assert service.component(1, 2) == "99213"
    assert (service.get(5), service.get(40), service.components(40), service.repeats(40)) == ("", "", (), ())


def test_offsets_point_at_the_segment_in_the_file() -> None:
    data = FILE.replace(b"~", b"~\r\n\r\n  ")
    for segment in read_segments(data):
        assert data[segment.offset :].startswith(segment.id.encode())


@pytest.mark.parametrize(
    "ending",
    [b"~\n", b"~\r\n", b"~\r\n\r\n", b"~ \n\t", b"~\n\n\n"],
    ids=["lf", "crlf", "blank", "tab", "lfs"],
)
def test_line_breaks_blank_lines_and_leading_spaces_are_tolerated(ending: bytes) -> None:
    assert bodies(FILE.replace(b"~", ending)) == bodies(FILE)


def test_a_byte_order_mark_is_tolerated() -> None:
    assert bodies(b"\xef\xbb\xbf" + FILE) == bodies(FILE)


def test_a_file_wrapped_at_eighty_columns_is_read_as_one_stream() -> None:
    # the ISA itself is longer than a line: only what follows it can be wrapped
    wrapped = FILE[:106] + b"\n".join(FILE[start : start + 80] for start in range(106, len(FILE), 80))
    assert bodies(wrapped) == bodies(FILE)


@pytest.mark.parametrize("terminator", [b"\n", b"\r", b"\x1c", b"'"])
def test_any_segment_terminator_is_taken_from_the_isa(terminator: bytes) -> None:
    assert bodies(FILE.replace(b"~", terminator)) == bodies(FILE)


def test_a_newline_terminator_with_carriage_returns_before_it_is_read() -> None:
    joined = FILE.replace(b"~", b"\n")
    assert bodies(joined[:106] + joined[106:].replace(b"\n", b"\r\n")) == bodies(FILE)


def test_other_delimiters_split_composites_right() -> None:
    odd = Delimiters(element="|", component=">", segment="!", repetition="`")
    data = write_interchange(envelope(delimiters=odd), [("837", ROWS)])
    (found,) = read_transactions(data)
    assert found.interchange.delimiters == odd
    assert found.segments[3].components(1) == ("HC", "99213", "25")


def test_joined_files_with_different_delimiters_are_all_read() -> None:
    other = write_interchange(
        envelope(2, delimiters=Delimiters("|", ">", "!", "`")), [("837", ROWS), ("837", ROWS)]
    )
    found = list(read_transactions(FILE + b"\n" + other + b"\xef\xbb\xbf" + FILE))
    assert [each.interchange.control_number for each in found] == [
        "000000001",
        "000000002",
        "000000002",
        "000000001",
    ]


def test_several_groups_in_one_interchange_are_read() -> None:
    head, body = FILE[:106], FILE[106:].split(b"IEA")[0]
    found = list(read_transactions(head + body + body + b"IEA*2*000000001~"))
    assert len(found) == 2


def test_a_bare_ta1_interchange_is_handed_out() -> None:
    data = write_interchange(envelope(), [("TA1", [("TA1", "000000905", "251201", "1200", "A", "000")])])
    (found,) = read_transactions(data)
    assert (found.set_id, found.segments[0].get(4), found.group.version) == ("TA1", "A", "")


def test_a_file_larger_than_a_chunk_is_read_whole() -> None:
    many = [("REF", "D9", str(number)) for number in range(20_000)]
    data = write_interchange(envelope(), [("837", many)], line_break="\n")
    assert len(data) > 3 * CHUNK
    segments = list(read_segments(data))
    assert [segment.get(2) for segment in segments if segment.id == "REF"] == [row[2] for row in many]
    assert all(data[segment.offset : segment.offset + 2] == segment.id[:2].encode() for segment in segments)


def test_names_in_utf_8_and_in_windows_1252_are_both_read() -> None:
    for raw in ("PEÑA".encode(), "PEÑA".encode("cp1252")):
        data = FILE.replace(b"*LISA*", b"*" + raw + b"*")
        assert bodies(data)[0][1][4] == "PEÑA"


def test_a_byte_that_is_no_text_is_refused_by_its_place() -> None:
    data = FILE.replace(b"LISA", b"L\x81SA")
    with pytest.raises(UnreadableFile, match=f"a.837, byte {data.index(0x81)}: byte 0x81"):
        list(read_transactions(data, where="a.837"))


@pytest.mark.parametrize("cut", ["SE*", "GE*", "IEA*"])
def test_a_file_cut_before_a_trailer_is_refused_and_says_which(cut: str) -> None:
    data = FILE[: FILE.index(cut.encode())]
    with pytest.raises(UnreadableFile, match=f"its {cut[:-1]} is missing"):
        list(read_transactions(data, where="a.837"))


def test_a_file_cut_inside_a_segment_is_refused_with_its_number() -> None:
    data = FILE[: FILE.index(b"LISA")]
    with pytest.raises(UnreadableFile, match="breaks off in segment 5"):
        list(read_transactions(data))


def test_a_second_isa_before_the_first_has_ended_is_refused() -> None:
    with pytest.raises(UnreadableFile, match=r"a new ISA begins at segment 7 before .* its SE is missing"):
        list(read_transactions(FILE[: FILE.index(b"SE*")] + FILE))


def test_a_last_iea_without_terminator_is_accepted() -> None:
    assert bodies(FILE[:-1]) == bodies(FILE)


def test_version_4010_is_refused_by_name() -> None:
    with pytest.raises(UnsupportedVersion, match="004010X098A1"):
        list(read_transactions(write_interchange(envelope(version="004010X098A1"), [("837", ROWS)])))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"\r\n \n", "empty"),
        (b"Dear Sir or Madam", "does not begin with an ISA"),
        (b"%PDF-1.7", "PDF"),
        (FILE.decode().encode("utf-16"), "UTF-16"),
        (FILE[:50], "cut short"),
        (FILE[:105], "ends inside its ISA"),
    ],
    ids=["empty", "blank", "letter", "pdf", "utf-16", "half an isa", "isa without terminator"],
)
def test_what_is_not_x12_is_refused_in_words(data: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        list(read_transactions(data))


def test_lost_segments_are_refused_when_counts_are_to_be_checked() -> None:
    data = FILE.replace(b"BHT*0019*00*1*20251201*1200*CH~", b"")
    assert len(list(read_transactions(data))) == 1
    with pytest.raises(UnreadableFile, match="has 4 segments, but its SE says 5"):
        list(read_transactions(data, check_counts=True))


@pytest.mark.parametrize(
    ("right", "wrong", "says"),
    [
        ("SE*5*0001", "SE*5*0002", "transaction 0001 is closed as 0002 by its SE"),
        ("SE*5*0001", "SE**0001", "transaction 0001 has 5 segments, but its SE says nothing"),
        ("GE*1*", "GE*2*", "group 1 has 1 transaction, but its GE says 2"),
        ("GE*1*1~", "GE*1*7~", "group 1 is closed as 7 by its GE"),
        ("IEA*1*", "IEA*2*", "interchange 000000001 has 1 group, but its IEA says 2"),
        (
            "IEA*1*000000001",
            "IEA*1*000000009",
            "interchange 000000001 is closed as 000000009 by its IEA",
        ),
    ],
    ids=["SE02", "no SE01", "GE01", "GE02", "IEA01", "IEA02"],
)
def test_a_trailer_that_counts_or_names_otherwise_is_refused_on_demand(
    right: str, wrong: str, says: str
) -> None:
    assert right.encode() in FILE
    data = FILE.replace(right.encode(), wrong.encode())
    assert len(list(read_transactions(data))) == 1
    with pytest.raises(UnreadableFile, match=f"a.x12, segment .: {says}"):
        list(read_transactions(data, where="a.x12", check_counts=True))


def test_leading_zeros_make_no_other_count_or_number() -> None:
    data = (
        FILE.replace(b"SE*5*0001", b"SE*05*1")
        .replace(b"GE*1*", b"GE*01*0")
        .replace(b"IEA*1*000000", b"IEA*1*")
    )
    assert b"SE*05*1~GE*01*01~IEA*1*001~" in data
    assert len(list(read_transactions(data, check_counts=True))) == 1


def test_joined_files_are_counted_one_by_one() -> None:
    both = write_interchange(envelope(2), [("837", ROWS), ("837", ROWS)])
    assert len(list(read_transactions(FILE + both + FILE, check_counts=True))) == 4


noise = st.lists(
    st.sampled_from(
        [b"~", b"\n", b"\r\n", b" ", b"ISA", b"ISA*", b"*", b"NM1*IL", b"\xef\xbb\xbf", b"\xff", FILE]
    )
).map(b"".join)


@given(noise)
def test_tokenising_never_loses_a_byte(tail: bytes) -> None:
    data = FILE + tail
    try:
        found = "".join(piece.raw for piece in pieces(data))
    except UnreadableFile:
        return  # an ISA whose delimiters cannot be told: refused, not lost
    assert found.encode("latin-1") == data


values = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="*:~^"), max_size=12)
rows = st.tuples(
    st.sampled_from(["NM1", "REF", "N3", "K3"]), st.lists(values, max_size=6), values.filter(bool)
).map(lambda row: (row[0], *row[1], row[2]))


@given(st.lists(st.lists(rows, max_size=8), min_size=1, max_size=4), st.sampled_from(["", "\n", "\r\n"]))
def test_what_is_written_reads_back_row_by_row(written: list[list[tuple[str, ...]]], line_break: str) -> None:
    data = write_interchange(envelope(), [("837", body) for body in written], line_break=line_break)
    assert bodies(data) == written
    again = [("837", [row_of(row, Delimiters()) for row in body]) for body in bodies(data)]
    assert write_interchange(envelope(), again, line_break=line_break) == data
