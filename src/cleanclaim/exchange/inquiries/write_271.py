"""A payer's answers about eligibility → 271, guide 005010X279A1."""

from collections.abc import Sequence

from cleanclaim.exchange.inquiries.answers import (
    refuse_lost,
    rejection_rows,
    trace_rows,
    with_others,
)
from cleanclaim.exchange.inquiries.eligibility import Benefit, EligibilityAnswer
from cleanclaim.exchange.inquiries.levels import Hierarchy, beginning, sendable, write_questions
from cleanclaim.exchange.inquiries.parties import Party, party_rows, person_rows
from cleanclaim.exchange.inquiries.read_271 import read_eligibility
from cleanclaim.exchange.submission import Submission
from cleanclaim.exchange.wire import dates_row, in_order, optional_number, reference_rows
from cleanclaim.primitives import InvalidValue
from cleanclaim.x12 import Row, composite, repeated

GUIDE = "005010X279A1"
_PARTY = ("NM1", "REF", "N3", "N4", "PER", "AAA", "PRV")
_PERSON = ("TRN", "NM1", "REF", "N3", "N4", "AAA", "PRV", "DMG", "INS", "HI", "DTP", "MPI")
_BENEFIT = ("EB", "HSD", "REF", "DTP", "AAA", "MSG", "III")
_HIGH = ("payer", "provider")
"""Levels above the subscriber's: what they refuse holds for everybody below."""


def write_eligibility_answers(
    answers: Sequence[EligibilityAnswer], *, submission: Submission, reference: str = ""
) -> bytes:
    """Return one 271 with these answers, in their order; the submitter is the payer.

    ``reference`` is BHT03 of the question, which its answer repeats. Neighbours from the same payer
    to the same provider share its levels. What is written reads back as the same answers, but for
    where they come from; an answer that says what the guide has no place for is refused with
    ``InvalidValue``, naming the field, as is one without payer, without somebody it is about (unless
    it refuses the payer's or provider's level), without its traces' sources, or with text that X12
    cannot carry.
    """
    if not answers:
        raise InvalidValue("there is no answer to write.", fix="Name at least one.")
    plain = sendable(answers, "answers")
    tree = Hierarchy()
    above = _Above(tree)
    for index, answer in enumerate(plain):
        where = f"answers[{index}]"
        source = above.level(answer, "payer", "", where)
        if answer.provider is None and _about_nobody(answer):
            above.close()
            continue
        receiver = above.level(answer, "provider", source, where)
        if _about_nobody(answer):
            above.close()
        else:
            _person(tree, receiver, answer, where)
    rows = [beginning(submission, "0022", "11", 1, reference), *tree.rows]
    written = write_questions(plain, [("271", rows)], submission, functional_id="HB", version=GUIDE)
    refuse_lost(plain, read_eligibility(written), "answers")
    return written


def _about_nobody(answer: EligibilityAnswer) -> bool:
    insured = answer.insured
    named = insured.member_id or insured.subscriber.name.last or insured.dependent
    return not named and bool(answer.rejections) and all(one.level in _HIGH for one in answer.rejections)


class _Above:
    """The levels of payer and provider that are open: shared by neighbours that are alike."""

    def __init__(self, tree: Hierarchy) -> None:
        self._tree = tree
        self._opened: dict[str, tuple[object, str]] = {}

    def level(self, answer: EligibilityAnswer, level: str, parent: str, where: str) -> str:
        """Return the number of the payer's or provider's level, opened unless the one before is alike."""
        party: Party | None = getattr(answer, level)
        if party is None:
            raise InvalidValue(f"an answer needs its {level}.", where=f"{where}.{level}", fix="Enter it.")
        refusals = rejection_rows(answer.rejections, level)
        alike = (party, tuple(refusals), parent)
        if level not in self._opened or self._opened[level][0] != alike:
            code = "20" if level == "payer" else "21"
            rows = in_order([*party_rows(party), *refusals], _PARTY)
            self._opened[level] = (alike, self._tree.open(code, parent, False, rows))
        return self._opened[level][1]

    def close(self) -> None:
        """Let nobody else stand below the levels that are open."""
        self._opened.clear()


def _person(tree: Hierarchy, receiver: str, answer: EligibilityAnswer, where: str) -> None:
    insured, dependent = answer.insured, answer.insured.dependent
    member = person_rows("IL", insured.subscriber, insured.member_id_qualifier, insured.member_id)
    member += rejection_rows(answer.rejections, "subscriber")
    told = [*trace_rows(answer.traces, answer.trace_sources, where)]
    told += [dates_row(one.qualifier, one.dates) for one in answer.dates]
    others = answer.other_segments
    benefits = [
        row
        for index, benefit in enumerate(answer.benefits)
        for row in _benefit(benefit, f"{where}.benefits[{index}]")
    ]
    if dependent is None:
        rows = with_others([*member, *told], others, "2100C", _PERSON)
        tree.open("22", receiver, False, [*rows, *benefits])
        return
    subscriber = tree.open("22", receiver, True, in_order(member, _PERSON))
    own = [*person_rows("03", dependent), *rejection_rows(answer.rejections, "dependent"), *told]
    if insured.relationship:
        own.append(("INS", "N", insured.relationship))
    tree.open("23", subscriber, False, [*with_others(own, others, "2100D", _PERSON), *benefits])


def _benefit(benefit: Benefit, where: str) -> list[Row]:
    procedure = benefit.procedure
    asked = composite(procedure.qualifier, procedure.code, *procedure.modifiers) if procedure else ""
    row: Row = (
        *("EB", benefit.code, benefit.coverage_level, repeated(*benefit.service_types)),
        *(benefit.insurance_type, benefit.plan, benefit.period),
        optional_number(benefit.amount, f"{where}.amount"),
        optional_number(benefit.percent, f"{where}.percent"),
        *(benefit.quantity_qualifier, optional_number(benefit.quantity, f"{where}.quantity")),
        *(benefit.authorization_required, benefit.in_network, asked),
        composite(*(str(pointer) for pointer in benefit.pointers)),
    )
    rows: list[Row] = [row, *reference_rows(benefit.references)]
    rows += [dates_row(one.qualifier, one.dates) for one in benefit.dates]
    rows += rejection_rows(benefit.rejections, "benefit")
    rows += [("MSG", text) for text in benefit.messages]
    more = [one for one in benefit.other_segments if one.loop == "2115"]
    own = with_others(rows, benefit.other_segments, "2110", _BENEFIT)
    own += with_others([], more, "2115", _BENEFIT)
    if not benefit.parties:
        return own
    of_parties = [one for one in benefit.other_segments if one.loop == "2120"]
    if of_parties and len(benefit.parties) > 1:
        raise InvalidValue(
            "nothing says which of the parties these segments belong to.",
            where=f"{where}.other_segments",
            fix="Answer with one benefit for each party.",
        )
    named = [row for party in benefit.parties for row in party_rows(party)]
    return [*own, ("LS", "2120"), *with_others(named, of_parties, "2120", ()), ("LE", "2120")]
