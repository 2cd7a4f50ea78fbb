"""Checks of the claim against the payer it names: is it ours, is it a member's, was it here before."""

from collections.abc import Callable, Iterator

from cleanclaim.parameters import NotKnown, payer_kind_of, plan_of_member
from cleanclaim.simulator.answers import CLEARINGHOUSE_ID
from cleanclaim.simulator.checks.context import Context
from cleanclaim.simulator.faults import PAYER, SUBSCRIBER, Fault, conflict, invalid, missing, returned
from cleanclaim.simulator.memory import DecidedClaim
from cleanclaim.simulator.submitted import SubmittedClaim

_SUBSCRIBER_ONLY = ("medicare", "medicaid")


def right_payer(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """The payer id is one that is served here, and the one that the file is for."""
    if context.terms is None:
        yield returned("unknown-payer", "116", f"No payer here has the id {claim.payer_id!r}.")
    elif not context.everybody and context.receiver not in (CLEARINGHOUSE_ID, claim.payer_id):
        yield returned("payer-of-another-file", "116", "The claim is for another payer than its file.")


def filing_indicator(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """SBR09 says what kind of payer this one is."""
    if context.terms is None or context.everybody:
        return
    code = claim.subscriber.loop.first("SBR").get(9)
    kind = payer_kind_of(context.parameters, code, context.today)
    if isinstance(kind, NotKnown) or kind != context.terms.kind:
        yield invalid(
            "filing-indicator", "480", f"SBR09 is {code!r}; this payer is {context.terms.kind}.", PAYER
        )


def secondary_to_medicare(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """A Medicare-like payer that does not pay first is told why (SBR05)."""
    if context.terms is None or context.terms.kind != "medicare" or claim.sequence == "P":
        return
    if not claim.subscriber.loop.first("SBR").get(5):
        yield missing("insurance-type", "578", "SBR05 must say why this payer does not pay first.")


def member(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """The member id belongs to one of the payer's plans; some kinds insure no dependents."""
    terms = context.terms
    if terms is None or not claim.member_id or context.everybody:
        return
    if plan_of_member(terms, claim.member_id) is None:
        yield returned("unknown-member", "33", "The member id is nobody's with this payer.")
    if terms.kind in _SUBSCRIBER_ONLY and claim.patient_level is not None:
        yield invalid(
            "no-dependents", "156", "With this payer everybody is a subscriber: SBR02 is 18.", SUBSCRIBER
        )


def frequency(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """Replacing and undoing need a payer that takes them, and the payer's number of a claim it has."""
    code, original = claim.frequency, claim.original_number
    if context.terms is not None and code not in context.terms.frequency_codes:
        yield returned("frequency-not-taken", "535", f"This payer does not take frequency code {code!r}.")
        return
    if code in ("7", "8"):
        if not original:
            yield missing("original-number-missing", "464", f"Frequency code {code} needs REF*F8.")
        else:
            yield from _original(claim, original, context.originals.get(original))
    elif code == "1" and original:
        yield conflict(
            "original-number-with-new-claim", "464", "A new claim (frequency 1) names an original."
        )


def _original(claim: SubmittedClaim, number: str, found: DecidedClaim | None) -> Iterator[Fault]:
    if found is None or (found.billing_npi, found.member_id) != (claim.billing_npi, claim.member_id):
        yield returned(
            "original-not-found",
            "35",
            f"No claim of this provider and member has the number {number}.",
            also="464",
        )
    elif not _is_same_patient(claim, found):
        yield returned(
            "original-of-another-patient",
            "35",
            f"The claim with the number {number} is for another patient of this member. A replacement "
            "cannot change the patient: void that claim as it was and send a new one.",
            also="464",
        )


def _is_same_patient(claim: SubmittedClaim, original: DecidedClaim) -> bool:
    """Whether a claim is for the patient of an earlier one of the same member id.

    A dependent is told by birth date and first name, and both must agree: twins share the one. A
    subscriber is told by the member id, so that either may be corrected, but not both at once.
    """
    if member_key(claim) != original.member_key:
        return False
    same_name = claim.patient.head.get(4).upper() == original.patient.first.upper()
    born = original.birth_date
    return claim.patient_level is not None or same_name or born is None or born == claim.birth_date


def member_key(claim: SubmittedClaim) -> str:
    """Return whose accumulators a claim counts towards: the payer's member, or a dependent."""
    key = f"{claim.payer_id}/{claim.member_id}"
    if claim.patient_level is None:
        return key
    return f"{key}/{claim.birth_date}/{claim.patient.head.get(4).upper()}"


def duplicate(claim: SubmittedClaim, context: Context) -> Iterator[Fault]:
    """The same claim, patient control number included, was not accepted before."""
    if claim.frequency == "1" and fingerprint(claim) in context.known:
        yield returned("duplicate-claim", "54", "This claim was accepted before, and is the same throughout.")
    if (claim.billing_npi, claim.control_number) in context.seen:
        yield conflict(
            "control-number-twice",
            "478",
            "An earlier claim of this file has the same patient control number.",
        )


def fingerprint(claim: SubmittedClaim) -> str:
    """Return what makes two claims the same: everything that is billed, and for whom."""
    lines = ",".join(line_fingerprint(claim, index) for index in range(len(claim.lines)))
    return "|".join((claim.control_number, claim.place, str(claim.charge), lines))


def line_fingerprint(claim: SubmittedClaim, index: int) -> str:
    """Return what makes two lines the same service: payer, member, patient, provider, day, code,
    modifiers, units and charge."""
    line = claim.lines[index]
    rendering = line.loop.party("82").head.get(9) or claim.loop.party("82").head.get(9) or claim.billing_npi
    return "/".join(
        (
            claim.payer_id,
            claim.member_id,
            str(claim.birth_date),
            claim.patient.head.get(4),
            claim.billing_npi,
            rendering,
            f"{line.first_day}-{line.last_day}",
            line.code,
            "+".join(sorted(line.modifiers)),
            f"{line.units}",
            f"{line.charge}",
        )
    )


COVERAGE_CHECKS: tuple[Callable[[SubmittedClaim, Context], Iterator[Fault]], ...] = (
    right_payer,
    filing_indicator,
    secondary_to_medicare,
    member,
    frequency,
    duplicate,
)
