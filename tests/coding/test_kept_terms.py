"""The terms kept beside a release give the same lexicon; what cannot be read or written is no obstacle."""

import shutil
from pathlib import Path

import pytest

from cleanclaim.cli.kept_terms import lexicon_of
from cleanclaim.codesets import ICD10CM_KIND, Store
from cleanclaim.coding import Lexicon
from cleanclaim.reference import compiled_store
from tests.coding.conftest import DAY


@pytest.fixture
def own_store(store: Store, tmp_path: Path) -> Store:
    shutil.copytree(store.directory / ICD10CM_KIND, tmp_path / "store" / ICD10CM_KIND)
    for kept in (tmp_path / "store").rglob("terms-*"):
        kept.unlink()
    return compiled_store(tmp_path / "store")


def kept_files(store: Store) -> list[Path]:
    return sorted(store.directory.rglob("terms-*.msgpack"))


def test_kept_terms_are_those_that_are_collected_and_damaged_ones_are_collected_anew(
    own_store: Store, lexicon: Lexicon
) -> None:
    older = own_store.directory_on(ICD10CM_KIND, DAY)
    assert older is not None
    (older / "terms-of-another-version.msgpack").write_bytes(b"old")
    assert lexicon_of(own_store, DAY).terms == lexicon.terms
    (kept,) = kept_files(own_store)
    assert lexicon_of(own_store, DAY).terms == lexicon.terms
    kept.write_bytes(kept.read_bytes()[:1000])
    assert lexicon_of(own_store, DAY).terms == lexicon.terms
    assert kept_files(own_store) == [kept]
    assert kept.stat().st_size > 100_000


def test_a_place_that_cannot_be_written_keeps_nothing(
    own_store: Store, lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "write_bytes", refuse)
    assert len(lexicon_of(own_store, DAY).terms) == len(lexicon.terms)
    assert kept_files(own_store) == []
