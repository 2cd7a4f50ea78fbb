"""Every field of a claim is written, refused by name, or listed with its reason: none is dropped.

For each of the three forms: 837P, 837I, 837D.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

import msgspec
import pytest

from cleanclaim.claim import (
    Claim,
    Coverage,
    ServiceLine,
)
from cleanclaim.exchange import write_837
from cleanclaim.exchange.forms import DENTAL, INSTITUTIONAL, PROFESSIONAL, Form
from cleanclaim.exchange.left_out import left_out, refused
from cleanclaim.primitives import InvalidValue
from tests.exchange.submissions import SUBMISSION

_WORDS = (
    "ZZ9",
    "principal",
    "other",
    "ICD9CM",
    "ICD10CM",
    "SY",
    "EI",
    "UN",
    "2330B",
    "2010BB",
    "2420A",
    "dental",
)
_FORMS = (PROFESSIONAL, INSTITUTIONAL, DENTAL)
_TEXTS = {
    "role": "principal",
    "poa": "",
    "system": "ICD10CM",
    "transport_code": "",
    "tax_id_kind": "EI",
    "relationship": "01",
    "unit": "UN",
}


def _core(kind: Any) -> Any:
    """The type without None, and of a tuple its items' type."""
    parts = [part for part in get_args(kind) if part is not NoneType]
    if NoneType in get_args(kind):
        return _core(parts[0])
    return kind


def _absent(form: Form) -> set[str]:
    """The paths that a claim of this form may not hold, as the table of refusals has them."""
    return {pattern.rstrip("*").rstrip(".") for pattern in refused(form)} - {"claim_type"}


def _full(kind: Any, absent: set[str], path: str = "", loop: str = "") -> Any:
    """A value of a type in which everything is present that a claim of the form may hold."""
    kind, name = _core(kind), path.rpartition(".")[2]
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        hints = get_type_hints(kind)
        loop = {Claim: "2300", ServiceLine: "2400", Coverage: "2320"}.get(kind, loop)
        steps = {field: f"{path}.{field}".lstrip(".") for field in kind.__struct_fields__}
        fields = {
            field: _full(hints[field], absent, step, loop)
            for field, step in steps.items()
            if step not in absent and step.replace("coverages.", "coverages.other.") not in absent
        }
        return kind(**fields)
    if kind is str:
        return loop if name == "loop" else _TEXTS.get(name, "A1")
    simple = {bool: True, int: 1, Decimal: Decimal(5), date: date(2025, 10, 1)}
    if kind in simple:
        return simple[kind]
    if name == "elements":
        return ("K3", "A")
    if name == "numbers":
        return (("TE", "1"),)
    return (_full(get_args(kind)[0], absent, path, loop),)


@cache
def _specimen(form: Form) -> Claim:
    claim: Claim = msgspec.structs.replace(
        _full(Claim, _absent(form)), billed_coverage=0, claim_type=form.claim_type
    )
    billed, other = claim.coverages[0], msgspec.structs.replace(claim.coverages[0], sequence="S")
    return msgspec.structs.replace(
        claim, coverages=(msgspec.structs.replace(billed, other_segments=()), other)
    )


def _variants(value: Any, kind: Any) -> Iterator[Any]:
    """Other values for a field that holds no struct."""
    kind = _core(kind)
    if kind is str:
        yield from (word for word in _WORDS if word != value)
    elif kind is bool:
        yield not value
    elif kind in (int, Decimal):
        yield kind(1) if value is None else value + 1
    elif kind is date:
        yield date(2025, 1, 1) if value is None else value + timedelta(days=1)
    else:
        whole = _full(kind, set())
        yield value * 2 if value else (*whole, *whole)
        yield ("ZZ9", *value[1:])


def _leaves(value: Any, kind: Any, path: str) -> Iterator[tuple[str, list[Any]]]:
    """Every field at the end of a path, and what its owner looks like with another value there."""
    kind = _core(kind)
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for field, hint in get_type_hints(kind).items():
            step = f"{path}.{field}" if path else field
            base = value if value is not None else _full(kind, set())
            for leaf, variants in _leaves(getattr(base, field), hint, step):
                yield leaf, [msgspec.structs.replace(base, **{field: v}) for v in variants]
        return
    item = get_args(kind)[0] if get_args(kind) else None
    if isinstance(item, type) and issubclass(item, msgspec.Struct):
        items = value or (_full(item, set()),)
        names = ("billed", "other") if item is Coverage and len(items) == 2 else ("",)
        for index, name in enumerate(names):
            step = f"{path}.{name}" if name else path
            for leaf, variants in _leaves(items[index], item, step):
                yield leaf, [(*items[:index], v, *items[index + 1 :]) for v in variants]
        return
    yield path, list(_variants(value, kind))


_CASES = [
    (form, path, variants)
    for form in _FORMS
    for path, variants in _leaves(_specimen(form), Claim, "")
    if path != "billed_coverage"
]


@cache
def _before(form: Form) -> bytes:
    return write_837([_specimen(form)], submission=SUBMISSION)


def _listed(path: str, table: Any) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in table)


def _fate(form: Form, variants: list[Claim]) -> str:
    """What becomes of the field: refused only when every other value is."""
    unchanged = 0
    for claim in variants:
        try:
            after = write_837([claim], submission=SUBMISSION)
        except InvalidValue:
            continue
        if after != _before(form):
            return "written"
        unchanged += 1
        if unchanged == 2:  # two other values that leave no trace: no third will
            break
    return "left out" if unchanged else "refused"


def test_the_walk_reaches_every_corner_of_a_claim() -> None:
    """The walk is by introspection: a new field appears here without anybody's doing."""
    paths = {path for _, path, _ in _CASES}
    assert len(paths) > 600
    assert {path.split(".")[0] for path in paths} == set(Claim.__struct_fields__) - {"billed_coverage"}
    assert {"institutional.drg", "dental.orthodontic_treatment", "lines.dental.prosthesis"} <= paths


_AREAS = sorted({(form.name, path.split(".")[0]) for form, path, _ in _CASES})


@pytest.mark.parametrize(("name", "area"), _AREAS, ids=[" ".join(area) for area in _AREAS])
def test_a_field_that_differs_is_written_or_refused_or_listed(name: str, area: str) -> None:
    """Another value in the field changes the file, unless a table says why it cannot."""
    cases = [case for case in _CASES if case[0].name == name and case[1].split(".")[0] == area]
    wrong = {path: found for form, path, variants in cases if (found := _surprise(form, path, variants))}
    assert wrong == {}


def _surprise(form: Form, path: str, variants: list[Claim]) -> str:
    """What becomes of the field when it is not what the tables say."""
    expected = "written"
    if _listed(path, left_out(form)):
        expected = "left out"
    elif _listed(path, refused(form)):
        expected = "refused"
    fate = _fate(form, variants)
    return "" if fate == expected else f"{fate}, should be {expected}"


@pytest.mark.parametrize("form", _FORMS, ids=lambda form: form.name)
def test_another_billed_coverage_is_another_claim(form: Form) -> None:
    """The one field that the walk leaves to this test: what is kept for 2320 must go with it."""
    claim = _specimen(form)
    coverages = tuple(msgspec.structs.replace(c, other_segments=()) for c in claim.coverages)
    first, second = (msgspec.structs.replace(claim, coverages=coverages, billed_coverage=n) for n in (0, 1))
    written = [write_837([c], submission=SUBMISSION) for c in (first, second)]
    assert written[0] != written[1]


@pytest.mark.parametrize("form", _FORMS, ids=lambda form: form.name)
def test_the_tables_name_no_field_that_does_not_exist(form: Form) -> None:
    """A stale row would hide a later field of the same name."""
    paths = [path for case_form, path, _ in _CASES if case_form is form]
    for pattern in (*left_out(form), *refused(form)):
        assert any(fnmatchcase(path, pattern) for path in paths), pattern


@pytest.mark.parametrize("form", _FORMS, ids=lambda form: form.name)
def test_the_page_about_a_form_shows_both_tables(form: Form) -> None:
    """What is left out or refused is documented where people look."""
    name = f"docs/algorithms/claim-{form.name.lower()}.md"
    page = Path(__file__).parents[2].joinpath(name).read_text(encoding="utf-8")
    for pattern in (*left_out(form), *refused(form)):
        assert f"`{pattern}`" in page, pattern
