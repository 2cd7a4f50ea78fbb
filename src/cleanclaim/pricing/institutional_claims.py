"""What a claim says beside its codes that methodologies and contracts ask for; a stay as one service."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import msgspec

from cleanclaim.claim import Claim, ServiceLine
from cleanclaim.pricing.values import NotPriced, Service
from cleanclaim.primitives import ZERO, money


def given_of_line(claim: Claim, line: ServiceLine) -> Mapping[str, str]:
    """Return ``revenue``, ``drg``, ``days``, ``discharge_status`` and ``state`` as far as the claim has them.

    ``days`` are those from admission to discharge, the day of discharge not counted, at least one.
    ``state`` is that of the patient's home.
    """
    home = claim.patient.address or claim.subscriber.address
    said = {"revenue": line.revenue_code.strip(), "state": home.state.strip() if home else ""}
    details = claim.institutional
    if details is not None:
        said |= {"drg": details.drg.strip(), "discharge_status": details.patient_status.strip()}
        begun = details.admission_date or (details.statement.start if details.statement else None)
        if begun is not None and details.statement is not None and details.statement.end >= begun:
            said["days"] = str(max(1, (details.statement.end - begun).days))
    return MappingProxyType({name: text for name, text in said.items() if text})


def stay_of_claim(claim: Claim, line: Service) -> Service | NotPriced:
    """Return an inpatient claim as one service, its DRG on the day of discharge, for all charges."""
    details = claim.institutional
    drg = details.drg.strip() if details is not None else ""
    if details is None or not drg:
        return NotPriced("The claim states no DRG, and none is grouped here: give it (HI DR).", "missing")
    if details.statement is None:
        return NotPriced("The claim has no statement dates, so no day of discharge.", "missing")
    charges = [money(one.charge) for one in claim.lines if one.charge is not None]
    return msgspec.structs.replace(
        line,
        code=drg.zfill(3),
        on=details.statement.end,
        modifiers=(),
        units=Decimal(1),
        charge=sum(charges, ZERO),
    )
