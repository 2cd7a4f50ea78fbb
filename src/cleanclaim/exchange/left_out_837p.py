"""What a ``Claim`` may hold that the 837P says nothing about, and why that loses nothing.

A practice's records know more of a provider or a subscriber than the guide asks for: such facts stay
in the claim's own document. Everything else is written, or refused by name
(``refusals_837p``); a test walks every field of ``Claim`` and compares it with these tables.
"""

from collections.abc import Mapping
from types import MappingProxyType

_ROLE = "005010X222A1 gives a provider in this role no such segment; the provider's NPI stands for it."
_PAY_TO = "loop 2010AB is an address: its NM1 says only whether it is a person's or an organization's."
_PURCHASED = "loop 2420B identifies by number only: its NM1 has no name elements."
_PRIOR = "the payer that is billed knows what it has decided; loop 2320 is for the others."
_PAT = "PAT is for the patient; in 2000B it stands only when the subscriber is the patient."
_OTHER_SUBSCRIBER = "loop 2330A holds name, address and identifiers of another payer's subscriber."

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "pay_to.name.last": _PAY_TO,
        "pay_to.name.first": _PAY_TO,
        "pay_to.name.middle": _PAY_TO,
        "pay_to.name.suffix": _PAY_TO,
        "pay_to.npi": _PAY_TO,
        "pay_to.taxonomy": _PAY_TO,
        "pay_to.tax_id*": _PAY_TO,
        "pay_to.contact.*": _PAY_TO,
        "pay_to.references*": _PAY_TO,
        "rendering.tax_id*": _ROLE,
        "rendering.address.*": _ROLE,
        "rendering.contact.*": _ROLE,
        "referring.taxonomy": _ROLE,
        "referring.tax_id*": _ROLE,
        "referring.address.*": _ROLE,
        "referring.contact.*": _ROLE,
        "primary_care.taxonomy": _ROLE,
        "primary_care.tax_id*": _ROLE,
        "primary_care.address.*": _ROLE,
        "primary_care.contact.*": _ROLE,
        "supervising.taxonomy": _ROLE,
        "supervising.tax_id*": _ROLE,
        "supervising.address.*": _ROLE,
        "supervising.contact.*": _ROLE,
        "facility.taxonomy": _ROLE,
        "facility.tax_id*": _ROLE,
        "lines.providers.rendering.tax_id*": _ROLE,
        "lines.providers.rendering.address.*": _ROLE,
        "lines.providers.rendering.contact.*": _ROLE,
        "lines.providers.purchased_service.name.last": _PURCHASED,
        "lines.providers.purchased_service.name.first": _PURCHASED,
        "lines.providers.purchased_service.name.middle": _PURCHASED,
        "lines.providers.purchased_service.name.suffix": _PURCHASED,
        "lines.providers.purchased_service.taxonomy": _ROLE,
        "lines.providers.purchased_service.tax_id*": _ROLE,
        "lines.providers.purchased_service.address.*": _ROLE,
        "lines.providers.purchased_service.contact.*": _ROLE,
        "lines.providers.facility.taxonomy": _ROLE,
        "lines.providers.facility.tax_id*": _ROLE,
        "lines.providers.facility.contact.*": _ROLE,
        "lines.providers.supervising.taxonomy": _ROLE,
        "lines.providers.supervising.tax_id*": _ROLE,
        "lines.providers.supervising.address.*": _ROLE,
        "lines.providers.supervising.contact.*": _ROLE,
        "lines.providers.ordering.taxonomy": _ROLE,
        "lines.providers.ordering.tax_id*": _ROLE,
        "lines.providers.referring.taxonomy": _ROLE,
        "lines.providers.referring.tax_id*": _ROLE,
        "lines.providers.referring.address.*": _ROLE,
        "lines.providers.referring.contact.*": _ROLE,
        "coverages.billed.prior_payment.*": _PRIOR,
        "coverages.billed.subscriber.death_date": _PAT,
        "coverages.billed.subscriber.weight_pounds": _PAT,
        "coverages.billed.subscriber.pregnant": _PAT,
        "coverages.other.subscriber.birth_date": _OTHER_SUBSCRIBER,
        "coverages.other.subscriber.sex": _OTHER_SUBSCRIBER,
        "coverages.other.subscriber.death_date": _OTHER_SUBSCRIBER,
        "coverages.other.subscriber.weight_pounds": _OTHER_SUBSCRIBER,
        "coverages.other.subscriber.pregnant": _OTHER_SUBSCRIBER,
        "coverages.other.subscriber.property_casualty_claim_number": _OTHER_SUBSCRIBER,
    }
)
"""Field (``*`` for everything that continues so) to the reason why the 837P does not carry it."""

REFUSED: Mapping[str, str] = MappingProxyType(
    {
        "claim_type": "institutional and dental claims are other transactions.",
        "institutional.*": "only the 837I carries it.",
        "dental.*": "only the 837D carries it.",
        "diagnoses.poa": "only the 837I carries it.",
        "ambulance.transport_code": "CR103 is not used in version 005010.",
        "coverages.billed.other_segments*": "loops 2320 and 2330 are for the other coverages.",
        "lines.revenue_code": "only the 837I carries it.",
        "lines.noncovered": "only the 837I carries it.",
        "lines.dental.*": "only the 837D carries it.",
        "lines.providers.operating.*": "only the 837I carries it.",
        "lines.providers.assistant.*": "only the 837D carries it.",
        "lines.ambulance.transport_code": "CR103 is not used in version 005010.",
    }
)
"""Field to the reason why a claim that holds it is no 837P: writing raises ``InvalidValue``."""
