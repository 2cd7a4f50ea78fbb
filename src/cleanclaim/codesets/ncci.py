"""Medicare's NCCI tables: pairs (PTP), units (MUE), add-on codes."""

import msgspec

from cleanclaim.codesets.kinds import Dated, Kind
from cleanclaim.codesets.pairs import PTPEdit


class UnitLimit(msgspec.Struct, frozen=True, omit_defaults=True):
    """The most units of a code that one provider reports for a patient on a day (MUE).

    ``adjudication``: 1 by claim line, 2 by date of service (policy: absolute), 3 by date of
    service (clinical: reviewable). A value of 0 is a limit too. Source: NCCI MUE table, header.
    """

    code: str
    units: int
    adjudication: int
    rationale: str = ""


class AddOnEdit(Dated, frozen=True):
    """An add-on code may be paid only beside one of its primary codes.

    ``edit_type``: 1 the primary codes are listed, 2 the contractor defines them (``primary`` is
    CCCCC), 3 some are listed and the contractor may define others. The days are those of the
    edit; ``add_on_ends`` and ``primary_ends`` the last days of the codes, where they ended.
    """

    add_on: str
    primary: str
    edit_type: int
    add_on_ends: str = ""
    primary_ends: str = ""


_PTP_OFF = "pairs of procedures that are not paid together"
PTP_PRACTITIONER = Kind("PTP_PRACTITIONER", "NCCI PTP, practitioner", PTPEdit, _PTP_OFF, row_dated=True)
PTP_HOSPITAL = Kind("PTP_HOSPITAL", "NCCI PTP, outpatient hospital", PTPEdit, _PTP_OFF, row_dated=True)
_MUE_OFF = "more units of a code than Medicare takes"
MUE_PRACTITIONER = Kind("MUE_PRACTITIONER", "NCCI MUE, practitioner", UnitLimit, _MUE_OFF)
MUE_OUTPATIENT = Kind("MUE_OUTPATIENT", "NCCI MUE, outpatient hospital", UnitLimit, _MUE_OFF)
MUE_DME = Kind("MUE_DME", "NCCI MUE, DME supplier", UnitLimit, _MUE_OFF)
ADD_ON = Kind("ADD_ON", "NCCI add-on codes", AddOnEdit, "add-on codes without a primary code", row_dated=True)
