"""The same patient's earlier claims, as far as they matter to a claim that is judged."""

from collections.abc import Hashable, Iterable, Iterator

from cleanclaim.claim import Claim, Person
from cleanclaim.edits.facts import LineFacts, facts_of
from cleanclaim.edits.rules import Rules

SELF = "18"
_ALIKE = 3
"""How many letters a first name and its short form have in common."""

EARLIER_CLAIMS = "earlier claims"
"""The name of the context in "not checked"."""


def earlier_claims(claim: Claim, rules: Rules) -> Iterator[Claim]:
    """Yield the earlier claims of the same patient that still stand when this one is sent.

    They are those of the history, where one is at hand, and those before this one in its run. Left out
    are voids, a claim that this one replaces or voids, and the claim itself when the history holds it. A
    patient is the same by member number, or by last name, first name and date of birth.
    """
    for earlier in (*(rules.history or ()), *rules.run_before):
        if earlier is claim or earlier.claim_frequency_code == "8":
            continue
        if same_patient(claim, earlier) and not _takes_the_place_of(claim, earlier):
            yield earlier


def claims_beside(claim: Claim, rules: Rules) -> Iterator[Claim]:
    """Yield the earlier claims and those behind this one in its run, without what replaces it.

    For rules that ask for what was done, wherever it stands. A rule that finds two services against
    each other asks :func:`earlier_claims` alone: else both claims would be found at fault.
    """
    yield from earlier_claims(claim, rules)
    for later in rules.run_after:
        if later.claim_frequency_code == "8" or not same_patient(claim, later):
            continue
        if not (_takes_the_place_of(claim, later) or _takes_the_place_of(later, claim)):
            yield later


def earlier_lines(claim: Claim, rules: Rules) -> tuple[LineFacts, ...]:
    """Return the lines of :func:`earlier_claims` of the same type to the same payer, in their order.

    The same service billed to another payer is not done twice.
    """
    return facts_of(claim).kept(
        "earlier lines", rules, lambda: tuple(_lines_of(earlier_claims(claim, rules), claim))
    )


def lines_beside(claim: Claim, rules: Rules) -> tuple[LineFacts, ...]:
    """Return the lines of :func:`claims_beside` of the same type to the same payer, in their order."""
    if not rules.run_after:
        return earlier_lines(claim, rules)
    found = claims_beside(claim, rules)
    return facts_of(claim).kept("lines beside", rules, lambda: tuple(_lines_of(found, claim)))


def _lines_of(claims: Iterable[Claim], claim: Claim) -> Iterator[LineFacts]:
    for earlier in claims:
        if earlier.claim_type == claim.claim_type and same_payer(claim, earlier):
            # Not facts_of: its one slot belongs to the claim that is judged.
            yield from (LineFacts(earlier, index, line) for index, line in enumerate(earlier.lines))


def same_payer(claim: Claim, earlier: Claim) -> bool:
    """Return whether two claims are billed to one payer; one whose number is missing is not told apart."""
    mine, theirs = claim.coverage.payer.payer_id.strip(), earlier.coverage.payer.payer_id.strip()
    return not mine or not theirs or mine == theirs


def same_provider(one: LineFacts, other: LineFacts) -> bool:
    """Return whether two lines are the same provider's: the same person, or group and specialty."""
    if one.rendering and one.rendering == other.rendering:
        return True
    return (
        bool(one.group)
        and one.group == other.group
        and bool(one.specialty)
        and one.specialty == other.specialty
    )


def patient_keys(claim: Claim) -> tuple[Hashable, ...]:
    """Return by what a claim's patient is looked up: two of :func:`same_patient` share one of them.

    A claim without coverage has none: nobody is billed.
    """
    if not claim.coverages:
        return ()
    person, member = _person(claim.patient), claim.coverage.member_id.strip()
    return tuple(key for key in (member, person) if key)


def same_patient(claim: Claim, other: Claim) -> bool:
    """Return whether two claims are of one patient: by member number, or by name and date of birth."""
    mine, theirs = claim.coverage.member_id.strip(), other.coverage.member_id.strip()
    if mine and mine == theirs and claim.coverage.relationship == other.coverage.relationship:
        # Children of one subscriber share the number: who has another birth date is another child.
        one, two = claim.patient.birth_date, other.patient.birth_date
        if one is None or two is None or claim.coverage.relationship == SELF:
            return one is None or two is None or one == two
        return one == two and not _are_twins(claim.patient, other.patient)
    return _person(claim.patient) is not None and _person(claim.patient) == _person(other.patient)


def _are_twins(one: Person, other: Person) -> bool:
    """Return whether two children of one birth date have first names that are not forms of one name."""
    mine, theirs = (person.name.first.strip().upper()[:_ALIKE] for person in (one, other))
    return bool(mine) and bool(theirs) and mine != theirs


def _person(person: Person) -> tuple[object, ...] | None:
    name = person.name
    if not name.last or person.birth_date is None:
        return None
    return (name.last.strip().upper(), name.first.strip().upper(), person.birth_date)


def _takes_the_place_of(claim: Claim, earlier: Claim) -> bool:
    if claim.claim_frequency_code not in ("6", "7", "8"):
        return False
    number = claim.coverage.payer_claim_control_number
    theirs = earlier.coverage.payer_claim_control_number
    if number and theirs:
        return number == theirs
    if claim.patient_control_number and claim.patient_control_number == earlier.patient_control_number:
        return True
    mine = {(line.code, line.dates) for line in claim.lines if line.code}
    return any((line.code, line.dates) in mine for line in earlier.lines)
