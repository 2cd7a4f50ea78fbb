"""Claims that payers have, and people who sign in."""

from tests.web.denials.conftest import commercial
from tests.web.screens.conftest import (
    As,
    as_role,
    bare_clinic,
    biller,
    clinic,
    clinic_practice,
    make_user,
    people,
    sign_in,
)

__all__ = [
    "As",
    "as_role",
    "bare_clinic",
    "biller",
    "clinic",
    "clinic_practice",
    "commercial",
    "make_user",
    "people",
    "sign_in",
]
