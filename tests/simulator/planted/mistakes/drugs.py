"""Mistakes in drugs."""

import msgspec

from cleanclaim.x12 import composite
from tests.simulator.planted.planting import Catalogue, Writer, put, where, without

mistake = Catalogue()
_replace = msgspec.structs.replace


@mistake("injection", "277CA A7:218")
def drug_code_keeps_its_hyphens(writer: Writer) -> None:
    """NDC 5-4-2."""
    writer.spoils(
        "_drug_rows",
        where("LIN", lambda row: put(row, f"{row[3][:5]}-{row[3][5:9]}-{row[3][9:]}", at=3)),
    )


@mistake("injection", "277CA A7:218")
def drug_code_loses_its_leading_zeros(writer: Writer) -> None:
    """``int()`` on the way."""
    writer.spoils("_drug_rows", where("LIN", lambda row: put(row, str(int(row[3])), at=3)))


@mistake("injection", "999 LIN02")
def drug_code_has_an_old_qualifier(writer: Writer) -> None:
    """LIN02 is ND, not N4."""
    writer.spoils("_drug_rows", where("LIN", lambda row: put(row, "ND", at=2)))


@mistake("injection", "999 CTP05")
def drug_quantity_has_no_unit(writer: Writer) -> None:
    """CTP05 is left out."""
    writer.spoils("_drug_rows", where("CTP", lambda row: row[:5]))


@mistake("injection", "999 CTP05-1")
def drug_quantity_has_the_line_s_unit(writer: Writer) -> None:
    """CTP05 is the code of SV103 in another list: MJ."""
    writer.spoils("_drug_rows", where("CTP", lambda row: put(row, composite("MJ"), at=5)))


@mistake("injection", "999 CTP")
def drug_quantity_is_left_out(writer: Writer) -> None:
    """LIN without CTP."""
    writer.spoils("_drug_rows", without("CTP"))


@mistake("injection", "277CA A6:216")
def drug_quantity_is_zero(writer: Writer) -> None:
    """A default that is never overwritten."""
    writer.spoils("_drug_rows", where("CTP", lambda row: put(row, "0", at=4)))
