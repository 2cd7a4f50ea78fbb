"""Checks that find the places of a mistake by themselves; each takes a scope and yields places."""

import re
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from cleanclaim.x12.blocks import Placed
from cleanclaim.x12.elements import is_date
from cleanclaim.x12.guides.model import Usage
from cleanclaim.x12.situations.scopes import Scope

_DIAGNOSES = frozenset({"ABK", "BK", "ABF", "BF", "TQ"})
_UNTIMED_ANESTHESIA = frozenset({"01953", "01996"})
_POINTERS = {"SV1": 7, "SV3": 11}
_POST_BOX = re.compile(r"\W*(?:P\W*O\W*BOX|POST OFFICE BOX|LOCK ?BOX)\b")
_HOME = frozenset({"", "US"})
_CHARGES = (("2300", "CLM", 2), ("2400", "SV1", 2), ("2400", "SV2", 3), ("2400", "SV3", 2))


class Found(msgspec.Struct, frozen=True):
    """A place of a mistake: the segment, and the element, component and value when they are known."""

    placed: Placed
    element: int = 0
    component: int = 0
    value: str = ""


Check = Callable[[Scope], Iterator[Found]]


def pointers_beyond_diagnoses(scope: Scope) -> Iterator[Found]:
    """A line points to a diagnosis that the claim does not have.

    A professional claim without any diagnosis is level 2's: HI is required.
    """
    count = sum(
        value.partition(scope.mark)[0] in _DIAGNOSES
        for one in scope.find("2300", "HI")
        for value in one.parts[1:]
    )
    for segment, number in _POINTERS.items():
        for one in scope.find("2400", segment) if count or segment == "SV3" else ():
            for component, pointer in enumerate(one.get(number).split(scope.mark), 1):
                if pointer.isdecimal() and int(pointer) > count:
                    yield Found(one, number, component, pointer)


def reversed_periods(scope: Scope) -> Iterator[Found]:
    """A period ends before it begins."""
    for one in scope.of("DTP"):
        if one.get(2) == "RD8":
            first, _, last = one.get(3).partition("-")
            if len(first) == len(last) == 8 and last < first:
                yield Found(one, 3, 0, one.get(3))


def organizations_with_first_names(scope: Scope) -> Iterator[Found]:
    """An organization has a first or middle name or a suffix."""
    for one in scope.of("NM1"):
        if one.get(2) == "2":
            for number in (4, 5, 7):
                if one.get(number):
                    yield Found(one, number, 0, one.get(number))
                    break


def streets_without_city(scope: Scope) -> Iterator[Found]:
    """A street that need not be sent is there without its city.

    That of a subscriber who is the patient is told by a rule of its own.
    """
    if not scope.of("N3"):
        return
    is_patient = any(one.get(2) == "18" for one in scope.find("2000B", "SBR"))
    for index, one in enumerate(scope.placed):
        if one.parts[0] == "N3" and one.use.usage is Usage.SITUATIONAL:
            if is_patient and one.loop == "2010BA":
                continue
            after = scope.placed[index + 1] if index + 1 < len(scope.placed) else None
            if after is None or after.parts[0] != "N4" or after.loop != one.loop:
                yield Found(one)


def post_boxes(scope: Scope) -> Iterator[Found]:
    """The billing provider's street is a post office box or a lock box."""
    for one in scope.find("2010AA", "N3"):
        for number in (1, 2):
            if _POST_BOX.match(one.get(number).upper()):
                yield Found(one, number, 0, one.get(number))
                return


def short_zips(scope: Scope) -> Iterator[Found]:
    """The billing provider's ZIP code in the United States lacks its last four digits."""
    for one in scope.find("2010AA", "N4"):
        code = one.get(3)
        if one.get(4) in _HOME and len(code) == 5 and code.isdecimal():
            yield Found(one, 3, 0, code)


def cities_without_state(scope: Scope) -> Iterator[Found]:
    """A city with a ZIP code of the United States lacks its state.

    A ZIP code tells the country when N404 is empty, as it is for addresses at home.
    """
    for one in scope.of("N4"):
        code = one.get(3)
        if one.get(4) in _HOME and len(code) in (5, 9) and code.isdecimal() and not one.get(2):
            yield Found(one, 2)


def numbers_not_of_nine_digits(scope: Scope) -> Iterator[Found]:
    """A tax or social security number is not nine digits."""
    for one in scope.of("REF"):
        if one.get(1) in ("EI", "SY"):
            number = one.get(2)
            if number and not (len(number) == 9 and number.isdecimal() and number.isascii()):
                yield Found(one, 2, 0, number)


def line_numbers_out_of_step(scope: Scope) -> Iterator[Found]:
    """The lines of a claim are not numbered 1, 2, 3: told at the first that is not.

    A line without its LX is level 2's.
    """
    lines = scope.find("2400", "LX")
    for expected, one in enumerate(lines, 1):
        if one.get(1).lstrip("0") != str(expected):
            services = sum(len(scope.find("2400", segment)) for segment in ("SV1", "SV2", "SV3"))
            if services == len(lines):
                yield Found(one, 1, 0, one.get(1))
            return


def payers_of_one_rank(scope: Scope) -> Iterator[Found]:
    """Two payers of a claim have the same place in the order of payment."""
    others = scope.find("2320", "SBR")
    seen = {one.get(1) for one in scope.around("2000B", "SBR")} if others else set()
    for one in others:
        if one.get(1) in seen and one.get(1) != "U":
            yield Found(one, 1, 0, one.get(1))
        seen.add(one.get(1))


def decisions_of_unknown_payers(scope: Scope) -> Iterator[Found]:
    """A line decision names a payer that no other-payer loop of the claim names."""
    decisions = scope.find("2430", "SVD")
    known = {one.get(9) for one in scope.find("2330B", "NM1")} if decisions else set()
    for one in decisions:
        if one.get(1) and one.get(1) not in known:
            yield Found(one, 1, 0, one.get(1))


def levels_under_wrong_parent(scope: Scope) -> Iterator[Found]:
    """A level names another parent than the level that it stands in.

    A parent that is not there at all is level 1's.
    """
    if scope.block.around:
        outer = scope.block.around[-1].placed
        one = scope.placed[0]
        above = outer[0] if outer else None
        if above is not None and above.parts[0] == one.parts[0] == "HL":
            parent, own = one.get(2), one.get(1)
            before = parent.isdecimal() and own.isdecimal() and 0 < int(parent) < int(own)
            if before and parent != above.get(1):
                yield Found(one, 2, 0, parent)


def services_outside_statement(scope: Scope) -> Iterator[Found]:
    """A line's date lies outside the claim's statement dates."""
    for statement in scope.find("2300", "DTP"):
        if statement.get(1) == "434":
            first, _, last = statement.get(3).partition("-")
            for one in scope.find("2400", "DTP"):
                begin, _, end = one.get(3).partition("-")
                whole = one.get(1) == "472" and len(first) == len(last) == len(begin) == 8
                if whole and (begin < first or (end or begin) > last):
                    yield Found(one, 3, 0, one.get(3))


def admissions_after_statement(scope: Scope) -> Iterator[Found]:
    """The admission lies after the end of the statement dates."""
    dates = {one.get(1): one for one in scope.find("2300", "DTP")}
    if "434" in dates and "435" in dates:
        last = dates["434"].get(3).partition("-")[2]
        if len(last) == 8 and dates["435"].get(3)[:8] > last:
            yield Found(dates["435"], 3, 0, dates["435"].get(3))


def _services(scope: Scope) -> list[tuple[str, Placed]]:
    """The days of the services of a claim, with the dates that tell them: its own, and the lines'.

    A day has eight characters; whether it is a day of the calendar is asked when it matters.
    """
    dates = [one for one in scope.find("2300", "DTP") if one.get(1) in ("434", "472")]
    dates += [one for one in scope.find("2400", "DTP") if one.get(1) == "472"]
    return [(one.get(3)[:8], one) for one in dates if len(one.get(3)) in (8, 17)]


def services_before_birth(scope: Scope) -> Iterator[Found]:
    """A service begins before the patient was born; told once a claim."""
    people = scope.around("2010CA", "DMG") or scope.around("2010BA", "DMG")
    born = people[0].get(2) if people else ""
    for day, one in scope.once(_services):
        if day < born and is_date(born) and is_date(day):
            yield Found(one, 3, 0, one.get(3))
            return


def services_after_death(scope: Scope) -> Iterator[Found]:
    """A service begins after the patient died; told once a claim."""
    people = scope.around("2000C", "PAT") or scope.around("2000B", "PAT")
    died = people[0].get(6) if people else ""
    if len(died) == 8 and is_date(died):
        for day, one in scope.once(_services):
            if day > died and is_date(day):
                yield Found(one, 3, 0, one.get(3))
                return


def drug_codes_not_of_eleven_digits(scope: Scope) -> Iterator[Found]:
    """A national drug code is not eleven digits."""
    for one in scope.of("LIN"):
        code = one.get(3)
        if one.get(2) == "N4" and code and not (len(code) == 11 and code.isdecimal()):
            yield Found(one, 3, 0, code)


def causes_after_service(scope: Scope) -> Iterator[Found]:
    """The onset, an accident or acute symptoms are dated after every service."""
    for one in scope.find("2300", "DTP"):
        if one.get(1) in ("431", "439", "453"):
            days = [day for day, _ in scope.once(_services) if is_date(day)]
            if days and is_date(one.get(3)) and one.get(3) > max(days):
                yield Found(one, 3, 0, one.get(3))


def discharges_before_admission(scope: Scope) -> Iterator[Found]:
    """The discharge lies before the admission."""
    dates = {one.get(1): one for one in scope.find("2300", "DTP")}
    if "096" in dates and "435" in dates:
        out, into = dates["096"].get(3), dates["435"].get(3)[:8]
        if is_date(out) and is_date(into) and out < into:
            yield Found(dates["096"], 3, 0, out)


def screenings_without_referral(scope: Scope) -> Iterator[Found]:
    """A line is an EPSDT screening and the claim has no referral indicator."""
    for one in scope.find("2400", "SV1"):
        if one.get(11) == "Y" and not any(crc.get(1) == "ZZ" for crc in scope.find("2300", "CRC")):
            yield Found(one, 11, 0, "Y")


def anesthesia_in_units(scope: Scope) -> Iterator[Found]:
    """A line's procedure is anesthesia by time (00100 to 01999) and its unit is not minutes."""
    for one in scope.find("2400", "SV1"):
        code = one.get(1).partition(scope.mark)[2][:5]
        timed = code[:1] == "0" and "00100" <= code <= "01999" and code.isdecimal()
        if timed and one.get(3) == "UN" and code not in _UNTIMED_ANESTHESIA:
            yield Found(one, 3, 0, "UN")


def diagnoses_twice(scope: Scope) -> Iterator[Found]:
    """A diagnosis comes twice in one segment: two segments of diagnoses are level 2's."""
    for one in scope.find("2300", "HI"):
        seen: set[str] = set()
        for number, value in enumerate(one.parts[1:], 1):
            kind, _, code = value.partition(scope.mark)
            if kind in _DIAGNOSES:
                if code in seen:
                    yield Found(one, number, 2, code)
                seen.add(code)


def pointers_twice(scope: Scope) -> Iterator[Found]:
    """A line points to the same diagnosis twice."""
    for segment, number in _POINTERS.items():
        for one in scope.find("2400", segment):
            pointers = [pointer for pointer in one.get(number).split(scope.mark) if pointer]
            if len(set(pointers)) < len(pointers):
                yield Found(one, number, 0, one.get(number))


def negative_charges(scope: Scope) -> Iterator[Found]:
    """A claim's or a line's charge is below zero."""
    for loop, segment, number in _CHARGES:
        for one in scope.find(loop, segment):
            if one.get(number).startswith("-"):
                yield Found(one, number, 0, one.get(number))


def rendering_as_billing(scope: Scope) -> Iterator[Found]:
    """The rendering provider has the NPI of the billing provider."""
    for one in scope.find("2310B", "NM1"):
        number = one.get(9)
        if number and any(number == billing.get(9) for billing in scope.around("2010AA", "NM1")):
            yield Found(one, 9, 0, number)


CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "pointers-beyond-diagnoses": pointers_beyond_diagnoses,
        "reversed-periods": reversed_periods,
        "organizations-with-first-names": organizations_with_first_names,
        "streets-without-city": streets_without_city,
        "post-boxes": post_boxes,
        "short-zips": short_zips,
        "cities-without-state": cities_without_state,
        "numbers-not-of-nine-digits": numbers_not_of_nine_digits,
        "line-numbers-out-of-step": line_numbers_out_of_step,
        "payers-of-one-rank": payers_of_one_rank,
        "decisions-of-unknown-payers": decisions_of_unknown_payers,
        "levels-under-wrong-parent": levels_under_wrong_parent,
        "services-outside-statement": services_outside_statement,
        "admissions-after-statement": admissions_after_statement,
        "services-before-birth": services_before_birth,
        "services-after-death": services_after_death,
        "drug-codes-not-of-eleven-digits": drug_codes_not_of_eleven_digits,
        "screenings-without-referral": screenings_without_referral,
        "anesthesia-in-units": anesthesia_in_units,
        "causes-after-service": causes_after_service,
        "discharges-before-admission": discharges_before_admission,
        "diagnoses-twice": diagnoses_twice,
        "pointers-twice": pointers_twice,
        "negative-charges": negative_charges,
        "rendering-as-billing": rendering_as_billing,
    }
)
"""By the name that a rule's ``check`` line uses."""
