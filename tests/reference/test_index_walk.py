"""Any tree of terms that is written is walked as it was."""

import tempfile
from pathlib import Path

from hypothesis import given, settings, strategies as st

from cleanclaim.codesets.icd10cm_index import IndexTable, StoredTerm
from cleanclaim.reference.icd10cm_index import ReadTerm, write_index


@st.composite
def trees(draw: st.DrawFn) -> list[ReadTerm]:
    """Terms in the order of an index: none stands more than one level under the one before it."""
    terms: list[ReadTerm] = []
    for number in range(draw(st.integers(1, 25))):
        deepest = terms[-1].level + 1 if terms else 0
        level = draw(st.integers(0, deepest))
        code = draw(st.sampled_from(["", "I10", "E119"]))
        terms.append(ReadTerm(level, f"term {number}", StoredTerm(code=code)))
    return terms


@settings(max_examples=40, deadline=None)
@given(terms=trees())
def test_a_walk_gives_back_the_tree(terms: list[ReadTerm]) -> None:
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "table.sqlite"
        write_index(path, terms)
        table = IndexTable(path)
        walked = [term for main in table.every_main_term() for term in (main, *table.under(main))]
        assert [(one.level, one.title, one.code) for one in walked] == [
            (one.level, one.title, one.rest.code) for one in terms
        ]
        for term in walked:
            below = table.subterms(term)
            assert below == tuple(one for one in table.under(term) if one.level == term.level + 1)
            way = table.path(term)
            assert way[-1] == term
            assert [one.level for one in way] == list(range(term.level + 1))
        for code in ("I10", "E119"):
            assert table.leading_to(code) == tuple(one for one in walked if one.code == code)
