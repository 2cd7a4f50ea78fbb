"""Mistakes in service lines: codes, modifiers, pointers, amounts, numbers."""

from collections.abc import Callable

import msgspec

from cleanclaim.claim import ServiceLine
from cleanclaim.x12 import Row, composite
from tests.simulator.planted.planting import Catalogue, Writer, put, where

mistake = Catalogue()
_replace = msgspec.structs.replace


def _service(writer: Writer, change: Callable[[Row, ServiceLine], Row]) -> None:
    writer.spoils("_service_row", lambda row, line, _: change(row, line))


def _pointers(writer: Writer, change: Callable[[tuple[int, ...]], str]) -> None:
    _service(writer, lambda row, line: put(row, change(line.pointers), at=7))


@mistake("visit", "999 SV107-1")
def pointers_count_from_zero(writer: Writer) -> None:
    """SV107 has the index in the list."""
    _pointers(writer, lambda pointers: composite(*(str(p - 1) for p in pointers)))


@mistake("visit", "277CA A7:477")
def pointers_are_one_too_high(writer: Writer) -> None:
    """One is added twice: the last points beyond the diagnoses."""
    _pointers(writer, lambda pointers: composite(*(str(p + 1) for p in pointers)))


@mistake("visit", "999 SV107-1")
def pointers_are_letters(writer: Writer) -> None:
    """A:B, as on the paper form."""
    _pointers(writer, lambda pointers: composite(*(" ABCDEFGHIJKL"[p] for p in pointers)))


@mistake("visit", "999 SV107-1")
def pointers_are_not_parted(writer: Writer) -> None:
    """12 instead of 1:2."""
    _pointers(writer, lambda pointers: "".join(str(p) for p in pointers))


@mistake("visit", "999 SV107")
def pointers_are_left_out(writer: Writer) -> None:
    """SV107 is empty."""
    _pointers(writer, lambda _: "")


def _procedure(writer: Writer, change: Callable[[ServiceLine], str]) -> None:
    _service(writer, lambda row, line: put(row, change(line), at=1))


@mistake("visit", "277CA A7:453")
def modifiers_begin_a_component_late(writer: Writer) -> None:
    """HC:99213::25."""
    _procedure(writer, lambda line: composite("HC", line.code, "", *line.modifiers))


@mistake("visit", "999 SV101-3")
def modifiers_come_before_the_code(writer: Writer) -> None:
    """HC:25:99213."""
    _procedure(writer, lambda line: composite("HC", *line.modifiers, line.code))


@mistake("visit", "999 SV101-3")
def modifiers_stand_in_one_component(writer: Writer) -> None:
    """HC:97110:GP59."""
    _procedure(writer, lambda line: composite("HC", line.code, "".join(line.modifiers)))


@mistake("visit", "277CA A7:454")
def modifiers_stick_to_the_code(writer: Writer) -> None:
    """HC:9921325, as on a paper claim."""
    _procedure(writer, lambda line: composite("HC", line.code + "".join(line.modifiers)))


@mistake("visit")
def modifiers_are_dropped(writer: Writer) -> None:
    """Nothing but the code: the visit loses its 25, the injection its side."""
    _procedure(writer, lambda line: composite("HC", line.code))


@mistake("visit", "277CA A8:453")
def first_modifier_is_repeated(writer: Writer) -> None:
    """HC:97110:GP:GP."""
    _procedure(writer, lambda line: composite("HC", line.code, *line.modifiers[:1] * 2))


@mistake("injection", "835 CO-16")
def code_is_in_small_letters(writer: Writer) -> None:
    """j1885."""
    _procedure(writer, lambda line: composite("HC", line.code.lower()))


@mistake("visit", "999 SV101-1")
def code_has_no_qualifier(writer: Writer) -> None:
    """SV101 is 99213:25."""
    _procedure(writer, lambda line: composite(line.code, *line.modifiers))


@mistake("visit", "999 SV101-1")
def code_has_the_qualifier_of_a_dental_code(writer: Writer) -> None:
    """AD."""
    _procedure(writer, lambda line: composite("AD", line.code, *line.modifiers))


@mistake("visit", "277CA A8:400")
def charge_is_the_price_of_one_unit(writer: Writer) -> None:
    """SV102 is not multiplied by the units."""
    _service(writer, lambda row, line: put(row, str((line.charge or 0) / (line.units or 1)), at=2))


@mistake("visit", "277CA A8:400")
def charge_and_units_change_places(writer: Writer) -> None:
    """SV102 is SV104."""
    _service(writer, lambda row, _: put(put(row, row[4], at=2), row[2], at=4))


@mistake("visit", "277CA A8:659")
def units_are_minutes(writer: Writer) -> None:
    """SV103 is MJ for everything, also for an office visit."""
    _service(writer, lambda row, _: put(row, "MJ", at=3))


@mistake("visit", "999 SV103")
def units_have_the_code_of_pieces(writer: Writer) -> None:
    """SV103 is EA."""
    _service(writer, lambda row, _: put(row, "EA", at=3))


@mistake("visit", "999 SV104")
def units_are_left_out(writer: Writer) -> None:
    """SV103 and SV104 are empty."""
    _service(writer, lambda row, _: put(row, "", "", at=3))


@mistake("visit", "277CA A7:476")
def units_are_zero(writer: Writer) -> None:
    """A default that is never overwritten."""
    _service(writer, lambda row, _: put(row, "0", at=4))


@mistake("visit", "999 SV109")
def emergency_is_answered_with_no(writer: Writer) -> None:
    """SV109 is N where it should be empty."""
    _service(writer, lambda row, _: put(row, "N", at=9))


@mistake("visit", "277CA A7:583")
def charge_is_negative(writer: Writer) -> None:
    """Charges are taken from the ledger with its sign, the total as well."""
    _service(writer, lambda row, _: put(row, f"-{row[2]}", at=2))
    writer.spoils("_claim_row", lambda row, *_: put(row, f"-{row[2]}", at=2))


@mistake("visit", "277CA A7:476")
def units_have_a_fraction_of_a_visit(writer: Writer) -> None:
    """Minutes divided by 15, not rounded: 1.67 units."""
    _service(writer, lambda row, _: put(row, "1.67", at=4))


# --- Numbers of lines ---------------------------------------------------------------------------


@mistake("visit", "277CA A7:247")
def lines_count_from_zero(writer: Writer) -> None:
    """LX01 is 0, 1, 2."""
    writer.spoils("line_rows", where("LX", lambda row: put(row, str(int(row[1]) - 1), at=1)))


@mistake("visit", "277CA A7:247")
def every_line_is_the_first(writer: Writer) -> None:
    """LX01 is 1 throughout."""
    writer.spoils("line_rows", where("LX", lambda row: put(row, "1", at=1)))


@mistake("visit", "277CA A8:584")
def every_line_has_the_same_control_number(writer: Writer) -> None:
    """REF 6R is the claim's number."""
    writer.sets("line_control_number", lambda claim, _: claim.patient_control_number)
