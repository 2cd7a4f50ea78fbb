"""Which insurance pays first: rules that say why, and on whose authority."""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from cleanclaim.parameters import NotKnown, Parameters, secondary_payer_rule
from cleanclaim.primitives import Citation

NAIC = (
    Citation(
        "NAIC Coordination of Benefits Model Regulation (120), section 6.D",
        "as summed up by aetnafedspostal.com/NAIC.php",
        verified=False,
    ),
)
LAST_RESORT = (Citation("42 CFR 433.138–433.139", verified=False),)
FEDERAL_TRICARE = (Citation("32 CFR 199.8", verified=False),)
CAUSED = (Citation("42 CFR 411.20(a)(2), 411.40, 411.50", verified=False),)


class Insurance(msgspec.Struct, frozen=True, kw_only=True):
    """One insurance of a patient as coordination asks of it. ``key`` is the caller's own.

    ``kind``: group, individual, medicare, medicaid, tricare, workers_comp, auto or liability.
    ``patient_is_subscriber``: not as a dependent. ``subscriber_born`` decides between parents.
    ``employment``: active, retired, continuation (COBRA) or nothing. ``employees`` of the employer;
    ``since`` the coverage's first day.
    ``covers_this``: for the injury carriers, whether this service is for their injury. ``decree``: a court
    has made this parent responsible; ``custody``: custodial, custodial_spouse, noncustodial,
    noncustodial_spouse, or nothing where the parents live together. ``medicare_by``: age, disability or
    esrd; ``esrd_months`` since eligibility by ESRD.
    """

    key: str
    kind: str
    patient_is_subscriber: bool = True
    subscriber_born: date | None = None
    employment: str = ""
    employees: int | None = None
    since: date | None = None
    covers_this: bool = True
    decree: bool = False
    custody: str = ""
    medicare_by: str = ""
    esrd_months: int | None = None


class Preference(msgspec.Struct, frozen=True):
    """That one insurance pays before another, by which rule and why."""

    first: str
    then: str
    rule: str
    because: str
    sources: tuple[Citation, ...] = ()


class PayingOrder(msgspec.Struct, frozen=True):
    """The keys in paying order, the preferences behind it, and pairs that no rule decides.

    ``undecided`` pairs, and orders that go in a circle, are for a person: the order given keeps the
    caller's there.
    """

    keys: tuple[str, ...]
    preferences: tuple[Preference, ...]
    undecided: tuple[tuple[str, str], ...]


def paying_order(insurances: Sequence[Insurance], *, parameters: Parameters, on: date) -> PayingOrder:
    """Return the order in which insurances pay for a service of a day."""
    preferences: list[Preference] = []
    undecided: list[tuple[str, str]] = []
    usable = [each for each in insurances if each.covers_this]
    for index, one in enumerate(usable):
        for other in usable[index + 1 :]:
            found = preference(one, other, parameters=parameters, on=on)
            if found is None:
                undecided.append((one.key, other.key))
            else:
                preferences.append(found)
    keys = [each.key for each in usable]
    before = {key: {each.first for each in preferences if each.then == key} for key in keys}
    ordered: list[str] = []
    while len(ordered) < len(keys):
        free = [key for key in keys if key not in ordered and before[key] <= set(ordered)]
        if not free:
            left = [key for key in keys if key not in ordered]
            undecided.append((left[0], left[1]))
            ordered += left
            break
        ordered.append(free[0])
    return PayingOrder(tuple(ordered), tuple(preferences), tuple(undecided))


def preference(one: Insurance, other: Insurance, *, parameters: Parameters, on: date) -> Preference | None:
    """Return which of two insurances pays first by the first rule that decides; nothing when none does."""
    for rule in _RULES:
        for first, then in ((one, other), (other, one)):
            because = rule.decides(first, then, parameters, on)
            if because:
                return Preference(first.key, then.key, rule.id, because, rule.sources(parameters, on))
    return None


_Decides = Callable[[Insurance, Insurance, Parameters, date], str]


class _Rule:
    def __init__(
        self, identifier: str, decides: _Decides, sources: tuple[Citation, ...], msp: str = ""
    ) -> None:
        self.id = identifier
        self.decides = decides
        self._sources = sources
        self._msp = msp

    def sources(self, parameters: Parameters, on: date) -> tuple[Citation, ...]:
        rule = secondary_payer_rule(parameters, self._msp, on) if self._msp else None
        if rule is None or isinstance(rule, NotKnown):
            return self._sources
        return (*self._sources, *rule.sources)


_INJURY = frozenset({"workers_comp", "auto", "liability"})
_PLANS = frozenset({"group", "individual"})
_CUSTODY = ("custodial", "custodial_spouse", "noncustodial", "noncustodial_spouse")


def _injury(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    if first.kind in _INJURY and then.kind not in _INJURY:
        return "The service is for an injury that this carrier answers for."
    return ""


def _last_resort(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    return "Medicaid pays last." if then.kind == "medicaid" and first.kind != "medicaid" else ""


def _tricare(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    if then.kind == "tricare" and first.kind not in {"tricare", "medicaid"}:
        return "TRICARE pays after every other plan but Medicaid."
    return ""


def _employees(plan: Insurance, parameters: Parameters, reason: str, on: date) -> bool | None:
    rule = secondary_payer_rule(parameters, reason, on)
    if isinstance(rule, NotKnown) or rule.employees_at_least is None or plan.employees is None:
        return None
    return plan.employees >= rule.employees_at_least


def _esrd(first: Insurance, then: Insurance, parameters: Parameters, on: date) -> str:
    for plan, medicare in ((first, then), (then, first)):
        if plan.kind != "group" or medicare.kind != "medicare" or medicare.medicare_by != "esrd":
            continue
        rule = secondary_payer_rule(parameters, "end_stage_renal_disease", on)
        if isinstance(rule, NotKnown) or rule.months is None or medicare.esrd_months is None:
            return ""
        within = medicare.esrd_months <= rule.months
        if within and plan is first:
            return f"Within the first {rule.months} months of eligibility by ESRD the group plan pays first."
        if not within and medicare is first:
            return f"After {rule.months} months of eligibility by ESRD Medicare pays first."
    return ""


def _current_work(reason: str, by: str) -> _Decides:
    def decides(first: Insurance, then: Insurance, parameters: Parameters, on: date) -> str:
        for plan, medicare in ((first, then), (then, first)):
            if plan.kind != "group" or medicare.kind != "medicare" or medicare.medicare_by != by:
                continue
            if plan.employment == "active":
                large = _employees(plan, parameters, reason, on)
                if large and plan is first:
                    return "A large enough employer's plan by current employment pays before Medicare."
                if large is False and medicare is first:
                    return "The employer is too small for its plan to pay before Medicare."
                return ""
            if plan.employment and medicare is first:
                return "Without current employment Medicare pays before the plan."
        return ""

    return decides


def _supplement(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    return (
        "Medicare pays before an individual plan."
        if (first.kind, then.kind) == ("medicare", "individual")
        else ""
    )


def _subscriber(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    if _both_plans(first, then) and first.patient_is_subscriber and not then.patient_is_subscriber:
        return "The plan that covers the patient as its own member pays before one that covers a dependent."
    return ""


def _decree(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    if _both_dependent(first, then) and first.decree and not then.decree:
        return "A court has made this parent responsible."
    return ""


def _by_custody(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    if not _both_dependent(first, then) or first.custody not in _CUSTODY or then.custody not in _CUSTODY:
        return ""
    if _CUSTODY.index(first.custody) < _CUSTODY.index(then.custody):
        return (
            "Parents apart: the custodial parent, that parent's spouse, the other parent, that one's spouse."
        )
    return ""


def _birthday(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    if not _both_dependent(first, then) or first.custody or then.custody:
        return ""
    one, other = first.subscriber_born, then.subscriber_born
    if one is not None and other is not None and (one.month, one.day) < (other.month, other.day):
        return "The parent whose birthday comes first in the year; the year of birth does not count."
    return ""


def _active(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    if _both_plans(first, then) and first.employment == "active" and then.employment == "retired":
        return "A plan by current employment pays before one by retirement."
    return ""


def _continuation(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    others = {"active", "retired"}
    if _both_plans(first, then) and then.employment == "continuation" and first.employment in others:
        return "Continued coverage (COBRA) pays after a plan of a member or retiree."
    return ""


def _longer(first: Insurance, then: Insurance, _: Parameters, __: date) -> str:
    if not _both_plans(first, then) or first.since is None or then.since is None:
        return ""
    return "The plan that has covered longer pays first." if first.since < then.since else ""


def _both_plans(one: Insurance, other: Insurance) -> bool:
    return one.kind in _PLANS and other.kind in _PLANS


def _both_dependent(one: Insurance, other: Insurance) -> bool:
    return _both_plans(one, other) and not one.patient_is_subscriber and not other.patient_is_subscriber


_RULES: tuple[_Rule, ...] = (
    _Rule("injury-carrier", _injury, CAUSED),
    _Rule("medicaid-last", _last_resort, LAST_RESORT),
    _Rule("tricare-late", _tricare, FEDERAL_TRICARE),
    _Rule("medicare-esrd", _esrd, (), "end_stage_renal_disease"),
    _Rule("medicare-working-aged", _current_work("working_aged", "age"), (), "working_aged"),
    _Rule("medicare-disability", _current_work("disability", "disability"), (), "disability"),
    _Rule("medicare-before-individual", _supplement, (Citation("42 CFR 411.100–411.206", verified=False),)),
    _Rule("member-before-dependent", _subscriber, NAIC),
    _Rule("court-decree", _decree, NAIC),
    _Rule("custody", _by_custody, NAIC),
    _Rule("birthday", _birthday, NAIC),
    _Rule("active-before-retired", _active, NAIC),
    _Rule("continuation-after", _continuation, NAIC),
    _Rule("longer-coverage", _longer, NAIC),
)
"""The rules in their order; the first that decides a pair wins."""
