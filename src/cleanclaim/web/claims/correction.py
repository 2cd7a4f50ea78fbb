"""Correcting a claim on a screen: from the claim to a form, and from the form to the next version."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
from django import forms

from cleanclaim.claim import Claim, Diagnosis, Name, Provider, ServiceLine
from cleanclaim.primitives import DateRange, dotted, undotted
from cleanclaim.web.claims.correction_fields import field_at
from cleanclaim.web.claims.correction_forms import BLANKS, ClaimForm, LineForm


class Correction:
    """A claim as two forms, and back.

    What the forms do not show stays as it was: drugs, adjudications of other payers. The last of the
    line forms is empty, for a line that is added.
    """

    def __init__(self, claim: Claim, data: Mapping[str, Any] | None = None) -> None:
        self.claim = claim
        self.form = ClaimForm(data, initial=_initial(claim))
        self.lines = [
            LineForm(data, initial=_line(line), prefix=f"line{number}")
            for number, line in enumerate(claim.lines, start=1)
        ]
        if claim.claim_type != "institutional":
            self.lines.append(LineForm(data, prefix=f"line{len(claim.lines) + 1}"))

    def is_valid(self) -> bool:
        """Return whether every field holds what it can; a reason that was left empty is filled in."""
        valid = all([self.form.is_valid(), *(line.is_valid() for line in self.lines)])
        if valid and not self.form.cleaned_data["reason"].strip():
            self.form.cleaned_data["reason"] = self._what_changed()
        return valid

    def point_at(self, path: str) -> None:
        """Put the cursor into the field that a path of the claim is about; into none if it is not here."""
        place = field_at(path)
        if place is None:
            return
        number, name = place
        form: forms.Form = self.form
        if number:
            if number > len(self.lines):
                return
            form = self.lines[number - 1]
        form.fields[name].widget.attrs["autofocus"] = True

    def _what_changed(self) -> str:
        said = [str(self.form[name].label).lower() for name in self.form.changed_data if name != "reason"]
        for number, line in enumerate(self.lines, start=1):
            said += [f"{line[name].label} of line {number}".lower() for name in line.changed_data]
        return f"corrected: {', '.join(said)}"[:200] if said else "looked at again"

    def value(self) -> Claim:
        """Return the corrected claim; only of valid forms."""
        told = self.form.cleaned_data
        claim = self.claim
        coverages = list(claim.coverages)
        if coverages and 0 <= claim.billed_coverage < len(coverages):
            coverages[claim.billed_coverage] = msgspec.structs.replace(
                claim.coverage,
                member_id=told["member_id"],
                group_number=told["group_number"],
                prior_authorization=told["prior_authorization"],
                referral_number=told["referral_number"],
            )
        name = msgspec.structs.replace(
            claim.patient.name, last=told["patient_last"], first=told["patient_first"]
        )
        patient = msgspec.structs.replace(
            claim.patient, name=name, birth_date=told["patient_born"], sex=told["patient_sex"]
        )
        diagnoses = _diagnoses(claim, told["diagnoses"])
        lines = _lines(claim, [line.cleaned_data for line in self.lines], _moved(claim, diagnoses))
        changed = msgspec.structs.replace(
            claim,
            diagnoses=diagnoses,
            place_of_service=told["place_of_service"],
            coverages=tuple(coverages),
            patient=patient,
            rendering=_provider(claim.rendering, told["rendering_npi"]),
            referring=_provider(
                claim.referring, told["referring_npi"], told["referring_last"], told["referring_first"]
            ),
            clia=told["clia"],
            lines=lines,
        )
        if lines == claim.lines or claim.total_charge is None:
            return changed
        return msgspec.structs.replace(changed, total_charge=changed.charge_of_lines)


def _initial(claim: Claim) -> dict[str, Any]:
    coverage, patient = claim.coverage, claim.patient
    referring = claim.referring or Provider()
    return {
        "diagnoses": " ".join(dotted(dx.code) for dx in claim.numbered_diagnoses),
        "place_of_service": claim.place_of_service,
        "member_id": coverage.member_id,
        "group_number": coverage.group_number,
        "prior_authorization": coverage.prior_authorization,
        "referral_number": coverage.referral_number,
        "patient_last": patient.name.last,
        "patient_first": patient.name.first,
        "patient_born": patient.birth_date,
        "patient_sex": patient.sex,
        "rendering_npi": claim.rendering.npi if claim.rendering else "",
        "referring_last": referring.name.last,
        "referring_first": referring.name.first,
        "referring_npi": referring.npi,
        "clia": claim.clia,
    }


def _line(line: ServiceLine) -> dict[str, Any]:
    return {
        "code": line.code,
        "modifiers": " ".join(line.modifiers),
        "pointers": " ".join(str(pointer) for pointer in line.pointers),
        "units": line.units,
        "charge": line.charge,
        "first_day": line.dates.start if line.dates is not None else None,
        "last_day": line.dates.end if line.dates is not None else None,
    }


def _diagnoses(claim: Claim, text: str) -> tuple[Diagnosis, ...]:
    """Return the diagnoses named, in their order; those that lines cannot point at stay behind them."""
    known = {dx.code: dx for dx in claim.numbered_diagnoses}
    codes = [undotted(word.upper()) for word in BLANKS.split(text) if word]
    roles = [dx.role for dx in claim.numbered_diagnoses]
    first = roles[0] if roles else "principal"
    named = []
    for place, code in enumerate(dict.fromkeys(codes)):
        dx = known.get(code, Diagnosis(code))
        named.append(msgspec.structs.replace(dx, role=first if place == 0 else "other"))
    others = tuple(dx for dx in claim.diagnoses if dx not in claim.numbered_diagnoses)
    return tuple(named) + others


def _provider(
    before: Provider | None, npi: str, last: str | None = None, first: str | None = None
) -> Provider | None:
    provider = before or Provider()
    name = provider.name
    if last is not None and first is not None:
        name = msgspec.structs.replace(name, last=last, first=first)
    changed = msgspec.structs.replace(provider, npi=npi, name=name)
    return None if changed == Provider(name=Name()) else changed


def _moved(claim: Claim, diagnoses: Sequence[Diagnosis]) -> dict[int, int]:
    """Return where each place of the old list of diagnoses is now; a place that is gone is not there.

    A code that is replaced where it stands keeps its place.
    """
    old = [dx.code for dx in claim.numbered_diagnoses]
    new = [dx.code for dx in diagnoses if dx.role in ("principal", "other")]
    moved = {}
    for place, code in enumerate(old):
        if code in new:
            moved[place + 1] = new.index(code) + 1
        elif place < len(new) and new[place] not in old:
            moved[place + 1] = place + 1
    return moved


def _lines(
    claim: Claim, told: Sequence[Mapping[str, Any]], moved: Mapping[int, int]
) -> tuple[ServiceLine, ...]:
    changed = []
    for line, entered in zip(claim.lines, told, strict=False):
        if not entered["code"] and not line.revenue_code:
            continue
        pointers = entered["pointers"]
        if pointers == line.pointers:  # not entered anew: they go where their diagnoses went
            known = len(claim.numbered_diagnoses)
            pointers = tuple(moved.get(p, p) for p in pointers if p in moved or not 1 <= p <= known)
        changed.append(
            msgspec.structs.replace(
                line,
                code=entered["code"].upper(),
                modifiers=_words(entered["modifiers"]),
                pointers=pointers,
                units=_same_number(line.units, entered["units"]),
                charge=_same_number(line.charge, entered["charge"]),
                dates=_days(entered["first_day"], entered["last_day"])
                if entered["says_days"]
                else line.dates,
            )
        )
    for entered in told[len(claim.lines) :]:
        if entered["code"]:
            changed.append(_added(claim, entered))
    return tuple(changed)


def _added(claim: Claim, entered: Mapping[str, Any]) -> ServiceLine:
    """Return a line that the claim did not have; its day is the claim's first unless another is entered."""
    days = claim.service_dates
    first = entered["first_day"] or (days.start if days is not None else None)
    taken = {line.control_number for line in claim.lines}
    numbers = (f"{claim.patient_control_number}L{number}" for number in range(len(claim.lines) + 1, 1000))
    return ServiceLine(
        code=entered["code"].upper(),
        code_qualifier="AD" if claim.claim_type == "dental" else "HC",
        modifiers=_words(entered["modifiers"]),
        pointers=entered["pointers"],
        units=entered["units"] if entered["units"] is not None else Decimal(1),
        charge=entered["charge"],
        dates=_days(first, entered["last_day"]),
        control_number=next(number for number in numbers if number not in taken),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.upper() for word in BLANKS.split(text) if word)


def _days(first: date | None, last: date | None) -> DateRange | None:
    return DateRange(first, last or first) if first is not None else None


def _same_number(before: Decimal | None, entered: Decimal | None) -> Decimal | None:
    """Return the number entered, written as before when it is the same one."""
    return before if before == entered else entered
