"""The published table of OPPS caps, compared with the caps that the relative values give.

The cap follows from the values in the relative value file; OPPSCAP prints it by locality. Where the
table is loaded each capped fee says whether the two agree; the computed one stands.
"""

from cleanclaim.codesets import OPPS_CAP, Known, OPPSCap
from cleanclaim.pricing.localities import indices_of
from cleanclaim.pricing.physician_line import Line
from cleanclaim.pricing.rates import Unpriced
from cleanclaim.pricing.values import Tables


def compare_with_published(line: Line, tables: Tables) -> None:
    """Note on a capped line what the published table says of it, if it is loaded and has it."""
    if line.fee.cap is None:
        return
    found = tables.store.find(OPPS_CAP, line.service.code, line.service.on)
    if not isinstance(found, Known):
        return
    row = _row(found.value, line, tables)
    if row is None:
        return
    printed = row.facility if line.service.setting == "facility" else row.nonfacility
    if printed == line.fee.amount:
        line.working.note(f"{found.release.label} prints the same.")
    else:
        line.working.note(f"{found.release.label} prints {printed}: two official files differ here.")


def _row(rows: tuple[OPPSCap, ...], line: Line, tables: Tables) -> OPPSCap | None:
    """Return the row of the line's component and locality, under whichever contractor it stands."""
    indices = line.basis.indices
    same = [row for row in rows if (row.modifier, row.locality) == (line.row.modifier, indices.locality)]
    own = [row for row in same if row.mac == indices.mac]
    if own:
        return own[0]
    for row in same:
        try:
            if indices_of(tables, f"{row.mac}-{row.locality}", line.service.on)[0] == indices:
                return row
        except Unpriced:
            continue
    return None
