"""What is known of a claim beside the claim: authorisations, eligibility, the coded documents.

Each of them may be at hand or not: nothing (``None``) means that nobody has looked, an empty tuple
that somebody has and there is none. The values are what a practice's own records or a payer's
answer say; they are compared with the claim and never change it.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal

import msgspec

from cleanclaim.claim import Claim, Coverage

AUTHORIZATIONS = "authorizations"
ELIGIBILITY = "eligibility"
DOCUMENTS = "coded documents"
"""The names of the contexts in "not checked"."""


class Authorization(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One answer of a payer to a request: for whom, what, when, how much, by whom.

    ``kind`` tells a prior authorization from a referral. An empty ``payer_id``, ``npi`` or ``codes``
    sets no bounds; ``codes`` may end with an asterisk (``9711*``). ``units`` are those approved, ``used``
    those that went to claims which the history does not hold. Both days count.
    """

    member_id: str
    number: str
    kind: Literal["authorization", "referral"] = "authorization"
    status: Literal["approved", "pended", "denied", "cancelled"] = "approved"
    payer_id: str = ""
    npi: str = ""
    start: date | None = None
    end: date | None = None
    codes: tuple[str, ...] = ()
    units: Decimal | None = None
    used: Decimal = Decimal(0)

    def holds_on(self, day: date) -> bool:
        """Return whether a day lies within the days for which it was given."""
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def holds_for(self, code: str) -> bool:
        """Return whether it was given for a service, or for whatever is needed."""
        return not self.codes or is_named(code, self.codes)


class OtherInsurance(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Another payer that an answer names; ``primary``: it pays before the one who answered."""

    payer_id: str = ""
    name: str = ""
    primary: bool = False
    start: date | None = None
    end: date | None = None


class CareElsewhere(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Days in the care of a hospice, agency or facility; without ``end`` it goes on. ``npi``: whose."""

    kind: Literal["hospice", "home_health", "skilled_nursing", "hospital"]
    start: date
    end: date | None = None
    npi: str = ""


class Eligibility(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A payer's answer on a member: whether covered, from when to when, and what it asks for.

    ``asked_on`` is the day of the question; an answer says nothing of later days unless ``end`` does.
    ``authorization_codes`` are services that want a prior authorization (``7055*`` for all that begin
    so), ``referral_required`` that other physicians than the primary care provider want a referral.
    ``stays`` are the payer's words on hospice, home health and stays; ``no_cost_sharing`` says that the
    patient may not be asked for any (a qualified Medicare beneficiary).
    """

    member_id: str
    payer_id: str = ""
    asked_on: date | None = None
    active: bool = True
    start: date | None = None
    end: date | None = None
    plan: str = ""
    other_insurance: tuple[OtherInsurance, ...] = ()
    authorization_codes: tuple[str, ...] = ()
    referral_required: bool = False
    primary_care_npi: str = ""
    stays: tuple[CareElsewhere, ...] = ()
    no_cost_sharing: bool = False


class CodedDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A clinical document as a coder has read it, for the claim with this patient control number.

    ``visit`` is the visit code that it supports, ``diagnoses`` and ``procedures`` the codes; ``author_npi``
    who saw the patient, ``physician_present`` whether it records the physician's own part or that the
    physician was in the suite (nothing: it does not say). ``text`` is only compared with other texts.
    """

    claim_id: str
    document: str = ""
    on: date | None = None
    author_npi: str = ""
    physician_present: bool | None = None
    visit: str = ""
    diagnoses: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    text: str = ""


class Context(msgspec.Struct, frozen=True, dict=True):
    """All of them, each found by what a claim says; ``None`` is "not at hand"."""

    authorizations: tuple[Authorization, ...] | None = None
    eligibility: tuple[Eligibility, ...] | None = None
    documents: tuple[CodedDocument, ...] | None = None

    @cached_property
    def _authorizations(self) -> dict[str, list[Authorization]]:
        found: dict[str, list[Authorization]] = {}
        for one in self.authorizations or ():
            found.setdefault(_plain(one.member_id), []).append(one)
        return found

    @cached_property
    def _eligibility(self) -> dict[str, list[Eligibility]]:
        found: dict[str, list[Eligibility]] = {}
        for one in self.eligibility or ():
            found.setdefault(_plain(one.member_id), []).append(one)
        return found

    @cached_property
    def _documents(self) -> dict[str, list[CodedDocument]]:
        found: dict[str, list[CodedDocument]] = {}
        for one in self.documents or ():
            found.setdefault(one.claim_id.strip(), []).append(one)
        return found

    def authorizations_of(self, coverage: Coverage) -> tuple[Authorization, ...]:
        """Return what this payer has answered for this member."""
        return tuple(
            one
            for one in self._authorizations.get(_plain(coverage.member_id), ())
            if _is_payer(one.payer_id, coverage)
        )

    def eligibility_of(self, coverage: Coverage) -> tuple[Eligibility, ...]:
        """Return this payer's answers on this member, the latest question last."""
        found = [
            one
            for one in self._eligibility.get(_plain(coverage.member_id), ())
            if _is_payer(one.payer_id, coverage)
        ]
        return tuple(sorted(found, key=lambda one: one.asked_on or date.min))

    def documents_of(self, claim: Claim) -> tuple[CodedDocument, ...]:
        """Return the documents of a claim."""
        number = claim.patient_control_number.strip()
        return tuple(self._documents.get(number, ())) if number else ()


NO_CONTEXT = Context()


def is_named(code: str, patterns: tuple[str, ...]) -> bool:
    """Return whether a code is one of those named, whole or by a beginning with an asterisk."""
    return any(
        code.startswith(pattern[:-1].upper()) if pattern.endswith("*") else code == pattern.upper()
        for pattern in patterns
    )


def days_of(one: Authorization | Eligibility) -> Iterator[str]:
    """Yield the days of an answer in words, for messages: ``from 2025-01-01``, ``to 2025-12-31``."""
    if one.start is not None:
        yield f"from {one.start}"
    if one.end is not None:
        yield f"to {one.end}"


def _plain(number: str) -> str:
    return number.replace("-", "").replace(" ", "").upper()


def _is_payer(payer_id: str, coverage: Coverage) -> bool:
    theirs = coverage.payer.payer_id.strip()
    return not payer_id or not theirs or payer_id.strip() == theirs
