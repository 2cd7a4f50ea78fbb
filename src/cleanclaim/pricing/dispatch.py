"""Who pays this code: the methodologies in the order in which they are asked.

To add one, write a file with a function of the shape :data:`Methodology` and put it into
:data:`METHODOLOGIES` under the bills that it answers for.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from cleanclaim.pricing.dmepos import price_dmepos
from cleanclaim.pricing.drugs import price_drugs
from cleanclaim.pricing.inpatient import price_inpatient
from cleanclaim.pricing.laboratory import price_laboratory
from cleanclaim.pricing.outpatient import price_outpatient
from cleanclaim.pricing.physician import price_physician
from cleanclaim.pricing.surgery_center import price_surgery_center
from cleanclaim.pricing.values import BILLS, Answer, Methodology, NotPriced, Priced, Service, Tables

METHODOLOGIES: Mapping[str, tuple[Methodology, ...]] = MappingProxyType(
    {
        "professional": (price_physician, price_laboratory, price_drugs, price_dmepos),
        "outpatient": (price_outpatient, price_laboratory, price_dmepos),
        "ambulatory_surgery": (price_surgery_center,),
        "inpatient": (price_inpatient,),
    }
)
"""Bill to methodologies. The first that has an amount answers; one that knows the code but never
pays it (``not_payable``, ``by_report``, ``modifier``, …) ends the search; ``elsewhere``, ``code``
and ``not_loaded`` let the next be asked."""

_GOES_ON = ("elsewhere", "code", "not_loaded")


def price_services(services: Sequence[Service], tables: Tables) -> list[Priced | NotPriced]:
    """Return the answer for each line of one claim, in order.

    The lines are judged together where a rule looks at the day or the claim; price lines that
    have nothing to do with each other one at a time, with :func:`price_service`.
    """
    answers: list[Answer] = [None] * len(services)
    for bill in BILLS:
        waiting = [place for place, service in enumerate(services) if service.bill == bill]
        for methodology in METHODOLOGIES[bill]:
            if not waiting:
                break
            found = methodology([services[place] for place in waiting], tables)
            left = []
            for place, answer in zip(waiting, found, strict=True):
                answers[place] = _of_two(answers[place], answer)
                if _is_open(answers[place]):
                    left.append(place)
            waiting = left
    return [
        _nobody(service) if answer is None else answer
        for service, answer in zip(services, answers, strict=True)
    ]


def price_service(service: Service, tables: Tables) -> Priced | NotPriced:
    """Return the answer for one line by itself."""
    return price_services([service], tables)[0]


def _is_open(answer: Answer) -> bool:
    return answer is None or (isinstance(answer, NotPriced) and answer.kind in _GOES_ON)


def _of_two(before: Answer, now: Answer) -> Answer:
    """Return the answer that stands after one more methodology was asked."""
    if now is None:
        return before
    if isinstance(before, NotPriced) and isinstance(now, NotPriced) and now.kind in _GOES_ON:
        return NotPriced(f"{before.reason} {now.reason}", before.kind)
    return now


def _nobody(service: Service) -> NotPriced:
    if service.bill not in BILLS:
        return NotPriced(f"{service.bill!r} is no kind of bill; use one of {', '.join(BILLS)}.", "missing")
    return NotPriced(f"No methodology that is loaded pays {service.code} on a bill of this kind.", "code")
