"""The readable claim notation: ``payer medicare; dos 2024-03-04; received 2025-03-04``.

It starts from a complete, valid claim (:mod:`cleanclaim.claim.specimens`) and each clause
changes one thing, so that an example shows only what matters. Every clause is described, with
an example that a test runs, in ``docs/edits/notation.md``.

``received``, the payer kind and ``today``-like facts are context of a judgement, not part of
the claim: a claim must write and read back equal. They stand beside it in ``NotedClaim``.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

import msgspec

from cleanclaim.claim.lines import DentalLine, Diagnosis, Drug, ServiceLine, Tooth
from cleanclaim.claim.model import Accident, Claim, InstitutionalDetails
from cleanclaim.claim.notation_by_type import DENTAL, INSTITUTIONAL, days_of
from cleanclaim.claim.parties import Adjustment, Coverage, Name, Person, PriorPayment
from cleanclaim.claim.paths import with_text_at, without
from cleanclaim.claim.specimens import FILING_INDICATORS, RECEIVED_DAY, coverage_of, specimen
from cleanclaim.primitives import InvalidValue, money, parse_iso

CLAIM_TYPES = ("professional", "institutional", "dental")


class NotedClaim(msgspec.Struct, frozen=True):
    """A claim with the context that its notation states.

    ``received`` is the day on which the payer gets it; ``payer_kind`` one of the kinds of
    ``CONTRACT.md``, or empty for what the claim's own filing indicator says.
    """

    claim: Claim
    received: date | None = RECEIVED_DAY
    payer_kind: str = ""


def claim_from(text: str) -> NotedClaim:
    """Return the claim that a notation describes; empty text gives the professional specimen.

    Clauses are separated by semicolons and take effect from left to right, except that
    ``type`` chooses the specimen to start from wherever it stands. Raises ``InvalidValue``
    naming the clause that is unknown or cannot be read.
    """
    clauses = [tuple(part.strip().partition(" ")) for part in text.split(";") if part.strip()]
    claim_type = "professional"
    for word, _, rest in clauses:
        if word not in CLAUSES and word != "type":
            raise InvalidValue(
                f"{word!r} is not a clause of the claim notation.",
                fix=f"The clauses are: {', '.join(('type', *CLAUSES))}.",
            )
        if word == "type":
            claim_type = _one_of(rest.strip(), CLAIM_TYPES, "type")
    noted = NotedClaim(specimen(claim_type))
    total_is_given = any(_sets_total(word, rest) for word, _, rest in clauses)
    for word, _, rest in clauses:
        if word != "type":
            noted = CLAUSES[word](noted, rest.strip())
    if not total_is_given:
        noted = _with(noted, total_charge=noted.claim.charge_of_lines)
    return noted


def _sets_total(word: str, rest: str) -> bool:
    return word == "total" or (word in ("set", "without") and rest.split()[:1] == ["total_charge"])


def _with(noted: NotedClaim, **fields: object) -> NotedClaim:
    changed = msgspec.structs.replace(noted.claim, **fields)
    return msgspec.structs.replace(noted, claim=changed)


def _with_billed(noted: NotedClaim, **fields: object) -> NotedClaim:
    """Return the claim with its billed coverage changed."""
    index = noted.claim.billed_coverage
    changed = msgspec.structs.replace(noted.claim.coverage, **fields)
    coverages = (*noted.claim.coverages[:index], changed, *noted.claim.coverages[index + 1 :])
    return _with(noted, coverages=coverages)


def _one_of(word: str, allowed: tuple[str, ...], clause: str) -> str:
    if word not in allowed:
        raise InvalidValue(f"{clause} {word!r} is not known.", fix=f"Use {', '.join(allowed)}.")
    return word


def _amount(text: str) -> Decimal:
    return money(text.removeprefix("$"))


def _number(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise InvalidValue(f"{text!r} is not a number.") from None
    if not number.is_finite():
        raise InvalidValue(f"{text!r} is not a number.")
    return number


class _Words:
    """The words of a clause, taken from the left, options as ``name value`` pairs."""

    def __init__(self, text: str, clause: str) -> None:
        self.words = text.split()
        self.clause = clause

    def __bool__(self) -> bool:
        return bool(self.words)

    def take(self) -> str:
        if not self.words:
            raise InvalidValue(f"the clause {self.clause!r} ends too early.")
        return self.words.pop(0)

    def unknown(self, word: str, known: str) -> InvalidValue:
        return InvalidValue(f"{word!r} says nothing in a {self.clause!r} clause.", fix=f"It takes {known}.")


def _payer(noted: NotedClaim, rest: str) -> NotedClaim:
    kind = _one_of(rest, tuple(FILING_INDICATORS), "payer")
    institutional = noted.claim.claim_type == "institutional"
    fresh = coverage_of(kind, institutional=institutional, sequence=noted.claim.coverage.sequence)
    noted = _with_billed(
        noted,
        payer=fresh.payer,
        member_id=fresh.member_id,
        filing_indicator=fresh.filing_indicator,
    )
    return msgspec.structs.replace(noted, payer_kind=kind)


def _dos(noted: NotedClaim, rest: str) -> NotedClaim:
    days = days_of(rest)
    lines = tuple(msgspec.structs.replace(line, dates=days) for line in noted.claim.lines)
    noted = _with(noted, lines=lines)
    return _statement(noted, rest) if noted.claim.institutional else noted


def _received(noted: NotedClaim, rest: str) -> NotedClaim:
    return msgspec.structs.replace(noted, received=None if rest == "unknown" else parse_iso(rest))


_DIAGNOSIS = re.compile(r"([A-Za-z0-9.]+)(?::([A-Za-z0-9]))?(?: as ([a-z_]+))?")
_ROLES = ("principal", "other", "admitting", "reason_for_visit", "external_cause")


def _dx(noted: NotedClaim, rest: str) -> NotedClaim:
    diagnoses: list[Diagnosis] = []
    for part in (part.strip() for part in rest.split(",")):
        match = _DIAGNOSIS.fullmatch(part)
        if match is None:
            raise InvalidValue(f"{part!r} is not a diagnosis.", fix="Write E11.9, I10:Y, W19.XXXA as other.")
        code, poa, role = match.groups()
        if role is None:
            role = "other" if any(dx.role == "principal" for dx in diagnoses) else "principal"
        diagnoses.append(Diagnosis(code.upper().replace(".", ""), _one_of(role, _ROLES, "role"), poa or ""))
    return _with(noted, diagnoses=tuple(diagnoses))


def _lines(noted: NotedClaim, rest: str) -> NotedClaim:
    written = tuple(_service_line(part.strip(), noted.claim, n) for n, part in enumerate(rest.split("|"), 1))
    return _with(noted, lines=written)


def _line(noted: NotedClaim, rest: str) -> NotedClaim:
    added = _service_line(rest, noted.claim, len(noted.claim.lines) + 1)
    return _with(noted, lines=(*noted.claim.lines, added))


def _service_line(text: str, claim: Claim, number: int) -> ServiceLine:
    """Return the line that ``99213-25 x2 $150 @1,2 pos 11 on 2025-11-18`` describes."""
    words = _Words(text, "line")
    code, *modifiers = words.take().split("-")
    is_known = claim.claim_type in CLAIM_TYPES
    start = specimen(claim.claim_type if is_known else "professional").lines[0]
    line = msgspec.structs.replace(
        start,
        code="" if code == "none" else code.upper(),
        modifiers=tuple(modifier.upper() for modifier in modifiers),
        dates=claim.lines[0].dates if claim.lines else start.dates,
        control_number=f"{claim.patient_control_number}L{number}",
    )
    while words:
        word = words.take()
        if word.startswith("$"):
            line = msgspec.structs.replace(line, charge=_amount(word))
        elif word.startswith("@"):
            pointers = () if word == "@none" else tuple(int(_number(p)) for p in word[1:].split(","))
            line = msgspec.structs.replace(line, pointers=pointers)
        elif re.fullmatch(r"x-?[0-9.]+", word):
            line = msgspec.structs.replace(line, units=_number(word[1:]))
        elif word == "pos":
            line = msgspec.structs.replace(line, place_of_service=words.take())
        elif word == "on":
            line = msgspec.structs.replace(line, dates=days_of(words.take()))
        elif word == "rev":
            line = msgspec.structs.replace(line, revenue_code=words.take())
        elif word == "unit":
            line = msgspec.structs.replace(line, unit=words.take().upper())
        elif word == "ndc":
            line = msgspec.structs.replace(line, drug=Drug(words.take(), Decimal(1), "UN"))
        elif word == "tooth":
            number_of, _, surfaces = words.take().partition("/")
            dental = DentalLine(teeth=(Tooth(number_of, tuple(surfaces.upper())),))
            line = msgspec.structs.replace(line, dental=dental)
        elif word == "area":
            line = msgspec.structs.replace(line, dental=DentalLine(oral_cavity=(words.take(),)))
        else:
            known = "x2, $150, @1,2 or @none, pos, on, rev, unit, ndc, tooth 14/MO, area"
            raise words.unknown(word, known)
    return line


def _total(noted: NotedClaim, rest: str) -> NotedClaim:
    return _with(noted, total_charge=_amount(rest))


def _place(noted: NotedClaim, rest: str) -> NotedClaim:
    return _with(noted, place_of_service=rest)


_RELATIONSHIPS = {"self": "18", "spouse": "01", "child": "19"}
_SUBSCRIBER = Name("Quillfeather", "Edmund")


def _patient(noted: NotedClaim, rest: str) -> NotedClaim:
    words = _Words(rest, "patient")
    patient = noted.claim.patient
    while words:
        word = words.take()
        if word in _RELATIONSHIPS:
            subscriber = None
            if word != "self":
                subscriber = Person(_SUBSCRIBER, date(1966, 9, 30), "M", patient.address)
            noted = _with_billed(noted, relationship=_RELATIONSHIPS[word], subscriber=subscriber)
        elif word == "sex":
            patient = msgspec.structs.replace(patient, sex=words.take())
        elif word == "born":
            patient = msgspec.structs.replace(patient, birth_date=parse_iso(words.take()))
        elif word == "died":
            patient = msgspec.structs.replace(patient, death_date=parse_iso(words.take()))
        else:
            raise words.unknown(word, "self, spouse, child, sex F, born DATE, died DATE")
    return _with(noted, patient=patient)


def _frequency(noted: NotedClaim, rest: str) -> NotedClaim:
    words = _Words(rest, "frequency")
    noted = _with(noted, claim_frequency_code=words.take())
    while words:
        word = words.take()
        if word != "original":
            raise words.unknown(word, "a code, then: original NUMBER")
        noted = _with_billed(noted, payer_claim_control_number=words.take())
    return noted


_CAUSES = {"auto": "AA", "employment": "EM", "other": "OA"}


def _accident(noted: NotedClaim, rest: str) -> NotedClaim:
    words = _Words(rest, "accident")
    accident = Accident()
    while words:
        word = words.take()
        if word in _CAUSES:
            accident = msgspec.structs.replace(accident, causes=(*accident.causes, _CAUSES[word]))
        elif word == "state":
            accident = msgspec.structs.replace(accident, state=words.take())
        elif word == "country":
            accident = msgspec.structs.replace(accident, country=words.take())
        elif word == "on":
            accident = msgspec.structs.replace(accident, on=parse_iso(words.take()))
        else:
            raise words.unknown(word, "auto, employment, other, state TX, country US, on DATE")
    return _with(noted, accident=accident)


_SEQUENCES = "PSTABCDEFGH"


def _secondary(noted: NotedClaim, rest: str) -> NotedClaim:
    """Put another payer before the billed one: ``secondary to commercial paid 80 type 12``."""
    words = _Words(rest, "secondary")
    if words.take() != "to":
        raise words.unknown(rest.split(maxsplit=1)[0], "to KIND, paid AMOUNT, on DATE, type CODE")
    primary = coverage_of(_one_of(words.take(), tuple(FILING_INDICATORS), "payer"))
    prior: PriorPayment | None = None
    insurance_type = ""
    while words:
        word = words.take()
        if word == "paid":
            paid = _amount(words.take())
            written_off = money(noted.claim.charge_of_lines - paid)
            adjustments = (Adjustment("CO", "45", written_off),) if written_off else ()
            prior = PriorPayment(paid=paid, adjudicated_on=noted.received, adjustments=adjustments)
        elif word == "on":
            prior = msgspec.structs.replace(prior or PriorPayment(), adjudicated_on=parse_iso(words.take()))
        elif word == "type":
            insurance_type = words.take()
        else:
            raise words.unknown(word, "to KIND, paid AMOUNT, on DATE, type CODE")
    noted = _with_billed(noted, insurance_type=insurance_type)
    index = noted.claim.billed_coverage
    before = (*noted.claim.coverages[:index], msgspec.structs.replace(primary, prior_payment=prior))
    coverages = _in_sequence((*before, *noted.claim.coverages[index:]))
    return _with(noted, coverages=coverages, billed_coverage=index + 1)


def _then(noted: NotedClaim, rest: str) -> NotedClaim:
    added = coverage_of(_one_of(rest, tuple(FILING_INDICATORS), "payer"))
    return _with(noted, coverages=_in_sequence((*noted.claim.coverages, added)))


def _in_sequence(coverages: tuple[Coverage, ...]) -> tuple[Coverage, ...]:
    return tuple(
        msgspec.structs.replace(coverage, sequence=_SEQUENCES[min(n, len(_SEQUENCES) - 1)])
        for n, coverage in enumerate(coverages)
    )


def _details(noted: NotedClaim, clause: str) -> InstitutionalDetails:
    if noted.claim.institutional is None:
        raise InvalidValue(f"{clause!r} is for institutional claims.", fix="Add: type institutional.")
    return noted.claim.institutional


def _bill(noted: NotedClaim, rest: str) -> NotedClaim:
    digits = rest.removeprefix("0") if len(rest) == 4 else rest
    if not re.fullmatch(r"[0-9]{2}[0-9A-Z]", digits):
        raise InvalidValue(f"{rest!r} is not a type of bill.", fix="Write it as 131 or 0131.")
    details = msgspec.structs.replace(_details(noted, "bill"), facility_type=digits[:2])
    return _with(noted, institutional=details, claim_frequency_code=digits[2])


def _statement(noted: NotedClaim, rest: str) -> NotedClaim:
    details = msgspec.structs.replace(_details(noted, "statement"), statement=days_of(rest))
    return _with(noted, institutional=details)


def _institutional(clause: str) -> Callable[[NotedClaim, str], NotedClaim]:
    return lambda noted, rest: _with(
        noted, institutional=INSTITUTIONAL[clause](_details(noted, clause), rest)
    )


def _dental(clause: str) -> Callable[[NotedClaim, str], NotedClaim]:
    def change(noted: NotedClaim, rest: str) -> NotedClaim:
        if noted.claim.dental is None:
            raise InvalidValue(f"{clause!r} is for dental claims.", fix="Add: type dental.")
        return _with(noted, dental=DENTAL[clause](noted.claim.dental, rest))

    return change


def _set(noted: NotedClaim, rest: str) -> NotedClaim:
    path, _, text = rest.partition(" ")
    if not text:
        raise InvalidValue(f"'set {path}' does not say to what.", fix='Empty text is written "".')
    return msgspec.structs.replace(noted, claim=with_text_at(noted.claim, path, text.strip()))


def _without(noted: NotedClaim, rest: str) -> NotedClaim:
    return msgspec.structs.replace(noted, claim=without(noted.claim, rest))


CLAUSES: Mapping[str, Callable[[NotedClaim, str], NotedClaim]] = MappingProxyType(
    {
        "payer": _payer,
        "dos": _dos,
        "received": _received,
        "dx": _dx,
        "lines": _lines,
        "line": _line,
        "total": _total,
        "place": _place,
        "patient": _patient,
        "frequency": _frequency,
        "accident": _accident,
        "secondary": _secondary,
        "then": _then,
        "bill": _bill,
        "statement": _statement,
        **{clause: _institutional(clause) for clause in INSTITUTIONAL},
        **{clause: _dental(clause) for clause in DENTAL},
        "set": _set,
        "without": _without,
    }
)
"""The first word of a clause to what it does (``type`` is read before all others)."""
