"""Providers by the role in which a claim names them, and what the guides let be said of them there."""

import msgspec


class Role(msgspec.Struct, frozen=True):
    """What a guide lets a provider of one role say: NM101, loop, and which parts of it.

    ``specialty`` is PRV01 of the segment that carries the taxonomy code, empty where the role has
    none.
    """

    code: str
    loop: str
    name: bool = True
    npi: bool = True
    specialty: str = ""
    tax_id: bool = False
    address: bool = False
    contact: bool = False
    references: bool = True


BILLING = Role("85", "2010AA", specialty="BI", tax_id=True, address=True, contact=True)
PAY_TO = Role("87", "2010AB", name=False, npi=False, address=True, references=False)

# The professional claim, 005010X222A1.
REFERRING = Role("DN", "2310A[DN]")
PRIMARY_CARE = Role("P3", "2310A[P3]")
RENDERING = Role("82", "2310B", specialty="PE")
FACILITY = Role("77", "2310C", address=True, contact=True)
SUPERVISING = Role("DQ", "2310D")
LINE_RENDERING = Role("82", "2420A", specialty="PE")
PURCHASED_SERVICE = Role("QB", "2420B", name=False)
LINE_FACILITY = Role("77", "2420C", address=True)
LINE_SUPERVISING = Role("DQ", "2420D")
ORDERING = Role("DK", "2420E", address=True, contact=True)
LINE_REFERRING = Role("DN", "2420F[DN]")

# The institutional claim, 005010X223A2.
ATTENDING = Role("71", "2310A", specialty="AT")
OPERATING = Role("72", "2310B")
OTHER_OPERATING = Role("ZZ", "2310C")
HOSPITAL_RENDERING = Role("82", "2310D")
SERVICE_LOCATION = Role("77", "2310E", address=True)
WHO_REFERRED = Role("DN", "2310F")
LINE_OPERATING = Role("72", "2420A")
LINE_OTHER_OPERATING = Role("ZZ", "2420B")
LINE_HOSPITAL_RENDERING = Role("82", "2420C")
LINE_HOSPITAL_REFERRING = Role("DN", "2420D")

# The dental claim, 005010X224A2, where it differs from the professional one.
DENTAL_REFERRING = Role("DN", "2310A[DN]", specialty="RF")
DENTAL_PRIMARY_CARE = Role("P3", "2310A[P3]", specialty="RF")
DENTAL_FACILITY = Role("77", "2310C", address=True)
ASSISTANT = Role("DD", "2310D", specialty="AS")
DENTAL_SUPERVISING = Role("DQ", "2310E")
LINE_ASSISTANT = Role("DD", "2420B", specialty="AS")
LINE_DENTAL_SUPERVISING = Role("DQ", "2420C")
LINE_DENTAL_FACILITY = Role("77", "2420D", address=True)
