"""What the front end finds wrong, as the codes of a 277CA.

Categories (code source 507): A3 returned as unprocessable, A6 missing information, A7 invalid
information, A8 fields in conflict. Status codes (508) and entity codes are X12's; the messages
are our own. The meanings of all status codes used here, and which of them need an entity or a second
status, were read in a list with codes up to 799 that several public programs carry (835 readers on
GitHub), whose numbers up to 771 are also pyx12's. The list itself is X12's and not shipped.
"""

import msgspec


class Fault(msgspec.Struct, frozen=True):
    """One reason to reject a claim.

    ``name`` is stable, for tests and people; ``status`` and ``also`` are claim status codes,
    ``entity`` whose field it is. ``message`` never carries names or identifiers of a person.
    """

    name: str
    category: str
    status: str
    message: str
    entity: str = ""
    also: str = ""
    also_entity: str = ""


BILLING, RENDERING, FACILITY = "85", "82", "77"
PATIENT, SUBSCRIBER, PAYER = "QC", "IL", "PR"
SUBMITTER, RECEIVER = "41", "40"


def missing(name: str, status: str, message: str, entity: str = "") -> Fault:
    """Return a fault of the category A6: something that must be there is not."""
    return Fault(name, "A6", status, message, entity)


def invalid(name: str, status: str, message: str, entity: str = "", *, also: str = "") -> Fault:
    """Return a fault of the category A7: something is there and wrong."""
    return Fault(name, "A7", status, message, entity, also)


def conflict(name: str, status: str, message: str, entity: str = "", *, also: str = "") -> Fault:
    """Return a fault of the category A8: two fields contradict each other."""
    return Fault(name, "A8", status, message, entity, also)


def returned(name: str, status: str, message: str, entity: str = "", *, also: str = "") -> Fault:
    """Return a fault of the category A3: the claim is sent back unprocessed."""
    return Fault(name, "A3", status, message, entity, also)
