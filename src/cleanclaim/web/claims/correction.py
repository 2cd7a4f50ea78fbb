"""Correcting a claim on a screen: from the claim to a form, and from the form to the next version."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec
from django import forms

from cleanclaim.claim import Claim, Diagnosis, Name, Provider, ServiceLine
from cleanclaim.primitives import dotted, undotted

SEXES = (("", "–"), ("F", "F female"), ("M", "M male"), ("U", "U unknown"))
_BLANKS = re.compile(r"[\s,;]+")


def _input(**attributes: object) -> forms.TextInput:
    return forms.TextInput({"class": "form-control", **attributes})


class ClaimForm(forms.Form):
    """What of a claim as a whole is corrected most."""

    reason = forms.CharField(max_length=200, widget=_input(), help_text="Why, for the timeline.")
    diagnoses = forms.CharField(
        required=False,
        widget=_input(),
        help_text="Codes in order, separated by blanks; lines point at their places.",
    )
    place_of_service = forms.CharField(max_length=2, required=False, widget=_input(size=3))
    member_id = forms.CharField(max_length=80, required=False, widget=_input(), label="Member number")
    group_number = forms.CharField(max_length=50, required=False, widget=_input())
    prior_authorization = forms.CharField(
        max_length=50, required=False, widget=_input(), label="Prior authorisation"
    )
    referral_number = forms.CharField(max_length=50, required=False, widget=_input())
    patient_last = forms.CharField(
        max_length=60, required=False, widget=_input(), label="Patient’s last name"
    )
    patient_first = forms.CharField(
        max_length=35, required=False, widget=_input(), label="Patient’s first name"
    )
    patient_born = forms.DateField(
        required=False,
        widget=forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        label="Patient born",
    )
    patient_sex = forms.ChoiceField(
        choices=SEXES, required=False, widget=forms.Select({"class": "form-select"}), label="Patient’s sex"
    )
    rendering_npi = forms.CharField(
        max_length=10, required=False, widget=_input(size=11), label="Rendering provider’s NPI"
    )
    referring_last = forms.CharField(
        max_length=60, required=False, widget=_input(), label="Referring provider’s last name"
    )
    referring_first = forms.CharField(
        max_length=35, required=False, widget=_input(), label="Referring provider’s first name"
    )
    referring_npi = forms.CharField(
        max_length=10, required=False, widget=_input(size=11), label="Referring provider’s NPI"
    )
    clia = forms.CharField(max_length=10, required=False, widget=_input(size=11), label="CLIA number")


class LineForm(forms.Form):
    """One service line; emptied of its code it is taken off the claim."""

    code = forms.CharField(max_length=15, required=False, widget=_input(size=8))
    modifiers = forms.CharField(max_length=20, required=False, widget=_input(size=9))
    pointers = forms.CharField(max_length=20, required=False, widget=_input(size=7), label="For diagnoses")
    units = forms.DecimalField(max_digits=11, decimal_places=3, required=False, widget=_input(size=5))
    charge = forms.DecimalField(max_digits=12, decimal_places=2, required=False, widget=_input(size=9))

    def clean_pointers(self) -> tuple[int, ...]:
        """Return the places in the list of diagnoses."""
        words = [word for word in _BLANKS.split(self.cleaned_data["pointers"]) if word]
        if not all(word.isdigit() for word in words):
            raise forms.ValidationError("Places of diagnoses are numbers, as 1 3.")
        return tuple(int(word) for word in words)


class Correction:
    """A claim as two forms, and back.

    What the forms do not show stays as it was: dates of service, drugs, adjudications of other payers.
    """

    def __init__(self, claim: Claim, data: Mapping[str, Any] | None = None) -> None:
        self.claim = claim
        self.form = ClaimForm(data, initial=_initial(claim))
        self.lines = [
            LineForm(data, initial=_line(line), prefix=f"line{number}")
            for number, line in enumerate(claim.lines, start=1)
        ]

    def is_valid(self) -> bool:
        """Return whether every field holds what it can."""
        return all([self.form.is_valid(), *(line.is_valid() for line in self.lines)])

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
        lines = _lines(claim.lines, [line.cleaned_data for line in self.lines])
        changed = msgspec.structs.replace(
            claim,
            diagnoses=_diagnoses(claim, told["diagnoses"]),
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
    }


def _diagnoses(claim: Claim, text: str) -> tuple[Diagnosis, ...]:
    """Return the diagnoses named, in their order; those that lines cannot point at stay behind them."""
    known = {dx.code: dx for dx in claim.numbered_diagnoses}
    codes = [undotted(word.upper()) for word in _BLANKS.split(text) if word]
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


def _lines(before: Sequence[ServiceLine], told: Sequence[Mapping[str, Any]]) -> tuple[ServiceLine, ...]:
    changed = []
    for line, entered in zip(before, told, strict=True):
        if not entered["code"] and not line.revenue_code:
            continue
        changed.append(
            msgspec.structs.replace(
                line,
                code=entered["code"].upper(),
                modifiers=tuple(word.upper() for word in _BLANKS.split(entered["modifiers"]) if word),
                pointers=entered["pointers"],
                units=_same_number(line.units, entered["units"]),
                charge=_same_number(line.charge, entered["charge"]),
            )
        )
    return tuple(changed)


def _same_number(before: Decimal | None, entered: Decimal | None) -> Decimal | None:
    """Return the number entered, written as before when it is the same one."""
    return before if before == entered else entered
