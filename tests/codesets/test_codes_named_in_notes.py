"""Codes named in the parentheses of a tabular note."""

import pytest

from cleanclaim.codesets import codes_named


@pytest.mark.parametrize(
    ("note", "inside", "outside"),
    [
        ("gestational diabetes (O24.4-)", ("O24410", "O244"), ("O2410", "E119")),
        ("type 1 diabetes (E10.-)", ("E109", "E10"), ("E119",)),
        ("neoplasms (C00-D49)", ("C3490", "D492", "D49"), ("D500", "B999")),
        ("drugs (T36.0-T50.9 with fifth character 5)", ("T360X5A", "T509"), ("T510X1A",)),
        ("anemia (D50.0, D62)", ("D500", "D62"), ("D501", "D63")),
        ("SCN2A disorder (QA0.0101)", ("QA00101",), ("QA00102",)),
    ],
)
def test_a_note_covers_the_codes_it_names_and_those_under_them(
    note: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    spans = codes_named(note)
    assert all(any(code in span for span in spans) for code in inside)
    assert not any(code in span for span in spans for code in outside)


def test_words_in_parentheses_are_not_codes() -> None:
    assert codes_named("human immunodeficiency virus (HIV) disease; CAT scan (MAC) (see also)") == ()


def test_a_note_that_narrows_its_range_says_so() -> None:
    (span,) = codes_named("code for adverse effect (T36-T50 with fifth or sixth character 5)")
    assert span.qualified
