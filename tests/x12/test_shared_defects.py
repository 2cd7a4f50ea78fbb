"""The single-defect files of ../shared/x12: each is caught, at its level, and nothing else is."""

import csv
import importlib.util
from pathlib import Path

import pytest

from cleanclaim.exchange.code_lookup import StoreLookup
from cleanclaim.reference import ensure_store
from cleanclaim.x12 import Severity, validate

pytestmark = pytest.mark.shared

NAMED = {
    "835_bad_carc": ("code-unknown", "CAS02"),
    "835_clp_unbalanced": ("claim-payment-unbalanced", "CLP04"),
    "837P_bad_date": ("invalid-date", "DTP03"),
    "837P_bad_icd10": ("code-unknown", "HI01-2"),
    "837P_bad_modifier": ("code-unknown", "SV101-3"),
    "837P_bad_npi_luhn": ("invalid-npi", "NM109"),
    "837P_bad_pos": ("code-unknown", "CLM05-1"),
    "837P_bad_qualifier": ("code-not-allowed", "NM108"),
    "837P_clm02_ne_sum": ("claim-charge-unbalanced", "CLM02"),
    "837P_hl04_1_nochild": ("level-without-children", "HL04"),
    "837P_hl_parent_missing": ("level-parent-missing", "HL02"),
    "837P_iea_ctl": ("control-number-mismatch", "IEA02"),
    "837P_missing_HI": ("segment-missing", "HI"),
    "837P_missing_svc_date": ("segment-missing", "DTP"),
    "837P_not_used_elem": ("element-not-used", "CLM03"),
    "837P_se_count": ("segment-count-wrong", "SE01"),
    "837P_seg_order": ("segment-out-of-sequence", "REF"),
    "837P_syntax_P0809": ("syntax-note", "NM109"),
    "837P_unknown_seg": ("segment-unknown", "ZZZ"),
    "837P_zip_state_mismatch": ("zip-not-in-state", "N403"),
}
"""What the files of levels 1, 2, 3 and 5 must be told; those of level 4 are with the situational rules."""
LEVEL_OF_CLAIM_EDITS = 6


def defects(shared: Path) -> list[tuple[str, int, Path]]:
    """The files' names, their level (0: valid) and where they are."""
    with (shared / "x12" / "manifest.csv").open() as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["file"].startswith("defects/")]
    return [
        (
            Path(row["file"]).stem,
            int(row["note"].partition("snip=")[2] or 0),
            shared / "x12" / "files" / row["file"],
        )
        for row in rows
    ]


def test_each_defect_is_caught_at_its_level_and_nothing_else_is(shared_dir: Path, tmp_path: Path) -> None:
    codes = StoreLookup(ensure_store(tmp_path))
    files = defects(shared_dir)
    assert {name for name, *_ in files} >= set(NAMED)
    for name, level, path in files:
        found = validate(path, levels=(1, 2, 3, 4, 5), codes=codes)
        levels = {problem.level for problem in found}
        assert levels == (set() if level in (0, LEVEL_OF_CLAIM_EDITS) else {level}), name
        assert all(
            problem.severity is Severity.ERROR and problem.message and problem.fix for problem in found
        )
        if name in NAMED:
            assert NAMED[name] in [(one.id, one.element or one.segment) for one in found], name


def test_files_as_the_benchmarks_use_them_have_no_error(shared_dir: Path, tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("gen_large", shared_dir / "x12" / "gen_large.py")
    assert spec is not None
    assert spec.loader is not None
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    codes = StoreLookup(ensure_store(tmp_path))
    for name, make in (("837p", generator.gen837p), ("835", generator.gen835)):
        path = tmp_path / f"{name}.x12"
        make(str(path), 300_000, claims_per_st=100)
        found = validate(path, levels=(1, 2, 3, 4, 5), codes=codes)
        assert [problem for problem in found if problem.severity is Severity.ERROR] == []
