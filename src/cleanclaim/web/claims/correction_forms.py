"""The forms in which a claim is corrected on a screen."""

import re
from typing import Any

from django import forms

SEXES = (("", "–"), ("F", "F female"), ("M", "M male"), ("U", "U unknown"))
BLANKS = re.compile(r"[\s,;]+")


def _input(**attributes: object) -> forms.TextInput:
    return forms.TextInput({"class": "form-control", "autocomplete": "off", **attributes})


def _day_input() -> forms.DateInput:
    return forms.DateInput({"class": "form-control", "type": "date"}, format="%Y-%m-%d")


class ClaimForm(forms.Form):
    """What of a claim as a whole is corrected most."""

    reason = forms.CharField(
        max_length=200,
        required=False,
        widget=_input(),
        help_text="Why, for the timeline; left empty, it says what was changed.",
    )
    diagnoses = forms.CharField(
        required=False,
        widget=_input(**{"data-reorder": ""}),
        help_text="Codes in order; Alt with an arrow moves one. What lines point at moves with its code.",
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
        widget=_day_input(),
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
    """One service line; emptied of its code it is taken off the claim.

    Days that a form does not send stay as they were.
    """

    code = forms.CharField(max_length=15, required=False, widget=_input(size=8))
    modifiers = forms.CharField(max_length=20, required=False, widget=_input(size=9))
    pointers = forms.CharField(max_length=20, required=False, widget=_input(size=7), label="For diagnoses")
    units = forms.DecimalField(max_digits=11, decimal_places=3, required=False, widget=_input(size=5))
    charge = forms.DecimalField(max_digits=12, decimal_places=2, required=False, widget=_input(size=9))
    first_day = forms.DateField(required=False, widget=_day_input(), label="From")
    last_day = forms.DateField(required=False, widget=_day_input(), label="to")

    def clean(self) -> dict[str, Any]:
        """Return what was entered; refuses days in the wrong order."""
        told = super().clean() or {}
        first, last = told.get("first_day"), told.get("last_day")
        if last is not None and (first is None or last < first):
            self.add_error("last_day", "The last day is not before the first.")
        told["says_days"] = self.add_prefix("first_day") in self.data
        return told

    def clean_pointers(self) -> tuple[int, ...]:
        """Return the places in the list of diagnoses."""
        words = [word for word in BLANKS.split(self.cleaned_data["pointers"]) if word]
        if not all(word.isdigit() for word in words):
            raise forms.ValidationError("Places of diagnoses are numbers, as 1 3.")
        return tuple(int(word) for word in words)
