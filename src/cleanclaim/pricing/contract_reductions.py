"""The contract's own reduction for several procedures of one day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from cleanclaim.pricing.contract import WHOLE_CLAIM, Contract, OfCharge, Term
from cleanclaim.pricing.contract_lines import LinePrice, in_spans
from cleanclaim.pricing.values import NotPriced, Service


def reduce_multiple(
    contract: Contract,
    services: Sequence[Service],
    terms: Sequence[Term],
    answers: Sequence[LinePrice | NotPriced | None],
) -> None:
    """Reduce the procedures of each day after the first, ranked by amount, then by line."""
    rule = contract.multiple_procedures
    if rule is None:
        return
    by_day: dict[tuple[date, str], list[tuple[int, LinePrice]]] = defaultdict(list)
    for place, (service, term, answer) in enumerate(zip(services, terms, answers, strict=True)):
        counts = isinstance(answer, LinePrice) and not isinstance(term.pay, (*WHOLE_CLAIM, OfCharge))
        exempt = set(rule.exempt) & set(service.modifiers)
        if counts and not term.carve_out and not exempt and in_spans(service.code, rule.codes):
            assert isinstance(answer, LinePrice)
            by_day[service.on, service.group].append((place, answer))
    for together in by_day.values():
        together.sort(key=lambda one: (-one[1].working.amount, one[0]))
        for rank, (_, answer) in enumerate(together):
            share = rule.percents[min(rank, len(rule.percents) - 1)]
            answer.working.percent(f"Procedure {rank + 1} of {len(together)} that day", share)
