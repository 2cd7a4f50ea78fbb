"""The one table that tells adjustments apart. One row, one rule; the first row that fits wins.

Read it from top to bottom. What no row knows is a denial that a person must look at: money is
never given up, and never asked of a patient, because a code is unknown. The reasons at length
are in ``docs/algorithms/classification.md``, which names every row.
"""

from enum import StrEnum

import msgspec


class Category(StrEnum):
    """What an adjustment is."""

    CONTRACTUAL = "contractual"  # given up by contract or by law
    PATIENT = "patient"  # the patient's share
    DENIAL = "denial"  # adjudicated, and not paid
    REJECTION = "rejection"  # not adjudicated: send a new claim
    REVERSAL = "reversal"  # takes an earlier decision back
    INFORMATION = "information"  # says something, decides nothing
    PRIOR_PAYER = "prior_payer"  # accounted for by the payers before this one


class Effect(StrEnum):
    """What happens to the money of an adjustment when it is posted."""

    WRITE_DOWN = "write_down"  # out of the payer's receivable into contractual
    PATIENT = "patient"  # to the patient's receivable, or the next payer's while there is one
    NEXT_PAYER = "next_payer"  # to the next payer's receivable; held while none is known
    HOLD = "hold"  # stays owed by the payer; a person decides
    NONE = "none"  # nothing


class Liable(StrEnum):
    """Who bears the amount in the payer's opinion."""

    PROVIDER = "provider"
    PATIENT = "patient"
    PAYER = "payer"
    OTHER_PAYER = "other_payer"
    UNDECIDED = "undecided"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One row: conditions that must all hold (an empty one holds always), and what follows.

    ``groups``, ``carcs``, ``statuses`` (CLP02), ``filing`` (CLP06) name what fits; ``remarks``
    fits when one of the RARCs is present; ``amount`` is "zero" or "negative"; ``takes_all``
    asks whether contractual amounts take the whole charge and nothing is paid; ``unpaid``
    whether nothing is paid where the adjustment stands. ``appeal`` says whether the decision
    can be appealed.
    """

    id: str
    category: Category
    effect: Effect
    liable: Liable
    reason: str
    appeal: bool = True
    groups: frozenset[str] = frozenset()
    carcs: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    filing: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()
    amount: str = ""
    takes_all: bool | None = None
    unpaid: bool | None = None


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


COST_SHARING = _set("1 2 3 66 122 126 127 142 241 247 248 275")
"""CARCs that under PR are what a plan makes its member pay."""

FEE_SCHEDULE = _set("45 41 42 131 A2 P12 P23 P24 P25 P26 P29")
"""CARCs that under CO bring the charge down to the agreed or legal fee."""

REDUCTIONS = FEE_SCHEDULE | _set("59 118 237 253")
"""CARCs that under CO lower a payment by contract or law, and cannot stand for a whole charge."""

QMB = _set("N781 N782 N783")
NO_APPEAL = _set("N211 N704")
SURPRISE_BILL = _set("N830 N864 N865 N866")
"""RARCs with which a plan says that balance-billing law (the No Surprises Act) governs the claim."""

MEDICARE = _set("MA MB")
PENDING = _set("133 221 244 255 257 277 P8 P10 P11")
WITHHELD = _set("104 105 143 245")

RULES: tuple[Rule, ...] = (
    Rule(
        id="predetermination",
        statuses=_set("25"),
        category=Category.INFORMATION,
        effect=Effect.NONE,
        liable=Liable.UNDECIDED,
        appeal=False,
        reason="an estimate before the service; nothing is owed yet",
    ),
    Rule(
        id="not-our-claim",
        statuses=_set("23"),
        category=Category.INFORMATION,
        effect=Effect.HOLD,
        liable=Liable.OTHER_PAYER,
        appeal=False,
        reason="the payer says that the claim is another payer's and passed it on",
    ),
    Rule(
        id="zero-amount",
        amount="zero",
        category=Category.INFORMATION,
        effect=Effect.NONE,
        liable=Liable.UNDECIDED,
        appeal=False,
        reason="no money hangs on it",
    ),
    Rule(
        id="prior-payer",
        groups=_set("OA"),
        carcs=_set("23"),
        category=Category.PRIOR_PAYER,
        effect=Effect.NONE,
        liable=Liable.OTHER_PAYER,
        appeal=False,
        reason="what earlier payers paid and adjusted; booked from their own remittances",
    ),
    Rule(
        id="qmb-cost-sharing",
        groups=_set("PR"),
        carcs=COST_SHARING,
        remarks=QMB,
        category=Category.PATIENT,
        effect=Effect.NEXT_PAYER,
        liable=Liable.OTHER_PAYER,
        appeal=False,
        reason="cost sharing of a Qualified Medicare Beneficiary: bill Medicaid, never the patient",
    ),
    Rule(
        id="not-collectable-from-patient",
        groups=_set("OA"),
        carcs=_set("209"),
        category=Category.INFORMATION,
        effect=Effect.NEXT_PAYER,
        liable=Liable.OTHER_PAYER,
        appeal=False,
        reason="may go to the next payer, may not be collected from the patient",
    ),
    Rule(
        id="cost-sharing",
        groups=_set("PR"),
        carcs=COST_SHARING,
        category=Category.PATIENT,
        effect=Effect.PATIENT,
        liable=Liable.PATIENT,
        reason="deductible, coinsurance, copayment or the like",
    ),
    Rule(
        id="paid-to-patient",
        groups=_set("PR"),
        carcs=_set("100"),
        category=Category.PATIENT,
        effect=Effect.PATIENT,
        liable=Liable.PATIENT,
        reason="the payer sent the money to the patient, who owes it now",
    ),
    Rule(
        id="unprocessable",
        remarks=_set("MA130"),
        unpaid=True,
        category=Category.REJECTION,
        effect=Effect.HOLD,
        liable=Liable.PROVIDER,
        appeal=False,
        reason="unprocessable: correct it and send a new claim; it cannot be appealed",
    ),
    Rule(
        id="qmb-paid-in-full",
        groups=_set("CO"),
        carcs=_set("303"),
        category=Category.CONTRACTUAL,
        effect=Effect.WRITE_DOWN,
        liable=Liable.PROVIDER,
        appeal=False,
        reason="Medicaid pays nothing more for a Qualified Medicare Beneficiary: paid in full by law",
    ),
    Rule(
        id="qmb-nobody-owes",
        carcs=_set("303"),
        category=Category.INFORMATION,
        effect=Effect.HOLD,
        liable=Liable.PROVIDER,
        appeal=False,
        reason="a QMB's cost sharing that Medicaid does not pay either: never the patient's",
    ),
    Rule(
        id="surprise-bill",
        groups=_set("PR"),
        carcs=_set("45"),
        remarks=SURPRISE_BILL,
        category=Category.DENIAL,
        effect=Effect.HOLD,
        liable=Liable.PROVIDER,
        reason="balance billing is forbidden here: negotiate with the plan, never bill the patient",
    ),
    Rule(
        id="patient-above-allowed",
        groups=_set("PR"),
        carcs=_set("45"),
        category=Category.PATIENT,
        effect=Effect.HOLD,
        liable=Liable.PATIENT,
        reason="the charge above the allowed amount: check network status and balance-billing law first",
    ),
    Rule(
        id="reporting-only",
        groups=_set("CO OA"),
        carcs=_set("246"),
        category=Category.CONTRACTUAL,
        effect=Effect.WRITE_DOWN,
        liable=Liable.PROVIDER,
        appeal=False,
        reason="a code that only reports and is never paid",
    ),
    Rule(
        id="contractual-takes-all",
        groups=_set("CO"),
        carcs=REDUCTIONS,
        takes_all=True,
        category=Category.DENIAL,
        effect=Effect.HOLD,
        liable=Liable.PROVIDER,
        reason="the whole charge is called contractual and nothing is allowed: a denial by another name",
    ),
    Rule(
        id="fee-schedule",
        groups=_set("CO"),
        carcs=FEE_SCHEDULE,
        category=Category.CONTRACTUAL,
        effect=Effect.WRITE_DOWN,
        liable=Liable.PROVIDER,
        reason="the charge above the agreed or legal fee",
    ),
    Rule(
        id="sequestration",
        groups=_set("CO"),
        carcs=_set("253"),
        category=Category.CONTRACTUAL,
        effect=Effect.WRITE_DOWN,
        liable=Liable.PROVIDER,
        appeal=False,
        reason="federal sequestration: taken off the payment by law, not the patient's",
    ),
    Rule(
        id="legislated-penalty",
        groups=_set("CO"),
        carcs=_set("118 237"),
        category=Category.CONTRACTUAL,
        effect=Effect.WRITE_DOWN,
        liable=Liable.PROVIDER,
        appeal=False,
        reason="a payment penalty set by law; contested with the program, not by claim",
    ),
    Rule(
        id="multiple-procedures",
        groups=_set("CO"),
        carcs=_set("59"),
        category=Category.CONTRACTUAL,
        effect=Effect.WRITE_DOWN,
        liable=Liable.PROVIDER,
        reason="a later procedure of the day paid at a part; pricing checks whether the part is right",
    ),
    Rule(
        id="paid-above-charge",
        groups=_set("CO OA"),
        carcs=_set("69 70 74 75 76 94 144 161 A5"),
        amount="negative",
        category=Category.CONTRACTUAL,
        effect=Effect.WRITE_DOWN,
        liable=Liable.PAYER,
        reason="more than the charge or an incentive: a contractual amount with the sign turned",
    ),
    Rule(
        id="withheld",
        groups=_set("CO OA PI"),
        carcs=WITHHELD,
        category=Category.INFORMATION,
        effect=Effect.HOLD,
        liable=Liable.PAYER,
        reason="kept back for now; may be paid later or taken for good",
    ),
    Rule(
        id="pending",
        groups=_set("CO OA PI"),
        carcs=PENDING,
        category=Category.INFORMATION,
        effect=Effect.HOLD,
        liable=Liable.UNDECIDED,
        appeal=False,
        reason="not decided yet; the payer will reverse and correct",
    ),
    Rule(
        id="cost-sharing-not-patients",
        groups=_set("CO PI"),
        carcs=COST_SHARING,
        category=Category.DENIAL,
        effect=Effect.HOLD,
        liable=Liable.PROVIDER,
        reason="cost sharing under another group than PR may not be asked of the patient",
    ),
    Rule(
        id="no-appeal-remark",
        remarks=NO_APPEAL,
        category=Category.DENIAL,
        effect=Effect.HOLD,
        liable=Liable.UNDECIDED,
        appeal=False,
        reason="denied, and the remark says that this cannot be appealed",
    ),
    Rule(
        id="late-medicare",
        groups=_set("CO"),
        carcs=_set("29"),
        filing=MEDICARE,
        category=Category.DENIAL,
        effect=Effect.HOLD,
        liable=Liable.PROVIDER,
        appeal=False,
        reason="filed after Medicare's year: no appeal, no billing of the patient",
    ),
    Rule(
        id="patient-liability-denial",
        groups=_set("PR"),
        category=Category.DENIAL,
        effect=Effect.HOLD,
        liable=Liable.PATIENT,
        reason="not paid, and called the patient's: check coverage, notice (ABN) and other payers first",
    ),
    Rule(
        id="payer-initiated",
        groups=_set("PI"),
        category=Category.DENIAL,
        effect=Effect.HOLD,
        liable=Liable.UNDECIDED,
        reason="taken off by the payer without a contract that says so",
    ),
    Rule(
        id="provider-liability-denial",
        groups=_set("CO"),
        category=Category.DENIAL,
        effect=Effect.HOLD,
        liable=Liable.PROVIDER,
        reason="not paid, and not the patient's",
    ),
    Rule(
        id="anything-else",
        category=Category.DENIAL,
        effect=Effect.HOLD,
        liable=Liable.UNDECIDED,
        reason="not paid for a reason that no row above knows",
    ),
)
"""The table, most particular first. ``id`` is stable and appears in outputs and work items."""
