"""Mistakes around the claims: interchange, group, transaction."""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import msgspec

from cleanclaim.x12 import Delimiters
from tests.simulator.planted.planting import Catalogue, RowChange, Writer, put, where

mistake = Catalogue()
_replace = msgspec.structs.replace


@mistake("visit", "TA1 009")
def sender_and_receiver_change_places(writer: Writer) -> None:
    """Envelope(sender_id=receiver, …): the ISA and GS say that the payer sends to us."""
    writer.feeds(
        "write_interchange",
        lambda e: _replace(
            e,
            sender_id=e.receiver_id,
            receiver_id=e.sender_id,
            gs_sender=e.gs_receiver,
            gs_receiver=e.gs_sender,
        ),
    )


@mistake("visit", "TA1 024")
def group_is_for_another_payer_than_the_interchange(writer: Writer) -> None:
    """GS03 keeps the receiver of the batch before."""
    writer.feeds("write_interchange", lambda e: _replace(e, gs_receiver="DEMOSUM"))


@mistake("visit", "277CA submitter A8:153:40")
def receiver_loop_names_the_submitter(writer: Writer) -> None:
    """NM1*40 is copied from NM1*41, its identifier not changed."""
    writer.spoils("name_row", lambda row, code, *_: put(row, "CEDARLANE", at=9) if code == "40" else row)


@mistake("visit", "277CA A3:493")
def guide_is_named_without_its_addenda(writer: Writer) -> None:
    """GS08 and ST03 say 005010X222."""
    writer.feeds("write_interchange", lambda e: _replace(e, version="005010X222", any_version=True))


@mistake("visit", "999 CLM05-2")
def guide_is_the_institutional_one(writer: Writer) -> None:
    """A copied constant: 005010X223A2."""
    writer.feeds("write_interchange", lambda e: _replace(e, version="005010X223A2"))


@mistake("visit", "999 group 1")
def group_is_called_a_remittance(writer: Writer) -> None:
    """GS01 says HP."""
    writer.feeds("write_interchange", lambda e: _replace(e, functional_id="HP"))


BytesChange: TypeAlias = Callable[[bytes], bytes]


def _lines(change: Mapping[bytes, BytesChange]) -> Callable[..., list[bytes]]:
    """Return a change of written segments by their ids."""
    return lambda segments, *_: [
        change[segment[:3]](segment) if segment[:3] in change else segment for segment in segments
    ]


def _element(n: int, new: BytesChange | bytes) -> BytesChange:
    """Return a change of element ``n`` of a written segment."""

    def change(segment: bytes) -> bytes:
        body, end, rest = segment.partition(b"~")
        parts = body.split(b"*")
        parts[n] = new if isinstance(new, bytes) else new(parts[n])
        return b"*".join(parts) + end + rest

    return change


def _counts_segments(writer: Writer, trailer: bytes) -> None:
    """Let a trailer's count be the number of all segments of the file."""
    writer.spoils(
        "write_segments",
        lambda segments, *_: _lines({trailer: _element(1, str(len(segments)).encode())})(segments),
    )


def _one_more(text: bytes) -> bytes:
    return str(int(text) + 1).zfill(len(text)).encode()


@mistake("visit", "999 transaction 4")
def segments_are_counted_without_the_enclosing_two(writer: Writer) -> None:
    """SE01 does not count ST and SE themselves."""
    fewer = _element(1, lambda text: str(int(text) - 2).encode())
    writer.spoils("write_segments", _lines({b"SE*": fewer}))


@mistake("visit", "999 transaction 3")
def transaction_trailer_has_the_next_number(writer: Writer) -> None:
    """The counter is raised between ST and SE."""
    writer.spoils("write_segments", _lines({b"SE*": _element(2, _one_more)}))


@mistake("visit", "999 group 5")
def group_trailer_counts_segments(writer: Writer) -> None:
    """GE01 is the number of segments, not of transactions."""
    _counts_segments(writer, b"GE*")


@mistake("visit", "TA1 001")
def interchange_trailer_has_the_next_number(writer: Writer) -> None:
    """The control number is drawn twice from the sequence."""
    writer.spoils("write_segments", _lines({b"IEA": _element(2, _one_more)}))


@mistake("visit", "TA1 024")
def group_date_has_the_form_of_the_interchange_date(writer: Writer) -> None:
    """GS04 is YYMMDD, as in 4010's ISA."""
    writer.spoils("write_segments", _lines({b"GS*": _element(4, lambda text: text[2:])}))


@mistake("visit", "TA1 014")
def interchange_date_has_day_and_month_exchanged(writer: Writer) -> None:
    """ISA09 is %y%d%m: the fifteenth of December becomes month 15."""
    writer.spoils("write_segments", _lines({b"ISA": _element(9, b"251512")}))


@mistake("two practices", "999 transaction 23")
def every_transaction_has_the_number_0001(writer: Writer) -> None:
    """ST02 and SE02 do not count on from one transaction to the next."""
    writer.sets("CLAIMS_IN_A_TRANSACTION", 1)
    writer.spoils("write_segments", _lines({b"ST*": _element(2, b"0001"), b"SE*": _element(2, b"0001")}))


@mistake("visit", "999 ST03")
def transaction_does_not_name_its_guide(writer: Writer) -> None:
    """ST03 is left out, as in 4010."""
    writer.spoils("write_segments", _lines({b"ST*": lambda s: s.replace(b"*005010X222A1", b"")}))


@mistake("second file", "TA1 025")
def control_number_does_not_advance(writer: Writer) -> None:
    """Every interchange has the number 1."""
    writer.feeds("write_interchange", lambda e: _replace(e, control_number=1))


def _transaction(writer: Writer, segment: str, change: RowChange) -> None:
    writer.spoils("_transaction_rows", where(segment, change))


@mistake("visit", "277CA submitter A7:538")
def claims_are_sent_as_encounter_reports(writer: Writer) -> None:
    """The condition is turned round: BHT06 is RP for claims that ask for payment."""
    _transaction(writer, "BHT", lambda row: put(row, "RP", at=6))


@mistake("visit", "999 BHT03")
def batch_has_no_number_of_its_own(writer: Writer) -> None:
    """BHT03 is empty."""
    _transaction(writer, "BHT", lambda row: put(row, "", at=3))


@mistake("visit", "999 PER03")
def submitter_has_no_telephone(writer: Writer) -> None:
    """PER of loop 1000A keeps the name and loses the numbers."""
    writer.spoils("contact_rows", lambda rows, *_: [row[:3] for row in rows])


@mistake("visit", "TA1 022")
def interchange_header_is_not_padded(writer: Writer) -> None:
    """ISA06 and ISA08 are as long as the identifiers are."""
    writer.spoils(
        "write_segments",
        _lines({b"ISA": lambda s: _element(8, bytes.rstrip)(_element(6, bytes.rstrip)(s))}),
    )


@mistake("visit", "277CA submitter A7:481")
def empty_elements_at_the_end_are_kept(writer: Writer) -> None:
    """Every segment ends with the separators of two elements that it might have had."""
    writer.spoils("line_of", lambda text, *_: f"{text}**")


@mistake("visit", "999 CLM11-1")
def empty_components_at_the_end_are_kept(writer: Writer) -> None:
    """Composite elements end with the separators of the components that they might have had."""
    writer.sets("_trimmed", tuple)


@mistake("visit", "TA1 021")
def interchange_trailer_counts_segments(writer: Writer) -> None:
    """IEA01 is the number of segments, not of groups."""
    _counts_segments(writer, b"IEA")


@mistake("name with an asterisk", "999 N303")
def separators_within_values_are_not_noticed(writer: Writer) -> None:
    """The customary delimiters whatever the values hold: an address becomes two elements."""
    writer.sets("delimiters_for", lambda *_: Delimiters())
    writer.sets("check_value", lambda *_: None)


@mistake("visit", "999 NM103")
def values_are_padded_to_a_column_s_width(writer: Writer) -> None:
    """Names come out of a fixed-width file, blanks included."""
    writer.spoils("name_row", lambda row, *_: put(row, row[3].ljust(35), at=3))


@mistake("visit", "277CA A3:54")
def claims_are_written_twice(writer: Writer) -> None:
    """The list of claims is extended with itself."""
    writer.feeds("_transaction_rows", lambda claims: (*claims, *claims))
