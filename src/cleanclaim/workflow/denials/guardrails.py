"""What may not be done about a denial, asked before anything is suggested."""

from collections.abc import Callable

from cleanclaim.primitives import Citation
from cleanclaim.remittance import Cause, ClassifiedAdjustment, Liable, cause_of
from cleanclaim.remittance.rules import NO_APPEAL, QMB, SURPRISE_BILL
from cleanclaim.workflow.denials.values import Action, DenialFacts, Guardrail

_NCCI = Citation("NCCI Policy Manual for Medicare, chapter I", "revision 1/1/2026")
_QMB = (
    Citation("MLN Matters SE1128", "revised 2017-05-12, med.noridianmedicare.com"),
    Citation("Social Security Act 1902(n)(3)(B)", verified=False),
)
_SURPRISE = (Citation("45 CFR 149.410, 149.420, 149.440", verified=False),)
_NOT_DETERMINED = (Citation("42 CFR 405.926", "laws9.com copy"),)
_PAYMENT_IN_FULL = (Citation("42 CFR 447.15", verified=False),)
_RESTRICTION = (Citation("45 CFR 164.522(a)(1)(vi)", verified=False),)
_NOTICE = (Citation("42 CFR 411.404, 411.408", verified=False),)

_MEDICARE = frozenset({"medicare", "medicare_advantage"})

Found = ClassifiedAdjustment
_Rule = Callable[[Found, DenialFacts], bool]


def _not_determined(found: Found, _: DenialFacts) -> bool:
    return found.classification.rule == "unprocessable"


def _no_appeal(found: Found, _: DenialFacts) -> bool:
    return not found.classification.appeal or bool(NO_APPEAL & set(found.remarks))


def _not_the_patients(found: Found, _: DenialFacts) -> bool:
    return found.adjustment.group_code != "PR"


def _qmb(found: Found, facts: DenialFacts) -> bool:
    return facts.qmb or bool(QMB & set(found.remarks)) or found.adjustment.carc in {"209", "303"}


def _surprise(found: Found, facts: DenialFacts) -> bool:
    return facts.surprise_bill or bool(SURPRISE_BILL & set(found.remarks))


def _medicaid(_: Found, facts: DenialFacts) -> bool:
    return facts.medicaid or facts.payer_kind == "medicaid"


def _ncci(found: Found) -> bool:
    return cause_of(found.adjustment.carc) is Cause.BUNDLING or found.adjustment.carc in {"151", "222"}


def _pair_never_paid(found: Found, facts: DenialFacts) -> bool:
    return facts.ptp_indicator == "0" and cause_of(found.adjustment.carc) is Cause.BUNDLING


def _coding_denial(found: Found, facts: DenialFacts) -> bool:
    return facts.payer_kind in _MEDICARE and _ncci(found)


def _no_notice(found: Found, facts: DenialFacts) -> bool:
    needs = cause_of(found.adjustment.carc) in {Cause.MEDICAL_NECESSITY, Cause.BENEFIT_LIMIT}
    signed = facts.notice_signed or found.line in facts.notice_lines
    return facts.payer_kind in _MEDICARE and needs and not signed


def _provider_fault(found: Found, _: DenialFacts) -> bool:
    return cause_of(found.adjustment.carc) in {
        Cause.TIMELY_FILING,
        Cause.AUTHORIZATION,
        Cause.DUPLICATE,
        Cause.CODING,
        Cause.MISSING_INFORMATION,
        Cause.PROVIDER,
        Cause.PENDING,
    }


def _forwarded(_: Found, facts: DenialFacts) -> bool:
    return facts.forwarded


def _nobody_next(_: Found, facts: DenialFacts) -> bool:
    return not facts.next_payer


def _restricted(_: Found, facts: DenialFacts) -> bool:
    return facts.restricted


def _no_replacement(_: Found, facts: DenialFacts) -> bool:
    return facts.frequency_codes is not None and "7" not in facts.frequency_codes


def _duplicate(found: Found, _: DenialFacts) -> bool:
    return cause_of(found.adjustment.carc) is Cause.DUPLICATE


def _undecided(found: Found, _: DenialFacts) -> bool:
    return (
        found.classification.liable is Liable.UNDECIDED and cause_of(found.adjustment.carc) is Cause.PENDING
    )


_P, _A, _R = Action.BILL_PATIENT, Action.APPEAL, Action.REOPEN

GUARDRAILS: tuple[tuple[_Rule, Guardrail], ...] = (
    (
        _not_determined,
        Guardrail(
            "not-determined",
            (_A, _R, Action.CORRECT, _P, Action.WRITE_OFF),
            "Nothing was determined: there is nothing to appeal, reopen or replace. A new claim is sent.",
            _NOT_DETERMINED,
        ),
    ),
    (
        _no_appeal,
        Guardrail("no-appeal-rights", (_A,), "The decision carries no right of appeal.", _NOT_DETERMINED),
    ),
    (
        _not_the_patients,
        Guardrail("provider-liability", (_P,), "Only what stands under PR may be asked of a patient."),
    ),
    (_qmb, Guardrail("qmb", (_P,), "A Qualified Medicare Beneficiary is never billed cost sharing.", _QMB)),
    (
        _surprise,
        Guardrail("surprise-bill", (_P,), "Balance billing is forbidden for this service.", _SURPRISE),
    ),
    (
        _medicaid,
        Guardrail(
            "medicaid-payment-in-full", (_P,), "Medicaid's payment is payment in full.", _PAYMENT_IN_FULL
        ),
    ),
    (
        _pair_never_paid,
        Guardrail(
            "ncci-indicator-0",
            (Action.CORRECT, _A),
            "The pair has modifier indicator 0: no modifier and no record makes both payable.",
            (_NCCI,),
        ),
    ),
    (
        _coding_denial,
        Guardrail(
            "coding-denial",
            (_P,),
            "An NCCI or MUE denial is a coding denial: no notice shifts it to the patient.",
            (_NCCI,),
        ),
    ),
    (
        _no_notice,
        Guardrail("no-notice", (_P,), "Without a signed notice (ABN) the patient does not owe it.", _NOTICE),
    ),
    (
        _provider_fault,
        Guardrail("ours-to-mend", (_P,), "The reason is ours or the payer's to mend, not the patient's."),
    ),
    (
        _forwarded,
        Guardrail(
            "forwarded",
            (Action.BILL_NEXT_PAYER,),
            "The payer has passed the claim on: a second one would be billed twice.",
        ),
    ),
    (_nobody_next, Guardrail("no-next-payer", (Action.BILL_NEXT_PAYER,), "No further payer is known.")),
    (
        _restricted,
        Guardrail(
            "patient-restriction",
            (Action.BILL_NEXT_PAYER, Action.SEND_RECORDS, _A, Action.CORRECT, Action.NEW_CLAIM),
            "The patient paid in full and restricts disclosure to the plan.",
            _RESTRICTION,
        ),
    ),
    (
        _no_replacement,
        Guardrail(
            "no-replacement-claims",
            (Action.CORRECT,),
            "This payer takes no replacement claim (frequency 7).",
        ),
    ),
    (
        _duplicate,
        Guardrail(
            "duplicate-first",
            (Action.NEW_CLAIM, Action.CORRECT, Action.WRITE_OFF),
            "First find what became of the claim that this is said to repeat.",
        ),
    ),
    (
        _undecided,
        Guardrail(
            "not-decided",
            (_A, _R, Action.NEW_CLAIM, Action.CORRECT, Action.WRITE_OFF, _P),
            "The payer has not decided yet; a second claim would be a duplicate.",
        ),
    ),
)
"""The table: every row that fits counts. ``docs/algorithms/denials.md`` names each."""


def guardrails_for(found: ClassifiedAdjustment, facts: DenialFacts) -> tuple[Guardrail, ...]:
    """Return the guardrails that hold for a denial, in the table's order."""
    return tuple(rail for fits, rail in GUARDRAILS if fits(found, facts))
